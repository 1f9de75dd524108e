package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A lock for cooperative threads: at most one holds it, the others wait in line.
///
/// Code between two waits is never interrupted, so a program needs a mutex only to keep a _sequence_ of waits
/// to itself. The mutex does not know who holds it: it is not reentrant, and anyone may unlock it. It is fair:
/// first come, first served.
///
/// {@snippet class=Snippets region=mutex}
///
/// @see "Lwt manual (December 2010), “Mutexes”"
public final class Mutex {
    /*
     * The original's comment of substance holds here too: unlock hands over with wakeupLater, so that the code
     * after unlock runs before that of the next holder. The mutex stays locked meanwhile.
     */
    private final WaitQueue<Plain<@Nullable Void>> waiters = new WaitQueue<>();
    private boolean locked;

    /// A new mutex, unlocked.
    public Mutex() {}

    /// Locks the mutex: at once if it is free, else when everyone who came before has unlocked it.
    ///
    /// Canceling a lock that waits gives up the place in the line.
    public Promise<@Nullable Void> lock() {
        if (locked) {
            return waiters.add(Plain.queued(Loop.current()));
        }
        locked = true;
        return Lwt.unit();
    }

    /// Unlocks the mutex, or hands it over to the next in line. Does nothing if it is not locked.
    public void unlock() {
        if (locked) {
            Plain<@Nullable Void> next = waiters.poll();
            if (next == null) {
                locked = false;
            } else {
                WaitQueue.wakeupLater(next, null);
            }
        }
    }

    /// Whether somebody holds the mutex.
    public boolean isLocked() {
        return locked;
    }

    /// Whether nobody waits for the mutex.
    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    /// Locks, behaves as the promise that `body` makes, and unlocks when that is resolved in any way.
    ///
    /// Canceling it while it waits for the lock gives up the place in the line, and `body` is never called;
    /// later it cancels the promise of `body`.
    public <T extends @Nullable Object> Promise<T> withLock(ThrowingSupplier<? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        Promise<T> result = lock().bind(ignored -> Lwt.<T>finalizing(body, () -> {
            unlock();
            return Lwt.unit();
        }));
        return Backtrace.marked("lwt:withLock", body, result);
    }
}
