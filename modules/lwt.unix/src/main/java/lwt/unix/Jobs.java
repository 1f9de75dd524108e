package lwt.unix;

import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The calls of one loop that workers make.
final class Jobs {
    /*
     * Overview
     *
     * start() hands a work to the workers; ended(), called by one of them, puts it on a stack that any of them may add
     * to, and tells the loop if the stack was empty, through Loop.execute, which wakes the loop up only if it sleeps.
     * The loop then takes the whole stack at once and ends the works in the order in which they ended.
     *
     * Works under way form a list, oldest first, so that they can be abandoned or waited for. Each counts as one of
     * the loop's pieces of work under way (Loop.retain), so that nobody takes the loop for idle for ever.
     *
     * If the loop's thread is dead when a work ends, nobody will take it any more; then the worker ends it, since what
     * a work holds (memory, a descriptor) must be given back. Nobody can see the difference.
     */
    static final Key<AsyncMethod> METHOD = new Key<>();
    private static volatile AsyncMethod defaultMethod = AsyncMethod.DETACH;

    private final Loop loop;
    private final Workers workers;
    private final Runnable drain = this::drain;
    private final WorkStack ended = new WorkStack();

    private @Nullable Work ready; // ended ones that the loop has taken, oldest first
    private @Nullable Work oldest;
    private @Nullable Work newest;
    private long started;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final TransferBuffers buffers = new TransferBuffers();
    private final Patience patience = new Patience();

    private record Waiter(long number, Resolver<@Nullable Void> resolver) {}

    Jobs(Loop loop) {
        this(loop, Workers.SHARED);
    }

    Jobs(Loop loop, Workers workers) {
        this.loop = loop;
        this.workers = workers;
    }

    static AsyncMethod method() {
        return METHOD.get().orElse(defaultMethod);
    }

    static AsyncMethod defaultMethod() {
        return defaultMethod;
    }

    static void setDefaultMethod(AsyncMethod method) {
        defaultMethod = method;
    }

    Workers workers() {
        return workers;
    }

    TransferBuffers buffers() {
        return buffers;
    }

    /// Calls `call` on a worker; resolves with what it returns, or fails with what it throws.
    <T extends @Nullable Object> Promise<T> call(Callable<T> call) {
        return run(of(call));
    }

    /// A job that calls `call` and results in what it returns.
    static <T extends @Nullable Object> Job<T> of(Callable<T> call) {
        return new Job<T>() {
            private @Nullable T value;

            @Override
            protected void run() throws Exception {
                value = call.call();
            }

            @Override
            @SuppressWarnings("NullAway") // null only if the call returned it
            protected T result() {
                return value;
            }
        };
    }

    <T extends @Nullable Object> Promise<T> run(Job<T> job) {
        return run(job, method());
    }

    <T extends @Nullable Object> Promise<T> run(Job<T> job, AsyncMethod method) {
        JobWork<T> work = new JobWork<>(job);
        Promise<T> promise = work.resolver.promise();
        if (method != AsyncMethod.NONE) {
            promise.onCancel(work::cancel);
        }
        start(work, method);
        return promise;
    }

    /* ---- The way of a work ---- */

    void start(Work work, AsyncMethod method) {
        enlist(work);
        if (method == AsyncMethod.NONE) {
            work.runAndCatch();
            end(work);
            return;
        }
        loop.retain();
        try {
            workers.submit(work);
        } catch (UnixException e) {
            work.thrown = e;
            loop.release();
            end(work);
        }
    }

    /// A worker has run it.
    void ended(Work work) {
        if (ended.add(work)) {
            loop.execute(drain);
        }
        if (!loop.owner().isAlive()) {
            endOrphans();
        }
    }

    private void drain() {
        try {
            takeEnded();
            Work work;
            while ((work = ready) != null) {
                ready = work.link;
                work.link = null;
                loop.release();
                end(work);
            }
        } finally {
            if (ready != null) { // an error that ends the loop
                loop.execute(drain);
            }
        }
    }

