package lwt.ssl;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/// The encrypted bytes that the descriptor has not taken yet.
final class RecordOutput {
    /*
     * Records are appended at the buffer's position; [start, position) is on its way. At most one write is under way,
     * of a range that appending does not touch. When all is written the buffer goes back, so a socket has one only
     * while its peer, or the network, is slower than we are.
     */
    private final FileDescriptor file;
    private final Runnable progressed;
    private final BufferPool pool = BufferPool.of(Loop.current());
    private final ArrayDeque<Resolver<@Nullable Void>> waiting = new ArrayDeque<>(1);
    private @Nullable ByteBuffer buffer;
    private int start;
    private @Nullable Promise<Integer> writing;
    private @Nullable Throwable failure;

    /// Calls `progressed` when a write that had to wait is done or has failed.
    RecordOutput(FileDescriptor file, Runnable progressed) {
        this.file = file;
        this.progressed = progressed;
    }

    /// Why nothing can be written any more.
    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean isEmpty() {
        return buffer == null;
    }

    boolean hasRoom(int bytes) {
        ByteBuffer current = buffer;
        return current == null || current.remaining() >= bytes;
    }

    /// Where to append records of up to `bytes` bytes, if [#hasRoom]. Then comes [#flush].
    ByteBuffer room(int bytes) {
        ByteBuffer current = buffer;
        if (current == null) {
            current = pool.take(bytes);
            start = 0;
            buffer = current;
        }
        return current;
    }

    /// Writes what there is: now, and what does not go now, as soon as it goes.
    void flush() {
        ByteBuffer current = buffer;
        while (current != null && writing == null && failure == null) {
            int length = current.position() - start;
            if (length == 0) {
                release(current);
                return;
            }
            Promise<Integer> write = file.write(current.array(), current.arrayOffset() + start, length);
            if (write.isSleeping()) {
                writing = write;
                write.onAny(this::written, this::failed);
                return;
            }
            write.onAny(count -> start += count, this::fail);
        }
    }

    private void written(int count) {
        writing = null;
        start += count;
        flush();
        progressed.run();
    }

    private void failed(Throwable cause) {
        writing = null;
        fail(cause);
        progressed.run();
    }

    private void release(ByteBuffer current) {
        buffer = null;
        pool.give(current);
        tellWaiting(null);
    }

    /// Drops what was to be written.
    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            buffer = null;
            tellWaiting(cause);
        }
    }

    private void tellWaiting(@Nullable Throwable cause) {
        Resolver<@Nullable Void> next;
        while ((next = waiting.poll()) != null) {
            if (cause == null) {
                next.wakeupLater(null);
            } else {
                next.failLater(cause);
            }
        }
    }

    /// Resolves when all is written; fails if it cannot be.
    Promise<@Nullable Void> drained() {
        Throwable cause = failure;
        if (cause != null) {
            return Lwt.fail(cause);
        }
        if (buffer == null) {
            return Lwt.unit();
        }
        Resolver<@Nullable Void> waiter = Lwt.task();
        waiting.add(waiter);
        waiter.promise().onCancel(() -> waiting.remove(waiter));
        return waiter.promise();
    }

    /// Takes back a write that waits, and writes nothing more.
    void giveUp(Throwable cause) {
        Promise<Integer> current = writing;
        fail(cause);
        if (current != null) {
            current.cancel();
        }
    }
}
