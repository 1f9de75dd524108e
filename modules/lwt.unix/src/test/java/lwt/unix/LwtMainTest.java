package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector", ""})
class LwtMainTest {
    @Parameter
    String engine;

    @TempDir
    private Path directory;

    /* ---- Results ---- */

    @Test
    void run_value() throws Exception {
        Integer resolved = OnLoop.call(engine, () -> LwtMain.run(Lwt.of(42)));
        Integer later = OnLoop.call(engine, () -> LwtMain.run(() -> Lwt.pause().map(_ -> 43)));
        boolean nothing = OnLoop.call(engine, () -> LwtMain.run(Lwt.unit()) == null);
        assertThat(resolved).isEqualTo(42);
        assertThat(later).isEqualTo(43);
        assertThat(nothing).isTrue();
    }

    @Test
    void run_failure_thrownAsItIs() {
        FileNotFoundException failure = new FileNotFoundException("of the program");
        StackTraceElement[] trace = failure.getStackTrace();
        assertThatThrownBy(() -> OnLoop.run(engine, () -> Lwt.pause().bind(_ -> Lwt.fail(failure))))
                .isSameAs(failure)
                .satisfies(thrown -> assertThat(thrown.getStackTrace()).isEqualTo(trace));
    }

    @Test
    void run_bodyThrows_thrownAsItIs() {
        FileNotFoundException failure = new FileNotFoundException("of the body");
        assertThatThrownBy(() -> OnLoop.run(engine, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void run_bodyReturnsNull_isTold() {
        assertThatThrownBy(() -> OnLoop.run(engine, () -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("LwtMain.run");
    }

    @Test
    void run_null_throwsAtOnce() {
        assertThatThrownBy(() -> LwtMain.run((Promise<?>) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> LwtMain.atExit(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> LwtMain.setEngine(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void run_virtualMachineError_endsTheLoop() {
        List<Throwable> hooked = new ArrayList<>();
        assertThatThrownBy(() -> OnLoop.run(engine, () -> {
                    Lwt.setAsyncExceptionHook(hooked::add);
                    Lwt.async(() -> LwtUnix.sleep(Duration.ZERO).bind(_ -> {
                        throw new OutOfMemoryError("pretended");
                    }));
                    return Lwt.task().promise();
                }))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("pretended");
        assertThat(hooked).isEmpty();
    }

    /* ---- Several runs ---- */

    @Test
    void run_nested_isRefused() throws Exception {
        String message = OnLoop.run(
                engine,
                () -> Lwt.pause().map(_ -> {
                    try {
                        LwtMain.run(Lwt.unit());
                        return "";
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    }
                }));
        assertThat(message).contains("within LwtMain.run", "test-loop", "await");
    }

    @Test
    void run_againAfterTheEnd_theRestGoesOn() throws Exception {
        OnLoop.call(engine, () -> {
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofMillis(5));
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            assertThat(LwtMain.run(Lwt.of(1))).isEqualTo(1);
            assertThatThrownBy(() -> LwtMain.run(Lwt.fail(new IllegalStateException("second"))))
                    .hasMessage("second");
            LwtMain.run(sleep);
            LwtMain.run(() -> pipe.writer().write(new byte[1], 0, 1));
            assertThat(LwtMain.run(read)).isEqualTo(1);
            return null;
        });
    }

    @Test
    void run_onSeveralThreads_eachItsOwnLoop() throws Exception {
        int threads = 4;
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            CompletableFuture<Integer> result = new CompletableFuture<>();
            results.add(result);
            Thread.ofPlatform().start(() -> {
                try {
                    LwtMain.setEngine(OnLoop.make(engine));
                    result.complete(LwtMain.run(() -> {
                        PipePair pipe = LwtUnix.pipe();
                        byte[] one = new byte[1];
                        return LwtUnix.sleep(Duration.ofMillis(5))
                                .bind(_ -> pipe.writer().write(new byte[] {(byte) number}, 0, 1))
                                .bind(_ -> pipe.reader().read(one, 0, 1))
                                .map(_ -> (int) one[0]);
                    }));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        }
        for (int i = 0; i < threads; i++) {
            assertThat(results.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    @Test
    void run_onAVirtualThread() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                LwtMain.setEngine(OnLoop.make(engine));
                result.complete(
                        LwtMain.run(() -> LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> "slept")));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("slept");
    }

    @Test
    void run_promiseOfAnotherLoop_isRefused() throws Exception {
        Promise<Object> foreign = Lwt.task().promise();
        assertThatThrownBy(() -> OnLoop.call(engine, () -> LwtMain.run(foreign)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test-loop")
                .hasMessageContaining(Thread.currentThread().getName());
    }

    /* ---- Other threads ---- */

    private static Promise<String> wokenFromOutside(boolean withDescriptor) throws Exception {
        if (withDescriptor) {
            LwtUnix.pipe().reader().read(new byte[1], 0, 1).ignoreResult();
        }
        Resolver<String> resolver = Lwt.task();
        Loop loop = Loop.current();
        Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(30); // the loop sleeps by now; if not, the test passes all the same
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            loop.execute(() -> resolver.wakeup("from outside"));
        });
        return resolver.promise();
    }

    @Test
    void execute_whileTheLoopSleeps_wakesIt() throws Exception {
        assertThat(OnLoop.run(engine, () -> wokenFromOutside(false))).isEqualTo("from outside");
    }

    @Test
    void execute_whileTheLoopWaitsForADescriptor_wakesIt() throws Exception {
        assertThat(OnLoop.run(engine, () -> wokenFromOutside(true))).isEqualTo("from outside");
    }

    @Test
    void execute_manyFromManyThreads_noneIsLost() throws Exception {
        int threads = 3;
        int each = 20_000;
        Integer count = OnLoop.run(engine, () -> {
            LwtUnix.pipe().reader().read(new byte[1], 0, 1).ignoreResult();
            Resolver<Integer> all = Lwt.task();
            Loop loop = Loop.current();
            int[] seen = new int[1];
            for (int t = 0; t < threads; t++) {
                Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        loop.execute(() -> {
                            if (++seen[0] == threads * each) {
                                all.wakeup(seen[0]);
                            }
                        });
                        if (i % 100 == 0) {
                            LockSupport.parkNanos(1_000); // so that the loop falls asleep now and then
                        }
                    }
                });
            }
            return all.promise();
        });
        assertThat(count).isEqualTo(threads * each);
    }

    @Test
    void execute_pingPongBetweenTwoLoops_noWakeUpIsLost() throws Exception {
        int rounds = 5_000;
        CompletableFuture<Loop> other = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread partner = Thread.ofPlatform().start(() -> {
            LwtMain.run(() -> {
                LwtUnix.pipe().reader().read(new byte[1], 0, 1).ignoreResult();
                Resolver<Void> end = Lwt.task();
                Loop loop = Loop.current();
                other.complete(loop);
                Thread.ofPlatform().start(() -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    loop.execute(() -> end.wakeup(null));
                });
                return end.promise();
            });
        });
        Loop far = other.get(30, TimeUnit.SECONDS);
        Integer count = OnLoop.run(engine, () -> pingPong(Loop.current(), far, rounds));
        done.countDown();
        partner.join();
        assertThat(count).isEqualTo(rounds);
    }

    private static Promise<Integer> pingPong(Loop near, Loop far, int rounds) {
        Resolver<Integer> end = Lwt.task();
        Runnable[] ping = new Runnable[1];
        int[] count = new int[1];
        ping[0] = () -> {
            if (count[0]++ == rounds) {
                end.wakeup(rounds);
            } else {
                far.execute(() -> near.execute(ping[0]));
            }
        };
        ping[0].run();
        return end.promise();
    }

    @Test
    void interrupt_whileTheLoopSleeps_isKeptForTheCaller() throws Exception {
        OnLoop.call(engine, () -> {
            Thread.currentThread().interrupt();
            LwtMain.run(() -> LwtUnix.sleep(Duration.ofMillis(20)));
            assertThat(Thread.interrupted()).isTrue();
            return null;
        });
    }

    /* ---- The end of the process ---- */

    static final class LastWords {
        public static void main(String[] arguments) {
            LwtMain.atProcessEnd(() -> System.out.println("first word"));
            LwtMain.atProcessEnd(() -> {
                throw new IllegalStateException("no word");
            });
            LwtMain.atProcessEnd(() -> System.out.println("last word"));
            LwtMain.run(() -> {
                LwtMain.atExit(() -> LwtIo.printl("hook"));
                return LwtIo.printl("ready").bind(_ -> LwtIo.stdout().flush()).bind(_ -> switch (arguments[0]) {
                    case "return" -> Lwt.unit();
                    case "exit" -> {
                        System.exit(3);
                        yield Lwt.unit();
                    }
                    default -> Lwt.<@Nullable Void>task().promise();
                });
            });
        }
    }

    /// It is called after the hooks and the output of the loops, whatever others that are called throw.
    @Test
    void atProcessEnd_everyOrderlyEnd_isCalledLast() throws Exception {
        for (String end : List.of("return", "exit", "signal")) {
            ChildJvm child = ChildJvm.in(directory)
                    .flag("--enable-native-access=ALL-UNNAMED", "-Dlwt.engine=" + engine, "-XX:TieredStopAtLevel=1");
            Process process = child.start(LastWords.class, end);
            if (end.equals("signal")) {
                child.awaitOutput(process, "ready");
                process.destroy();
            }
            int status = child.status(process);
            assertThat(status).isEqualTo(end.equals("return") ? 0 : end.equals("exit") ? 3 : 128 + 15);
            assertThat(child.output())
                    .startsWith("ready\nhook\nfirst word\n")
                    .contains("IllegalStateException: no word")
                    .endsWith("last word\n");
        }
    }

    /* ---- Exit hooks ---- */

    @Test
    void atExit_newestFirst_eachAwaited_eachOnce() throws Exception {
        List<String> order = OnLoop.call(engine, () -> {
            List<String> calls = new ArrayList<>();
            LwtMain.atExit(() -> {
                calls.add("first registered");
                return Lwt.unit();
            });
            LwtMain.atExit(() -> {
                calls.add("begin");
                return LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> calls.add("end"));
            });
            LwtMain.run(() -> LwtUnix.sleep(Duration.ofMillis(1)).map(_ -> calls.add("main")));
            LwtMain.run(Lwt.unit());
            return calls;
        });
        assertThat(order).containsExactly("main", "begin", "end", "first registered");
    }

    @Test
    void atExit_failures_areReportedAndIgnored() throws Exception {
        IllegalStateException thrown = new IllegalStateException("thrown");
        IllegalStateException failed = new IllegalStateException("failed");
        List<Throwable> reported = new ArrayList<>();
        Integer result = OnLoop.call(engine, () -> {
            Lwt.setAsyncExceptionHook(reported::add);
            LwtMain.atExit(() -> {
                throw thrown;
            });
            LwtMain.atExit(() -> Lwt.pause().bind(_ -> Lwt.fail(failed)));
            return LwtMain.run(Lwt.of(1));
        });
        assertThat(result).isEqualTo(1);
        assertThat(reported).containsExactly(failed, thrown);
    }

    @Test
    void atExit_afterAFailure_runsBeforeItIsThrown() throws Exception {
        List<String> calls = new ArrayList<>();
        assertThatThrownBy(() -> OnLoop.run(engine, () -> {
                    LwtMain.atExit(() -> {
                        calls.add("hook");
                        return Lwt.unit();
                    });
                    return Lwt.fail(new IllegalStateException("main"));
                }))
                .hasMessage("main");
        assertThat(calls).containsExactly("hook");
    }

    @Test
    void atExit_hookOfAHook_runsToo() throws Exception {
        List<String> calls = OnLoop.call(engine, () -> {
            List<String> seen = new ArrayList<>();
            LwtMain.atExit(() -> {
                LwtMain.atExit(() -> {
                    seen.add("inner");
                    return Lwt.unit();
                });
                seen.add("outer");
                return Lwt.pause();
            });
            LwtMain.run(Lwt.unit());
            return seen;
        });
        assertThat(calls).containsExactly("outer", "inner");
    }

    /* ---- Engines ---- */

    /// Lets every wait last no time and counts what time would have passed.
    private static final class Hurried extends ForwardingEngine {
        long elapsed;

        Hurried(Engine engine) {
            super(engine);
        }

        @Override
        public boolean iterate(long timeoutNanos) {
            boolean served = super.iterate(0);
            if (!served && timeoutNanos > 0) {
                elapsed += timeoutNanos;
            }
            return served;
        }

        @Override
        public long nanoTime() {
            return elapsed;
        }
    }

    @Test
    void setEngine_ofOnesOwn_waitsWithIt() throws Exception {
        OnLoop.call(engine, () -> {
            Hurried hurried = new Hurried(OnLoop.make(engine));
            LwtMain.setEngine(hurried);
            assertThat(LwtMain.engine()).isSameAs(hurried);
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            LwtMain.run(() -> pipe.writer().write(new byte[1], 0, 1).bind(_ -> read));
            assertThat(hurried.elapsed).isZero();
            LwtMain.run(() -> LwtUnix.sleep(Duration.ofDays(10)));
            assertThat(hurried.elapsed).isEqualTo(Duration.ofDays(10).toNanos());
            return null;
        });
    }

    @Test
    void setEngine_sleepsGoOn() throws Exception {
        OnLoop.call(engine, () -> {
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofDays(1));
            LwtMain.setEngine(new Hurried(Engine.system()));
            LwtMain.run(sleep);
            return null;
        });
    }

    @Test
    void setEngine_whileTheLoopRuns_isRefused() throws Exception {
        OnLoop.run(engine, () -> {
            assertThatThrownBy(() -> LwtMain.setEngine(Engine.system())).isInstanceOf(IllegalStateException.class);
            return Lwt.unit();
        });
    }

    @Test
    void setEngine_whileSomebodyWaits_isRefused() throws Exception {
        OnLoop.call(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            pipe.reader().read(new byte[1], 0, 1).ignoreResult();
            assertThatThrownBy(() -> LwtMain.setEngine(Engine.system()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(pipe.reader().toString());
            return null;
        });
    }

    @Test
    void choose_unknownName_isTold() {
        assertThatThrownBy(() -> SystemEngine.choose("kqueue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lwt.engine=kqueue")
                .hasMessageContaining("epoll or selector");
    }
}
