package lwt.unix;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The input of a child process on the portable engine: written by a thread, one piece at a time.
///
/// A write resolves when its bytes are handed to the thread, and waits while that still has others:
/// so canceling one leaves no doubt whether its bytes were taken. The failure to write them is told
/// to the next write, or to the close, which waits for the thread.
final class ChildSink implements ByteSink {
    private static final int PIECE = 65_536;

    private final Loop loop = Loop.current();
    private final OutputStream stream;
    private boolean writing;
    private @Nullable UnixException failure;
    private @Nullable Resolver<@Nullable Void> idle;

    ChildSink(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        UnixException failed = failure;
        if (failed != null) {
            failure = null;
            return Lwt.fail(failed);
        }
        if (writing) {
            return untilIdle().bind(_ -> write(bytes, offset, length));
        }
        byte[] piece = Arrays.copyOfRange(bytes, offset, offset + Math.min(length, PIECE));
        writing = true;
        loop.retain();
        ChildThreads.run(() -> writePiece(piece));
        return Lwt.of(piece.length);
    }

    /// Only one operation of a channel uses its sink at a time.
    private Promise<@Nullable Void> untilIdle() {
        Resolver<@Nullable Void> waiting = Lwt.task();
        idle = waiting;
        return waiting.promise();
    }

    /// On a thread of its own.
    private void writePiece(byte[] piece) {
        try {
            stream.write(piece);
            stream.flush();
            loop.execute(() -> written(null));
        } catch (IOException e) {
            loop.execute(() -> written(failure(e)));
        }
    }

    /// When the child has ended, the JDK closes its input by itself.
    private UnixException failure(IOException e) {
        return "Stream closed".equals(e.getMessage())
                ? UnixException.causedBy(e, Errno.EPIPE, Errno.EPIPE.text, "write", toString())
                : Failures.translate(e, "write", toString());
    }

    private void written(@Nullable UnixException why) {
        loop.release();
        writing = false;
        failure = why;
        Resolver<@Nullable Void> waiting = idle;
        idle = null;
        if (waiting != null && waiting.promise().isSleeping()) {
            waiting.wakeup(null);
        }
    }

    @Override
    public Promise<@Nullable Void> close() {
        // A child that reads nothing would hold up the close of its input for ever: the thread closes it then.
        return writing ? untilIdle().bind(_ -> closeNow()) : closeNow();
    }

    private Promise<@Nullable Void> closeNow() {
        UnixException failed = failure;
        failure = null;
        try {
            stream.close();
            return failed == null ? Lwt.unit() : Lwt.fail(failed);
        } catch (IOException e) {
            return Lwt.fail(failed != null ? failed : Failures.translate(e, "close", toString()));
        }
    }

    @Override
    public String toString() {
        return "pipe to a child";
    }
}
