package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that have a part in C.
class NativeExamplesTest {
    @TempDir
    Path directory;

    /// A library made of a C file of the examples.
    private String library(String source) throws Exception {
        Path library = directory.resolve("lib.so");
        try {
            int status = new ProcessBuilder(
                            "gcc",
                            "-Wall",
                            "-Werror",
                            "-shared",
                            "-fPIC",
                            "-pthread",
                            "-o",
                            library.toString(),
                            Project.ROOT.resolve(source).toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(status).as("gcc compiles " + source).isZero();
        } catch (IOException e) {
            assumeTrue(false, "no gcc here, so the examples in C are not tested: " + e.getMessage());
        }
        return library.toString();
    }

    private static Launcher launcher() {
        return new Launcher().with("JDK_JAVA_OPTIONS", "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void mkdir_functionOfCAsJob_directoriesMade() throws Exception {
        String library = library("examples/Mkdir.c");
        String one = directory.resolve("one").toString();
        String two = directory.resolve("no/two").toString();
        Launcher.Result result = launcher().run("run", "examples/Mkdir.java", library, one, two, one);
        assertThat(result.output().lines())
                .as(result.errors())
                .containsExactlyInAnyOrder(
                        one + ": made", one + ": mkdir failed with error 17", two + ": mkdir failed with error 2");
        assertThat(Files.isDirectory(Path.of(one))).isTrue();
        assertThat(result.status()).isZero();
    }

    @Test
    void nativeTicks_threadOfC_notifiesTheLoop() throws Exception {
        String library = library("examples/NativeTicks.c");
        Launcher.Result result = launcher().run("run", "examples/NativeTicks.java", library, "5");
        assertThat(result.output())
                .as(result.errors())
                .isEqualTo(IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "tick " + i + "\n")
                        .collect(Collectors.joining()));
        assertThat(result.status()).isZero();
    }
}
