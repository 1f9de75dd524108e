package react;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A million nodes, subscriptions or senders, made and dropped, fit into a heap of 24 MB; each in a JVM of its own.
class MemoryTest {
    private static final List<String> SMALL = List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final long SECONDS = 120; // far more than any needs: a child that hangs is ended

    /// How it ended, and what it printed on both outputs.
    private record Result(int status, String output) {}

    static Iterable<String> programs() {
        return Endless.names();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endless(String program) throws Exception {
        Result result = run(Endless.class, program);
        assertThat(result.output()).as("what the program “%s” printed", program).isEmpty();
        assertThat(result.status())
                .as("exit status of the program “%s”", program)
                .isZero();
    }

    /// The heap is small enough to notice a leak.
    @Test
    void growing_doesNotFit() throws Exception {
        Result result = run(Growing.class, "");
        assertThat(result.output()).as("what a program that leaks printed").contains("OutOfMemoryError");
        assertThat(result.status()).as("exit status of a program that leaks").isNotZero();
    }

    static final class Growing {
        private Growing() {}

        public static void main(String[] arguments) {
            EventSender<Integer> sender = Event.create();
            for (int i = 0; i < 1_000_000; i++) {
                sender.event().subscribe(v -> {});
            }
        }
    }

    private static Result run(Class<?> main, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", classPath(), main.getName(), argument));
        File output = File.createTempFile("react-child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Result(-1, "it did not end within " + SECONDS + " seconds");
            }
            return new Result(process.exitValue(), Files.readString(output.toPath()));
        } finally {
            Files.delete(output.toPath());
        }
    }

    /// Everything that this JVM has, on the class path: the child knows no modules.
    private static String classPath() {
        Stream<String> folders = Stream.of(Event.class, MemoryTest.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location ->
                        Path.of(java.net.URI.create(location.toString())).toString());
        Stream<String> paths = Stream.of("java.class.path", "jdk.module.path").map(System::getProperty);
        return Stream.concat(folders, paths)
                .filter(path -> path != null && !path.isEmpty())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
