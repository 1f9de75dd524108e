package bench.react;

import bench.Arguments;
import bench.Child;
import bench.Home;
import bench.Machine;
import bench.Original;
import bench.Plot;
import bench.Series;
import bench.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `./lwt bench react`: events and signals beside OCaml's React, in turns.
public final class ReactGroup {
    private static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-Xmn256m", "-XX:+UseSerialGC");
    private static final int LIMIT_SECONDS = 120;
    private static final int MOST_BYTES = 24; // of a push: nothing for each node, and little for the push itself

    private final Set<ReactProgram> programs;
    private final boolean quick;
    private final PrintStream out;
    private final PrintStream err;
    private final List<Plot.Ratio> ratios = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> values = new ArrayList<>(List.of("workload\tcontender\tnanoseconds\tbytes"));

    /// A run of this group.
    ///
    /// @throws bench.UsageException if a workload is unknown
    public ReactGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.programs = ReactProgram.named(arguments.names());
        this.quick = arguments.quick();
        this.out = out;
        this.err = err;
    }

    /// Measures and prints the table.
    ///
    /// @return the exit status: 0, or 1 if a goal is missed
    public int run() {
        String machine = Machine.describe(Machine.pinToOneCore(), FLAGS);
        Optional<String> why = Original.build("reactive", "react");
        Table table =
                new Table(List.of("workload", "lwt ns", "spread", "bytes", "ocaml ns", "bytes", "lwt / ocaml", "goal"));
        for (ReactProgram program : programs) {
            err.println(program);
            table.add(row(program, why.isEmpty()));
        }
        out.println(machine);
        out.println();
        out.print(table);
        out.println();
        programs.forEach(program -> out.printf("%s  %s%n", program, program.description()));
        why.ifPresent(reason -> out.printf("%nWithout OCaml's React: %s.%n", reason));
        out.println();
        out.println(missed.isEmpty() ? "All goals are met." : "Goals missed: " + String.join("; ", missed) + ".");
        out.println("All figures: " + writeTsv(machine));
        out.println(Plot.ratios("React: this library / the original", ratios, Home.result("react.png")));
        return missed.isEmpty() ? 0 : 1;
    }

    private List<String> row(ReactProgram program, boolean withOriginal) {
        var ours = new Series();
        var theirs = new Series();
        List<String> arguments = List.of(program.name(), quick ? "0.1" : "0.5", quick ? "5" : "10");
        List<String> original = new ArrayList<>(List.of(Original.program("reactive"), "measure"));
        original.addAll(arguments);
        for (int round = 0; round < (quick ? 1 : 3); round++) {
            add(program, "lwt", ours, Child.java(FLAGS, ReactMain.class, arguments, LIMIT_SECONDS));
            if (withOriginal) {
                add(program, "ocaml", theirs, Child.run(original, LIMIT_SECONDS));
            }
        }
        List<String> cells = new ArrayList<>(List.of(program.name()));
        if (ours.isEmpty()) {
            cells.add("failed");
            return cells;
        }
        cells.addAll(List.of(
                Table.figure(ours.median()),
                String.format(Locale.ROOT, "%.0f %%", 100 * ours.spread()),
                String.format(Locale.ROOT, "%.1f", ours.allocated())));
        if (program != ReactProgram.R4 && program != ReactProgram.R5 && ours.allocated() > MOST_BYTES) {
            missed.add(program + " (" + Table.figure(ours.allocated()) + " bytes)");
        }
        if (!theirs.isEmpty()) {
            double ratio = ours.median() / theirs.median();
            ratios.add(new Plot.Ratio(program.name(), "ocaml", ratio));
            cells.addAll(List.of(
                    Table.figure(theirs.median()),
                    String.format(Locale.ROOT, "%.1f", theirs.allocated()),
                    Table.figure(ratio),
                    "≤ " + program.goal()));
            if (ratio > program.goal()) {
                missed.add(program + " (" + Table.figure(ratio) + ")");
            }
        }
        return cells;
    }

    private void add(ReactProgram program, String contender, Series series, Child child) {
        if (child.status() != 0) {
            missed.add(program + " of " + contender + " (" + child.complaint() + ")");
            return;
        }
        for (String line : child.output().lines().toList()) {
            String[] figures = line.split("\t", -1);
            series.add(List.of(Double.valueOf(figures[0])), Double.parseDouble(figures[1]));
            values.add(String.join("\t", program.name(), contender, line));
        }
    }

    private Path writeTsv(String machine) {
        values.addFirst("# " + machine);
        try {
            return Files.write(Home.result("react.tsv"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (ReactProgram program : ReactProgram.values()) {
            text.append(String.format("    %-19s  %s%n", program.name(), program.description()));
        }
        return text.toString();
    }
}
