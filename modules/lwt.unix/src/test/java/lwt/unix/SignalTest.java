package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class SignalTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    @BeforeEach
    void onUnix() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no Unix here");
    }

    @AfterEach
    void noHandlerIsLeft() {
        assertThat(LwtUnix.signalCount()).isZero();
    }

    /// To this process, as another one would.
    private static Promise<ProcessStatus> send(UnixSignal signal) {
        return LwtUnix.system(
                "kill -" + signal.number() + " " + ProcessHandle.current().pid());
    }

    @Test
    void onSignal_wakesTheLoop_onItsThread() throws Exception {
        OnLoop.run(engine, () -> {
            Thread loop = Thread.currentThread();
            Resolver<UnixSignal> came = Lwt.task();
            SignalHandler handler = LwtUnix.onSignal(UnixSignal.USR2, signal -> {
                assertThat(Thread.currentThread()).isSameAs(loop);
                came.wakeup(signal);
            });
            assertThat(LwtUnix.signalCount()).isEqualTo(1);
            send(UnixSignal.USR2).ignoreResult();
            return came.promise().map(signal -> {
                assertThat(signal).isEqualTo(UnixSignal.USR2).isEqualTo(handler.signal());
                handler.disable();
                handler.disable();
                return null;
            });
        });
    }

    @Test
    void onSignal_severalHandlers_onSeveralLoops() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        AtomicInteger other = new AtomicInteger();
        Thread second = Thread.ofPlatform()
                .start(() -> LwtMain.run(() -> {
                    Resolver<Void> came = Lwt.task();
                    LwtUnix.onSignal(UnixSignal.USR2, (self, _) -> {
                        other.incrementAndGet();
                        self.disable();
                        came.wakeup(null);
                    });
                    ready.countDown();
                    return came.promise();
                }));
        ready.await();
        List<String> called = new ArrayList<>();
        OnLoop.run(engine, () -> {
            Resolver<Void> came = Lwt.task();
            SignalHandler first = LwtUnix.onSignal(UnixSignal.USR2, _ -> called.add("first"));
            SignalHandler disabled = LwtUnix.onSignal(UnixSignal.USR2, _ -> called.add("disabled"));
            SignalHandler last = LwtUnix.onSignal(UnixSignal.USR2, _ -> came.wakeup(null));
            disabled.disable();
            send(UnixSignal.USR2).ignoreResult();
            return came.promise().map(_ -> {
                first.disable();
                last.disable();
                return null;
            });
        });
        second.join();
        assertThat(called).containsExactly("first");
        assertThat(other).hasValue(1);
    }

    @Test
    void onSignal_handlerThrows_goesToTheHook() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        OnLoop.run(engine, () -> {
            Lwt.setAsyncExceptionHook(failures::add);
            SignalHandler handler = LwtUnix.onSignal(UnixSignal.USR2, _ -> {
                throw new IllegalStateException("in a handler");
            });
            LwtUnix.handleSignal(UnixSignal.USR2);
            return Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> {
                handler.disable();
                return null;
            });
        });
        assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasMessage("in a handler"));
    }

    @Test
    void handleSignal_disabledMeanwhile_isNotCalled() throws Exception {
        List<String> called = new ArrayList<>();
        OnLoop.run(engine, () -> {
            SignalHandler handler = LwtUnix.onSignal(UnixSignal.USR2, _ -> called.add("called"));
            LwtUnix.handleSignal(UnixSignal.USR2);
            handler.disable();
            return Lwt.pause();
        });
        assertThat(called).isEmpty();
    }

    @Test
    void reinstallSignalHandler_afterOtherCode() throws Exception {
        OnLoop.run(engine, () -> {
            Resolver<Void> came = Lwt.task();
            SignalHandler handler = LwtUnix.onSignal(UnixSignal.USR2, _ -> came.wakeup(null));
            JdkSignals.handle("USR2", () -> {});
            LwtUnix.reinstallSignalHandler(UnixSignal.USR2);
            send(UnixSignal.USR2).ignoreResult();
            return came.promise().map(_ -> {
                handler.disable();
                return null;
            });
        });
    }

    @Test
    void onSignal_signalsOfTheJvm_areRefused() throws Exception {
        OnLoop.run(engine, () -> {
            for (UnixSignal signal : List.of(UnixSignal.QUIT, UnixSignal.SEGV, UnixSignal.of("SIGILL"))) {
                assertThatThrownBy(() -> LwtUnix.onSignal(signal, _ -> {}))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(signal + " cannot be handled in a JVM: the JVM keeps it for itself");
            }
            assertThatThrownBy(() -> LwtUnix.onSignal(UnixSignal.KILL, _ -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the system lets no process do that");
            assertThatThrownBy(() -> LwtUnix.onSignal(new UnixSignal(40), _ -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("signal 40 cannot be handled");
            return Lwt.unit();
        });
    }

    @Test
    void signal_namesAndNumbers() {
        assertThat(UnixSignal.of("TERM")).isEqualTo(UnixSignal.TERM).isEqualTo(UnixSignal.of("sigterm"));
        assertThat(UnixSignal.TERM).hasToString("SIGTERM");
        assertThat(new UnixSignal(40)).hasToString("signal 40");
        assertThatThrownBy(() -> UnixSignal.of("NONE")).hasMessage("this platform has no signal named NONE");
        assertThatThrownBy(() -> new UnixSignal(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /* ---- What the JVM does of itself ---- */

    private ChildJvm child() {
        return ChildJvm.in(directory)
                .flag("--enable-native-access=ALL-UNNAMED", "-Dlwt.engine=" + engine, "-XX:TieredStopAtLevel=1");
    }

    static final class Handling {
        public static void main(String[] arguments) {
            LwtMain.run(() -> {
                LwtMain.atExit(() -> LwtIo.printl("hook"));
                Resolver<Void> twice = Lwt.task();
                AtomicInteger count = new AtomicInteger();
                SignalHandler handler = LwtUnix.onSignal(UnixSignal.of(arguments[0]), signal -> {
                    LwtIo.printl(signal + " " + count.incrementAndGet())
                            .bind(_ -> LwtIo.stdout().flush())
                            .ignoreResult();
                    if (count.get() == 2 && arguments[1].equals("end")) {
                        twice.wakeup(null);
                    }
                });
                if (arguments[1].equals("disable")) {
                    handler.disable();
                }
                return LwtIo.printl("ready").bind(_ -> LwtIo.stdout().flush()).bind(_ -> twice.promise());
            });
            System.exit(7);
        }
    }

    /// Whether this process, and so each that it starts, began with the signal ignored.
    private static boolean isIgnored(UnixSignal signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .mapToLong(
                                line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(mask -> ((mask >> (signal.number() - 1)) & 1) == 1);
    }

    private void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    @Test
    void onSignal_thoseThatEndTheJvm_doNotEndIt() throws Exception {
        for (String name : List.of("TERM", "INT", "HUP")) {
            if (isIgnored(UnixSignal.of(name))) {
                continue; // as under nohup, or in the background of a shell: the JVM keeps to that
            }
            ChildJvm child = child();
            Process process = child.start(Handling.class, name, "end");
            child.awaitOutput(process, "ready");
            signal(process, name);
            child.awaitOutput(process, "SIG" + name + " 1");
            signal(process, name);
            assertThat(child.status(process)).isEqualTo(7);
            assertThat(child.output()).isEqualTo("ready\nSIG" + name + " 1\nSIG" + name + " 2\nhook\n");
        }
    }

    @Test
    void disable_lastHandler_jvmEndsAgain_withItsExitHooks() throws Exception {
        ChildJvm child = child();
        Process process = child.start(Handling.class, "TERM", "disable");
        child.awaitOutput(process, "ready");
        signal(process, "TERM");
        assertThat(child.status(process)).isEqualTo(128 + 15);
        assertThat(child.output()).isEqualTo("ready\nhook\n");
    }

    @Test
    void onSignal_jvmWithXrs_isRefused() throws Exception {
        ChildJvm child = child().flag("-Xrs");
        assertThat(child.status(child.start(Handling.class, "TERM", "end"))).isEqualTo(1);
        assertThat(child.output()).contains("SIGTERM cannot be handled in a JVM");
    }

    /* ---- A process whose parent ignores SIGCHLD ---- */

    static final class Starter {
        public static void main(String[] arguments) {
            System.out.print(LwtMain.run(() -> LwtProcess.exec(Command.shell("exit 42"))));
            System.out.flush();
        }
    }

    @Test
    void exec_parentIgnoresTheEndOfChildren() throws Exception {
        ChildJvm child = child().after("trap '' CHLD");
        assertThat(child.run(Starter.class)).isEqualTo("Exited[code=42]");
    }

    @Test
    void onSignal_storm_noneIsLostForEver() throws Exception {
        OnLoop.run(engine, () -> {
            AtomicInteger count = new AtomicInteger();
            SignalHandler handler = LwtUnix.onSignal(UnixSignal.USR2, _ -> count.incrementAndGet());
            PipePair pipe = LwtUnix.pipe();
            byte[] bytes = new byte[200_000];
            Promise<Integer> read = OnLoop.readFully(pipe.reader(), bytes);
            Promise<Void> writes =
                    OnLoop.writeAll(pipe.writer(), "x".repeat(bytes.length).getBytes(UTF_8));
            Promise<ProcessStatus> storm = LwtUnix.system("i=0; while [ $i -lt 500 ]; do kill -"
                    + UnixSignal.USR2.number() + " " + ProcessHandle.current().pid() + "; i=$((i+1)); done");
            return Lwt.join(read, writes, storm)
                    .bind(_ -> LwtUnix.sleep(Duration.ofMillis(20)))
                    .map(_ -> {
                        assertThat(count).hasValueGreaterThan(0);
                        assertThat(read.state()).isEqualTo(new lwt.State.Return<>(bytes.length));
                        handler.disable();
                        return null;
                    });
        });
    }
}
