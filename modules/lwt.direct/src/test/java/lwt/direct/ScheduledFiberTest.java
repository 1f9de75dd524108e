package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.awaitAll;
import static lwt.direct.Direct.spawn;
import static lwt.direct.Direct.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The default mechanism: what holds beyond [FiberSuite] because the loop schedules the fibers' threads.
final class ScheduledFiberTest extends FiberSuite {
    private final List<Object> trace = new ArrayList<>();

    @Override
    Mechanism mechanism() {
        return Mechanism.LOOP;
    }

    @Override
    int deep() {
        return 10_000;
    }

    /* ---- Blocking calls of the JDK: the loop goes on ---- */

    /// Runs `release` on the loop after it has turned a hundred times.
    private static void afterAHundredTurns(ThrowingRunnable release) {
        turns(100).onSuccess(_ -> release.run());
    }

    private static Promise<@Nullable Void> turns(int n) {
        return n == 0 ? Lwt.unit() : Lwt.pause().bind(_ -> turns(n - 1));
    }

    @Test
    void blockingQueue_take_theLoopGoesOnAndFillsIt() {
        assertThat(LoopRunner.<String>inFiber(mechanism(), () -> {
                    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
                    afterAHundredTurns(() -> queue.put("from the loop"));
                    return queue.take();
                }))
                .isEqualTo("from the loop");
    }

