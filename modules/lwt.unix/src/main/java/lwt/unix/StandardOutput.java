package lwt.unix;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Standard output or error output of the portable engine: written to directly, also if that takes
/// time.
final class StandardOutput extends StandardPort {
    private static final int MOST_AT_ONCE = 65_536;

    private final int number;
    private final FileOutputStream stream;

    @SuppressWarnings("StreamResourceLeak") // these streams stay open as long as the process
    StandardOutput(int number) {
        this.number = number;
        stream = new FileOutputStream(number == 1 ? java.io.FileDescriptor.out : java.io.FileDescriptor.err);
    }

    @Override
    int read(byte[] bytes, int offset, int length) throws UnixException {
        throw UnixException.of(Errno.EBADF, "read", toString());
    }

    @Override
    int read(ByteBuffer buffer) throws UnixException {
        throw UnixException.of(Errno.EBADF, "read", toString());
    }

    @Override
    int write(byte[] bytes, int offset, int length) throws UnixException {
        int count = Math.min(length, MOST_AT_ONCE);
        try {
            stream.write(bytes, offset, count);
            return count;
        } catch (IOException e) {
            throw Failures.translate(e, "write", toString());
        }
    }

    @Override
    int write(ByteBuffer buffer) throws UnixException {
        byte[] bytes = new byte[Math.min(buffer.remaining(), MOST_AT_ONCE)];
        buffer.get(buffer.position(), bytes);
        int count = write(bytes, 0, bytes.length);
        buffer.position(buffer.position() + count);
        return count;
    }

    @Override
    boolean isReady(int direction) {
        return true;
    }

    @Override
    int most(int direction) {
        return MOST_AT_ONCE;
    }

    @Override
    void watch(int direction) {
        if ((wanted & direction) == 0) {
            wanted |= direction;
            tellReady(direction);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
