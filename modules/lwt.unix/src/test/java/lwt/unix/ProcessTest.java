package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What needs a process of its own: limits, signals, standard input and output, start-up.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class ProcessTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    @BeforeEach
    void onUnix() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no Unix here");
        assumeTrue(engine.equals("selector") || Structs.fitThisMachine(), "epoll is Linux's");
    }

    private ChildJvm child() {
        return ChildJvm.in(directory)
                .flag("--enable-native-access=ALL-UNNAMED", "-Dlwt.engine=" + engine, "-XX:TieredStopAtLevel=1");
    }

    private static void print(String text) {
        System.out.print(text + "\n");
        System.out.flush();
    }

    /* ---- Memory ---- */

    static final class Sleeper {
        public static void main(String[] arguments) {
            int rounds = Integer.parseInt(arguments[0]);
            LwtMain.run(() -> {
                LwtUnix.pipe().reader().read(new byte[1], 0, 1).ignoreResult(); // the engine is there too
                return loop(rounds);
            });
            LwtMain.run(timeouts(rounds / 10));
            print("slept");
        }

        private static Promise<Void> loop(int rounds) {
            return rounds == 0 ? Lwt.unit() : LwtUnix.sleep(Duration.ZERO).bind(_ -> loop(rounds - 1));
        }

        private static Promise<Void> timeouts(int rounds) {
            return rounds == 0
                    ? Lwt.unit()
                    : LwtUnix.withTimeout(Duration.ofDays(1), Lwt::pause).bind(_ -> timeouts(rounds - 1));
        }
    }

    @Test
    void sleepZero_millionsOfRounds_inConstantMemory() throws Exception {
        assertThat(ChildJvm.in(directory)
                        .flag("--enable-native-access=ALL-UNNAMED", "-Dlwt.engine=" + engine, "-Xmx24m")
                        .run(Sleeper.class, "10000000"))
                .contains("slept");
    }

    /* ---- Descriptors ---- */

    static final class Crowded {
        public static void main(String[] arguments) {
            LwtMain.run(() -> {
                FileDescriptor listener =
                        LwtUnix.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
                Promise<Void> server = serve(listener, Integer.parseInt(arguments[0]));
                print("port " + ((InetSocketAddress) listener.localAddress()).getPort());
                return server;
            });
            print("served all");
        }

        /// Answers `left` connections, as many at a time as there are descriptors.
        private static Promise<Void> serve(FileDescriptor listener, int left) {
            if (left == 0) {
                return Lwt.unit();
            }
            return listener.accept().bind(client -> {
                Promise<Void> echo = OnLoop.echo(client, new byte[16]);
                Promise<Void> rest = serve(listener, left - 1);
                return Lwt.join(echo, rest);
            });
        }
    }

    @Test
    void accept_moreConnectionsThanDescriptors_allAreServed() throws Exception {
        int limit = 1_024;
        int atATime = 1_250; // more than the server can hold
        int rounds = 8; // 10,000 connections
        ChildJvm child = child().after("ulimit -n " + limit);
        Process process = child.start(Crowded.class, String.valueOf(rounds * atATime));
        child.awaitOutput(process, "port ");
        int port = Integer.parseInt(child.output()
                .lines()
                .filter(l -> l.startsWith("port "))
                .findFirst()
                .orElseThrow()
                .substring(5));
        try {
            for (int round = 0; round < rounds; round++) {
                converse(port, atATime);
            }
        } catch (IOException e) {
            throw new AssertionError("the server said: " + child.output(), e);
        }
        assertThat(child.status(process)).as(child.output()).isZero();
        assertThat(child.output()).contains("served all");
        assertThat(child.output()).containsOnlyOnce("until descriptors are free again: EMFILE");
    }

    /// Opens all connections first, then speaks on each.
    private static void converse(int port, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        for (Socket socket : sockets) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            socket.close();
        }
    }

    /* ---- Exit hooks ---- */

    static final class Hooked {
        public static void main(String[] arguments) {
            LwtMain.<Object>run(() -> {
                LwtMain.atExit(() -> {
                    print("first hook");
                    return Lwt.unit();
                });
                LwtMain.atExit(() -> LwtUnix.sleep(Duration.ofMillis(10)).map(_ -> {
                    print("second hook");
                    return null;
                }));
                if (arguments[0].equals("never ends")) {
                    LwtMain.atExit(() -> Lwt.task().promise());
                }
                if (arguments[0].equals("exit in a callback")) {
                    return LwtUnix.sleep(Duration.ofMillis(1)).map(_ -> {
                        System.exit(3);
                        return null;
                    });
                }
                if (arguments[0].equals("exit on another thread")) {
                    Thread.ofPlatform().start(() -> System.exit(4));
                }
                print("ready");
                return Lwt.task().promise();
            });
        }
    }

    @Test
    void exitHooks_afterASignal_run() throws Exception {
        ChildJvm child = child();
        Process process = child.start(Hooked.class, "wait");
        child.awaitOutput(process, "ready");
        process.destroy();
        assertThat(child.status(process)).isEqualTo(143);
        assertThat(child.output()).isEqualTo("ready\nsecond hook\nfirst hook\n");
    }

    @Test
    void exitHooks_afterExitInACallback_run() throws Exception {
        ChildJvm child = child();
        Process process = child.start(Hooked.class, "exit in a callback");
        assertThat(child.status(process)).isEqualTo(3);
        assertThat(child.output()).endsWith("second hook\nfirst hook\n");
    }

    @Test
    void exitHooks_afterExitOnAnotherThread_run() throws Exception {
        ChildJvm child = child();
        Process process = child.start(Hooked.class, "exit on another thread");
        assertThat(child.status(process)).isEqualTo(4);
        assertThat(child.output()).endsWith("second hook\nfirst hook\n");
    }

    @Test
    void exitHooks_oneNeverEnds_processEndsAllTheSame() throws Exception {
        ChildJvm child = child();
        Process process = child.start(Hooked.class, "never ends");
        child.awaitOutput(process, "ready");
        long start = System.nanoTime();
        process.destroy();
        assertThat(child.status(process)).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(ExitHooks.GRACE, ExitHooks.GRACE.multipliedBy(4));
        assertThat(child.output()).contains("did not end within 5 s");
    }

    /* ---- Standard input and output ---- */

    static final class Cat {
        public static void main(String[] arguments) {
            LwtMain.run(() -> copy(new byte[1000]));
        }

        private static Promise<Void> copy(byte[] buffer) {
            return LwtUnix.stdin()
                    .read(buffer, 0, buffer.length)
                    .bind(n -> n == 0
                            ? Lwt.unit()
                            : OnLoop.writeAll(LwtUnix.stdout(), buffer, 0, n).bind(_ -> copy(buffer)));
        }
    }

    private static byte[] lines() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void standard_files_areCopied() throws Exception {
        Path input = directory.resolve("input");
        Files.write(input, lines());
        String copied = child().input(Redirect.from(input.toFile())).run(Cat.class);
        assertThat(copied.getBytes(UTF_8)).isEqualTo(lines());
    }

    @Test
    void standard_pipes_areCopied() throws Exception {
        Process process = pipes().start(Cat.class);
        Thread writer = Thread.ofPlatform().start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                out.write(lines());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] copied;
        try (InputStream in = process.getInputStream()) {
            copied = in.readAllBytes();
        }
        writer.join();
        assertThat(copied).isEqualTo(lines());
        assertThat(process.waitFor()).isZero();
    }

    private ChildJvm pipes() {
        return child().pipes();
    }

    static final class Talker {
        public static void main(String[] arguments) {
            try {
                LwtMain.run(Talker::talk);
            } catch (Exception e) {
                System.err.println(e.getMessage());
                System.exit(7);
            }
        }

        private static Promise<Void> talk() {
            return OnLoop.writeAll(LwtUnix.stdout(), new byte[1000]).bind(_ -> talk());
        }
    }

    @Test
    void standardOutput_readerGone_failsWithEpipe() throws Exception {
        Path errors = directory.resolve("errors");
        Process process = pipes().errors(errors).start(Talker.class);
        process.getInputStream().read();
        process.getInputStream().close();
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(errors).content().startsWith("EPIPE: broken pipe: write(descriptor 1)");
    }

    static final class SlowReader {
        public static void main(String[] arguments) {
            int[] ticks = new int[1];
            LwtMain.run(() -> {
                ticker(ticks);
                return LwtUnix.sleep(Duration.ofMillis(50))
                        .bind(_ -> LwtUnix.stdin().read(new byte[10], 0, 10))
                        .bind(n -> {
                            print(n + " bytes, the loop turned: " + (ticks[0] > 3));
                            LwtUnix.stdin().close();
                            return LwtUnix.stdout().close();
                        });
            });
            System.out.println("goes nowhere");
        }

        private static void ticker(int[] ticks) {
            Lwt.async(() -> LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> {
                ticks[0]++;
                ticker(ticks);
                return null;
            }));
        }
    }

    @Test
    void standardInput_nothingComes_loopTurnsOn() throws Exception {
        Process process = pipes().start(SlowReader.class);
        Thread.sleep(200);
        process.getOutputStream().write("hi\n".getBytes(UTF_8));
        process.getOutputStream().flush();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("3 bytes, the loop turned: true\n");
    }

    /* ---- Start-up ---- */

    static final class Which {
        public static void main(String[] arguments) throws Exception {
            Loop.current();
            print(LwtUnix.pipe().reader().port().getClass().getSimpleName());
        }
    }

    @Test
    void engine_chosenByProperty() throws Exception {
        assertThat(child().run(Which.class)).isEqualTo(engine.equals("epoll") ? "LinuxPort\n" : "ChannelPort\n");
    }

    @Test
    void engine_nativeAccessDenied_portableWithOneLineInTheLog() throws Exception {
        assumeTrue(engine.equals("selector") && Structs.fitThisMachine(), "once is enough");
        String said =
                ChildJvm.in(directory).flag("--illegal-native-access=deny").run(Which.class);
        assertThat(said).endsWith("ChannelPort\n").contains("using the portable engine (java.nio)");
    }

    @Test
    void engine_nativeAccessDeniedButAskedFor_isTold() throws Exception {
        assumeTrue(engine.equals("epoll"), "of epoll only");
        ChildJvm child = ChildJvm.in(directory).flag("--illegal-native-access=deny", "-Dlwt.engine=epoll");
        assertThat(child.status(child.start(Which.class))).isEqualTo(1);
        assertThat(child.output()).contains("-Dlwt.engine=epoll cannot be used");
    }

    @Test
    void engine_withoutTheFlag_works() throws Exception {
        assumeTrue(engine.equals("epoll"), "of epoll only");
        assertThat(ChildJvm.in(directory).run(Which.class)).endsWith("LinuxPort\n");
    }
}
