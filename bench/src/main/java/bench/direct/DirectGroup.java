package bench.direct;

import bench.Arguments;
import bench.Child;
import bench.Effort;
import bench.Home;
import bench.Jmh;
import bench.JvmSetting;
import bench.Machine;
import bench.Plot;
import bench.Series;
import bench.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `./lwt bench direct`: fibers beside the other ways to wait without a thread of the operating
/// system. In every round the contenders take turns, each in a JVM of its own.
public final class DirectGroup {
    private static final int MEASUREMENT_SECONDS = 120;
    private static final double MORE_THAN_A_CALL = 2; // nanoseconds
    private static final double OF_CONTINUATION = 1.4;

    private final Effort effort;
    private final JvmSetting setting;
    private final List<String> flags;
    private final Set<DirectWorkload> workloads;
    private final Set<DirectContender> contenders;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<DirectWorkload, Map<DirectContender, Series>> figures = new EnumMap<>(DirectWorkload.class);
    private final List<String> failures = new ArrayList<>();

    /// A run of this group.
    ///
    /// @throws bench.UsageException if a workload or a contender is unknown
    public DirectGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.effort = Effort.of(arguments.quick());
        this.setting = arguments.setting();
        this.flags = new ArrayList<>(setting.flags());
        this.flags.add(Continuations.FLAG);
        this.workloads = DirectWorkload.chosen(arguments.names());
        this.contenders = DirectContender.chosen(arguments.peers());
        this.out = out;
        this.err = err;
    }

    /// Measures and prints the tables.
    ///
    /// @return the exit status: 0, or 1 if a contender failed
    public int run() {
        String machine = Machine.describe(Machine.pinToOneCore(), flags);
        try (Jmh jmh = new Jmh(effort, flags)) {
            for (int round = 1; round <= effort.rounds(); round++) {
                for (DirectWorkload workload : workloads) {
                    err.printf("round %d of %d: %s%n", round, effort.rounds(), workload.id());
                    contenders.forEach(contender -> measure(jmh, contender, workload));
                }
            }
        }
        out.println(machine);
        out.println();
        out.print(times());
        out.println();
        out.print(allocations());
        out.println();
        workloads.forEach(workload -> out.printf("%-9s  %s%n", workload.id(), workload.question()));
        out.println();
        printGoals();
        failures.forEach(out::println);
        out.println("All figures: " + writeTsv(machine));
        out.println(Plot.ratios("Direct style" + setting.title() + ": a fiber / the peer", ratios(), file(".png")));
        return failures.isEmpty() ? 0 : 1;
    }

    private void measure(Jmh jmh, DirectContender contender, DirectWorkload workload) {
        if (!contender.newPeer().offers(workload)) {
            return;
        }
        Series series = new Series();
        try {
            if (workload.countsBytes()) {
                measureBytes(contender, workload, series);
            } else {
                jmh.measure(DirectBenchmark.class, contender, workload, workload.size(), series);
            }
            figures.computeIfAbsent(workload, _ -> new EnumMap<>(DirectContender.class))
                    .computeIfAbsent(contender, _ -> new Series())
                    .addAll(series);
        } catch (IllegalStateException e) {
            failures.add(contender.id() + " failed at " + workload.id() + ": " + e.getMessage());
        }
    }

    private void measureBytes(DirectContender contender, DirectWorkload workload, Series series) {
        List<String> arguments = List.of(contender.name(), Integer.toString(workload.size()));
        Child child = Child.java(flags, Parked.class, arguments, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw new IllegalStateException(child.complaint());
        }
        double bytes = Double.parseDouble(child.output().strip());
        series.add(List.of(bytes), bytes);
    }

    private Optional<Series> figure(DirectWorkload workload, DirectContender contender) {
        return Optional.ofNullable(figures.getOrDefault(workload, Map.of()).get(contender));
    }

    private Table times() {
        Table table = new Table(heading("ns/operation"));
        for (DirectWorkload workload : workloads) {
            Optional<Series> ours = figure(workload, DirectContender.LWT);
            List<String> cells = new ArrayList<>(List.of(workload.id() + (workload.countsBytes() ? " (bytes)" : "")));
            for (DirectContender contender : contenders) {
                cells.add(figure(workload, contender)
                        .map(series -> cell(contender, series, ours))
                        .orElse(""));
            }
            table.add(cells);
        }
        return table;
    }

    private static String cell(DirectContender contender, Series series, Optional<Series> ours) {
        String figure = Table.figure(series.median());
        return contender == DirectContender.LWT
                ? String.format(Locale.ROOT, "%s ±%2.0f%%", figure, series.spread() * 100)
                : figure
                        + ours.map(o -> String.format(Locale.ROOT, " (%.2f)", o.median() / series.median()))
                                .orElse("");
    }

    private Table allocations() {
        Table table = new Table(heading("bytes allocated/op"));
        for (DirectWorkload workload : workloads) {
            if (!workload.countsBytes()) {
                List<String> cells = new ArrayList<>(List.of(workload.id()));
                for (DirectContender contender : contenders) {
                    cells.add(figure(workload, contender)
                            .map(series -> String.format(Locale.ROOT, "%.0f", series.allocated()))
                            .orElse(""));
                }
                table.add(cells);
            }
        }
        return table;
    }

    private List<String> heading(String first) {
        List<String> heading = new ArrayList<>(List.of(first));
        contenders.forEach(contender -> heading.add(contender.id()));
        return heading;
    }

    private void printGoals() {
        printGoal(DirectWorkload.RESOLVED, DirectContender.CALL, (ours, theirs) -> {
            double more = ours - theirs;
            return new Verdict(
                    more <= MORE_THAN_A_CALL,
                    String.format(Locale.ROOT, "%.2f ns more than a call, %.1f allowed", more, MORE_THAN_A_CALL));
        });
        printGoal(
                DirectWorkload.SUSPENDED,
                DirectContender.CONTINUATION,
                (ours, theirs) -> new Verdict(
                        ours / theirs <= OF_CONTINUATION,
                        String.format(
                                Locale.ROOT,
                                "%.2f of a bare continuation's time, %.1f allowed",
                                ours / theirs,
                                OF_CONTINUATION)));
        for (DirectWorkload workload : List.of(DirectWorkload.SPAWN, DirectWorkload.MAILBOX)) {
            printGoal(
                    workload,
                    DirectContender.VIRTUAL_THREADS,
                    (ours, theirs) -> new Verdict(
                            ours <= theirs,
                            String.format(Locale.ROOT, "%.2f of virtual threads' time, 1.0 allowed", ours / theirs)));
        }
    }

    /// Whether a goal is met, and what was measured.
    private record Verdict(boolean met, String measured) {}

    private interface Judge {
        Verdict judge(double ours, double theirs);
    }

    private void printGoal(DirectWorkload workload, DirectContender peer, Judge judge) {
        Optional<Series> ours = figure(workload, DirectContender.LWT);
        Optional<Series> theirs = figure(workload, peer);
        if (ours.isPresent() && theirs.isPresent()) {
            Verdict verdict = judge.judge(ours.get().median(), theirs.get().median());
            out.printf("%s %s: %s.%n", verdict.met ? "met   " : "MISSED", workload.id(), verdict.measured);
        }
    }

    private List<Plot.Ratio> ratios() {
        List<Plot.Ratio> ratios = new ArrayList<>();
        for (DirectWorkload workload : workloads) {
            figure(workload, DirectContender.LWT)
                    .ifPresent(ours -> contenders.stream()
                            .filter(contender -> contender != DirectContender.LWT)
                            .forEach(contender -> figure(workload, contender)
                                    .ifPresent(theirs -> ratios.add(new Plot.Ratio(
                                            workload.id(), contender.id(), ours.median() / theirs.median())))));
        }
        return ratios;
    }

    /// Results with other settings of the JVM have files of their own.
    private Path file(String extension) {
        return Home.result("direct" + setting.suffix() + extension);
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
        for (DirectWorkload workload : DirectWorkload.values()) {
            text.append(String.format("    %-13s  %s%n", workload.id(), workload.question()));
        }
        text.append(String.format("  peers%n"));
        for (DirectContender contender : DirectContender.values()) {
            text.append(String.format("    %-13s  %s%n", contender.id(), contender.description()));
        }
        return text.toString();
    }
}
