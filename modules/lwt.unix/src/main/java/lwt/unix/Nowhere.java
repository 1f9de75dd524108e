package lwt.unix;

import java.util.Arrays;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Gives zeros without end, and takes everything.
final class Nowhere implements ByteSource, ByteSink {
    /*
     * Each answer is at hand, so a program that reads on and on would never let the loop run; a pause now and then is
     * what the loop of a real descriptor has, too.
     */
    private static final int BURST = 64;

    private int calls;

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
        return ++calls % BURST == 0 ? Lwt.pause().map(_ -> length) : Lwt.of(length);
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        return Lwt.of(length);
    }

    @Override
    public Promise<@Nullable Void> seek(long position) {
        return Lwt.unit();
    }

    @Override
    public Promise<Long> length() throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "seek", toString());
    }

    @Override
    public Promise<@Nullable Void> close() {
        return Lwt.unit();
    }

    @Override
    public String toString() {
        return "nowhere";
    }
}
