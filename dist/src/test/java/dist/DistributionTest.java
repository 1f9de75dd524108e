package dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
    private static final String MODULES =
            "[lwt, lwt.awt, lwt.direct, lwt.extra, lwt.glib, lwt.logging, lwt.preemptive, lwt.react, lwt.slf4j, lwt.ssl,"
                    + " lwt.syntax, lwt.testkit, lwt.text, lwt.top, lwt.unix]";

    enum Kind {
        ZIP,
        IMAGE
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void run_ofHello_greets(Kind kind) throws Exception {
        var lwt = install(kind);
        var result = lwt.run("World\n", "run", lwt.example("Hello.java"));
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("What is your name? Hello, World!\nGoodbye, World.\n");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void run_ofAServer_servesUntilASignalReachesIt(Kind kind) throws Exception {
        var lwt = install(kind);
        var process = lwt.start("run", lwt.example("EchoServer.java"), "0", "--channels");
        try {
            String line = process.inputReader().readLine();
            assertThat(line).startsWith("listening on ");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
            }
            process.destroy();
            assertThat(process.waitFor(Distribution.SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource
    void run_hasEveryModuleAndTheFlags(Kind kind) throws Exception {
        var lwt = install(kind);
        lwt.program("Trial.java", """
                void main(String[] arguments) {
                    var modules = ModuleLayer.boot().modules().stream()
                            .map(Module::getName)
                            .filter(name -> name.matches("lwt(\\\\..*)?"))
                            .sorted()
                            .toList();
                    var direct = ModuleLayer.boot().findModule("lwt.direct").orElseThrow();
                    var text = ModuleLayer.boot().findModule("lwt.text").orElseThrow();
                    IO.println(modules + " opened " + Object.class.getModule().isOpen("java.lang", direct)
                            + " native " + text.isNativeAccessEnabled() + " " + String.join("|", arguments));
                    System.exit(7);
                }
                """);
        var result = lwt.run("", "run", "Trial.java", "one", "two  words", "");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(MODULES + " opened true native true one|two  words|\n");
        assertThat(result.status()).isEqualTo(7);
        assertThat(lwt.with("LWT_NO_OPENS", "1").run("", "run", "Trial.java").output())
                .startsWith(MODULES + " opened false native true");
    }

    @ParameterizedTest
    @EnumSource
    void top_evaluatesAScriptOnStandardInput(Kind kind) throws Exception {
        assumeThat(getClass().getResource("/lwt/top/TopMain.class"))
                .as("the toplevel, which is not there yet")
                .isNotNull();
        var lwt = install(kind);
        String script = "LwtUnix.sleep(Duration.ofMillis(1)).then(() -> LwtIo.printl(\"slept\"))\n";
        var result = kind == Kind.ZIP ? lwt.run(script) : lwt.run(script, "top");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("slept\n");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void weave_weavesAFolder(Kind kind) throws Exception {
        var result = install(kind).run("", "weave", ".");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).contains("in 0 classes");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void version_namesBoth(Kind kind) throws Exception {
        var result = install(kind).run("", "version");
        assertThat(result.output()).startsWith("Lwt for Java " + System.getProperty("dist.version") + "\nopenjdk 2");
        assertThat(result.status()).isZero();
    }

    @Test
    void anotherCommand_isAUsageErrorThatNamesIt() throws Exception {
        var result = install(Kind.IMAGE).run("", "frobnicate");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains("there is no command frobnicate").contains("usage: lwt [COMMAND]");
    }

    @Test
    void run_withoutAFileThatIsThere_saysSo() throws Exception {
        var lwt = install(Kind.IMAGE);
        assertThat(lwt.run("", "run").errors()).contains("which file?");
        var result = lwt.run("", "run", "nowhere/Missing.java");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains("there is no file nowhere/Missing.java");
    }

    @Test
    void cache_ofSeveralFirstRunsAtOnce_isMadeOnceAndUsed() throws Exception {
        var lwt = install(Kind.IMAGE);
        Path caches = lwt.withCaches();
        trial(lwt);
        var firstRuns = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            firstRuns.add(lwt.start("run", "Trial.java"));
        }
        for (var run : firstRuns) {
            assertThat(Distribution.end(run, "").output()).isEqualTo("here\n");
        }
        onlyFile(caches);
        assertThat(isLoadedFromCache(lwt)).isTrue();
    }

    @Test
    void cache_afterAnAttemptThatWasStopped_isMadeAndUsed_butNotWhenItIsBroken() throws Exception {
        var lwt = install(Kind.ZIP);
        Path caches = lwt.withCaches();
        trial(lwt);
        assertThat(isLoadedFromCache(lwt)).isFalse();
        Path cache = onlyFile(caches);
        // What one that was stopped leaves behind: its lock, and what it had written. No process has this number.
        Files.delete(cache);
        Files.createSymbolicLink(Path.of(cache + ".lock"), Path.of("4194304"));
        Files.writeString(Path.of(cache + ".4194304.config"), "half");
        assertThat(isLoadedFromCache(lwt)).isFalse();
        assertThat(onlyFile(caches)).isEqualTo(cache);
        assertThat(isLoadedFromCache(lwt)).isTrue();

        Files.write(cache, new byte[10_000]);
        assertThat(isLoadedFromCache(lwt)).isFalse();
    }

    @Test
    void cache_thatCannotBeWritten_isDoneWithout() throws Exception {
        var lwt = install(Kind.IMAGE);
        lwt.withCaches();
        trial(lwt);
        assertThat(isLoadedFromCache(lwt.with("XDG_CACHE_HOME", "/dev/null"))).isFalse();
    }

    private Distribution install(Kind kind) throws IOException {
        return switch (kind) {
            case ZIP -> Distribution.zip(folder);
            case IMAGE -> Distribution.image(folder);
        };
    }

    private static void trial(Distribution lwt) throws IOException {
        lwt.program("Trial.java", """
                import module lwt.unix;

                void main() {
                    LwtMain.run(LwtIo.printl("here"));
                }
                """);
    }

    /// Runs the trial, which must write its line and nothing else, and looks where the JVM found a class of ours.
    private boolean isLoadedFromCache(Distribution lwt) throws Exception {
        Path log = folder.resolve("classes.log");
        var result =
                lwt.with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log).run("", "run", "Trial.java");
        assertThat(result.errors()).matches("Picked up JAVA_TOOL_OPTIONS: .*\n");
        assertThat(result.output()).isEqualTo("here\n");
        assertThat(result.status()).isZero();
        String line = Files.readAllLines(log).stream()
                .filter(l -> l.contains(" lwt.unix.LwtMain source: "))
                .findFirst()
                .orElseThrow();
        return line.contains("shared objects file");
    }

    /// Waits until a cache is all that there is in their folder.
    private static Path onlyFile(Path caches) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Distribution.SECONDS);
        List<Path> files = List.of();
        while (System.nanoTime() < end) {
            if (Files.exists(caches)) {
                try (var list = Files.list(caches)) {
                    files = list.toList();
                }
                if (files.size() == 1 && files.getFirst().toString().matches(".*/run-\\d+\\.aot")) {
                    return files.getFirst();
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("In the folder of caches there is " + files);
    }
}
