package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lwt.Loop;

/// A program of the tests in a virtual machine of its own.
final class ChildJvm {
    private final List<String> prefix = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final ProcessBuilder builder = new ProcessBuilder();
    private final Path output;
    private List<String> libraries = List.of();

    private ChildJvm(Path directory) {
        output = directory.resolve("output");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
    }

    /// Its output goes to a file in this directory.
    static ChildJvm in(Path directory) {
        return new ChildJvm(directory);
    }

    /// Commands of the shell to be executed first, such as `ulimit`.
    ChildJvm after(String commands) {
        prefix.add(commands);
        return this;
    }

    ChildJvm flag(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /// It has whatever the tests have, not only this module and the core.
    ChildJvm allOfTheTests() {
        libraries = Stream.of("java.class.path", "jdk.module.path")
                .map(System::getProperty)
                .filter(path -> path != null && !path.isEmpty())
                .toList();
        return this;
    }

    /// Input and output are pipes to this process.
    ChildJvm pipes() {
        builder.redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(false)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return this;
    }

    ChildJvm errors(Path file) {
        builder.redirectError(file.toFile());
        return this;
    }

    ChildJvm input(ProcessBuilder.Redirect from) {
        builder.redirectInput(from);
        return this;
    }

    Process start(Class<?> program, String... arguments) throws IOException {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(flags);
        java.add("-cp");
        List<String> places = new ArrayList<>(List.of(where(Loop.class), where(MainLoop.class), tests()));
        places.addAll(libraries);
        java.add(String.join(File.pathSeparator, places));
        java.add(program.getName());
        java.addAll(List.of(arguments));
        if (prefix.isEmpty()) {
            builder.command(java);
        } else {
            List<String> command =
                    new ArrayList<>(List.of("sh", "-c", String.join(" && ", prefix) + " && exec \"$@\"", "sh"));
            command.addAll(java);
            builder.command(command);
        }
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    /// Runs it to its end, which must be a good one. Returns what it printed.
    String run(Class<?> program, String... arguments) throws Exception {
        Process process = start(program, arguments);
        int status = status(process);
        if (status != 0) {
            throw new AssertionError(program.getSimpleName() + " ended with status " + status + ":\n" + output());
        }
        return output();
    }

    /// Waits for its end.
    int status(Process process) throws Exception {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the program did not end:\n" + output());
        }
        return process.exitValue();
    }

    /// What it printed until now.
    String output() throws IOException {
        return Files.readString(output, UTF_8);
    }

    /// Waits until it has printed this.
    void awaitOutput(Process process, String text) throws Exception {
        while (!output().contains(text)) {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("the program ended without saying " + text + ":\n" + output());
            }
            Thread.sleep(5);
        }
    }

    private static String where(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The tests are patched into the module, so their own place is not known to them.
    private static String tests() {
        Path maven = Path.of("target", "test-classes").toAbsolutePath();
        return Files.exists(maven.resolve("lwt/unix/ChildJvm.class")) ? maven.toString() : where(ChildJvm.class);
    }
}
