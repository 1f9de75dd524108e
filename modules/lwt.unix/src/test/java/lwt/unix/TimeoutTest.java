package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// With a clock on which time passes at once.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class TimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Parameter
    String engine;

    private final List<String> log = new ArrayList<>();
    private FakeClock clock;

    /// Runs for ten seconds of the clock.
    private List<String> run(ThrowingSupplier<? extends Promise<?>> body) throws Exception {
        return OnLoop.call(engine, () -> {
            clock = new FakeClock(OnLoop.make(engine));
            LwtMain.setEngine(clock);
            return LwtMain.run(() -> body.get().then(() -> sleep(10)).map(_ -> log));
        });
    }

    private static Promise<Void> sleep(int seconds) {
        return LwtUnix.sleep(SECOND.multipliedBy(seconds));
    }

    private Timeout timeout(String name, int seconds) {
        return Timeout.create(SECOND.multipliedBy(seconds), () -> log(name));
    }

    private void log(String name) {
        log.add(name + clock.nanoTime() / SECOND.toNanos());
    }

    @Test
    void start_runsAfterTheDelay() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 1);
                    timeout.start();
                    assertThat(timeout.isStarted()).isTrue();
                    return sleep(3).map(_ -> assertThat(timeout.isStarted()).isFalse());
                }))
                .containsExactly("a1");
    }

    @Test
    void notStarted_neverRuns() throws Exception {
        assertThat(run(() -> {
                    assertThat(timeout("a", 1).isStarted()).isFalse();
                    return Lwt.unit();
                }))
                .isEmpty();
    }

    @Test
    void start_twice_runsOnce() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 1);
                    timeout.start();
                    timeout.start();
                    return Lwt.unit();
                }))
                .containsExactly("a1");
    }

    @Test
    void start_again_beginsAgain() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 2);
                    timeout.start();
                    return sleep(1).map(_ -> {
                                timeout.start();
                                return null;
                            })
                            .then(() -> sleep(1))
                            .map(_ -> {
                                timeout.start();
                                return null;
                            });
                }))
                .containsExactly("a4");
    }

    @Test
    void start_fromItsAction_runsAgain() throws Exception {
        Timeout[] timeout = new Timeout[1];
        assertThat(run(() -> {
                    timeout[0] = Timeout.create(SECOND.multipliedBy(4), () -> {
                        log("a");
                        timeout[0].start();
                    });
                    timeout[0].start();
                    return Lwt.unit();
                }))
                .containsExactly("a4", "a8");
    }

    @Test
    void start_veryOften_keepsOneSleep() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 1);
                    MainLoop main = MainLoop.current();
                    for (int i = 0; i < 10_000; i++) {
                        clock.advance(Duration.ofNanos(1));
                        timeout.start();
                    }
                    assertThat(main.sleeps()).isEqualTo(1);
                    return Lwt.unit();
                }))
                .containsExactly("a1");
    }

    @Test
    void stop_neverRuns() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 1);
                    timeout.start();
                    timeout.stop();
                    assertThat(timeout.isStarted()).isFalse();
                    return Lwt.unit();
                }))
                .isEmpty();
    }

    @Test
    void stop_whenStopped_doesNoHarm() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 1);
                    timeout.stop();
                    timeout.start();
                    timeout.stop();
                    timeout.stop();
                    timeout.start();
                    return Lwt.unit();
                }))
                .containsExactly("a1");
    }

    @Test
    void delay_notPositive_refused() throws Exception {
        run(() -> {
            assertThatThrownBy(() -> timeout("a", 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> timeout("a", -1)).isInstanceOf(IllegalArgumentException.class);
            Timeout timeout = timeout("a", 1);
            assertThatThrownBy(() -> timeout.change(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            return Lwt.unit();
        });
    }

    @Test
    void change_beforeStart_holdsFromThenOn() throws Exception {
        assertThat(run(() -> {
                    Timeout timeout = timeout("a", 5);
                    timeout.change(SECOND);
                    timeout.start();
                    return Lwt.unit();
                }))
                .containsExactly("a1");
    }

    @Test
    void change_doesNotStart() throws Exception {
        assertThat(run(() -> {
                    timeout("a", 5).change(SECOND);
                    return Lwt.unit();
                }))
                .isEmpty();
    }

    @Test
    void change_afterStart_beginsAgain() throws Exception {
        assertThat(run(() -> {
                    Timeout shorter = timeout("a", 5);
                    Timeout longer = timeout("b", 2);
                    shorter.start();
                    longer.start();
                    return sleep(1).map(_ -> {
                        shorter.change(SECOND);
                        longer.change(SECOND.multipliedBy(6));
                        return null;
                    });
                }))
                .containsExactly("a2", "b7");
    }

    @Test
    void action_throws_goesToTheHook() throws Exception {
        assertThat(run(() -> {
                    Lwt.setAsyncExceptionHook(e -> log(e.getMessage()));
                    Timeout.create(SECOND, () -> {
                                throw new IllegalStateException("thrown");
                            })
                            .start();
                    return Lwt.unit();
                }))
                .containsExactly("thrown1");
    }

    @Test
    void action_throws_goesToItsOwnHandler() throws Exception {
        assertThat(run(() -> {
                    Timeout.setExceptionHandler(e -> log("own " + e.getMessage()));
                    Timeout.create(SECOND, () -> {
                                throw new IllegalStateException("thrown");
                            })
                            .start();
                    return Lwt.unit();
                }))
                .containsExactly("own thrown1");
    }

    @Test
    void two_runInOrder() throws Exception {
        assertThat(run(() -> {
                    timeout("late", 2).start();
                    timeout("early", 1).start();
                    return Lwt.unit();
                }))
                .containsExactly("early1", "late2");
    }

    @Test
    void two_atTheSameTime_bothRun() throws Exception {
        assertThat(run(() -> {
                    timeout("a", 1).start();
                    timeout("b", 1).start();
                    return Lwt.unit();
                }))
                .containsExactly("a1", "b1");
    }

    @Test
    void two_firstStopped_otherRuns() throws Exception {
        assertThat(run(() -> {
                    Timeout first = timeout("a", 1);
                    first.start();
                    timeout("b", 1).start();
                    first.stop();
                    return Lwt.unit();
                }))
                .containsExactly("b1");
    }

    @Test
    void two_stoppedByTheOthersAction_doesNotRun() throws Exception {
        assertThat(run(() -> {
                    Timeout second = timeout("b", 1);
                    Timeout first = Timeout.create(SECOND, () -> {
                        log("a");
                        second.stop();
                    });
                    first.start();
                    second.start();
                    return Lwt.unit();
                }))
                .containsExactly("a1");
    }

    @Test
    void otherThread_refused() throws Exception {
        Timeout[] timeout = new Timeout[1];
        run(() -> {
            timeout[0] = timeout("a", 1);
            return Lwt.unit();
        });
        assertThatThrownBy(() -> timeout[0].start()).isInstanceOf(IllegalStateException.class);
    }

    /* ---- autoYield ---- */

    @Test
    void autoYield_whenTheTimeHasPassed_onceEach() throws Exception {
        run(() -> {
            var yields = LwtUnix.autoYield(SECOND);
            List<Boolean> paused = new ArrayList<>();
            for (int millis : new int[] {0, 900, 99, 1, 0, 999, 1, 0}) {
                clock.advance(Duration.ofMillis(millis));
                paused.add(yields.get().isSleeping());
            }
            assertThat(paused).containsExactly(false, false, false, true, false, false, true, false);
            return Lwt.unit();
        });
    }
}
