package bench.io;

import bench.Child;
import bench.Machine;
import bench.Original;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server on one core, and the load generator on another.
///
/// @param rate operations a second
/// @param median of the round trip, in microseconds
/// @param slowest the 99th percentile of the round trip, in microseconds
/// @param cpu the server's CPU time per operation, in microseconds
/// @param busy the share of its core that the server used
public record Load(double rate, double median, double slowest, double cpu, double busy) {
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final int ECHO_BYTES = 64;
    private static final int ENDING_SECONDS = 10;

    /// How long to load, and before that to warm up, in seconds.
    record Span(double warm, double measured) {}

    /// Starts the server, loads it, and ends it.
    ///
    /// @throws IOException if either could not be started or gave up; its message says which and why
    static Load measure(IoContender contender, IoWorkload workload, Span span) throws IOException {
        return measure(contender, workload.program(), workload.connections(), workload.messageSize(), span);
    }

    private static Load measure(IoContender contender, String program, int connections, int messageSize, Span span)
            throws IOException {
        Process server = new ProcessBuilder(serverCommand(contender, program))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line == null || !line.startsWith("port ")) {
                throw new IOException(contender.id() + "'s server did not start: " + line);
            }
            Child client = Child.run(
                    clientCommand(
                            program, connections, messageSize, line.substring("port ".length()), server.pid(), span),
                    (int) (span.warm() + span.measured()) + ENDING_SECONDS);
            if (client.status() != 0) {
                throw new IOException("the load on " + contender.id() + " failed: " + client.complaint());
            }
            return parse(client.output());
        } finally {
            end(server);
        }
    }

    /// The CPU microseconds that a server of this library, or its bound in C, needs for a message of 64
    /// bytes there and back, when so many connections have one under way.
    ///
    /// @throws IOException if it could not be measured; its message says why
    public static double microsPerEcho(boolean bound, int connections, boolean quick) throws IOException {
        Span span = quick ? new Span(2, 1) : new Span(4, 3);
        return measure(bound ? IoContender.C : IoContender.LWT, "echo", connections, ECHO_BYTES, span).cpu;
    }

    /// Builds the load generator and the bound.
    ///
    /// @return why that is impossible, empty if it is not
    public static Optional<String> build() {
        return Programs.build("client").or(() -> Programs.build("server"));
    }

    private static void end(Process server) {
        server.destroyForcibly();
        try {
            server.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Load parse(String output) {
        String[] figures = output.strip().split("\t", -1);
        return new Load(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]),
                Double.parseDouble(figures[4]));
    }

    private static List<String> serverCommand(IoContender contender, String program) {
        List<String> command = new ArrayList<>(Machine.onCore(0));
        switch (contender.kind()) {
            case NATIVE -> command.addAll(List.of(Programs.path("server"), program));
            case OCAML -> {
                boolean channels = contender == IoContender.OCAML_CHANNELS;
                command.addAll(List.of(Original.program("io"), program + (channels ? "-channels" : "")));
            }
            case JVM ->
                command.addAll(Child.javaCommand(JVM_FLAGS, ServerMain.class, List.of(contender.name(), program)));
        }
        return command;
    }

    private static List<String> clientCommand(
            String program, int connections, int messageSize, String port, long server, Span span) {
        List<String> command = new ArrayList<>(Machine.onCore(1));
        command.addAll(List.of(
                Programs.path("client"),
                program,
                port,
                Integer.toString(connections),
                Integer.toString(messageSize),
                String.format(Locale.ROOT, "%.2f", span.warm()),
                String.format(Locale.ROOT, "%.2f", span.measured()),
                Long.toString(server)));
        return command;
    }
}
