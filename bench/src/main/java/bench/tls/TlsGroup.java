package bench.tls;

import bench.Arguments;
import bench.Child;
import bench.Home;
import bench.Machine;
import bench.Series;
import bench.Table;
import bench.UsageException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `./lwt bench tls`: our TLS server beside Netty's, both with the JDK's engine, under the same load.
///
/// In every round each workload is measured for one contender after the other, each in a process of its
/// own on one core; the load is on another one.
public final class TlsGroup {
    private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final double MEBIBYTE = 1 << 20;
    private static final int ENDING_SECONDS = 20;

    private final int rounds;
    private final double warm;
    private final double measured;
    private final List<TlsWorkload> workloads = new ArrayList<>();
    private final List<TlsContender> contenders = new ArrayList<>();
    private final PrintStream out;
    private final PrintStream err;
    private final Map<TlsWorkload, Map<TlsContender, Figures>> figures = new EnumMap<>(TlsWorkload.class);

    private static final class Figures {
        final Series rate = new Series();
        final Series cpu = new Series();
    }

    /// A run of this group.
    ///
    /// @throws UsageException if a workload or a contender is unknown
    public TlsGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.rounds = arguments.quick() ? 1 : 5;
        this.warm = arguments.quick() ? 10 : 15;
        this.measured = arguments.quick() ? 3 : 5;
        this.out = out;
        this.err = err;
        for (TlsWorkload workload : TlsWorkload.values()) {
            if (arguments.names().isEmpty() || arguments.names().contains(workload.id())) {
                workloads.add(workload);
            }
        }
        for (TlsContender contender : TlsContender.values()) {
            if (arguments.peers().isEmpty() || arguments.peers().contains(contender.id())) {
                contenders.add(contender);
            }
        }
        if (workloads.size() < arguments.names().size()
                || contenders.size() < arguments.peers().size()) {
            throw new UsageException("unknown workload or peer among " + arguments.names() + arguments.peers());
        }
    }

    /// Measures and prints the table.
    ///
    /// @return the exit status: 0, or 1 if something could not be measured
    public int run() throws IOException {
        Path store = certificate();
        for (int round = 1; round <= rounds; round++) {
            for (TlsWorkload workload : workloads) {
                err.printf("round %d of %d: %s%n", round, rounds, workload.id());
                for (TlsContender contender : contenders) {
                    measure(workload, contender, store);
                }
            }
        }
        String machine = Machine.describe("server on one core, load on another", List.of());
        out.println(machine);
        out.println();
        out.print(table());
        out.println("All figures: " + writeTsv(machine));
        return 0;
    }

    private static Path certificate() throws IOException {
        Path store = Home.result("tls.p12");
        Files.deleteIfExists(store);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(("-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost"
                        + " -validity 3650 -storetype PKCS12 -storepass " + TlsServer.PASSWORD + " -keystore " + store)
                .split(" ", -1)));
        Child made = Child.run(command, ENDING_SECONDS);
        if (made.status() != 0) {
            throw new IOException("keytool made no certificate: " + made.complaint());
        }
        return store;
    }

    private void measure(TlsWorkload workload, TlsContender contender, Path store) throws IOException {
        List<String> command = new ArrayList<>(Machine.onCore(0));
        command.addAll(Child.javaCommand(JVM_FLAGS, TlsServer.class, List.of(contender.name(), store.toString())));
        Process server = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line == null || !line.startsWith("port ")) {
                throw new IOException(contender.id() + "'s server did not start: " + line);
            }
            add(workload, contender, load(workload, line.substring("port ".length()), server.pid()));
        } finally {
            end(server);
        }
    }

    private String[] load(TlsWorkload workload, String port, long server) throws IOException {
        List<String> command = new ArrayList<>(Machine.onCore(1));
        command.addAll(Child.javaCommand(
                JVM_FLAGS,
                TlsClient.class,
                List.of(
                        port,
                        Integer.toString(workload.connections()),
                        Integer.toString(workload.size()),
                        Double.toString(warm),
                        Double.toString(measured),
                        Long.toString(server))));
        Child client = Child.run(command, (int) (warm + measured) + ENDING_SECONDS);
        if (client.status() != 0) {
            throw new IOException("the load failed: " + client.complaint());
        }
        return client.output().strip().split("\t", -1);
    }

    private void add(TlsWorkload workload, TlsContender contender, String[] measuredFigures) {
        Figures one = figures.computeIfAbsent(workload, _ -> new EnumMap<>(TlsContender.class))
                .computeIfAbsent(contender, _ -> new Figures());
        one.rate.add(List.of(Double.parseDouble(measuredFigures[0])), 0);
        one.cpu.add(List.of(Double.parseDouble(measuredFigures[1])), 0);
    }

    private static void end(Process server) {
        server.destroyForcibly();
        try {
            server.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double mebibytes(TlsWorkload workload, Figures one) {
        return one.rate.median() * workload.size() / MEBIBYTE;
    }

    private Table table() {
        Table table = new Table(List.of("echo", "of", "messages/s", "MiB/s", "server µs/message", "CPU of Netty's"));
        figures.forEach((workload, row) -> row.forEach((contender, one) -> {
            Figures netty = row.get(TlsContender.NETTY);
            table.add(List.of(
                    workload.id(),
                    contender.id(),
                    String.format(Locale.ROOT, "%,.0f", one.rate.median()),
                    Table.figure(mebibytes(workload, one)),
                    Table.figure(one.cpu.median()),
                    netty == null ? "" : Table.figure(one.cpu.median() / netty.cpu.median())));
        }));
        return table;
    }

    private Path writeTsv(String machine) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# " + machine, "workload\tcontender\trate\tcpu\tspread"));
        figures.forEach((workload, row) -> row.forEach((contender, one) -> lines.add(String.format(
                Locale.ROOT,
                "%s\t%s\t%.1f\t%.3f\t%.3f",
                workload.id(),
                contender.id(),
                one.rate.median(),
                one.cpu.median(),
                one.cpu.spread()))));
        return Files.write(Home.result("tls.tsv"), lines);
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (TlsWorkload workload : TlsWorkload.values()) {
            text.append(String.format("    %-13s  %s%n", workload.id(), workload.question()));
        }
        text.append(String.format("  peers%n"));
        for (TlsContender contender : TlsContender.values()) {
            text.append(String.format("    %-14s  %s%n", contender.id(), contender.description()));
        }
        return text.toString();
    }
}
