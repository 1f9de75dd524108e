package lwt.unix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Accepting while the process or the system has no descriptor left: waits until one is free again.
///
/// Listeners that met the shortage are held back until a descriptor of this loop is closed, or a
/// moment has passed. The connections wait in the kernel meanwhile.
final class Shortage {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    // Made before there is a shortage: then there might be no descriptor to read the configuration with.
    private final System.Logger logger = System.getLogger("lwt.unix");

    private final MainLoop main;
    private final List<OperationQueue> heldBack = new ArrayList<>();
    private long quietUntil = Long.MIN_VALUE;
    private boolean timerRuns;

    Shortage(MainLoop main) {
        this.main = main;
        logger.isLoggable(System.Logger.Level.WARNING);
    }

    static boolean isShortage(UnixException e) {
        return e.is(Errno.EMFILE) || e.is(Errno.ENFILE) || e.is(Errno.ENOBUFS) || e.is(Errno.ENOMEM);
    }

    void holdBack(OperationQueue listener, UnixException reason) {
        if (main.now() >= quietUntil) {
            quietUntil = Times.add(main.now(), QUIET_NANOS);
            logger.log(
                    System.Logger.Level.WARNING,
                    "no connection can be accepted until descriptors are free again: " + reason.getMessage());
        }
        listener.hold();
        heldBack.add(listener);
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
        List<OperationQueue> listeners = List.copyOf(heldBack);
        heldBack.clear();
        listeners.forEach(OperationQueue::release);
    }
}
