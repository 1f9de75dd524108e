package moduletests;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;
import static moduletests.Sessions.assertCanceled;
import static moduletests.Sessions.assertReturn;
import static moduletests.Sessions.assertSleep;
import static moduletests.Sessions.quoted;
import static moduletests.Sessions.rest;
import static moduletests.Sessions.withPipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lwt.CanceledException;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingRunnable;
import lwt.testkit.Ordered;
import lwt.testkit.StuckError;
import lwt.testkit.TestLoop;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.OutputChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sessions of the manual's section “Lwt concepts”, in direct style, with both mechanisms of fibers.
@Timeout(60)
class LwtConceptsDirectTest {
    private static final String FIBERS = "lwt.fibers";

    /// What a fiber sees, on a loop of its own, which asks for the mechanism when it starts its first fiber.
    private static void inFiber(String mechanism, ThrowingRunnable body) {
        System.setProperty(FIBERS, mechanism);
        TestLoop.run(() -> spawn(body));
    }

    @AfterEach
    void forgetTheMechanism() {
        System.clearProperty(FIBERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void lwtConcepts_pipeAndReadChar(String mechanism) {
        inFiber(
                mechanism,
                () -> await(withPipe(pipe -> spawn(() -> {
                    Promise<Character> t = pipe.input().readChar();
                    assertSleep(t);
                    await(pipe.output().writeChar('a'));
                    assertThat(await(t)).isEqualTo('a');
                    assertReturn('a', t);
                }))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void primitivesForThreadCreation_guessTheState(String mechanism) {
        inFiber(mechanism, () -> {
            assertThat(await(Lwt.of(42))).isEqualTo(42);
            assertThatThrownBy(() -> await(Lwt.fail(new Sessions.Exit()))).isInstanceOf(Sessions.Exit.class);

            Resolver<Integer> first = Lwt.waiter();
            Promise<Integer> waits = spawn(() -> await(first.promise()));
            await(Lwt.pause());
            assertSleep(waits);
            first.wakeup(42);
            assertThat(await(waits)).isEqualTo(42);

            Resolver<Integer> second = Lwt.waiter();
            Promise<Integer> waitsToo = spawn(() -> await(second.promise()));
            await(Lwt.pause());
            second.fail(new Sessions.Exit());
            assertThatThrownBy(() -> await(waitsToo)).isInstanceOf(Sessions.Exit.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void primitivesForThreadComposition_readLineAndPrintf(String mechanism) {
        inFiber(mechanism, () -> {
            String printed = await(withPipe(keyboard -> withPipe(screen -> spawn(() -> {
                await(keyboard.output().writeLine("he\"llo"));
                String line = await(keyboard.input().readLine());
                await(screen.output().printf("You typed %s", quoted(line)));
                return await(rest(screen));
            }))));
            assertThat(printed).isEqualTo("You typed \"he\\\"llo\"");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void primitivesForThreadComposition_catchTakesBothKindsOfFailures(String mechanism) {
        inFiber(mechanism, () -> {
            List<String> caught = new ArrayList<>();
            try {
                throw new Sessions.Exit();
            } catch (Sessions.Exit e) {
                caught.add("raised");
            }
            try {
                await(Lwt.pause().bind(_ -> Lwt.fail(new Sessions.Exit())), Sessions.Exit.class);
            } catch (Sessions.Exit e) {
                caught.add("failed");
            }
            assertThat(caught).containsExactly("raised", "failed");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void cancelableThreads_cancelOfAFiber_cancelsTheTaskItAwaits(String mechanism) {
        inFiber(mechanism, () -> {
            Resolver<Integer> waiter = Lwt.task();
            Promise<Integer> t = spawn(() -> await(waiter.promise()) + 1);
            await(Lwt.pause());
            t.cancel();
            assertCanceled(waiter.promise());
            assertThatThrownBy(() -> await(t)).isInstanceOf(CanceledException.class);
            assertCanceled(t);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void cancelableThreads_onCancel_isTheFinallyOfAFiber(String mechanism) {
        try (Ordered order = new Ordered()) {
            inFiber(mechanism, () -> {
                Promise<Void> t = spawn(() -> {
                    try {
                        order.expect(1);
                        await(Lwt.task().promise());
                    } finally {
                        order.expect(3);
                    }
                });
                await(Lwt.pause());
                order.expect(2);
                t.cancel();
                assertThatThrownBy(() -> await(t)).isInstanceOf(CanceledException.class);
                order.finish(4);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void cancelableThreads_protected_leavesTheOriginal(String mechanism) {
        inFiber(mechanism, () -> {
            Resolver<Integer> t = Lwt.task();
            Promise<Integer> waits = spawn(() -> await(t.promise().shielded()));
            await(Lwt.pause());
            waits.cancel();
            assertThatThrownBy(() -> await(waits)).isInstanceOf(CanceledException.class);
            assertSleep(t.promise());
            t.wakeup(1);
            assertReturn(1, t.promise());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void primitivesForMultiThreadComposition_joinFailsWithTheFirstWhenAllHaveEnded(String mechanism) {
        inFiber(mechanism, () -> {
            List<String> log = new ArrayList<>();
            Promise<Void> slow = spawn(() -> {
                await(LwtUnix.sleep(ofSeconds(2)));
                log.add("slow ends");
            });
            Promise<Void> fails = spawn(() -> {
                await(LwtUnix.sleep(ofSeconds(1)));
                log.add("fails");
                throw new Sessions.Exit();
            });
            assertThatThrownBy(() -> await(Lwt.join(slow, fails))).isInstanceOf(Sessions.Exit.class);
            assertThat(log).containsExactly("fails", "slow ends");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void primitivesForMultiThreadComposition_chooseAndPick(String mechanism) {
        inFiber(mechanism, () -> {
            Promise<Integer> slow = spawn(() -> {
                await(LwtUnix.sleep(ofDays(1)));
                return 1;
            });
            Promise<Integer> fast = spawn(() -> {
                await(LwtUnix.sleep(ofSeconds(1)));
                return 42;
            });
            assertThat(await(Lwt.choose(slow, fast))).isEqualTo(42);
            assertSleep(slow);
            assertThat(await(Lwt.pick(slow, LwtUnix.sleep(ofSeconds(1)).map(_ -> 43))))
                    .isEqualTo(43);
            assertThatThrownBy(() -> await(slow)).isInstanceOf(CanceledException.class);
        });
    }

    private static final Key<String> ID = new Key<>();

    private static void log(OutputChannel output, String message) {
        await(Lwt.pause());
        await(output.printf("%s: %s%n", ID.get().orElse("main"), message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void threadsLocalStorage_log(String mechanism) {
        inFiber(mechanism, () -> {
            String printed = await(withPipe(screen -> spawn(() -> {
                OutputChannel output = screen.output();
                await(Lwt.join(
                        ID.withValue("thread 1", () -> spawn(() -> log(output, "foo"))),
                        ID.withValue("thread 2", () -> spawn(() -> log(output, "bar")))));
                log(output, "outside");
                return await(rest(screen));
            })));
            assertThat(printed.lines()).containsExactly("thread 1: foo", "thread 2: bar", "main: outside");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void lwtConcepts_pipeAndReadChar_onTheRealEngine(String mechanism) {
        System.setProperty(FIBERS, mechanism);
        Loop loop = Loop.nested(); // the thread's own has chosen a mechanism already, perhaps
        try {
            char read = LwtMain.run(() -> withPipe(pipe -> spawn(() -> {
                Promise<Character> t = pipe.input().readChar();
                await(LwtUnix.sleep(ofMillis(1)));
                assertSleep(t);
                await(pipe.output().writeChar('a'));
                return await(t);
            })));
            assertThat(read).isEqualTo('a');
        } finally {
            LwtMain.engine().close();
            loop.endNested();
        }
    }

    /* ---- Fibers in virtual time ---- */

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void testLoop_fibersSleepInVirtualTime(String mechanism) {
        List<String> log = new ArrayList<>();
        inFiber(mechanism, () -> {
            Promise<Void> other = spawn(() -> {
                await(LwtUnix.sleep(ofDays(1)));
                log.add("a day");
            });
            await(LwtUnix.sleep(ofDays(2)));
            log.add("two days");
            await(other);
        });
        assertThat(log).containsExactly("a day", "two days");
    }

    @ParameterizedTest
    @ValueSource(strings = "loop")
    void testLoop_fiberBlockedInTheJdk_isReallyWaitedForBeforeTheClockMoves(String mechanism) {
        List<String> log = new ArrayList<>();
        inFiber(mechanism, () -> {
            Promise<Void> blocked = spawn(() -> {
                Thread.sleep(20);
                log.add("really slept");
            });
            await(LwtUnix.sleep(ofDays(1)));
            log.add("a day");
            await(blocked);
        });
        assertThat(log).containsExactly("really slept", "a day");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void testLoop_fiberThatWaitsForWhatNeverComes_isTold(String mechanism) {
        assertThatThrownBy(() ->
                        inFiber(mechanism, () -> await(Lwt.task().promise().map(n -> n))))
                .isInstanceOf(StuckError.class)
                .hasMessageContaining("fiber")
                .hasMessageContaining("map in moduletests.LwtConceptsDirectTest <- a task that nobody has resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void testLoop_orderOfFibers_isDecidedByTheSeed(String mechanism) {
        System.setProperty(FIBERS, mechanism);
        List<String> orders = new ArrayList<>();
        for (long seed = 1; seed <= 10; seed++) {
            orders.add(TestLoop.run(seed, LwtConceptsDirectTest::fiveFibers));
        }
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(TestLoop.run(seed, LwtConceptsDirectTest::fiveFibers)).isEqualTo(orders.get((int) seed - 1));
        }
        assertThat(orders.stream().distinct()).hasSizeGreaterThan(5);
    }

    private static Promise<String> fiveFibers() {
        StringBuilder log = new StringBuilder();
        List<Promise<Void>> fibers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            fibers.add(spawn(() -> {
                log.append(number);
                await(LwtUnix.sleep(ofSeconds(1)));
                log.append(number);
            }));
        }
        return Lwt.join(fibers).map(_ -> log.toString());
    }
}
