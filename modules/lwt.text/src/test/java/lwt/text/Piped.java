package lwt.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a program does that has no terminal.
public record Piped(String text, String errors, int code) {
    /// Runs a command to its end. No variable of the locale is set unless it is given here.
    ///
    /// @param input all that it can read
    public static Piped run(Map<String, String> environment, String input, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(key -> key.equals("LANG") || key.startsWith("LC_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (var keys = process.outputWriter(UTF_8)) {
            keys.write(input);
        }
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Piped(text, errors, process.waitFor());
    }
}
