package lwt.unix;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
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
     * User code runs where a call's promise is resolved: before the next call begins, so that promises are resolved in
     * the order of the calls, those included that are made in place. It may add calls, or close the file.
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

    /// How it is made as if it had not been.
    interface Undo<T extends @Nullable Object> {
        void make(FileBody body, T result) throws UnixException;
    }

    /* ---- Calls ---- */

    /// Reads into buffers, at a place of the file, or at its position if `place` is negative.
    Promise<Integer> read(String function, List<ByteBuffer> buffers, long place) {
        return submit(new Reading(function, buffers, place));
    }

    /// Writes from buffers, at a place of the file, or at its position if `place` is negative.
    Promise<Integer> write(String function, List<ByteBuffer> buffers, long place) {
        return submit(new Writing(function, buffers, place));
    }

    /// A call whose result is worth nothing to anybody who gave it up.
    <T extends @Nullable Object> Promise<T> call(String function, Call<T> call) {
        return submit(new Plain<>(function, call, Jobs.method()));
    }

    /// A call that has to be undone if it went well and is given up: `undo` is told what it resulted in. It
    /// runs on the loop's thread and must not wait.
    <T extends @Nullable Object> Promise<T> call(String function, Call<T> call, Undo<T> undo) {
        return submit(new Plain<>(function, call, Jobs.method(), undo));
    }

    /// A call that does not wait, so that no worker is needed once its turn has come.
    <T extends @Nullable Object> Promise<T> callAtOnce(String function, Call<T> call) {
        return submit(new Plain<>(function, call, AsyncMethod.NONE));
    }

    /// Whether a call is being made.
    boolean isBusy() {
        return running != null;
    }

    /// Fails what waits, each with an exception for its own call.
    void failWaiting(Function<String, Throwable> failure) {
        ArrayDeque<FileWork<?>> dropped = new ArrayDeque<>(waiting);
        waiting.clear();
        for (FileWork<?> work : dropped) {
            work.abandon(failure.apply(work.function));
        }
    }

    /// Closes the file after the call that is being made, or ends that one if it may wait for ever.
    Promise<@Nullable Void> close() {
        boolean mayWait = port.usesJobs();
        Call<@Nullable Void> closing = file -> {
            if (mayWait) {
                file.close();
            } else {
                port.close();
            }
            return null;
        };
        if (body.isEndedByClosing()) {
            try {
                body.close();
                return Lwt.unit();
            } catch (UnixException e) {
                return Lwt.fail(e);
            }
        }
        return submit(new Plain<>("close", closing, mayWait ? Jobs.method() : AsyncMethod.NONE))
                .shielded();
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
            try {
                if (isAwaited()) {
                    pass(result);
                }
            } finally {
                startNext();
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
        private final @Nullable Undo<T> undo;
        private @Nullable T value;

        Plain(String function, Call<T> call, AsyncMethod method) {
            this(function, call, method, null);
        }

        Plain(String function, Call<T> call, AsyncMethod method, @Nullable Undo<T> undo) {
            super(function, method);
            this.call = call;
            this.undo = undo;
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
        void undo() {
            if (undo == null) {
                return;
            }
            try {
                undo.make(body, result());
            } catch (UnixException e) {
                Lwt.asyncExceptionHook().accept(e); // nobody waits for the call any more
            }
        }
    }

    private abstract class Transfer extends FileWork<Integer> {
        final List<ByteBuffer> users;
        final long place;
        private @Nullable MemorySegment buffer;
        int length;
        int count;

        Transfer(String function, List<ByteBuffer> users, long place) {
            super(function, Jobs.method());
            this.users = users;
            this.place = place;
        }

        @Override
        void prepare() {
            long wanted = 0;
            for (ByteBuffer user : users) {
                wanted += user.remaining();
            }
            MemorySegment taken = main.jobs().buffers().take((int) Math.min(wanted, Integer.MAX_VALUE));
            length = (int) Math.min(wanted, taken.byteSize());
            buffer = taken;
        }

        MemorySegment buffer() {
            if (buffer == null) {
                throw new AssertionError("prepare() took one");
            }
            return buffer;
        }

        /// The first bytes of the memory.
        ByteBuffer bytes(int limit) {
            return buffer().asByteBuffer().limit(limit);
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
        Reading(String function, List<ByteBuffer> users, long place) {
            super(function, users, place);
        }

        @Override
        void run() throws UnixException {
            ByteBuffer held = kept;
            if (place >= 0) {
                count = body.readAt(buffer(), length, place);
            } else if (held != null) {
                count = Math.min(held.remaining(), length);
                bytes(count).put(held.slice().limit(count));
                held.position(held.position() + count);
                kept = held.hasRemaining() ? held : null;
            } else {
                count = body.read(buffer(), length);
            }
        }

        @Override
        Integer result() {
            ByteBuffer read = bytes(count);
            for (ByteBuffer user : users) {
                int part = Math.min(read.remaining(), user.remaining());
                user.put(read.slice().limit(part));
                read.position(read.position() + part);
            }
            return count;
        }

        @Override
        void undo() {
            if (count == 0 || place >= 0) {
                return;
            }
            try {
                body.seek(-count, SeekFrom.CURRENT);
            } catch (UnixException notSeekable) {
                ByteBuffer held = kept;
                ByteBuffer all = ByteBuffer.allocate(count + (held == null ? 0 : held.remaining()));
                all.put(bytes(count));
                if (held != null) {
                    all.put(held);
                }
                kept = all.flip();
            }
        }
    }

    private final class Writing extends Transfer {
        Writing(String function, List<ByteBuffer> users, long place) {
            super(function, users, place);
        }

        @Override
        void prepare() {
            super.prepare();
            ByteBuffer written = bytes(length);
            for (ByteBuffer user : users) {
                int part = Math.min(written.remaining(), user.remaining());
                written.put(user.slice().limit(part));
            }
        }

        @Override
        void run() throws UnixException {
            count = place >= 0 ? body.writeAt(buffer(), length, place) : body.write(buffer(), length);
        }

        @Override
        Integer result() {
            int left = count;
            for (ByteBuffer user : users) {
                int part = Math.min(left, user.remaining());
                user.position(user.position() + part);
                left -= part;
            }
            return count;
        }

        /// A write that a worker makes cannot be taken back.
        @Override
        void undo() {}
    }
}
