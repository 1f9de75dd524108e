package conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What the program did with an input: its exit status, its traces and its messages.
record OracleRun(int status, String traces, String messages) {

    static OracleRun of(String input) {
        return of(input.getBytes(StandardCharsets.UTF_8));
    }

    static OracleRun of(byte[] input) {
        return of(input, Operations.all(), Duration.ofMinutes(1));
    }

    static OracleRun of(byte[] input, Operations operations, Duration limit) {
        var traces = new StringWriter();
        var messages = new ByteArrayOutputStream();
        var main = new OracleMain(traces, new PrintStream(messages, true, StandardCharsets.UTF_8), operations, limit);
        try {
            int status = main.run(new ByteArrayInputStream(input));
            return new OracleRun(status, traces.toString(), messages.toString(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
