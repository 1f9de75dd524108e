package lwt.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingRunnable;
import lwt.preemptive.LwtPreemptive;
import lwt.unix.ChannelPair;
import lwt.unix.LwtFiles;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A fiber keeps its turn while it calls what returns a promise, whatever other threads do to the loop, the engine and
/// the workers at the same time: it gives it away where it awaits or blocks, nowhere else.
class TurnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A piece of a fiber in which nothing else may run on its loop.
    private static final class Turn {
        private boolean taken;
        private int intrusions;

        void keep(ThrowingRunnable body) throws Throwable {
            taken = true;
            body.run();
            taken = false;
        }

        void intrude() {
            if (taken) {
                intrusions++;
            }
        }
    }

    private static <T> T orLate(Promise<T> promise) {
        Promise<T> late = LwtUnix.sleep(PATIENCE).bind(_ -> Lwt.fail(new AssertionError("the loop was not woken up")));
        return LwtMain.run(Lwt.pick(promise, late));
    }

    /// The thread that hands the fiber over is still busy with waking the loop up when the fiber begins.
    @Test
    void engineOpened_byFiberWhoseLoopIsBeingWokenUp_fiberKeepsItsTurn() {
        Turn turn = new Turn();
        try (ExecutorService waker = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 1000; round++) {
                Loop loop = Loop.current();
                Resolver<@Nullable Void> ended = Lwt.waiter();
                waker.execute(() -> {
                    while (loop.owner().getState() == Thread.State.RUNNABLE) {
                        Thread.onSpinWait();
                    }
                    loop.execute(() -> Direct.spawn(() -> {
                                ChannelPair pipe = LwtIo.pipe();
                                List<Promise<String>> line = new ArrayList<>();
                                turn.keep(() -> line.add(pipe.input().readLine()));
                                Direct.await(pipe.output().writeLine("hello"));
                                Direct.await(pipe.output().close());
                                assertThat(Direct.await(line.getFirst())).isEqualTo("hello");
                                Direct.await(pipe.input().close());
                            })
                            .onAny(_ -> ended.wakeup(null), ended::fail));
                    loop.execute(turn::intrude);
                });
                orLate(ended.promise());
            }
        }
        assertThat(turn.intrusions).isZero();
    }

    /// What a fiber starts while another thread, without a pause, asks about the threads that will do it.
    private static int intrusions(Runnable question, Supplier<Promise<?>> start) {
        Turn turn = new Turn();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService observer = Executors.newSingleThreadExecutor()) {
            observer.execute(() -> {
                while (!done.get()) {
                    question.run();
                }
            });
            orLate(Direct.spawn(() -> {
                Promise<?> others = others(turn);
                for (int round = 0; round < 2000; round++) {
                    List<Promise<?>> started = new ArrayList<>();
                    turn.keep(() -> started.add(start.get()));
                    started.forEach(Direct::await);
                }
                others.cancel();
            }));
            done.set(true);
        }
        return turn.intrusions;
    }

    @Test
    void job_startedByFiber_fiberKeepsItsTurn() {
        assertThat(intrusions(
                        () -> assertThat(LwtUnix.threadCount()).isNotNegative(),
                        () -> LwtFiles.access(Path.of("/"), AccessMode.READ)))
                .isZero();
    }

    @Test
    void function_detachedByFiber_fiberKeepsItsTurn() {
        assertThat(intrusions(
                        () -> assertThat(LwtPreemptive.threadCount()).isNotNegative(),
                        () -> LwtPreemptive.detach(() -> "done")))
                .isZero();
    }

    private static Promise<?> others(Turn turn) {
        return Direct.spawn(() -> {
            while (true) {
                turn.intrude();
                Direct.yieldNow();
            }
        });
    }
}
