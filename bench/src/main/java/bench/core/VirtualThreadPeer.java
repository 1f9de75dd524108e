package bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;

/// Virtual threads with the tools of `java.util.concurrent`: not promises, but what a program
/// for the JVM would be written with instead where threads take turns.
///
/// The measured process has one core, so there is one carrier thread.
final class VirtualThreadPeer extends Peer {
    private static final int THREADS = 100;

    @Override
    public Map<Workload, IntUnaryOperator> operations() {
        return Map.ofEntries(
                on(Workload.W06, VirtualThreadPeer::pauseLoop),
                on(Workload.W08, VirtualThreadPeer::mailboxes),
                on(Workload.W09, VirtualThreadPeer::mutex),
                on(Workload.W16, VirtualThreadPeer::manyPauseLoops));
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // to give its turn away is what is measured
    private static void pauses(int rounds) {
        for (int k = 0; k < rounds; k++) {
            Thread.yield();
        }
    }

    private static int pauseLoop(int rounds) {
        join(List.of(Thread.startVirtualThread(() -> pauses(rounds))));
        return 1;
    }

    private static int manyPauseLoops(int count) {
        List<Thread> threads = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            threads.add(Thread.startVirtualThread(() -> pauses(Workload.PAUSES)));
        }
        join(threads);
        return 1;
    }

    private interface Body {
        void run() throws InterruptedException;
    }

    private static Thread start(Body body) {
        return Thread.startVirtualThread(() -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// A mailbox is a queue with room for one.
    private static int mailboxes(int messages) {
        BlockingQueue<Integer> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> back = new ArrayBlockingQueue<>(1);
        int[] sum = {0};
        Thread ping = start(() -> {
            for (int rounds = messages / 2; rounds > 0; rounds--) {
                there.put(rounds & 127);
                sum[0] += back.take();
            }
        });
        Thread pong = start(() -> {
            for (int rounds = messages / 2; rounds > 0; rounds--) {
                back.put(next(there.take()));
            }
        });
        join(List.of(ping, pong));
        return sum[0];
    }

    private static int mutex(int sections) {
        Lock lock = new ReentrantLock();
        int[] count = {0};
        List<Thread> threads = new ArrayList<>(THREADS);
        for (int k = 0; k < THREADS; k++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int left = sections / THREADS; left > 0; left--) {
                    lock.lock();
                    try {
                        count[0]++;
                        pauses(1);
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        join(threads);
        check(count[0] == sections / THREADS * THREADS, "critical sections that were lost");
        return count[0];
    }
}
