package lwt.unix;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import lwt.Loop;
import org.jspecify.annotations.Nullable;

/// Standard input of the portable engine: read by a thread, one piece at a time and only when
/// somebody asked for it.
final class StandardInput extends StandardPort {
    private static final int PIECE = 65_536;

    private final InputStream stream = new FileInputStream(java.io.FileDescriptor.in);
    private ByteBuffer piece = ByteBuffer.allocate(0); // what was read and not yet asked for
    private boolean reading;
    private boolean ended;
    private @Nullable UnixException failure;

    @Override
    int read(byte[] bytes, int offset, int length) throws UnixException {
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    int read(ByteBuffer buffer) throws UnixException {
        UnixException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed;
        }
        if (!piece.hasRemaining()) {
            return ended ? 0 : WOULD_WAIT;
        }
        int count = Math.min(piece.remaining(), buffer.remaining());
        buffer.put(buffer.position(), piece, piece.position(), count);
        buffer.position(buffer.position() + count);
        piece.position(piece.position() + count);
        return count;
    }

    @Override
    int write(byte[] bytes, int offset, int length) throws UnixException {
        throw UnixException.of(Errno.EBADF, "write", toString());
    }

    @Override
    int write(ByteBuffer buffer) throws UnixException {
        throw UnixException.of(Errno.EBADF, "write", toString());
    }

    @Override
    boolean isReady(int direction) {
        return direction == WRITE || piece.hasRemaining() || ended || failure != null;
    }

    @Override
    void watch(int direction) {
        if ((wanted & direction) != 0) {
            return;
        }
        wanted |= direction;
        if (isReady(direction)) {
            tellReady(direction);
        } else if (!reading) {
            reading = true;
            Loop loop = owner().main().loop;
            loop.retain();
            Thread.ofPlatform().daemon().name("lwt-stdin").start(() -> readPiece(loop));
        }
    }

    /// On the thread of its own.
    private void readPiece(Loop loop) {
        byte[] bytes = new byte[PIECE];
        int count;
        UnixException failed = null;
        try {
            count = stream.read(bytes);
        } catch (IOException e) {
            count = 0;
            failed = Failures.translate(e, "read", toString());
        }
        int got = count;
        UnixException why = failed;
        loop.execute(() -> {
            loop.release();
            reading = false;
            ended = got < 0;
            failure = why;
            piece = ByteBuffer.wrap(bytes, 0, Math.max(0, got));
            serve(READ);
        });
    }

    @Override
    public String toString() {
        return "descriptor 0";
    }
}
