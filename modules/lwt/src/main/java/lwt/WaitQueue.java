package lwt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Promises that wait for their turn, first come first served.
 *
 * A waiter that is canceled stays where it is until it is met: at the head it is skipped, elsewhere it is swept
 * out when the queue has doubled since the last sweep. So an operation costs the same however many were
 * canceled, and the queue is never longer than twice what is alive, and a little.
 */
final class WaitQueue<P extends Plain<?>> {
    private static final int SMALL = 16;

    private final ArrayDeque<P> waiters = new ArrayDeque<>(0);
    private int sweepAt = SMALL;

    /// Adds a waiter at the end and returns it.
    P add(P waiter) {
        if (waiters.size() >= sweepAt) {
            waiters.removeIf(queued -> !queued.isSleeping());
            sweepAt = Math.max(SMALL, 2 * waiters.size());
        }
        waiters.add(waiter);
        return waiter;
    }

    /// Takes the first waiter that still waits out of the queue; null if there is none.
    @Nullable
    P poll() {
        for (P waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            if (waiter.isSleeping()) {
                return waiter;
            }
        }
        return null;
    }

    boolean isEmpty() {
        for (P waiter = waiters.peek(); waiter != null; waiter = waiters.peek()) {
            if (waiter.isSleeping()) {
                return false;
            }
            waiters.remove();
        }
        return true;
    }

    /// How many wait; looks at each.
    int count() {
        int count = 0;
        for (P waiter : waiters) {
            if (waiter.isSleeping()) {
                count++;
            }
        }
        return count;
    }

    /// Ends a wait with a value, its callbacks after those under way.
    static <T extends @Nullable Object> void wakeupLater(Plain<T> waiter, T value) {
        Promise<T> p = waiter.underlying();
        Resolution.resolveLater(p.owner(), p, Promise.RETURN, value);
    }

    /// Ends a wait with a failure, its callbacks after those under way.
    static void failLater(Plain<?> waiter, Throwable failure) {
        Promise<?> p = waiter.underlying();
        Resolution.resolveLater(p.owner(), p, Promise.FAIL, failure);
    }
}
