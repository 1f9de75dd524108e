package lwt.unix;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// An array as channels see it: a file of a fixed length.
final class ArrayEnds implements ByteSource, ByteSink {
    private final byte[] array;
    private int position;

    ArrayEnds(byte[] array) {
        this.array = array;
    }

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        int count = Math.min(length, array.length - position);
        System.arraycopy(array, position, bytes, offset, count);
        position += count;
        return Lwt.of(count);
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) throws IOException {
        int count = Math.min(length, array.length - position);
        if (count == 0) {
            throw new IOException(this + " is full");
        }
        System.arraycopy(bytes, offset, array, position, count);
        position += count;
        return Lwt.of(count);
    }

    @Override
    public Promise<@Nullable Void> seek(long target) throws UnixException {
        if (target > array.length) {
            throw UnixException.of(Errno.EINVAL, "seek", this + ", position " + target);
        }
        position = (int) target;
        return Lwt.unit();
    }

    @Override
    public Promise<Long> length() {
        return Lwt.of((long) array.length);
    }

    @Override
    public Promise<@Nullable Void> close() {
        return Lwt.unit();
    }

    @Override
    public String toString() {
        return "an array of " + array.length + " bytes";
    }
}
