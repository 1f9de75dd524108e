package lwt.unix;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Accepting while the process or the system has no descriptor left: waits until one is free again.
///
/// While a loop listens it keeps a few descriptors in reserve. When accepting fails for want of
/// one, the listener is held back, so that it does not fail again and again, and the reserve is
/// released, so that the rest of the program can go on: even loading a class takes a descriptor.
/// The connections wait in the kernel. Listeners are let go when the reserve could be filled again
/// and more is free, which is looked for whenever a descriptor of this loop is closed, and after a
/// moment, since others have descriptors too.
///
/// For some time after a shortage the same is looked for after each connection: then either
/// something is free, or the reserve is released, at any moment.
final class Shortage {
    private static final int RESERVED_PIPES = 4;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final long WARY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    /// So many numbers below the greatest, a descriptor is one of the last; above it may be the
    /// reserve.
    static final int FEW = 2 * RESERVED_PIPES;

    private final MainLoop main;
    private final List<Port> reserve = new ArrayList<>();
    private final List<OperationQueue> heldBack = new ArrayList<>();
    private int listeners;
    private long waryUntil = -1;
    private long quietUntil = -1;
    private boolean timerRuns;

    Shortage(MainLoop main) {
        this.main = main;
    }

    static boolean isShortage(UnixException e) {
        return e.is(Errno.EMFILE) || e.is(Errno.ENFILE) || e.is(Errno.ENOBUFS) || e.is(Errno.ENOMEM);
    }

    void listenerOpened() {
        if (listeners++ == 0) {
            // What is done until the reserve is released is done once now, to load the classes for it.
            isShortage(Failures.translate(new IOException(), "accept", ""));
            fillReserve(RESERVED_PIPES);
            releaseReserve();
            fillReserve(RESERVED_PIPES);
        }
    }

    void listenerClosed() {
        if (--listeners == 0) {
            releaseReserve();
        }
    }

    /// After each connection.
    void accepted(OperationQueue listener, Port connection) {
        if (connection.isOneOfTheLast() || (waryUntil >= 0 && main.now() < waryUntil)) {
            if (!isMoreThanReserveFree()) {
                holdBack(
                        listener,
                        UnixException.of(Errno.EMFILE, "accept", listener.port().toString()));
            }
        }
    }

    /// When accepting failed.
    void holdBack(OperationQueue listener, UnixException reason) {
        releaseReserve();
        listener.hold();
        heldBack.add(listener);
        long now = main.now();
        if (now >= quietUntil) {
            System.getLogger("lwt.unix")
                    .log(
                            System.Logger.Level.WARNING,
                            "no connection can be accepted until descriptors are free again: " + reason.getMessage());
            quietUntil = Times.add(now, QUIET_NANOS);
        }
        waryUntil = Times.add(now, WARY_NANOS);
        startTimer();
    }

    private void startTimer() {
        if (!timerRuns) {
            timerRuns = true;
            LwtUnix.sleep(MOMENT).onSuccess(_ -> {
                timerRuns = false;
                tryAgain();
            });
        }
    }

    /// There may be a descriptor now.
    void tryAgain() {
        if (heldBack.isEmpty()) {
            return;
        }
        if (isMoreThanReserveFree()) {
            List<OperationQueue> held = List.copyOf(heldBack);
            heldBack.clear();
            held.forEach(OperationQueue::release);
        } else {
            startTimer();
        }
    }

    /// Fills the reserve and looks whether that was not all. If it was, releases the reserve.
    private boolean isMoreThanReserveFree() {
        if (!fillReserve(RESERVED_PIPES + 1)) {
            return false;
        }
        closeLast(2);
        return true;
    }

    /// Returns whether there are so many; if not, there are none.
    private boolean fillReserve(int pipes) {
        try {
            while (reserve.size() < 2 * pipes) {
                reserve.addAll(List.of(main.calls().pipe()));
            }
            return true;
        } catch (UnixException _) {
            releaseReserve();
            return false;
        }
    }

    private void releaseReserve() {
        closeLast(reserve.size());
    }

    private void closeLast(int count) {
        for (int i = 0; i < count; i++) {
            try {
                reserve.removeLast().close();
            } catch (UnixException _) {
                // Nothing was written to it that could be lost.
            }
        }
    }
}
