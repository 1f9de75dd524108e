package lwt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Promises that wait for their turn, first come first served.
 *
 * A waiter that is canceled stays where it is until it is met: at the head it is skipped, elsewhere it is swept
 * out when the queue has doubled since the last sweep. So an operation costs the same however many were
 * canceled, and the queue is never longer than twice what is alive, and a little.
 *
 * Most queues hold one waiter at a time. It is kept in a field; `rest` has those behind it. The field is filled only
 * while there is nobody, so the order is kept.
 */
final class WaitQueue<P extends Plain<?>> {
    private static final int SMALL = 16;

    private @Nullable P first;
    private final ArrayDeque<P> rest = new ArrayDeque<>(0);
    private int sweepAt = SMALL;

    /// Adds a waiter at the end and returns it.
    P add(P waiter) {
        if (first == null && rest.isEmpty()) {
            first = waiter;
            return waiter;
        }
        if (rest.size() >= sweepAt) {
            rest.removeIf(queued -> !queued.isSleeping());
            sweepAt = Math.max(SMALL, 2 * rest.size());
        }
        rest.add(waiter);
        return waiter;
    }

    /// Takes the first waiter that still waits out of the queue; null if there is none.
    @Nullable
    P poll() {
        for (P waiter = next(); waiter != null; waiter = next()) {
            if (waiter.isSleeping()) {
                return waiter;
            }
        }
        return null;
    }

    private @Nullable P next() {
        P waiter = first;
        if (waiter == null) {
            return rest.poll();
        }
        first = null;
        return waiter;
    }

    boolean isEmpty() {
        if (first != null && first.isSleeping()) {
            return false;
        }
        first = null;
        for (P waiter = rest.peek(); waiter != null; waiter = rest.peek()) {
            if (waiter.isSleeping()) {
                return false;
            }
            rest.remove();
        }
        return true;
    }

    /// How many wait; looks at each.
    int count() {
        int count = first != null && first.isSleeping() ? 1 : 0;
        for (P waiter : rest) {
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
