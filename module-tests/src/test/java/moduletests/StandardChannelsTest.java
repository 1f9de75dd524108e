package moduletests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program writes to its standard channels comes out, however the program ends.
class StandardChannelsTest {
    @TempDir
    Path folder;

    private Launcher.Result run(Launcher launcher, String source) throws Exception {
        Path file = Files.writeString(folder.resolve("Trial.java"), source);
        return launcher.run("run", file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void lines_fromInputToOutput(String engine) throws Exception {
        String lines = "Zeile 1: äöü€😀\n".repeat(10_000) + "the last one";
        var result = run(
                new Launcher()
                        .with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=" + engine)
                        .input(lines),
                """
                import module lwt.unix;

                void main() {
                    LwtMain.run(this::copy);
                }

                Promise<Void> copy() {
                    return LwtIo.stdin().readLineOptional().bind(line -> line.isEmpty()
                            ? LwtIo.eprint("done")
                            : LwtIo.printl(line.get()).then(this::copy));
                }
                """);
        assertThat(result.output()).isEqualTo(lines + "\n");
        assertThat(result.errors()).endsWith("done");
        assertThat(result.status()).isZero();
    }

    @Test
    void write_whenTheLoopEnds() throws Exception {
        var result = run(new Launcher(), """
                import module lwt.unix;

                void main() {
                    for (int i = 0; i < 3; i++) {
                        LwtMain.run(LwtIo.print("run " + i + " "));
                        IO.print("between ");
                    }
                }
                """);
        assertThat(result.output()).isEqualTo("run 0 between run 1 between run 2 between ");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void write_whenTheLoopFails() throws Exception {
        var result = run(new Launcher(), """
                import module lwt.unix;

                void main() {
                    LwtMain.run(LwtIo.print("before").then(() -> Lwt.fail(new IOException("failed"))));
                }
                """);
        assertThat(result.output()).isEqualTo("before");
        assertThat(result.errors()).contains("java.io.IOException: failed");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void write_withoutALoop() throws Exception {
        var result = run(new Launcher(), """
                import module lwt.unix;

                void main() {
                    LwtIo.print("nobody runs the loop");
                }
                """);
        assertThat(result.output()).isEqualTo("nobody runs the loop");
        assertThat(result.status()).isZero();
    }

    @Test
    void write_thenExitInACallback() throws Exception {
        var result = run(new Launcher(), """
                import module lwt.unix;

                void main() {
                    LwtMain.run(LwtUnix.sleep(Duration.ZERO).bind(_ -> {
                        LwtIo.eprint("fatal");
                        System.exit(3);
                        return Lwt.unit();
                    }));
                }
                """);
        assertThat(result.errors()).isEqualTo("fatal");
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void write_thenExitInAFiber() throws Exception {
        var result = run(new Launcher(), """
                import static lwt.direct.Direct.*;
                import module lwt.unix;

                void main() {
                    LwtMain.run(spawn(() -> {
                        await(LwtUnix.sleep(Duration.ZERO));
                        await(LwtIo.print("fatal"));
                        System.exit(3);
                    }));
                }
                """);
        assertThat(result.output()).isEqualTo("fatal");
        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void write_thenTerminatedBySignal() throws Exception {
        Path file = Files.writeString(folder.resolve("Trial.java"), """
                import module lwt.unix;

                void main() {
                    LwtMain.run(LwtUnix.sleep(Duration.ZERO).bind(_ -> {
                        // The callback runs on until the process is being ended; nothing is flushed by itself.
                        LwtIo.print("last words");
                        IO.println("ready");
                        while (!endIsNear()) Thread.onSpinWait();
                        return Lwt.<Void>task().promise();
                    }));
                }

                boolean endIsNear() {
                    return Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().equals("lwt-exit-hooks"));
                }
                """);
        Process process = new Launcher().start("run", file.toString());
        try (var output = process.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            process.toHandle().destroy(); // Process.destroy would close our end of the pipe
            assertThat(output.readLine()).isEqualTo("last words");
            assertThat(process.waitFor()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }
}
