package lwt.unix;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How a loop sleeps while it waits for no descriptor: its thread parks.
///
/// An interruption of the thread ends no wait of the loop: it is put aside until
/// [#giveBackInterruption].
final class Parking {
    private volatile @Nullable Thread sleeper;
    private volatile boolean called;
    private boolean interrupted;

    /// Waits for [#unpark], at most this long; -1 is without limit. May return early.
    void park(long timeoutNanos) {
        if (timeoutNanos == 0) {
            return;
        }
        putInterruptionAside();
        // A caller sets `called`, then looks for a sleeper; here it is the other way round: one sees the other.
        sleeper = Thread.currentThread();
        if (called) {
            called = false;
            return;
        }
        if (timeoutNanos < 0) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, timeoutNanos);
        }
        called = false;
        putInterruptionAside();
    }

    /// **Any thread.** Ends the wait, or the next one.
    void unpark() {
        called = true;
        LockSupport.unpark(sleeper);
    }

    /// A wait of an interrupted thread would end at once, again and again.
    void putInterruptionAside() {
        interrupted |= Thread.interrupted();
    }

    void giveBackInterruption() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }
}
