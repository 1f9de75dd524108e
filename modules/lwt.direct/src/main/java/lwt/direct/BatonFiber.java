package lwt.direct;

import java.util.concurrent.locks.LockSupport;
import lwt.Loop;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/*
 * The mechanism that needs no flag: an ordinary virtual thread and a baton.
 *
 * Exactly one of the two runs at any time, the loop's thread or the fiber's: the one that `fiberHolds` names.
 * The other is parked, or on its way there. Each write of that volatile field passes on everything written
 * before it, so fiber and loop need no other synchronisation, and the core sees one thread of control.
 *
 * A fiber that blocks in a call of the JDK keeps the baton: nothing tells when such a call begins or ends. So
 * the loop waits too, and if the call waits for the loop, as a monitor held by a suspended fiber does, for
 * ever. The loop's thread therefore says in the log where the fiber is when it has held the baton for long.
 *
 * An await below a native method is possible here, but it occupies one of the JDK's few carrier threads.
 */
final class BatonFiber<T extends @Nullable Object> extends Fiber<T> {
    private static final System.Logger LOG = System.getLogger("lwt.direct");
    private static final long LONG_NANOS = 2_000_000_000L;

    private final Thread thread;
    private volatile boolean fiberHolds;

    BatonFiber(Loop loop, Object body) {
        super(loop, body);
        thread = Thread.ofVirtual().name("fiber").unstarted(this::whole);
    }

    @Override
    Thread thread() {
        return thread;
    }

    private void whole() {
        try {
            run();
        } finally {
            passToLoop();
        }
    }

    private void passToLoop() {
        fiberHolds = false;
        LockSupport.unpark(loop().owner());
    }

    @Override
    void resume() {
        fiberHolds = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        parkLoop();
    }

    @Override
    void await(Promise<?> p) {
        beginAwait(p);
        passToLoop();
        boolean interrupted = false;
        while (!fiberHolds) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    private void parkLoop() {
        boolean interrupted = false;
        boolean told = false;
        long began = System.nanoTime();
        while (fiberHolds) {
            if (told) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, LONG_NANOS);
                told = System.nanoTime() - began >= LONG_NANOS && fiberHolds;
                if (told) {
                    tell();
                }
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        StringBuilder where = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            where.append(System.lineSeparator()).append("\tat ").append(frame);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "a fiber has been blocking the loop of {0} for {1} s (see lwt.direct.Direct on the flag that"
                        + " prevents this); it is here:{2}",
                loop().owner().getName(),
                LONG_NANOS / 1_000_000_000L,
                where);
    }
}
