package bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A child process that has ended, and what it printed.
///
/// @param status its exit status; 127 if it could not be started, 124 if it took too long and was
/// ended
/// @param output its standard output
/// @param errors its standard error
public record Child(int status, String output, String errors) {
    private static final int TOO_LONG = 124;
    private static final int NOT_STARTED = 127;

    /// The flags this JVM was started with: where the modules are and what is open to them.
    public static List<String> ownFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /// Runs a main class of ours in a JVM of its own, with our modules, our class path and these
    /// flags.
    public static Child java(List<String> flags, Class<?> main, List<String> arguments, int seconds) {
        return run(javaCommand(flags, main, arguments), seconds);
    }

    /// The command that [#java] runs.
    public static List<String> javaCommand(List<String> flags, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ownFlags());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /// Runs a command without standard input, for at most so many seconds.
    public static Child run(List<String> command, int seconds) {
        try {
            Path output = Files.createTempFile("lwt-bench", ".out");
            Path errors = Files.createTempFile("lwt-bench", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                int status = waitFor(process, seconds);
                return new Child(status, Files.readString(output), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            return new Child(NOT_STARTED, "", String.valueOf(e.getMessage()));
        }
    }

    private static int waitFor(Process process, int seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return TOO_LONG;
    }

    public boolean tookTooLong() {
        return status == TOO_LONG;
    }

    /// The first line of standard error that says something, for a message.
    public String complaint() {
        return errors.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
                .findFirst()
                .orElse("exit status " + status);
    }
}
