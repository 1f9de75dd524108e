package bench.core;

import bench.Arguments;
import bench.Effort;
import bench.Home;
import bench.JvmSetting;
import bench.Machine;
import bench.Original;
import bench.Plot;
import bench.Series;
import bench.Table;
import bench.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `./lwt bench core`: the promise core against its peers.
///
/// In every round each workload is measured for one contender after the other, so that a machine
/// that grows slower or faster does so for all of them.
public final class CoreGroup {
    private final Effort effort;
    private final JvmSetting setting;
    private final Set<Workload> workloads;
    private final Set<Contender> contenders;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<Workload, Map<Contender, Series>> figures = new EnumMap<>(Workload.class);
    private final List<String> failures = new ArrayList<>();

    /// A run of this group.
    ///
    /// @throws UsageException if a workload or a contender is unknown
    public CoreGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.effort = Effort.of(arguments.quick());
        this.setting = arguments.setting();
        this.workloads = workloads(arguments.names());
        this.contenders = contenders(arguments);
        this.out = out;
        this.err = err;
    }

    private static Set<Workload> workloads(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(Workload.class);
        }
        Set<Workload> wanted = EnumSet.noneOf(Workload.class);
        for (String name : names) {
            wanted.add(Workload.named(name).orElseThrow(() -> new UsageException("unknown workload: " + name)));
        }
        return wanted;
    }

    private static Set<Contender> contenders(Arguments arguments) {
        Set<Contender> all = EnumSet.allOf(Contender.class);
        if (arguments.quick()) {
            all.removeAll(EnumSet.of(Contender.MUTINY, Contender.REACTOR, Contender.NETTY, Contender.OCAML_64M));
        }
        return Contender.chosen(arguments.peers(), all);
    }

    /// Measures and prints the tables.
    ///
    /// @return the exit status: 0, or 1 if a contender failed
    public int run() {
        dropAbsentOriginal();
        String machine = Machine.describe(Machine.pinToOneCore(), setting.flags());
        try (Meter meter = new Meter(effort, setting.flags())) {
            for (int round = 1; round <= effort.rounds(); round++) {
                for (Workload workload : workloads) {
                    err.printf("round %d of %d: %s%n", round, effort.rounds(), workload.id());
                    measure(meter, workload);
                }
            }
        }
        out.println(machine);
        out.println();
        out.print(times());
        out.println();
        out.print(allocations());
        out.println();
        printGoals();
        failures.forEach(out::println);
        out.println("All figures: " + writeTsv(machine));
        out.println(Plot.ratios(
                "The core" + setting.title() + ": time of this library / time of the peer", ratios(), file(".png")));
        return failures.isEmpty() ? 0 : 1;
    }

    private void dropAbsentOriginal() {
        Set<Contender> originals = EnumSet.of(Contender.OCAML, Contender.OCAML_64M);
        originals.retainAll(contenders);
        if (!originals.isEmpty()) {
            Original.build("core").ifPresent(reason -> {
                out.println("The original is left out: " + reason + ".");
                contenders.removeAll(originals);
            });
        }
    }

    private void measure(Meter meter, Workload workload) {
        Map<Contender, Series> row = figures.computeIfAbsent(workload, ignored -> new EnumMap<>(Contender.class));
        for (Contender contender : contenders) {
            if (offers(contender, workload)) {
                try {
                    meter.measure(contender, workload, row.computeIfAbsent(contender, ignored -> new Series()));
                } catch (IllegalStateException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        row.values().removeIf(Series::isEmpty);
    }

    private static boolean offers(Contender contender, Workload workload) {
        return !contender.isJava() || contender.newPeer().operations().containsKey(workload);
    }

    private Table times() {
        List<String> heading = new ArrayList<>(List.of("ns/operation"));
        contenders.forEach(contender -> heading.add(contender.id()));
        heading.add("goals");
        Table table = new Table(heading);
        figures.forEach((workload, row) -> {
            List<String> cells = new ArrayList<>(List.of(workload.id() + (workload.countsBytes() ? " (bytes)" : "")));
            contenders.forEach(contender -> cells.add(cell(contender, row)));
            cells.add(verdict(Goal.of(workload, row)));
            table.add(cells);
        });
        return table;
    }

    /// Ours with its spread; a peer's with the ratio of ours to it, so that less than one means we
    /// are faster.
    private static String cell(Contender contender, Map<Contender, Series> row) {
        Series series = row.get(contender);
        Series ours = row.get(Contender.LWT);
        if (series == null || ours == null) {
            return series == null ? "" : Table.figure(series.median());
        }
        return contender == Contender.LWT
                ? String.format(Locale.ROOT, "%s ±%2.0f%%", Table.figure(series.median()), series.spread() * 100)
                : String.format(
                        Locale.ROOT, "%s (%.2f)", Table.figure(series.median()), ours.median() / series.median());
    }

    private static String verdict(List<Goal> goals) {
        if (goals.isEmpty()) {
            return "";
        }
        List<String> missed =
                goals.stream().filter(goal -> !goal.isMet()).map(Goal::against).toList();
        return missed.isEmpty() ? "met" : "MISSED: " + String.join(", ", missed);
    }

    private Table allocations() {
        List<String> heading = new ArrayList<>(List.of("bytes allocated/op"));
        contenders.forEach(contender -> heading.add(contender.id()));
        Table table = new Table(heading);
        figures.forEach((workload, row) -> {
            List<String> cells = new ArrayList<>(List.of(workload.id()));
            for (Contender contender : contenders) {
                Series series = row.get(contender);
                cells.add(series == null ? "" : String.format(Locale.ROOT, "%.0f", series.allocated()));
            }
            if (!workload.countsBytes()) {
                table.add(cells);
            }
        });
        return table;
    }

    private void printGoals() {
        int met = 0;
        List<String> missed = new ArrayList<>();
        for (Map.Entry<Workload, Map<Contender, Series>> entry : figures.entrySet()) {
            for (Goal goal : Goal.of(entry.getKey(), entry.getValue())) {
                if (goal.isMet()) {
                    met++;
                } else {
                    missed.add(entry.getKey().id() + ": " + goal);
                }
            }
        }
        out.printf("Goals met: %d of %d.%n", met, met + missed.size());
        missed.forEach(goal -> out.println("  missed " + goal));
    }

    private List<Plot.Ratio> ratios() {
        List<Plot.Ratio> ratios = new ArrayList<>();
        figures.forEach((workload, row) -> {
            Series ours = row.get(Contender.LWT);
            row.forEach((contender, series) -> {
                if (ours != null && contender != Contender.LWT) {
                    ratios.add(new Plot.Ratio(workload.id(), contender.id(), ours.median() / series.median()));
                }
            });
        });
        return ratios;
    }

    /// Results with other settings of the JVM have files of their own.
    private Path file(String extension) {
        return Home.result("core" + setting.suffix() + extension);
    }

    private Path writeTsv(String machine) {
        List<String> rows = new ArrayList<>();
        figures.forEach((workload, row) -> row.forEach((contender, series) -> rows.add(String.join(
                "\t", workload.id(), contender.id(), workload.countsBytes() ? "bytes" : "ns", series.toTsv()))));
        return Series.writeTsv(file(".tsv"), machine, rows);
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (Workload workload : Workload.values()) {
            text.append(String.format("    %-8s  %s%n", workload.id(), workload.question()));
        }
        text.append(String.format("  peers%n"));
        for (Contender contender : Contender.values()) {
            text.append(String.format("    %-9s  %s%n", contender.id(), contender.description()));
        }
        return text.toString();
    }
}
