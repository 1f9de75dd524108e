package lwt.unix;

import java.io.IOException;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A descriptor as channels see it.
record DescriptorEnds(FileDescriptor file) implements ByteSource, ByteSink {
    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        return file.read(bytes, offset, length);
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        return file.write(bytes, offset, length);
    }

    @Override
    public void shutdownSend() throws IOException {
        file.shutdownSend();
    }

    @Override
    public Promise<@Nullable Void> seek(long position) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "seek", toString());
    }

    @Override
    public Promise<Long> length() throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "seek", toString());
    }

    @Override
    public Promise<@Nullable Void> close() {
        return file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