    private void takeEnded() {
        Work list = ended.takeAll();
        if (ready == null) {
            ready = list;
        } else {
            Work last = ready;
            while (last.link != null) {
                last = last.link;
            }
            last.link = list;
        }
    }

    private void end(Work work) {
        delist(work);
        try {
            work.end();
        } finally {
            tellWaiters();
        }
    }

    /// What is under way for a loop whose thread is dead.
    private void endOrphans() {
        Work work = ended.takeAll();
        while (work != null) {
            Work next = work.link;
            try {
                work.endUnseen();
            } catch (Throwable e) {
                Thread worker = Thread.currentThread();
                worker.getUncaughtExceptionHandler().uncaughtException(worker, e);
            }
            work = next;
        }
    }

    /* ---- Those under way ---- */

    /// Looks for an end that comes before it would be worth while to sleep; or whatever else the loop is given to do.
    /// Returns whether there was one.
    boolean endsSoon() {
        return oldest != null && patience.look(() -> !loop.isIdle());
    }

    private void enlist(Work work) {
        work.jobs = this;
        work.number = ++started;
        work.before = newest;
        if (newest == null) {
            oldest = work;
        } else {
            newest.after = work;
        }
        newest = work;
    }

    private void delist(Work work) {
        if (work.before == null) {
            oldest = work.after;
        } else {
            work.before.after = work.after;
        }
        if (work.after == null) {
            newest = work.before;
        } else {
            work.after.before = work.before;
        }
        work.before = null;
        work.after = null;
    }

    /// Fails all that wait for a work; the works go on.
    void abandonAll(Throwable cause) {
        ArrayDeque<Work> all = new ArrayDeque<>();
        for (Work work = oldest; work != null; work = work.after) {
            all.add(work);
        }
        all.forEach(work -> work.abandon(cause));
    }

    /// Resolves when the works that are under way now have ended.
    Promise<@Nullable Void> whenEnded() {
        if (oldest == null) {
            return Lwt.unit();
        }
        Waiter waiter = new Waiter(started, Lwt.task());
        waiters.add(waiter);
        return waiter.resolver.promise();
    }

    private void tellWaiters() {
        while (!waiters.isEmpty() && (oldest == null || oldest.number > waiters.element().number)) {
            Resolver<@Nullable Void> resolver = waiters.remove().resolver;
            if (resolver.promise().isSleeping()) {
                resolver.wakeup(null);
            }
        }
    }

    /* ---- Users' jobs ---- */

    private static final class JobWork<T extends @Nullable Object> extends Work {
        private final Job<T> job;
        private final Resolver<T> resolver = Lwt.task();
        private volatile boolean canceled;

        JobWork(Job<T> job) {
            this.job = job;
        }

        void cancel() {
            canceled = true;
        }

        @Override
        void run() throws Exception {
            if (!canceled) {
                job.run();
            }
        }

        @Override
        void end() {
            T result = null;
            if (thrown == null && isAwaited()) {
                try {
                    result = job.result();
                } catch (VirtualMachineError e) {
                    free();
                    throw e;
                } catch (Throwable e) {
                    thrown = e;
                }
            }
            free();
            if (isAwaited()) {
                pass(result);
            }
        }

        private boolean isAwaited() {
            return resolver.promise().isSleeping();
        }

        @SuppressWarnings("NullAway") // null only if result() returned it
        private void pass(@Nullable T result) {
            if (thrown != null) {
                resolver.fail(thrown);
            } else {
                resolver.wakeup(result);
            }
        }

        private void free() {
            try {
                job.free();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                Lwt.asyncExceptionHook().accept(e);
            }
        }

        @Override
        void endUnseen() {
            job.free();
        }

        @Override
        void abandon(Throwable cause) {
            canceled = true;
            if (isAwaited()) {
                resolver.fail(cause);
            }
        }
    }
}
