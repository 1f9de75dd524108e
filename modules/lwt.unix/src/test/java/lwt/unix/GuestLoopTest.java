package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Loops inside another event loop, here a queue of tasks.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class GuestLoopTest {
    @Parameter
    String engine;

    /// The other event loop.
    private static final class Host {
        final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
        GuestLoop guest;
        final AtomicInteger turns = new AtomicInteger();

        void start() throws UnixException {
            // @start region="guest"
            guest = GuestLoop.start(events::add); // a user interface has EventQueue::invokeLater, Platform::runLater …
            // @end
        }

        /// Serves events, each followed by a turn, until the condition holds.
        void runUntil(BooleanSupplier condition) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
            guest.turn(); // as after the event in which this is called
            while (!condition.getAsBoolean()) {
                Runnable event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(event).as("an event within some seconds").isNotNull();
                turns.incrementAndGet();
                event.run();
                guest.turn();
            }
        }

        void runUntilResolved(Promise<?> promise) throws InterruptedException {
            runUntil(() -> !promise.isSleeping());
        }
    }

    @FunctionalInterface
    private interface Body {
        void run(Host host) throws Exception;
    }

    private void hosted(Body body) throws Exception {
        OnLoop.call(engine, () -> {
            Host host = new Host();
            host.start();
            try {
                body.run(host);
            } finally {
                host.guest.end();
            }
            return null;
        });
    }

    @Test
    void sleep_hostIsIdle_ends() throws Exception {
        hosted(host -> {
            long start = System.nanoTime();
            host.runUntilResolved(LwtUnix.sleep(Duration.ofMillis(50)));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
        });
    }

    @Test
    void sleep_startedByAnEventWhileALongerOneWaits_endsInTime() throws Exception {
        hosted(host -> {
            Promise<Void> hour = LwtUnix.sleep(Duration.ofHours(1));
            host.runUntil(() -> host.events.isEmpty());
            List<Promise<Void>> sleeps = new ArrayList<>();
            host.events.add(() -> sleeps.add(LwtUnix.sleep(Duration.ofMillis(20))));
            host.runUntil(() -> !sleeps.isEmpty() && !sleeps.getFirst().isSleeping());
            assertThat(hour.isSleeping()).isTrue();
        });
    }

    @Test
    void read_bytesComeWhileTheHostIsIdle_resolves() throws Exception {
        hosted(host -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] bytes = new byte[10];
            Promise<Integer> read = pipe.reader().read(bytes, 0, 10);
            Promise<Integer> written =
                    LwtUnix.sleep(Duration.ofMillis(20)).bind(_ -> pipe.writer().write(new byte[] {1, 2, 3}, 0, 3));
            host.runUntilResolved(read);
            assertThat(read.state()).isEqualTo(Lwt.of(3).state());
            host.runUntilResolved(written);
            host.runUntilResolved(pipe.reader().close());
            host.runUntilResolved(pipe.writer().close());
        });
    }

    @Test
    void read_startedByAnEvent_isWatched() throws Exception {
        hosted(host -> {
            host.runUntil(() -> host.events.isEmpty());
            PipePair pipe = LwtUnix.pipe();
            List<Promise<Integer>> reads = new ArrayList<>();
            byte[] bytes = new byte[10];
            host.events.add(() -> reads.add(pipe.reader().read(bytes, 0, 10)));
            host.runUntil(() -> host.events.isEmpty() && !reads.isEmpty());
            host.events.add(() -> pipe.writer().write(new byte[] {1}, 0, 1).ignoreResult());
            host.runUntilResolved(reads.getFirst());
            pipe.reader().close().ignoreResult(); // takes a selector that a watcher waits in
            host.runUntilResolved(pipe.writer().close());
        });
    }

    @Test
    void close_whileTheWatcherWaits_doesNotBlockTheHost() throws Exception {
        hosted(host -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            host.runUntil(() -> host.events.isEmpty());
            pipe.reader().close().ignoreResult();
            host.runUntilResolved(read);
            host.runUntilResolved(pipe.writer().close());
        });
    }

    @Test
    void execute_otherThread_runsSoon() throws Exception {
        hosted(host -> {
            host.runUntil(() -> host.events.isEmpty());
            Loop loop = Loop.current();
            Resolver<String> resolver = Lwt.waiter();
            Thread.ofPlatform().start(() -> loop.execute(() -> resolver.wakeup("there")));
            host.runUntilResolved(resolver.promise());
        });
    }

    @Test
    void execute_manyThreads_noneIsLost() throws Exception {
        hosted(host -> {
            Loop loop = Loop.current();
            AtomicInteger ran = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < 1_000; j++) {
                        loop.execute(ran::incrementAndGet);
                    }
                }));
            }
            host.runUntil(() -> ran.get() == 4_000);
            for (Thread thread : threads) {
                thread.join();
            }
        });
    }

    @Test
    void job_endsInAWorker_resolves() throws Exception {
        hosted(host -> host.runUntilResolved(LwtHosts.addressInfo("127.0.0.1", "80")));
    }

    @Test
    void pause_forEver_leavesTheHostItsTurn() throws Exception {
        hosted(host -> {
            AtomicInteger rounds = new AtomicInteger();
            Promise<Void> endless = endless(rounds);
            AtomicInteger events = new AtomicInteger();
            host.events.add(events::incrementAndGet);
            host.runUntil(() -> events.get() == 1 && rounds.get() > 3);
            endless.cancel();
        });
    }

    private static Promise<Void> endless(AtomicInteger rounds) {
        rounds.incrementAndGet();
        return Lwt.pause().bind(_ -> endless(rounds));
    }

    @Test
    void turn_nothingHappened_doesNothing() throws Exception {
        hosted(host -> {
            Promise<Void> hour = LwtUnix.sleep(Duration.ofHours(1));
            host.runUntil(() -> host.events.isEmpty());
            AtomicInteger turns = new AtomicInteger();
            LwtMain.enterIterHooks().addLast(turns::incrementAndGet);
            host.guest.turn();
            host.guest.turn();
            if (engine.equals("epoll")) {
                assertThat(host.guest.needsTurn()).isFalse();
                assertThat(turns).hasValue(0);
            }
            assertThat(host.events).isEmpty();
            hour.cancel();
        });
    }

    @Test
    void turn_withinACallback_othersGoOn() throws Exception {
        Key<String> key = new Key<>();
        hosted(host -> {
            List<String> order = new ArrayList<>();
            Resolver<Void> later = Lwt.waiter();
            later.promise().onSuccess(_ -> order.add("later, key " + key.get()));
            Promise<Void> dialog = key.withValue("outer", () -> LwtUnix.sleep(Duration.ofMillis(5)))
                    .bind(_ -> {
                        order.add("dialog opens");
                        // A modal dialog runs the host's loop until it is closed.
                        Promise<Void> inner =
                                LwtUnix.sleep(Duration.ofMillis(20)).bind(_ -> Lwt.pause());
                        LwtUnix.sleep(Duration.ofMillis(10)).onSuccess(_ -> later.wakeupLater(null));
                        host.runUntilResolved(inner);
                        order.add("dialog closes");
                        return Lwt.unit();
                    });
            host.runUntilResolved(dialog);
            assertThat(order).containsExactly("dialog opens", "later, key " + key.get(), "dialog closes");
        });
    }

    @Test
    void turn_withinAReadyDescriptorsCallback_everyDescriptorIsServed() throws Exception {
        hosted(host -> {
            List<PipePair> pipes = new ArrayList<>();
            List<Promise<Void>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                PipePair pipe = LwtUnix.pipe();
                pipes.add(pipe);
                all.add(pipe.reader().read(new byte[1], 0, 1).bind(_ -> {
                    host.runUntilResolved(LwtUnix.sleep(Duration.ofMillis(5)));
                    return Lwt.unit();
                }));
            }
            host.runUntil(() -> host.events.isEmpty());
            for (PipePair pipe : pipes) {
                pipe.writer().write(new byte[1], 0, 1).ignoreResult();
            }
            host.runUntilResolved(Lwt.join(all));
            for (PipePair pipe : pipes) {
                pipe.reader().close().ignoreResult();
                host.runUntilResolved(pipe.writer().close());
            }
        });
    }

    @Test
    void exceptionOfACallback_goesToTheHook() throws Exception {
        hosted(host -> {
            List<Throwable> hooked = new ArrayList<>();
            Lwt.setAsyncExceptionHook(hooked::add);
            LwtUnix.sleep(Duration.ofMillis(1)).onSuccess(_ -> {
                throw new IllegalStateException("of a callback");
            });
            host.runUntil(() -> !hooked.isEmpty());
            assertThat(hooked.getFirst()).hasMessage("of a callback");
            host.runUntilResolved(LwtUnix.sleep(Duration.ofMillis(1)));
        });
    }

    @Test
    void exceptionOfAHook_isThrownAndTheLoopGoesOn() throws Exception {
        hosted(host -> {
            Runnable hook = () -> {
                throw new IllegalStateException("of a hook");
            };
            host.runUntil(() -> host.events.isEmpty());
            var node = LwtMain.enterIterHooks().addLast(hook);
            Promise<Void> pause = Lwt.pause();
            assertThatThrownBy(host.guest::turn).hasMessage("of a hook");
            node.remove();
            host.runUntilResolved(pause);
        });
    }

    @Test
    void isWaiting_tellsWhetherAnythingCanHappen() throws Exception {
        hosted(host -> {
            host.runUntil(() -> host.events.isEmpty());
            assertThat(host.guest.isWaiting()).isFalse();
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofHours(1));
            assertThat(host.guest.isWaiting()).isTrue();
            sleep.cancel();
            assertThat(host.guest.isWaiting()).isFalse();
            Lwt.pause().ignoreResult();
            assertThat(host.guest.isWaiting()).isTrue();
            host.runUntil(() -> !host.guest.isWaiting());
            Promise<?> job = LwtHosts.hostName();
            assertThat(host.guest.isWaiting()).isTrue();
            host.runUntilResolved(job);
        });
    }

    @Test
    void end_loopRunsOtherwiseAgainAndNothingIsLeft() throws Exception {
        OnLoop.call(engine, () -> {
            long before = OnLoop.descriptors();
            Host host = new Host();
            host.start();
            assertThatThrownBy(() -> LwtMain.run(Lwt.unit()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a loop that another event loop drives");
            assertThatThrownBy(() -> GuestLoop.start(Runnable::run))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runs already");
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofMillis(30));
            host.runUntil(() -> host.events.isEmpty());
            host.guest.end();
            host.guest.end();
            host.guest.turn();
            assertThat(OnLoop.descriptors()).isEqualTo(before);
            Loop loop = Loop.current();
            Resolver<Void> resolver = Lwt.waiter();
            Thread.ofPlatform().start(() -> loop.execute(() -> resolver.wakeup(null)));
            LwtMain.run(Lwt.join(sleep, resolver.promise()));
            assertThat(host.events).isEmpty();
            host.start();
            host.runUntilResolved(LwtUnix.sleep(Duration.ofMillis(1)));
            host.guest.end();
            return null;
        });
    }

    @Test
    void end_withinATurn_isTheLast() throws Exception {
        hosted(host -> {
            LwtUnix.sleep(Duration.ofMillis(1)).onSuccess(_ -> host.guest.end());
            host.runUntil(() -> host.guest.needsTurn() && !MainLoop.current().isRunning());
            assertThat(LwtMain.<Integer>run(Lwt.of(1))).isEqualTo(1);
        });
    }

    @Test
    void turn_otherThread_isRefused() throws Exception {
        hosted(host -> {
            List<Throwable> thrown = new ArrayList<>();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    host.guest.turn();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            });
            other.join();
            assertThat(thrown).hasSize(1);
        });
    }
}
