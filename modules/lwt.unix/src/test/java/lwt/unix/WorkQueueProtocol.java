package lwt.unix;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.Lincheck;

/// The queue of works under Lincheck's model checker; WorkQueueTest runs it in a JVM of its own, which the checker
/// instruments.
///
/// ```
/// loop    | add 0, add 1
/// workers | take           (two of them)
/// ```
///
/// Whatever the interleaving: each work is taken once, by a worker or by who looks when all is over; and whenever
/// somebody adds to a queue whose works are all taken, that one is told to send a worker.
///
/// It caught a turn() without the lock, which overwrites works that another one has turned round.
final class WorkQueueProtocol {
    private static final int INTERLEAVINGS = 1000;
    private static final int WORKS = 2;

    // the checker switches threads only at what it can reach from a static field
    private static WorkQueue queue;
    private static AtomicIntegerArray taken;
    private static volatile boolean told;

    private WorkQueueProtocol() {}

    public static void main(String[] arguments) {
        Lincheck.runConcurrentTest(INTERLEAVINGS, WorkQueueProtocol::scenario);
    }

    private static void scenario() {
        queue = new WorkQueue();
        taken = new AtomicIntegerArray(WORKS);
        told = false;
        Thread loop = new Thread(() -> {
            add(0);
            add(1);
        });
        Thread first = new Thread(WorkQueueProtocol::takeOne);
        Thread second = new Thread(WorkQueueProtocol::takeOne);
        loop.start();
        first.start();
        second.start();
        join(loop);
        join(first);
        join(second);
        Work work;
        while ((work = queue.take()) != null) {
            taken.incrementAndGet((int) work.number);
        }
        for (int i = 0; i < WORKS; i++) {
            if (taken.get(i) != 1) {
                throw new IllegalStateException("work " + i + " was taken " + taken.get(i) + " times");
            }
        }
        if (!told) {
            throw new IllegalStateException("nobody was told to send a worker");
        }
    }

    private static void add(int number) {
        if (queue.add(new WorkQueueTest.Numbered(number))) {
            told = true;
        }
    }

    private static void takeOne() {
        Work work = queue.take();
        if (work != null) {
            taken.incrementAndGet((int) work.number);
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
