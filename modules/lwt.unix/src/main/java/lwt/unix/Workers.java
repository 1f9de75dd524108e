package lwt.unix;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that make calls which may block, for all loops of the process.
final class Workers {
    /*
     * Overview
     *
     * Works are taken from one queue by any worker. To wake a worker up costs far more than a short work, so a thread
     * is woken, or made, only if no worker is awake and looking for work (`searching`). Whoever takes a work while
     * there are more hands the search on to another one, since its own work may block for ever.
     *
     * No work stays behind: submit() adds it, then looks at `searching`. A searcher that stops searching, to work or
     * to sleep, lowers `searching`, then looks at the queue. So if submit() saw a searcher, that one, or the one that
     * it wakes, sees the work. If all are at work and there may be no more, whoever ends its work looks first. A work
     * added to others that no worker has seen yet comes with the oldest of these, for which somebody cares already.
     * Since others rely on whoever is in submit(), nothing there waits for a monitor, at which a fiber would be left
     * behind by its loop.
     *
     * The last one that searches looks a little longer before it sleeps (see Patience): works come in flocks. More
     * than one would only take processors away from the loops. A worker that slept for long ends, so a program at rest
     * has no workers. They are daemons: no process waits for them.
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int DEFAULT_MOST = 1000;

    static final Workers SHARED = new Workers(Workers::daemon, IDLE_NANOS);

    private final ThreadFactory factory;
    private final long idleNanos;
    private final WorkQueue queue = new WorkQueue();
    private final AtomicInteger searching = new AtomicInteger();

    private final BriefLock lock = new BriefLock();

    // guarded by the lock
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private int threads;
    private int most = DEFAULT_MOST;

    Workers(ThreadFactory factory, long idleNanos) {
        this.factory = factory;
        this.idleNanos = idleNanos;
    }

    private static Thread daemon(Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name("lwt-worker-", Numbers.NEXT.getAndIncrement())
                .inheritInheritableThreadLocals(false)
                .unstarted(task);
    }

    private static final class Numbers {
        static final AtomicInteger NEXT = new AtomicInteger(1);
    }

    /// Has a worker run `work` and then give it back to its loop.
    ///
    /// @throws UnixException `EAGAIN` if there is no worker and none can be made
    void submit(Work work) throws UnixException {
        if (queue.add(work) && searching.get() == 0 && !search()) {
            refuse(work);
        }
    }

    /// Whoever added a work meanwhile relied on this one: those are given back, with the same failure.
    private void refuse(Work work) throws UnixException {
        UnixException reason = UnixException.of(Errno.EAGAIN, "pthread_create", "worker");
        boolean taken = true;
        Work left;
        while ((left = queue.take()) != null) {
            if (left == work) {
                taken = false;
            } else {
                left.thrown = reason;
                giveBack(left);
            }
        }
        if (!taken) {
            throw reason;
        }
    }

    private static void giveBack(Work work) {
        Jobs owner = work.jobs;
        if (owner != null) {
            owner.ended(work);
        }
    }

    /// Has one more worker search, unless one does already or there may be no more. Returns false if
    /// there is no worker at all, as none could be made.
    private boolean search() {
        if (!searching.compareAndSet(0, 1)) {
            return true;
        }
        Worker worker;
        boolean isNew;
        lock.lock();
        try {
            worker = idle.pollLast();
            isNew = worker == null && threads < most;
            if (isNew) {
                threads++;
            }
        } finally {
            lock.unlock();
        }
        if (isNew) {
            return addWorker();
        }
        if (worker != null) {
            worker.called = true;
            LockSupport.unpark(worker.thread);
        } else {
            searching.decrementAndGet();
        }
        return true;
    }

    /// Starts a worker that was counted already, and that searches.
    private boolean addWorker() {
        Worker worker = new Worker();
        try {
            Thread thread = factory.newThread(worker);
            worker.thread = thread;
            thread.start();
            return true;
        } catch (OutOfMemoryError noThread) {
            int left = lock.ask(() -> --threads);
            searching.decrementAndGet();
            return left > 0;
        }
    }

    /* ---- Figures ---- */

    /// How many workers there may be.
    int most() {
        return lock.ask(() -> most);
    }

    void setMost(int most) {
        lock.lock();
        try {
            this.most = most;
            Worker worker;
            while (threads > most && (worker = idle.pollLast()) != null) {
                threads--;
                worker.dismissed = true;
                LockSupport.unpark(worker.thread);
            }
        } finally {
            lock.unlock();
        }
        if (!queue.isEmpty()) {
            search();
        }
    }

    /// How many workers there are.
    int threads() {
        return lock.ask(() -> threads);
    }

    /// How many of them have nothing to do.
    int idle() {
        return lock.ask(idle::size);
    }

    /* ---- A worker ---- */

    private final class Worker implements Runnable {
        private @Nullable Thread thread;
        private final Patience patience = new Patience();
        private volatile boolean called;
        private volatile boolean dismissed;

        @Override
        public void run() {
            while (true) {
                Work work = find();
                if (work != null) {
                    searching.decrementAndGet();
                    if (!queue.isEmpty()) {
                        search();
                    }
                    work(work);
                    if (isOneTooMany()) {
                        return;
                    }
                    searching.incrementAndGet();
                } else if (!sleep()) {
                    return;
                }
            }
        }

        private @Nullable Work find() {
            Work work = queue.take();
            while (work == null && searching.get() == 1 && patience.look(this::someAreThere)) {
                work = queue.take();
            }
            return work;
        }

        private boolean someAreThere() {
            return !queue.isEmpty();
        }

        private void work(Work work) {
            work.runAndCatch();
            Thread.interrupted(); // concerned the work
            giveBack(work);
        }

        /// Looks at the queue once more when it ends, as whoever saw it at work relied on it.
        private boolean isOneTooMany() {
            lock.lock();
            try {
                if (threads <= most) {
                    return false;
                }
                threads--;
            } finally {
                lock.unlock();
            }
            if (!queue.isEmpty()) {
                search();
            }
            return true;
        }

        /// Waits until it is called to search again. Returns false if it is to end.
        private boolean sleep() {
            lock.lock();
            try {
                called = false;
                idle.addLast(this);
            } finally {
                lock.unlock();
            }
            searching.decrementAndGet();
            if (!queue.isEmpty()) {
                search();
            }
            long deadline = System.nanoTime() + idleNanos;
            while (!called && !dismissed) {
                long left = deadline - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(Workers.this, left);
                } else if (resigned()) {
                    return false;
                }
                Thread.interrupted(); // nobody has a reason to
            }
            return !dismissed;
        }

        private boolean resigned() {
            lock.lock();
            try {
                boolean resigned = idle.remove(this);
                if (resigned) {
                    threads--;
                }
                return resigned; // else it was called just now
            } finally {
                lock.unlock();
            }
        }
    }
}
