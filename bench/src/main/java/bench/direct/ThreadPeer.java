package bench.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Virtual threads; the measured process has one core, so they have one carrier.
final class ThreadPeer implements DirectPeer {
    private final List<CompletableFuture<Integer>> resolved = IntStream.range(0, 1024)
            .mapToObj(k -> CompletableFuture.completedFuture(k & 127))
            .toList();

    @Override
    public Map<DirectWorkload, IntUnaryOperator> operations() {
        return Map.of(
                DirectWorkload.RESOLVED, this::resolved,
                DirectWorkload.SUSPENDED, ThreadPeer::suspended,
                DirectWorkload.SPAWN, ThreadPeer::spawned,
                DirectWorkload.MAILBOX, ThreadPeer::mailboxes);
    }

    private static <T> Future<T> start(Callable<T> body) {
        var task = new FutureTask<>(body);
        Thread.startVirtualThread(task);
        return task;
    }

    private static <T> T result(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int resolved(int count) {
        return result(start(() -> {
            int sum = 0;
            for (int k = 0; k < count; k++) {
                sum += resolved.get(k & 1023).join();
            }
            return sum;
        }));
    }

    /// One of two threads that park until it is their turn: together they suspend as often as told.
    private static final class Player {
        private final int parity;
        private final int count;
        private final Thread thread;
        private @Nullable Player other;
        private volatile int turn;
        private int sum;

        Player(int parity, int count) {
            this.parity = parity;
            this.count = count;
            this.thread = Thread.ofVirtual().unstarted(this::play);
        }

        private void play() {
            for (int k = parity; k < count; k += 2) {
                while (turn < k) {
                    LockSupport.park();
                }
                sum += k & 127;
                if (other != null) {
                    other.turn = k + 1;
                    LockSupport.unpark(other.thread);
                }
            }
        }
    }

    private static int suspended(int count) {
        Player even = new Player(0, count);
        Player odd = new Player(1, count);
        even.other = odd;
        odd.other = even;
        odd.thread.start();
        even.thread.start();
        try {
            even.thread.join();
            odd.thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return even.sum + odd.sum;
    }

    private static int spawned(int count) {
        List<Future<Integer>> all = new ArrayList<>(count);
        int sum = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int k = 0; k < count; k++) {
                int value = k & 127;
                all.add(threads.submit(() -> value));
            }
            for (Future<Integer> each : all) {
                sum += result(each);
            }
        }
        return sum;
    }

    private static int mailboxes(int messages) {
        SynchronousQueue<Integer> there = new SynchronousQueue<>();
        SynchronousQueue<Integer> back = new SynchronousQueue<>();
        Future<Integer> ping = start(() -> {
            int sum = 0;
            for (int round = messages / 2; round > 0; round--) {
                there.put(round & 127);
                sum += back.take();
            }
            return sum;
        });
        Future<Integer> pong = start(() -> {
            for (int round = messages / 2; round > 0; round--) {
                back.put((there.take() + 1) & 127);
            }
            return 0;
        });
        return result(ping) + result(pong);
    }

    @Override
    public Runnable park(int count) {
        var event = new CountDownLatch(1);
        var parked = new CountDownLatch(count);
        var ended = new CountDownLatch(count);
        for (int k = 0; k < count; k++) {
            Thread.startVirtualThread(() -> {
                parked.countDown();
                await(event);
                ended.countDown();
            });
        }
        await(parked);
        return () -> {
            event.countDown();
            await(ended);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
