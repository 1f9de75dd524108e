package lwt.direct;

import java.util.concurrent.Executor;
import lwt.Loop;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/*
 * The default mechanism: a virtual thread whose scheduler is the loop.
 *
 * The JDK asks a virtual thread's scheduler, an Executor, to run the thread's continuation each time that the
 * thread can go on; to run it means to mount the thread on the platform thread that runs it. Choosing the
 * scheduler is not public: it takes reflection into java.lang. Each fiber is its own Executor, so it knows
 * whose continuation it is given.
 *
 * To suspend, the fiber calls Thread.yield(). The JDK then unmounts it and hands its continuation to the
 * Executor, at once, on the carrier: execute() takes note and keeps it for the next resume(). If the thread is
 * pinned (a native method or a class initializer is on its stack), Thread.yield() returns without that.
 * LockSupport.park would in that case block the carrier, which is the loop's thread, for ever.
 *
 * Who else calls execute():
 *   - start(), on the loop's thread: the first resume;
 *   - whoever unparks, unblocks or wakes the fiber from a blocking JDK call: any thread, the loop's or a fiber of it too;
 *   - whoever has taken the fiber's stack trace, in case that the thread was to be resumed meanwhile, when the JDK refuses to
 *     run it. Then resume() returned and nothing had happened: the fiber is OUTSIDE, and this call makes it go on.
 *     Otherwise it is AWAITING or QUEUED, and goOn() ignores this call;
 *   - other virtual threads: one that is started in a fiber has the fiber's scheduler. It is no fiber and belongs on the
 *     JDK's own scheduler.
 */
final class ScheduledFiber<T extends @Nullable Object> extends Fiber<T> implements Executor {
    private final Thread thread;

    /// Mounts the thread and runs it; written once, before the fiber's first line.
    private @Nullable Runnable continuation;

    /// Set by the fiber when it calls Thread.yield() to suspend, cleared when it is unmounted. Only for the
    /// carrier and the fiber.
    private boolean suspending;

    ScheduledFiber(Loop loop, Object body) {
        super(loop, body);
        thread = VirtualThreads.create(this, this);
    }

    @Override
    Thread thread() {
        return thread;
    }

    @Override
    void resume() {
        if (continuation == null) {
            thread.start();
        }
        if (continuation != null) {
            continuation.run();
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // this yield is not a hint: the scheduler is ours, see above
    void await(Promise<?> p) {
        beginAwait(p);
        suspending = true;
        try {
            Thread.yield();
            if (suspending) {
                throw pinned();
            }
        } catch (Throwable impossible) { // not only that: this may be where the stack overflows
            suspending = false;
            dropAwait();
            throw impossible;
        }
    }

    private static IllegalStateException pinned() {
        return new IllegalStateException("await of a pending promise below a native method or a class initializer:"
                + " there the JVM cannot take a fiber off its stack. Await before the call, or let the"
                + " code below it return a promise and await that after it");
    }

    @Override
    public void execute(Runnable task) {
        if (continuation == null) {
            continuation = task;
        } else if (task != continuation) {
            VirtualThreads.defaultScheduler().execute(task);
        } else if (Thread.currentThread() == loop().owner()) {
            if (suspending) {
                suspending = false;
            } else {
                loop().enqueue(this::goOn);
            }
        } else if (loop().isCurrent()) {
            loop().enqueue(this::goOn);
        } else {
            loop().execute(this::goOn);
        }
    }
}
