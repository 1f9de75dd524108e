package bench.growth;

import bench.Arguments;
import bench.Child;
import bench.Home;
import bench.JvmSetting;
import bench.Machine;
import bench.Plot;
import bench.Series;
import bench.Table;
import bench.UsageException;
import bench.io.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `./lwt bench growth`: cost against size. In every round the contenders take turns.
public final class GrowthGroup {
    private static final int MEASUREMENT_SECONDS = 600;

    private final boolean quick;
    private final int rounds;
    private final Set<GrowthWorkload> workloads;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<GrowthWorkload, Map<GrowthContender, Map<Integer, Series>>> figures =
            new EnumMap<>(GrowthWorkload.class);
    private final List<String> failures = new ArrayList<>();

    /// A run of this group.
    ///
    /// @throws UsageException if a workload is unknown, or peers are named
    public GrowthGroup(Arguments arguments, PrintStream out, PrintStream err) {
        if (!arguments.peers().isEmpty()) {
            throw new UsageException("growth has its own peers");
        }
        this.quick = arguments.quick();
        this.rounds = quick ? 1 : 3;
        this.workloads = GrowthWorkload.chosen(arguments.names());
        this.out = out;
        this.err = err;
    }

    /// Measures, prints the tables and draws the figures.
    ///
    /// @return the exit status: 0, or 1 if something could not be measured or grows faster than it should
    public int run() {
        if (workloads.contains(GrowthWorkload.CONNECTIONS)) {
            Load.build().ifPresent(reason -> {
                out.println("Connections are left out: " + reason + ".");
                workloads.remove(GrowthWorkload.CONNECTIONS);
            });
        }
        List<String> core = Machine.onCore(0);
        for (int round = 1; round <= rounds; round++) {
            for (GrowthWorkload workload : workloads) {
                for (GrowthContender contender : workload.contenders()) {
                    err.printf("round %d of %d: %s of %s%n", round, rounds, workload.id(), contender.id());
                    measure(core, workload, contender);
                }
            }
        }
        String machine = Machine.describe(
                core.isEmpty() ? "not pinned" : "one core each, the load on another", JvmSetting.DEFAULT.flags());
        out.println(machine);
        boolean good = true;
        for (GrowthWorkload workload : figures.keySet()) {
            good &= print(workload);
        }
        out.println();
        failures.forEach(out::println);
        out.println("All figures: " + writeTsv(machine));
        figures.keySet().forEach(workload -> out.println(draw(workload)));
        return good && failures.isEmpty() ? 0 : 1;
    }

    private void measure(List<String> core, GrowthWorkload workload, GrowthContender contender) {
        try {
            List<Double> costs = workload == GrowthWorkload.CONNECTIONS
                    ? echoes(workload, contender)
                    : inChild(core, workload, contender);
            Map<Integer, Series> line = figures.computeIfAbsent(workload, _ -> new EnumMap<>(GrowthContender.class))
                    .computeIfAbsent(contender, _ -> new TreeMap<>());
            for (int k = 0; k < costs.size(); k++) {
                line.computeIfAbsent(workload.sizes().get(k), _ -> new Series()).add(List.of(costs.get(k)), 0);
            }
        } catch (IOException e) {
            failures.add(contender.id() + " failed at " + workload.id() + ": " + e.getMessage());
        }
    }

    private List<Double> echoes(GrowthWorkload workload, GrowthContender contender) throws IOException {
        List<Double> nanos = new ArrayList<>();
        for (int connections : workload.sizes()) {
            nanos.add(1000 * Load.microsPerEcho(contender == GrowthContender.C, connections, quick));
        }
        return nanos;
    }

    private static List<Double> inChild(List<String> core, GrowthWorkload workload, GrowthContender contender)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(workload.name(), contender.name()));
        workload.sizes().forEach(size -> arguments.add(size.toString()));
        List<String> command = new ArrayList<>(core);
        command.addAll(Child.javaCommand(JvmSetting.DEFAULT.flags(), GrowthMain.class, arguments));
        Child child = Child.run(command, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw new IOException(child.tookTooLong() ? "too slow" : child.complaint());
        }
        return child.output().lines().map(Double::valueOf).toList();
    }

    /// Prints what was measured of a workload.
    ///
    /// @return whether this library grows as in theory
    private boolean print(GrowthWorkload workload) {
        Map<GrowthContender, Map<Integer, Series>> lines = figures.getOrDefault(workload, Map.of());
        List<String> heading = new ArrayList<>(List.of(workload.id() + ", ns"));
        lines.keySet().forEach(contender -> heading.add(contender.id()));
        Table table = new Table(heading);
        for (int size : workload.sizes()) {
            List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", size)));
            lines.values()
                    .forEach(line -> cells.add(Optional.ofNullable(line.get(size))
                            .map(series -> Table.figure(series.median()))
                            .orElse("")));
            table.add(cells);
        }
        List<String> powers =
                new ArrayList<>(List.of("beyond " + workload.theory().formula()));
        lines.values()
                .forEach(line -> powers.add(String.format(
                        Locale.ROOT, "n^%.2f", growth(workload, line).power())));
        table.add(powers);
        out.println();
        out.println(workload.question() + ":");
        out.print(table);
        Map<Integer, Series> ours = lines.get(GrowthContender.LWT);
        if (ours == null) {
            return false;
        }
        Growth growth = growth(workload, ours);
        out.printf(
                Locale.ROOT,
                "%s: n^%.2f beyond theory, n^%.2f allowed.%n",
                growth.isAsInTheory() ? "met" : "MISSED",
                growth.power(),
                Growth.most());
        return growth.isAsInTheory();
    }

    private static Growth growth(GrowthWorkload workload, Map<Integer, Series> line) {
        Map<Integer, Double> costs = new TreeMap<>();
        line.forEach((size, series) -> costs.put(size, series.median()));
        return Growth.of(workload.theory(), costs);
    }

    private String draw(GrowthWorkload workload) {
        List<Plot.Point> points = new ArrayList<>();
        figures.getOrDefault(workload, Map.of())
                .forEach((contender, line) -> line.forEach(
                        (size, series) -> points.add(new Plot.Point(contender.id(), size, series.median()))));
        return Plot.growth(
                workload.question(), "ns of processor time", points, Home.result("growth-" + workload.id() + ".png"));
    }

    private Path writeTsv(String machine) {
        List<String> lines =
                new ArrayList<>(List.of("# " + machine, "workload\tcontender\tsize\tunit\t" + Series.TSV_HEADING));
        figures.forEach((workload, row) -> row.forEach((contender, line) -> line.forEach((size, series) ->
                lines.add(String.join("\t", workload.id(), contender.id(), size.toString(), "ns", series.toTsv())))));
        try {
            return Files.write(Home.result("growth.tsv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (GrowthWorkload workload : GrowthWorkload.values()) {
            text.append(String.format("    %-13s  %s%n", workload.id(), workload.question()));
        }
        return text.toString();
    }
}
