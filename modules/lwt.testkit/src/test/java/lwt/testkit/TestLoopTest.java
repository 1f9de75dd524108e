package lwt.testkit;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.unix.Engine;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestLoopTest {
    private final List<String> log = new ArrayList<>();

    private Promise<Void> logAfter(Duration duration, String what) {
        return LwtUnix.sleep(duration).map(ignored -> {
            log.add(what);
            return null;
        });
    }

    /* ---- run ---- */

    @Test
    void run_sleepOfYears_returnsAtOnce() {
        long before = System.nanoTime();
        String done = TestLoop.run(() -> LwtUnix.sleep(ofDays(3650)).map(ignored -> "done"));
        assertThat(done).isEqualTo("done");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ofSeconds(30));
    }

    @Test
    void run_failure_isThrownAsItIs() {
        IOException failure = new IOException("no");
        assertThatThrownBy(() -> TestLoop.run(() -> LwtUnix.sleep(ofSeconds(1)).bind(ignored -> Lwt.fail(failure))))
                .isSameAs(failure);
        assertThat(failure.getSuppressed()).isEmpty();
    }

    @Test
    void run_programThrows_isThrownAsItIs() {
        IOException failure = new IOException("no");
        assertThatThrownBy(() -> TestLoop.run(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void run_pauses_takeNoTime() {
        TestLoop.run(() -> {
            Promise<Void> sleeper = logAfter(ofMillis(1), "slept");
            Promise<Void> busy = Lwt.unit();
            for (int i = 0; i < 1000; i++) {
                busy = busy.then(Lwt::pause).then(LwtMain::yieldNow);
            }
            busy.onSuccess(ignored -> log.add("paused"));
            return sleeper;
        });
        assertThat(log).containsExactly("paused", "slept");
    }

    @Test
    void run_sleepers_awakeInTheOrderOfTheirDeadlines() {
        TestLoop.run(() -> Lwt.join(
                logAfter(ofSeconds(3), "3"),
                logAfter(ofSeconds(1), "1").then(() -> logAfter(ofSeconds(1), "1+1")),
                logAfter(ofSeconds(2), "2")));
        assertThat(log).containsExactly("1", "2", "1+1", "3");
    }

    @Test
    void run_withTimeout_obeysTheClock() {
        String inTime = TestLoop.run(() -> LwtUnix.withTimeout(
                ofSeconds(5), () -> LwtUnix.sleep(ofSeconds(4)).map(ignored -> "in time")));
        assertThat(inTime).isEqualTo("in time");
        assertThatThrownBy(() ->
                        TestLoop.run(() -> LwtUnix.withTimeout(ofSeconds(5), () -> logAfter(ofSeconds(6), "too late"))))
                .isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> TestLoop.run(() -> LwtUnix.timeout(ofDays(1)))).isInstanceOf(TimeoutException.class);
        assertThat(log).isEmpty();
    }

    @Test
    void run_exitHooks_runInVirtualTime() {
        TestLoop.run(() -> {
            LwtMain.atExit(() -> logAfter(ofDays(1), "hook"));
            return logAfter(ofDays(1), "program");
        });
        assertThat(log).containsExactly("program", "hook");
    }

    @Test
    void run_failureInTheBackground_isThrownAtTheEnd() {
        IOException background = new IOException("background");
        IOException second = new IOException("second");
        assertThatThrownBy(() -> TestLoop.run(() -> {
                    Lwt.async(() -> LwtUnix.sleep(ofSeconds(1)).bind(ignored -> Lwt.fail(background)));
                    Lwt.async(() -> LwtUnix.sleep(ofSeconds(2)).bind(ignored -> Lwt.fail(second)));
                    return logAfter(ofSeconds(3), "end");
                }))
                .isSameAs(background)
                .hasSuppressedException(second);
        assertThat(log).containsExactly("end");
    }

    @Test
    void run_failureInTheBackgroundOfAFailure_isSuppressedByIt() {
        IOException failure = new IOException("program");
        IOException background = new IOException("background");
        assertThatThrownBy(() -> TestLoop.run(() -> {
                    Lwt.async(() -> Lwt.fail(background));
                    return Lwt.fail(failure);
                }))
                .isSameAs(failure)
                .hasSuppressedException(background);
    }

    @Test
    void run_hookOfTheProgram_takesFailuresInTheBackground() {
        TestLoop.run(() -> {
            Lwt.setAsyncExceptionHook(failure -> log.add(failure.getMessage()));
            Lwt.async(() -> Lwt.fail(new IOException("background")));
            return Lwt.unit();
        });
        assertThat(log).containsExactly("background");
    }

    /* ---- One loop does not see another ---- */

    @Test
    void run_leavesTheThreadsLoopAsItWas() {
        Loop loop = Loop.current();
        Engine engine = LwtMain.engine();
        var hook = Lwt.asyncExceptionHook();
        Promise<Void> pause = Lwt.pause();
        TestLoop.run(() -> logAfter(ofSeconds(1), "inside"));
        assertThat(Loop.current()).isSameAs(loop);
        assertThat(LwtMain.engine()).isSameAs(engine);
        assertThat(Lwt.asyncExceptionHook()).isSameAs(hook);
        assertThat(pause.isSleeping()).isTrue();
        LwtMain.run(pause);
    }

    @Test
    void run_leavesTheThreadsLoopAsItWas_afterAFailure() {
        Loop loop = Loop.current();
        assertThatThrownBy(() -> TestLoop.run(() -> Lwt.task().promise())).isInstanceOf(StuckError.class);
        assertThat(Loop.current()).isSameAs(loop);
    }

    @Test
    void run_whatIsLeftBehind_isNotSeenByTheNext() {
        TestLoop.run(() -> {
            logAfter(ofSeconds(2), "left behind").ignoreResult();
            Lwt.pause().onSuccess(ignored -> log.add("left behind"));
            return Lwt.unit();
        });
        log.clear();
        TestLoop.run(() -> logAfter(ofSeconds(5), "next"));
        assertThat(log).containsExactly("next");
    }

    @Test
    void run_withinARun_hasItsOwnTime() {
        TestLoop.run(() -> logAfter(ofSeconds(1), "outer").map(ignored -> {
            TestLoop.run(() -> logAfter(ofDays(1), "inner"));
            return log.add("outer again");
        }));
        assertThat(log).containsExactly("outer", "inner", "outer again");
    }

    @Test
    void lwtMainRun_whileATestLoopIsOpen_isInVirtualTime() {
        try (TestLoop test = new TestLoop()) {
            LwtMain.run(logAfter(ofDays(1), "day"));
            assertThat(test.now()).isEqualTo(ofDays(1));
        }
    }

    /* ---- Step by step ---- */

    @Test
    void advance_firesExactlyWhatIsDue() {
        try (TestLoop test = new TestLoop()) {
            Promise<Void> p =
                    Lwt.join(logAfter(ofSeconds(1), "1"), logAfter(ofSeconds(2), "2"), logAfter(ofSeconds(3), "3"));
            test.advance(ofSeconds(2));
            assertThat(log).containsExactly("1", "2");
            assertThat(test.now()).isEqualTo(ofSeconds(2));
            test.advance(ofMillis(999));
            assertThat(p.isSleeping()).isTrue();
            test.advance(ofMillis(1));
            assertThat(p.isSleeping()).isFalse();
        }
    }

    @Test
    void advance_timersMadeOnTheWay_fireIfDue() {
        try (TestLoop test = new TestLoop()) {
            List<Duration> ticks = new ArrayList<>();
            Lwt.async(() -> tick(test, ticks));
            test.advance(ofSeconds(3));
            assertThat(ticks).containsExactly(ZERO, ofSeconds(1), ofSeconds(2), ofSeconds(3));
            test.advance(ofMillis(2500));
            assertThat(ticks).endsWith(ofSeconds(4), ofSeconds(5)).hasSize(6);
            assertThat(test.now()).isEqualTo(ofMillis(5500));
        }
    }

    private static Promise<Void> tick(TestLoop test, List<Duration> ticks) {
        ticks.add(test.now());
        return LwtUnix.sleep(ofSeconds(1)).bind(ignored -> tick(test, ticks));
    }

    @Test
    void advance_zero_runsWhatIsReady() {
        try (TestLoop test = new TestLoop()) {
            Lwt.pause().then(Lwt::pause).onSuccess(ignored -> log.add("paused twice"));
            logAfter(ZERO, "no time").ignoreResult();
            Loop.current().enqueue(() -> log.add("ready"));
            logAfter(ofMillis(1), "later").ignoreResult();
            test.advance(ZERO);
            assertThat(log).containsExactlyInAnyOrder("ready", "paused twice", "no time");
            assertThat(test.now()).isZero();
        }
    }

    @Test
    void advance_veryFar_stopsThere() {
        try (TestLoop test = new TestLoop()) {
            Promise<Void> never = LwtUnix.sleep(ofSeconds(Long.MAX_VALUE));
            test.advance(ofDays(365 * 200));
            assertThat(never.isSleeping()).isTrue();
            test.advance(ofSeconds(Long.MAX_VALUE));
            test.advance(ofSeconds(Long.MAX_VALUE));
            assertThat(test.now()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        }
    }

    @Test
    void advance_negative_isRefused() {
        try (TestLoop test = new TestLoop()) {
            assertThatThrownBy(() -> test.advance(ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-0.001S");
        }
    }

    @Test
    void advance_fromTheProgramItRuns_isRefused() {
        try (TestLoop test = new TestLoop()) {
            Promise<Void> p = LwtUnix.sleep(ofSeconds(1)).map(ignored -> {
                test.advance(ofSeconds(1));
                return null;
            });
            test.advance(ofSeconds(2));
            assertThat(p.state())
                    .isInstanceOfSatisfying(
                            State.Fail.class,
                            fail -> assertThat(fail.cause())
                                    .isInstanceOf(IllegalStateException.class)
                                    .hasMessageContaining("called by the program"));
        }
    }

    @Test
    void runUntilIdle_movesTheClockUntilNobodySleeps() {
        try (TestLoop test = new TestLoop()) {
            Resolver<Void> unresolved = Lwt.waiter();
            Promise<Void> p = logAfter(ofSeconds(1), "1")
                    .then(() -> logAfter(ofSeconds(9), "10"))
                    .then(unresolved::promise);
            test.runUntilIdle();
            assertThat(log).containsExactly("1", "10");
            assertThat(test.now()).isEqualTo(ofSeconds(10));
            assertThat(p.isSleeping()).isTrue();
            unresolved.wakeup(null);
            assertThat(p.isSleeping()).isFalse();
        }
    }

    @Test
    void runUntilResolved_stopsThere() throws Exception {
        try (TestLoop test = new TestLoop()) {
            logAfter(ofSeconds(5), "5").ignoreResult();
            int answer = test.runUntilResolved(LwtUnix.sleep(ofSeconds(2)).map(ignored -> 42));
            assertThat(answer).isEqualTo(42);
            assertThat(test.now()).isEqualTo(ofSeconds(2));
            assertThat(log).isEmpty();
            IOException failure = new IOException("no");
            assertThatThrownBy(() -> test.runUntilResolved(Lwt.fail(failure))).isSameAs(failure);
        }
    }

    @Test
    void close_failureInTheBackground_isThrown() {
        IOException failure = new IOException("background");
        Loop loop = Loop.current();
        assertThatThrownBy(() -> {
                    try (TestLoop test = new TestLoop()) {
                        Lwt.async(() -> Lwt.fail(failure));
                        assertThat(test.now()).isZero();
                    }
                })
                .isSameAs(failure);
        assertThat(Loop.current()).isSameAs(loop);
    }

    @Test
    void close_twice_doesNoHarm() {
        TestLoop test = new TestLoop();
        test.close();
        test.close();
        assertThatThrownBy(() -> test.advance(ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void close_notTheInnermost_isRefused() {
        TestLoop outer = new TestLoop();
        try (TestLoop inner = new TestLoop()) {
            assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class);
            assertThat(inner.now()).isZero();
        }
        outer.close();
    }

    @Test
    void promiseMadeOutside_isRefusedInWords() {
        Resolver<Integer> outside = Lwt.waiter();
        Throwable refusal = catchThrowable(() -> TestLoop.run(() -> {
            outside.wakeup(1);
            return Lwt.unit();
        }));
        assertThat(refusal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another loop of this thread");
    }

    @Test
    void setRealTimeLimit_notPositive_isRefused() {
        try (TestLoop test = new TestLoop()) {
            assertThatThrownBy(() -> test.setRealTimeLimit(ZERO)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
