package moduletests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Starts `./lwt` as a user does, in a process of its own.
final class Launcher {
    /// How a program ended and what it wrote.
    record Result(int status, String output, String errors) {}

    private Path script = Project.ROOT.resolve("lwt");
    private Path folder = Project.ROOT;
    private String input = "";
    private Duration bound = Duration.ofMinutes(1);
    private ProcessBuilder.Redirect errors = ProcessBuilder.Redirect.PIPE;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /// Takes another script than the project's.
    Launcher script(Path script) {
        this.script = script;
        return this;
    }

    /// Starts it in `folder`, not at the root of the project.
    Launcher in(Path folder) {
        this.folder = folder;
        return this;
    }

    /// What the program finds on its standard input, before the end of it.
    Launcher input(String input) {
        this.input = input;
        return this;
    }

    /// Writes the program's standard error output to `file`.
    Launcher errorsTo(Path file) {
        errors = ProcessBuilder.Redirect.to(file.toFile());
        return this;
    }

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// How long it may run, if not a minute.
    Launcher within(Duration bound) {
        this.bound = bound;
        return this;
    }

    /// Runs it to its end, which must come in time.
    Result run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("lwt", ".out");
        Path errors = Files.createTempFile("lwt", ".err");
        try {
            var builder = builder(arguments).redirectOutput(output.toFile()).redirectError(errors.toFile());
            var process = builder.start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            if (!process.waitFor(bound)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("Still running after " + bound + ": " + builder.command() + "\n"
                        + Files.readString(output) + Files.readString(errors));
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /// Starts it and leaves it running, with pipes to its streams.
    Process start(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    private ProcessBuilder builder(String... arguments) {
        var command = new ArrayList<String>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "LWT_NO_OPENS"));
        builder.environment().putAll(environment);
        return builder;
    }
}
