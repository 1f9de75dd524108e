package conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The program `./lwt oracle < SCENARIOS > TRACES`.
///
/// A malformed scenario is reported on standard error with its line and has no trace; the others
/// still run. The exit status is 0, or 2 if a scenario or the input was malformed, or 1 if the
/// library broke down: a scenario did not end, or an error of the virtual machine came out of it.
public final class OracleMain {
    private static final int OK = 0;
    private static final int BROKEN = 1;
    private static final int MALFORMED = 2;

    /// A scenario takes a fraction of a millisecond; this is for one that never ends.
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// Enough for the deepest nesting of 600 callbacks.
    private static final long STACK_BYTES = 64L << 20;

    private final Writer traces;
    private final PrintStream messages;
    private final ScenarioParser parser;
    private final Duration limit;
    private int status = OK;

    OracleMain(Writer traces, PrintStream messages, Operations operations, Duration limit) {
        this.traces = traces;
        this.messages = messages;
        this.parser = new ScenarioParser(operations);
        this.limit = limit;
    }

    /// Reads scenarios from standard input and writes their traces to standard output.
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            System.err.println("lwt oracle: takes no arguments, but scenarios on standard input: "
                    + "./lwt oracle < SCENARIOS > TRACES");
            System.exit(MALFORMED);
        }
        try (Writer traces = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), 1 << 16)) {
            int status = new OracleMain(traces, System.err, Operations.all(), LIMIT).run(System.in);
            traces.flush();
            System.exit(status); // a scenario that never ends must not keep the program alive
        }
    }

    /// Runs all scenarios of `input` and returns the exit status.
    int run(InputStream input) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (var lines = new BufferedReader(new InputStreamReader(input, decoder))) {
            runAll(new ScenarioReader(lines));
        } catch (CharacterCodingException _) {
            report(MALFORMED, "the input is not UTF-8 text");
        }
        return status;
    }

    private void runAll(ScenarioReader reader) throws IOException {
        boolean more = true;
        while (more) {
            try {
                var text = reader.next();
                more = text != null;
                if (text != null) {
                    run(parser.parse(text));
                }
            } catch (MalformedScenarioException problem) {
                report(MALFORMED, problem.getMessage());
            }
        }
    }

    private void run(Scenario scenario) throws IOException {
        var trace = new FutureTask<>(new Interpreter(scenario));
        var thread = new Thread(null, trace, scenario.header(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            traces.append(trace.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof MalformedScenarioException problem) {
                throw problem;
            }
            report(BROKEN, scenario.header() + ": " + failed.getCause());
        } catch (TimeoutException _) {
            report(BROKEN, scenario.header() + ": has not ended within " + limit.toMillis() + " ms");
        } catch (InterruptedException _) {
            report(BROKEN, scenario.header() + ": interrupted");
        }
    }

    private void report(int problem, String message) {
        status = Math.max(status, problem);
        messages.println("lwt oracle: " + message);
    }
}
