package lwt.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which mechanism is taken, and what each needs of the JVM; so mostly programs in a JVM of their own.
final class MechanismTest {
    private static final String OPEN_TO_MODULE = "--add-opens=java.base/java.lang=lwt.direct";
    private static final String OPEN_TO_CLASS_PATH = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    @TempDir
    private Path folder;

    /* ---- The choice ---- */

    @Test
    void flag_given_loopSchedulesTheFibersAndSaysNothing() {
        Ended ended = run(List.of(OPEN_TO_MODULE), "hello");
        assertThat(ended).isEqualTo(new Ended(0, "LOOP\n", ""));
    }

    @Test
    void flag_givenOnTheClassPath_loopSchedulesTheFibersAndSaysNothing() {
        Ended ended = runOnClassPath(List.of(OPEN_TO_CLASS_PATH), "hello");
        assertThat(ended).isEqualTo(new Ended(0, "LOOP\n", ""));
    }

    @Test
    void flag_missing_fibersRunAndTheLogSaysOnceWhatToDo() {
        Ended ended = run(List.of(), "hello");
        assertThat(ended.output()).isEqualTo("BATON\n");
        assertThat(ended.errors())
                .containsOnlyOnce("fibers are slow here")
                .contains("--add-opens java.base/java.lang=lwt.direct")
                .containsOnlyOnce("WARNING") // less would not be shown where Lwt's loggers serve the JDK's
                .doesNotContain("SEVERE", "\tat ");
        assertThat(ended.status()).isZero();
    }

    @Test
    void flag_missingOnTheClassPath_theLogNamesTheOtherForm() {
        Ended ended = runOnClassPath(List.of(), "hello");
        assertThat(ended.output()).isEqualTo("BATON\n");
        assertThat(ended.errors()).contains("--add-opens java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void property_baton_isTakenAndNothingSaid() {
        Ended ended = run(List.of(OPEN_TO_MODULE, "-Dlwt.fibers=baton"), "hello");
        assertThat(ended).isEqualTo(new Ended(0, "BATON\n", ""));
    }

    @Test
    void property_loopWithoutTheFlag_isRefusedWithTheReason() {
        Ended ended = run(List.of("-Dlwt.fibers=loop"), "hello");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors())
                .contains(
                        "-Dlwt.fibers=loop cannot be had: start java with --add-opens java.base/java.lang=lwt.direct");
    }

    @Test
    void property_unknown_isRefusedWithTheKnownValues() {
        Ended ended = run(List.of("-Dlwt.fibers=threads"), "hello");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).contains("-Dlwt.fibers=threads: known are loop and baton");
    }

    @Test
    void loop_onAVirtualThread_cannotScheduleFibers() {
        Mechanism chosen = LoopRunner.onThread(Thread.ofVirtual(), () -> Mechanism.of(lwt.Loop.current()));
        assertThat(chosen).isEqualTo(Mechanism.BATON);
    }

    @Test
    void spawn_null_isRefusedNow() {
        assertThatThrownBy(() -> Direct.spawn((lwt.ThrowingRunnable) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Direct.await(null)).isInstanceOf(NullPointerException.class);
    }

    /* ---- Memory ---- */

    @Test
    void rounds_tenMillionInOneFiber_needNoMemory() {
        Ended ended = run(List.of(OPEN_TO_MODULE, "-Xmx24m"), "rounds", "10000000");
        assertThat(ended).isEqualTo(new Ended(0, "10000000\n", ""));
    }

    @Test
    void rounds_withoutTheFlag_needNoMemory() {
        Ended ended = run(List.of("-Dlwt.fibers=baton", "-Xmx24m"), "rounds", "100000");
        assertThat(ended).isEqualTo(new Ended(0, "100000\n", ""));
    }

    @Test
    void fiber_awaitingWhatNobodyCanResolve_isCollected() {
        Ended ended = run(List.of(OPEN_TO_MODULE, "-Djdk.trackAllThreads=false"), "abandon");
        assertThat(ended).isEqualTo(new Ended(0, "0 left\n", ""));
    }

    @Test
    void fiber_awaitingWhatNobodyCanResolveWithoutTheFlag_isCollected() {
        Ended ended = run(List.of("-Dlwt.fibers=baton", "-Djdk.trackAllThreads=false"), "abandon");
        assertThat(ended).isEqualTo(new Ended(0, "0 left\n", ""));
    }

    /* ---- A loop that stands still ---- */

    @Test
    void baton_fiberBlocksForLong_theLogShowsWhere() {
        Ended ended = run(List.of("-Dlwt.fibers=baton"), "block");
        assertThat(ended.output()).isEqualTo("awake\n");
        assertThat(ended.errors())
                .containsOnlyOnce("a fiber has been blocking the loop")
                .contains("java.lang.Thread.sleep")
                .contains("Program");
    }

    /* ---- JVMs ---- */

    /// How a JVM ended and what it wrote.
    private record Ended(int status, String output, String errors) {}

    private Ended run(List<String> flags, String... program) {
        return java(flags, List.of("-p", join(lwt(), direct()), "--patch-module", "lwt.direct=" + tests()), program);
    }

    private Ended runOnClassPath(List<String> flags, String... program) {
        return java(flags, List.of("-cp", join(lwt(), direct(), tests())), program);
    }

    private Ended java(List<String> flags, List<String> path, String... program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(path);
        command.addAll(
                path.contains("-p") ? List.of("-m", "lwt.direct/lwt.direct.Program") : List.of("lwt.direct.Program"));
        command.addAll(List.of(program));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS"); // java would write a line about it
            int status = builder.start().waitFor();
            return new Ended(status, Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String join(Path... paths) {
        return String.join(
                System.getProperty("path.separator"),
                List.of(paths).stream().map(Path::toString).toList());
    }

    private static Path lwt() {
        return rootOf(Lwt.class);
    }

    private static Path direct() {
        return rootOf(Direct.class);
    }

    private static Path tests() {
        return rootOf(Program.class);
    }

    /// The folder or jar that `type` was read from.
    private static Path rootOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String where = type.getResource(type.getSimpleName() + ".class").toString();
        String root = where.substring(0, where.length() - file.length());
        if (root.startsWith("jar:")) {
            root = root.substring("jar:".length(), root.length() - "!/".length());
        }
        return Path.of(URI.create(root));
    }
}
