package lwt.preemptive;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The threads on which detached functions run.
final class Pool {
    /*
     * One lock guards everything. A task goes to the end of `queue`, or of `asleep` when the queue is full; threads take
     * from the front, and those that sleep move up. So tasks begin in the order in which they came.
     *
     * No task waits while there may be a thread for it: whoever adds one makes a thread if more tasks wait than threads
     * are idle and there may be more threads, else wakes an idle one, if there is any. Whoever ends a task looks at the
     * queue before it becomes idle, under the lock. A fiber takes the lock without leaving its stack: a call that returns a
     * promise must not cost it its turn.
     *
     * The JDK's executor fills its queue before it makes more threads than the least, or has no queue: neither is what
     * the bounds here say.
     */
    private static final Bounds DEFAULT = new Bounds(4, 1000);
    private static final int DEFAULT_MAX_QUEUED = 1000;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    static final Pool SHARED = new Pool(KEEP_NANOS);

    private final long keepNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition served = lock.newCondition();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final ArrayDeque<Runnable> asleep = new ArrayDeque<>();
    private Bounds bounds = DEFAULT;
    private boolean initialized;
    private int maxQueued = DEFAULT_MAX_QUEUED;
    private int threads;
    private int idle;
    private int busy;
    private int names;
    private Consumer<? super String> log = _ -> {};

    Pool(long keepNanos) {
        this.keepNanos = keepNanos;
    }

    private void enter() {
        if (Thread.currentThread().isVirtual()) {
            while (!lock.tryLock()) {
                Thread.onSpinWait();
            }
        } else {
            lock.lock();
        }
    }

    private <T extends @Nullable Object> T guarded(Supplier<T> body) {
        enter();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    private void guard(Runnable body) {
        enter();
        try {
            body.run();
        } finally {
            lock.unlock();
        }
    }

    /// Has a thread call `task`. An error that it throws ends the thread, which is replaced.
    ///
    /// @throws OutOfMemoryError if there is no thread, and the system gives none
    void execute(Runnable task) {
        guard(() -> {
            initialized = true;
            (queue.size() < maxQueued && asleep.isEmpty() ? queue : asleep).add(task);
            try {
                serve();
            } catch (OutOfMemoryError e) {
                if (threads == 0 && (queue.remove(task) || asleep.remove(task))) {
                    throw e;
                }
            }
        });
    }

    /// Sees to it that what waits is taken, as far as the bounds allow.
    private void serve() {
        while (queue.size() + asleep.size() > idle && threads < bounds.most()) {
            addThread();
        }
        served.signalAll();
    }

    /// A new thread counts as idle until it looks at the queue.
    private void addThread() {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("lwt-preemptive-" + ++names)
                .inheritInheritableThreadLocals(false)
                .unstarted(this::work);
        thread.setUncaughtExceptionHandler((dead, failure) -> tell(dead.getName() + " ended: " + failure));
        threads++;
        idle++;
        try {
            thread.start();
        } catch (Throwable e) {
            threads--;
            idle--;
            throw e;
        }
    }

    /* ---- A thread ---- */

    private void work() {
        Runnable task;
        while ((task = take()) != null) {
            boolean done = false;
            try {
                task.run();
                done = true;
            } finally {
                taskEnded(done);
            }
        }
    }

    /// The next task, once there is one; null if this thread is to end.
    private @Nullable Runnable take() {
        return guarded(this::next);
    }

    private @Nullable Runnable next() {
        long end = System.nanoTime() + keepNanos;
        while (true) {
            Runnable task = threads > bounds.most() ? null : poll();
            if (task != null) {
                idle--;
                busy++;
                return task;
            }
            long left = end - System.nanoTime();
            if (threads > bounds.most() || (left <= 0 && threads > bounds.least())) {
                idle--;
                threads--;
                return null;
            }
            try {
                if (threads > bounds.least()) {
                    long _ = served.awaitNanos(left);
                } else {
                    served.await();
                }
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt an idle thread; it looks again.
            }
        }
    }

    private void taskEnded(boolean orderly) {
        guard(() -> {
            busy--;
            if (orderly) {
                idle++;
            } else {
                threads--;
                serve();
            }
        });
    }

    private @Nullable Runnable poll() {
        Runnable task = queue.isEmpty() ? asleep.poll() : queue.poll();
        fillQueue();
        return task;
    }

    private void fillQueue() {
        while (!asleep.isEmpty() && queue.size() < maxQueued) {
            queue.add(asleep.remove());
        }
    }

    /* ---- Figures ---- */

    /// Has the least number of threads made, with the bounds that are the default, unless others were set.
    void initialize() {
        guard(() -> {
            if (!initialized) {
                install(bounds);
            }
        });
    }

    Bounds bounds() {
        return guarded(() -> bounds);
    }

    void setBounds(Bounds wanted) {
        guard(() -> install(wanted));
    }

    private void install(Bounds wanted) {
        initialized = true;
        bounds = wanted;
        while (threads < wanted.least()) {
            addThread();
        }
        serve();
    }

    int maxQueued() {
        return guarded(() -> maxQueued);
    }

    void setMaxQueued(int computations) {
        if (computations < 0) {
            throw new IllegalArgumentException("the number of waiting computations is negative: " + computations);
        }
        guard(() -> {
            maxQueued = computations;
            fillQueue();
        });
    }

    int threads() {
        return guarded(() -> threads);
    }

    int busy() {
        return guarded(() -> busy);
    }

    int queued() {
        return guarded(queue::size);
    }

    void setLog(Consumer<? super String> log) {
        guard(() -> this.log = log);
    }

    private void tell(String message) {
        guarded(() -> log).accept(message);
    }
}
