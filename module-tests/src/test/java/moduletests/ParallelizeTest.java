package moduletests;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelizeTest {
    private static final String FILE = "examples/Parallelize.java";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int COMMANDS = 1_000;

    @TempDir
    Path folder;

    @BeforeEach
    void onLinux() {
        assumeTrue(Files.exists(PROCESSORS), "the example counts the processors in /proc/cpuinfo");
    }

    @Test
    void runsEachCommandOnce_soManyAtATime() throws Exception {
        Path log = folder.resolve("log");
        String commands = IntStream.range(0, COMMANDS)
                .mapToObj(k -> "echo + >> " + log + "; echo " + k + "; echo - >> " + log)
                .collect(joining("\n"));
        var result = new Launcher().input(commands).run("run", FILE);
        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.output().lines().map(Integer::valueOf))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, COMMANDS).boxed().toList());
        assertThat(mostAtATime(Files.readAllLines(log))).isLessThanOrEqualTo(processors());
    }

    private static int mostAtATime(List<String> log) {
        assertThat(log).hasSize(2 * COMMANDS);
        int running = 0;
        int most = 0;
        for (String line : log) {
            running += line.equals("+") ? 1 : -1;
            most = Math.max(most, running);
        }
        return most;
    }

    private static int processors() throws Exception {
        return (int) Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    @Test
    void tellsThatOneFailed() throws Exception {
        var result = new Launcher()
                .with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=selector")
                .input("exit 3\ncat\necho last")
                .run("run", FILE);
        assertThat(result.output()).isEqualTo("last\n");
        assertThat(result.status()).isEqualTo(1);
    }
}
