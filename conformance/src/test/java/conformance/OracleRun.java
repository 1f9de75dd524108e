package conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What the program did with an input: its exit status, its traces and its messages.
record OracleRun(int status, String traces, String messages) {

    static OracleRun of(String input) {
        return of(input.getBytes(StandardCharsets.UTF_8));
    }

    static OracleRun of(byte[] input) {
        var traces = new StringWriter();
        var messages = new ByteArrayOutputStream();
        try {
            int status = OracleMain.run(
                    new ByteArrayInputStream(input), traces, new PrintStream(messages, true, StandardCharsets.UTF_8));
            return new OracleRun(status, traces.toString(), messages.toString(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