    @Test
    void socket_read_theLoopGoesOnAndWritesToIt() {
        assertThat(LoopRunner.<Integer>inFiber(mechanism(), () -> {
                    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                            Socket accepted = server.accept()) {
                        afterAHundredTurns(() -> accepted.getOutputStream().write(42));
                        return client.getInputStream().read();
                    }
                }))
                .isEqualTo(42);
    }

    @Test
    void threadSleep_theLoopGoesOnMeanwhile() {
        int[] turns = {0};
        boolean[] awake = {false};
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> ticker = spawn(() -> {
                while (!awake[0]) {
                    turns[0]++;
                    yieldNow();
                }
            });
            Thread.sleep(50);
            awake[0] = true;
            await(ticker);
        });
        assertThat(turns[0]).isGreaterThan(10);
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is what is tested
    void threadYield_othersHaveTheirTurn() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Boolean> other = spawn(() -> trace.add("other"));
            Thread.yield();
            Thread.yield();
            trace.add("first");
            await(other);
        });
        assertThat(trace).containsExactly("other", "first");
    }

    @Test
    void monitor_heldAcrossAwait_excludesOtherFibersUntilItIsLeft() {
        Object monitor = new Object();
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> other = spawn(() -> {
                trace.add("other comes");
                synchronized (monitor) {
                    trace.add("other is in");
                }
            });
            synchronized (monitor) {
                trace.add("first is in");
                await(turns(100));
                trace.add("first goes");
            }
            await(other);
        });
        assertThat(trace).containsExactly("first is in", "other comes", "first goes", "other is in");
    }

    @Test
    void lock_heldAcrossAwait_othersQueueForIt() {
        ReentrantLock lock = new ReentrantLock(true);
        LoopRunner.inFiber(mechanism(), () -> {
            List<Promise<?>> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                others.add(spawn(() -> twiceWith(lock, number)));
            }
            lock.lock();
            try {
                await(turns(100));
                trace.add("first goes");
            } finally {
                lock.unlock();
            }
            await(Lwt.join(others));
        });
        assertThat(trace).containsExactly("first goes", 0, 0, 1, 1, 2, 2);
    }

    private void twiceWith(ReentrantLock lock, int number) {
        lock.lock();
        try {
            trace.add(number);
            yieldNow();
            trace.add(number);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void objectWait_isNotifiedByTheLoop() {
        Object monitor = new Object();
        LoopRunner.inFiber(mechanism(), () -> {
            boolean[] ready = {false};
            afterAHundredTurns(() -> {
                synchronized (monitor) {
                    ready[0] = true;
                    monitor.notifyAll();
                }
            });
            synchronized (monitor) {
                while (!ready[0]) {
                    monitor.wait();
                }
            }
        });
    }

    @Test
    void process_waitFor_theLoopGoesOn() {
        int[] turns = {0};
        boolean[] ended = {false};
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> ticker = spawn(() -> {
                while (!ended[0]) {
                    turns[0]++;
                    yieldNow();
                }
            });
            Process process = new ProcessBuilder("cat").start();
            afterAHundredTurns(() -> process.getOutputStream().close());
            assertThat(process.waitFor()).isZero();
            ended[0] = true;
            await(ticker);
        });
        assertThat(turns[0]).isGreaterThan(90);
    }

    @Test
    void blockedFiber_countsAsOutstandingWork() {
        LoopRunner.inFiber(mechanism(), () -> {
            BlockingQueue<String> queue = new LinkedBlockingQueue<>();
            Promise<String> blocked = spawn(() -> queue.take());
            yieldNow();
            assertThat(Loop.current().outstanding()).isEqualTo(1);
            queue.put("x");
            await(blocked);
            assertThat(Loop.current().outstanding()).isZero();
        });
    }

    @Test
    void blockedFiber_canceled_isLeftAlone() {
        LoopRunner.inFiber(mechanism(), () -> {
            BlockingQueue<String> queue = new LinkedBlockingQueue<>();
            Promise<String> blocked = spawn(() -> {
                yieldNow();
                return queue.take();
            });
            yieldNow();
            yieldNow();
            blocked.cancel();
            queue.put("x");
            assertThat(await(blocked)).isEqualTo("x");
        });
    }

    @Test
    void blockedFiber_releasedByAnotherThread_wakesTheSleepingLoop() {
        assertThat(LoopRunner.<String>inFiber(mechanism(), () -> {
                    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
                    Loop loop = Loop.current();
                    Thread.ofPlatform().daemon().start(() -> {
                        while (loop.owner().getState() == Thread.State.RUNNABLE) {
                            Thread.onSpinWait();
                        }
                        queue.add("from outside");
                    });
                    return queue.take();
                }))
                .isEqualTo("from outside");
    }

    @Test
    void fibers_blockingAndAwaitingAtRandom_allEnd() {
        int fibers = 2_000;
        int[] sum = {0};
        BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        LoopRunner.inFiber(mechanism(), () -> {
            List<Promise<Integer>> all = new ArrayList<>();
            for (int i = 0; i < fibers; i++) {
                int number = i;
                all.add(spawn(() -> {
                    for (int round = 0; round < 10; round++) {
                        switch ((number + round) % 4) {
                            case 0 -> Thread.sleep(0, 1000);
                            case 1 -> yieldNow();
                            case 2 -> queue.put(queue.size());
                            default -> queue.poll();
                        }
                    }
                    return sum[0] += 1;
                }));
            }
            awaitAll(all);
        });
        assertThat(sum[0]).isEqualTo(fibers);
    }

    /* ---- Where a fiber cannot leave the stack ---- */

    static final class Initialized {
        static @Nullable Resolver<Integer> awaited;
        static @Nullable Throwable thrown;

        static {
            Resolver<Integer> r = Lwt.task();
            awaited = r;
            try {
                await(r.promise());
            } catch (IllegalStateException e) {
                thrown = e;
            }
        }

        private Initialized() {}
    }

    @Test
    void await_inClassInitializer_saysSoAndTheFiberGoesOn() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> fiber = spawn(() -> {
                assertThat(Initialized.thrown)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("class initializer");
                int n = 0;
                for (; n < 10; n++) {
                    yieldNow();
                    if (n == 5) {
                        Initialized.awaited.wakeup(1); // nobody waits for it any more
                    }
                }
                return n;
            });
            assertThat(await(fiber)).isEqualTo(10);
        });
    }

    private static @Nullable String saidBelowNativeMethod;

    @SuppressWarnings("UnusedMethod") // qsort calls it
    private static int compareByAwaiting(MemorySegment a, MemorySegment b) {
        try {
            yieldNow();
        } catch (Throwable e) { // one that leaves this method would end the JVM
            saidBelowNativeMethod = e.getMessage();
        }
        return Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
    }

    @Test
    @SuppressWarnings("restricted") // the shortest way to have a native method below
    void await_belowNativeMethod_saysSo() {
        LoopRunner.inFiber(mechanism(), () -> {
            Linker linker = Linker.nativeLinker();
            var pointer = ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT);
            MethodHandle sort = linker.downcallHandle(
                    linker.defaultLookup().find("qsort").orElseThrow(),
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(
                            ScheduledFiberTest.class,
                            "compareByAwaiting",
                            MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment callback = linker.upcallStub(
                        compare, FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, pointer), arena);
                sort.invokeExact(arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1), 2L, 4L, callback);
            }
        });
        assertThat(saidBelowNativeMethod).contains("native method");
    }

    /* ---- The JDK's own ways with virtual threads ---- */

    @Test
    void stackTrace_takenByOthersMeanwhile_doesNotDisturbTheFiber() {
        AtomicBoolean ended = new AtomicBoolean();
        LoopRunner.inFiber(mechanism(), () -> {
            Thread fiber = Thread.currentThread();
            Thread observer = Thread.ofPlatform().daemon().start(() -> {
                while (!ended.get()) {
                    fiber.getStackTrace();
                }
            });
            for (int i = 0; i < 20_000; i++) {
                Resolver<Integer> r = Lwt.waiter();
                int round = i;
                Loop.current().enqueue(() -> Loop.current().enqueue(() -> r.wakeup(round)));
                assertThat(await(r.promise())).isEqualTo(round);
                if (i % 100 == 0) {
                    Thread.sleep(0, 1);
                }
            }
            ended.set(true);
            observer.join();
            assertThat(Loop.current().outstanding()).isZero();
        });
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // so that it is scheduled twice
    void virtualThread_startedInAFiber_runsElsewhere() {
        assertThat(LoopRunner.<Boolean>inFiber(mechanism(), () -> {
                    CountDownLatch ran = new CountDownLatch(1);
                    Thread other = Thread.startVirtualThread(() -> {
                        Thread.yield();
                        ran.countDown();
                    });
                    Promise<Boolean> blocksTheLoop = Lwt.pause().map(_ -> {
                        ran.await();
                        return true;
                    });
                    boolean result = await(blocksTheLoop);
                    other.join();
                    return result;
                }))
                .isTrue();
    }

    @Test
    void thread_ofFiber_isNamed() {
        LoopRunner.inFiber(mechanism(), () -> {
            assertThat(Thread.currentThread().getName()).isEqualTo("fiber");
            assertThat(Thread.currentThread().isVirtual()).isTrue();
        });
    }

    @Test
    void await_pendingPromiseInThreadThatIsNoFiber_saysSo() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> p = Lwt.<Integer>waiter().promise();
            assertThatThrownBy(() -> LoopRunner.onThread(Thread.ofVirtual().name("other"), () -> await(p)))
                    .isInstanceOf(IllegalStateException.class);
        });
    }
}
