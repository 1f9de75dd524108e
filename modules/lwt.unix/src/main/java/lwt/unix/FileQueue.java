package lwt.unix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The calls on one descriptor that workers make, one after the other, in the order in which they
/// were asked for.
final class FileQueue {
    /*
     * Overview
     *
     * One call at a time: so the file's position, and what is written where, is what the program's order says; and the
     * descriptor's number cannot become another file's during a call, since closing is a call in this queue too.
     *
     * A canceled call that waits is dropped when its turn comes. One that a worker makes already goes on, and is undone
     * before the next one begins: who gave up a read must lose no byte. The file's position is moved back; if it has
     * none, the bytes are kept for the next read.
     *
     * User code runs where a call's promise is resolved. By then the next call has begun, and nothing is taken for
     * granted.
     */
    private final MainLoop main;
    private final Port port;
    private final FileBody body;
    private final ArrayDeque<FileWork<?>> waiting = new ArrayDeque<>();
    private @Nullable FileWork<?> running;
    private boolean starting;
    private @Nullable ByteBuffer kept; // read for somebody who gave up

    FileQueue(MainLoop main, Port port) {
        this.main = main;
        this.port = port;
        this.body = port.body();
    }

    /// What a call on a file is.
    interface Call<T extends @Nullable Object> {
        T make(FileBody body) throws UnixException;
    }

    /* ---- Calls ---- */

    Promise<Integer> read(ByteBuffer buffer) {
        return submit(new Reading(buffer));
    }

    Promise<Integer> write(ByteBuffer buffer) {
        return submit(new Writing(buffer));
    }

    /// A call whose result is worth nothing to anybody who gave it up.
    <T extends @Nullable Object> Promise<T> call(String function, Call<T> call) {
        return submit(new Plain<>(function, call, Jobs.method()));
    }

    /// A call that does not wait, so that no worker is needed once its turn has come.
    <T extends @Nullable Object> Promise<T> callAtOnce(String function, Call<T> call) {
        return submit(new Plain<>(function, call, AsyncMethod.NONE));
    }

    /// Fails what waits, and closes the file after the call that is being made.
    Promise<@Nullable Void> close() {
        ArrayDeque<FileWork<?>> dropped = new ArrayDeque<>(waiting);
        waiting.clear();
        boolean mayWait = port.usesJobs();
        Call<@Nullable Void> closing = file -> {
            if (mayWait) {
                file.close();
            } else {
                port.close();
            }
            return null;
        };
        Promise<@Nullable Void> closed =
                submit(new Plain<>("close", closing, mayWait ? Jobs.method() : AsyncMethod.NONE));
        for (FileWork<?> work : dropped) {
            work.abandon(UnixException.of(Errno.EBADF, work.function, port.toString()));
        }
        return closed.shielded();
    }

    /* ---- One after the other ---- */

    private <T extends @Nullable Object> Promise<T> submit(FileWork<T> work) {
        waiting.add(work);
        startNext();
        return work.resolver.promise();
    }

    private void startNext() {
        if (starting) {
            return; // by a call that was made in place, of the loop below
        }
        starting = true;
        try {
            FileWork<?> next;
            while (running == null && (next = waiting.poll()) != null) {
                if (next.isAwaited()) {
                    running = next;
                    next.prepare();
                    main.jobs().start(next, next.method);
                }
            }
        } finally {
            starting = false;
        }
    }

    private abstract class FileWork<T extends @Nullable Object> extends Work {
        final String function;
        final AsyncMethod method;
        final Resolver<T> resolver = Lwt.task();

        FileWork(String function, AsyncMethod method) {
            this.function = function;
            this.method = method;
        }

        boolean isAwaited() {
            return resolver.promise().isSleeping();
        }

        /// Before it is started.
        void prepare() {}

        /// What it resulted in, if it went well.
        abstract T result();

        /// Makes it as if it had not been, if it went well.
        abstract void undo();

        /// Gives back what it holds.
        void release() {}

        @Override
        final void end() {
            T result = null;
            if (thrown == null) {
                if (isAwaited()) {
                    result = result();
                } else {
                    undo();
                }
            }
            release();
            running = null;
            startNext();
            if (isAwaited()) {
                pass(result);
            }
        }

        @SuppressWarnings("NullAway") // null only if result() returned it
        private void pass(@Nullable T result) {
            if (thrown != null) {
                resolver.fail(thrown);
            } else {
                resolver.wakeup(result);
            }
        }

        @Override
        final void endUnseen() {}

        @Override
        final void abandon(Throwable cause) {
            if (isAwaited()) {
                resolver.fail(cause);
            }
        }
    }

    private final class Plain<T extends @Nullable Object> extends FileWork<T> {
        private final Call<T> call;
        private @Nullable T value;

        Plain(String function, Call<T> call, AsyncMethod method) {
            super(function, method);
            this.call = call;
        }

        @Override
        void run() throws UnixException {
            value = call.make(body);
        }

        @Override
        @SuppressWarnings("NullAway") // null only if the call returned it
        T result() {
            return value;
        }

        @Override
        void undo() {}
    }

    private abstract class Transfer extends FileWork<Integer> {
        final ByteBuffer user;

        @Nullable
        MemorySegment buffer;

        int length;
        int count;

        Transfer(String function, ByteBuffer user) {
            super(function, Jobs.method());
            this.user = user;
        }

        MemorySegment take() {
            MemorySegment taken = main.jobs().buffers().take(user.remaining());
            buffer = taken;
            length = (int) Math.min(user.remaining(), taken.byteSize());
            return taken;
        }

        MemorySegment buffer() {
            if (buffer == null) {
                throw new AssertionError("prepare() took one");
            }
            return buffer;
        }

        @Override
        void release() {
            if (buffer != null) {
                main.jobs().buffers().giveBack(buffer);
                buffer = null;
            }
        }
    }

    private final class Reading extends Transfer {
        Reading(ByteBuffer user) {
            super("read", user);
        }

        @Override
        void prepare() {
            take();
        }

        @Override
        void run() throws UnixException {
            ByteBuffer held = kept;
            if (held != null) {
                count = Math.min(held.remaining(), length);
                buffer().asByteBuffer().put(held.slice().limit(count));
                held.position(held.position() + count);
                kept = held.hasRemaining() ? held : null;
            } else {
                count = body.read(buffer(), length);
            }
        }

        @Override
        Integer result() {
            user.put(bytes());
            return count;
        }

        private ByteBuffer bytes() {
            return buffer().asByteBuffer().limit(count);
        }

        @Override
        void undo() {
            if (count == 0) {
                return;
            }
            try {
                body.seek(-count, SeekFrom.CURRENT);
            } catch (UnixException notSeekable) {
                ByteBuffer held = kept;
                ByteBuffer all = ByteBuffer.allocate(count + (held == null ? 0 : held.remaining()));
                all.put(bytes());
                if (held != null) {
                    all.put(held);
                }
                kept = all.flip();
            }
        }
    }

    private final class Writing extends Transfer {
        Writing(ByteBuffer user) {
            super("write", user);
        }

        @Override
        void prepare() {
            take().asByteBuffer().put(user.slice().limit(length));
        }

        @Override
        void run() throws UnixException {
            count = body.write(buffer(), length);
        }

        @Override
        Integer result() {
            user.position(user.position() + count);
            return count;
        }

        /// A write that a worker makes cannot be taken back.
        @Override
        void undo() {}
    }
}
