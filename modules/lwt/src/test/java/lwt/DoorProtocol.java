package lwt;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;

/// The door of a loop under Lincheck's model checker; DoorTest runs it in a JVM of its own, which the checker
/// instruments.
///
/// ```
/// loop    | trySleep: asleep = true, then looks at the door
/// senders | execute: adds to the door, then looks at asleep, and one of them calls the waker
/// ```
///
/// Whatever the interleaving: a loop that sleeps with a task in the door has been woken, and never twice. A loop
/// that was refused its sleep may have been woken too, between the two steps of trySleep: the bell then rings once
/// too often, which every driver must bear.
///
/// It caught both bugs that the protocol is made against: a trySleep that looks at the door first (sleeps with
/// work), and an execute without compareAndSet (woken twice).
final class DoorProtocol {
    private static final int INTERLEAVINGS = 1000;

    // the checker switches threads only at what it can reach from a static field
    private static Loop loop;
    private static volatile boolean slept;
    private static final AtomicInteger WOKEN = new AtomicInteger();

    private DoorProtocol() {}

    public static void main(String[] arguments) {
        Lincheck.runConcurrentTest(INTERLEAVINGS, DoorProtocol::scenario);
    }

    private static void scenario() {
        slept = false;
        WOKEN.set(0);
        Thread sleeper = new Thread(() -> slept = loop.trySleep());
        loop = new Loop(sleeper, null);
        loop.setWaker(WOKEN::incrementAndGet);
        Thread first = new Thread(() -> loop.execute(() -> {}));
        Thread second = new Thread(() -> loop.execute(() -> {}));
        sleeper.start();
        first.start();
        second.start();
        join(sleeper);
        join(first);
        join(second);
        if (slept && WOKEN.get() == 0) {
            throw new IllegalStateException("the loop sleeps with work in the door, and nobody woke it");
        }
        if (WOKEN.get() > 1) {
            throw new IllegalStateException("the loop was woken twice from one sleep");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
