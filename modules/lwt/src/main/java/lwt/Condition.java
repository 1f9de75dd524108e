package lwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A point where some wait until others tell them a value.
///
/// A signal that nobody waits for is lost. Those who wait are told first come, first served, and run after the
/// code that told them. A wait fails only through [#broadcastFailure] or a cancel.
///
/// @see "Lwt manual (December 2010), “Other modules of the core library”"
public final class Condition<T extends @Nullable Object> {
    private WaitQueue<Plain<T>> waiters = new WaitQueue<>();

    /// A new condition that nobody waits for.
    public Condition() {}

    /// The value of the next signal. Canceling it gives up the place in the line.
    public Promise<T> await() {
        return await(null);
    }

    /// The value of the next signal; `mutex`, which the caller holds, is unlocked meanwhile, and locked again
    /// before the result is resolved.
    ///
    /// That also holds if the wait fails or is canceled. Canceling a second time, while it waits for the lock,
    /// ends it without the lock.
    public Promise<T> await(@Nullable Mutex mutex) {
        Plain<T> waiter = waiters.add(Plain.queued(Loop.current()));
        if (mutex != null) {
            mutex.unlock();
        }
        return Lwt.finalizing(() -> waiter, () -> mutex == null ? Lwt.unit() : mutex.lock());
    }

    /// Tells `value` to the one that has waited longest, if any.
    public void signal(T value) {
        Plain<T> first = waiters.poll();
        if (first != null) {
            WaitQueue.wakeupLater(first, value);
        }
    }

    /// Tells `value` to all who wait now.
    public void broadcast(T value) {
        for (Plain<T> waiter : takeAll()) {
            if (waiter.isSleeping()) {
                WaitQueue.wakeupLater(waiter, value);
            }
        }
    }

    /// Lets all fail who wait now.
    public void broadcastFailure(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        for (Plain<T> waiter : takeAll()) {
            if (waiter.isSleeping()) {
                WaitQueue.failLater(waiter, failure);
            }
        }
    }

    /// Empties the queue before anyone is told: who waits again because of it waits for the next time.
    private List<Plain<T>> takeAll() {
        List<Plain<T>> all = new ArrayList<>();
        WaitQueue<Plain<T>> present = waiters;
        waiters = new WaitQueue<>();
        for (Plain<T> waiter = present.poll(); waiter != null; waiter = present.poll()) {
            all.add(waiter);
        }
        return all;
    }
}
