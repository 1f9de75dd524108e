package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Waiting for child processes by their number, or for any.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class WaitTest {
    private static final Command EXIT_42 = Command.shell("exit 42");
    private static final ProcessStatus CODE_42 = new ProcessStatus.Exited(42);

    @Parameter
    String engine;

    @BeforeEach
    void onUnix() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no Unix here");
    }

    @Test
    void waitFor_givenChild() throws Exception {
        OnLoop.run(engine, () -> {
            ChildProcess process = LwtProcess.openProcessNone(EXIT_42);
            return LwtUnix.waitFor(process.pid()).map(end -> {
                assertThat(end.pid()).isEqualTo(process.pid());
                assertThat(end.status()).isEqualTo(CODE_42);
                return null;
            });
        });
    }

    @Test
    void waitForAny_theChild() throws Exception {
        OnLoop.run(engine, () -> {
            ChildProcess process = LwtProcess.openProcessNone(EXIT_42);
            return LwtUnix.waitForAny().map(end -> {
                assertThat(end.pid()).isEqualTo(process.pid());
                assertThat(end.status()).isEqualTo(CODE_42);
                return null;
            });
        });
    }

    @Test
    void waitForAny_twoWaiters_eachGetsOneEnd_thirdGetsNone() throws Exception {
        OnLoop.run(engine, () -> {
            ChildProcess slow = LwtProcess.openProcessNone(Command.shell("sleep 0.1; exit 1"));
            ChildProcess fast = LwtProcess.openProcessNone(EXIT_42);
            Promise<ChildStatus> canceled = LwtUnix.waitForAny();
            canceled.cancel();
            Promise<ChildStatus> first = LwtUnix.waitForAny();
            Promise<ChildStatus> second = LwtUnix.waitForAny();
            Promise<ChildStatus> third = LwtUnix.waitForAny();
            return Lwt.nchoose(List.of(Lwt.join(first, second)))
                    .bind(_ -> Lwt.pause())
                    .map(_ -> {
                        assertThat(States.resultOf(first).pid()).isEqualTo(fast.pid());
                        assertThat(States.resultOf(second).pid()).isEqualTo(slow.pid());
                        assertThat(States.failureOf(third)).hasMessageStartingWith("ECHILD");
                        assertThat(States.failureOf(canceled)).isInstanceOf(CanceledException.class);
                        return null;
                    });
        });
    }

    @Test
    void waitFor_usageOfTheChild() throws Exception {
        OnLoop.run(engine, () -> {
            assertThat(LwtUnix.haveWait4()).isEqualTo(engine.equals("epoll"));
            ChildProcess process =
                    LwtProcess.openProcessNone(Command.shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"));
            return Lwt.both(LwtUnix.waitFor(process.pid()), LwtUnix.waitForAny())
                    .map(ends -> {
                        assertThat(ends.first()).isEqualTo(ends.second());
                        assertThat(ends.first().usage().user().isPositive()).isEqualTo(LwtUnix.haveWait4());
                        return null;
                    });
        });
    }

    @Test
    void waitFor_noSuchChild() throws Exception {
        OnLoop.run(engine, () -> {
            assertThat(States.failureOf(LwtUnix.waitFor(1))).hasMessage("ECHILD: no child processes: waitpid(1)");
            assertThat(States.failureOf(LwtUnix.waitForAny())).hasMessageStartingWith("ECHILD");
            assertThat(States.failureOf(LwtUnix.waitForChange(1))).hasMessageStartingWith("ECHILD");
            ChildProcess process = LwtProcess.openProcessNone(EXIT_42);
            return process.status().map(_ -> {
                assertThat(States.failureOf(LwtUnix.waitFor(process.pid()))).hasMessageStartingWith("ECHILD");
                return null;
            });
        });
    }

    @Test
    void waitFor_canceled_othersStillWait() throws Exception {
        OnLoop.run(engine, () -> {
            ChildProcess process = LwtProcess.openProcessOut(Command.shell("read x; exit 42"));
            Promise<ChildStatus> canceled = LwtUnix.waitFor(process.pid());
            Promise<ChildStatus> other = LwtUnix.waitFor(process.pid());
            canceled.cancel();
            assertThat(LwtUnix.waitCount()).isEqualTo(1);
            return process.stdin().close().bind(_ -> other).map(end -> {
                assertThat(end.status()).isEqualTo(CODE_42);
                assertThat(LwtUnix.waitCount()).isZero();
                return null;
            });
        });
    }

    @Test
    void waitForChange_stopThenEnd() throws Exception {
        assumeTrue(engine.equals("epoll"), "the JDK does not see a stop");
        OnLoop.run(engine, () -> {
            ChildProcess process = LwtProcess.openProcessNone(Command.of("sleep", "60"));
            process.kill(UnixSignal.STOP);
            return LwtUnix.waitForChange(process.pid())
                    .bind(stop -> {
                        assertThat(stop.pid()).isEqualTo(process.pid());
                        assertThat(stop.status()).isEqualTo(new ProcessStatus.Stopped(UnixSignal.STOP));
                        assertThat(process.state()).isEqualTo(new ChildProcess.State.Running());
                        Promise<ChildStatus> next = LwtUnix.waitForChange(process.pid());
                        return LwtUnix.sleep(Duration.ofMillis(20)).bind(_ -> {
                            assertThat(next.isSleeping())
                                    .as("a stop is told once")
                                    .isTrue();
                            process.terminate();
                            return next;
                        });
                    })
                    .map(end -> {
                        assertThat(end.status()).isEqualTo(new ProcessStatus.Signaled(UnixSignal.KILL));
                        return null;
                    });
        });
    }

    @Test
    void waitForChange_portableEngine_isTold() throws Exception {
        assumeTrue(engine.equals("selector"), "epoll can");
        OnLoop.run(engine, () -> {
            ChildProcess process = LwtProcess.openProcessNone(EXIT_42);
            assertThat(States.failureOf(LwtUnix.waitForChange(process.pid())))
                    .isInstanceOf(UnsupportedOperationException.class);
            return process.status();
        });
    }

    @Test
    void system_shell() throws Exception {
        assertThat(OnLoop.run(engine, () -> LwtUnix.system("test a = a && exit 42")))
                .isEqualTo(CODE_42);
    }
}
