package lwt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Promises that are resolved and whose callbacks have still to run, in order; see Resolution, "wakeupLater".
 *
 * Nearly always there is one at most, such as the reader that a mailbox wakes up: it is kept in two fields, which cost
 * less than the ends of a deque do. They hold the first entry, or nothing; they are filled only while the rest is
 * empty too, so the order is kept.
 */
final class DeferredQueue {
    private @Nullable Promise<?> first;
    private @Nullable Object firstCallbacks;
    private final ArrayDeque<Object> rest = new ArrayDeque<>(); // a promise, its callbacks, the next promise …

    boolean isEmpty() {
        return first == null && rest.isEmpty();
    }

    void add(Promise<?> p, Object callbacks) {
        if (isEmpty()) {
            first = p;
            firstCallbacks = callbacks;
        } else {
            rest.add(p);
            rest.add(callbacks);
        }
    }

    /// Takes the first promise out and leaves its callbacks in `loop.detached`; null if there is none.
    @Nullable
    Promise<?> poll(Loop loop) {
        Promise<?> p = first;
        if (p != null) {
            loop.detached = firstCallbacks;
            first = null;
            firstCallbacks = null;
        } else if ((p = (Promise<?>) rest.poll()) != null) {
            loop.detached = rest.poll();
        }
        return p;
    }

    void clear() {
        first = null;
        firstCallbacks = null;
        rest.clear();
    }
}
