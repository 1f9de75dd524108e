package bench.start;

import bench.Arguments;
import bench.Home;
import bench.Machine;
import bench.Series;
import bench.Table;
import bench.UsageException;
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

/// `./lwt bench start`: the time from the start of a process to its first output, of the example
/// `Hello` (a fiber that asks for a name) and of a program that knows nothing of this library; with
/// the cache that the JVM made of an earlier run, and without.
public final class StartGroup {
    private static final double MOST_MILLIS = 150; // of Hello with its cache

    private final int runs;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<Starter, Series> figures = new EnumMap<>(Starter.class);

    /// A run of this group.
    ///
    /// @throws UsageException if anything but `--quick` is asked for
    public StartGroup(Arguments arguments, PrintStream out, PrintStream err) {
        if (!arguments.names().isEmpty() || !arguments.peers().isEmpty()) {
            throw new UsageException("start takes no names and no peers");
        }
        this.runs = arguments.quick() ? 7 : 25;
        this.out = out;
        this.err = err;
    }

    /// Measures and prints the table.
    ///
    /// @return the exit status: 0, or 1 if a program did not start
    public int run() {
        String machine = Machine.describe("not pinned, as for a user", List.of());
        try {
            var programs = new Programs(Home.result("start"));
            programs.build();
            for (int run = 1; run <= runs; run++) {
                err.printf("run %d of %d%n", run, runs);
                for (Starter starter : Starter.values()) {
                    figures.computeIfAbsent(starter, _ -> new Series())
                            .add(List.of(programs.millisToFirstOutput(starter)), 0);
                }
            }
        } catch (IOException e) {
            err.println("lwt bench: " + e.getMessage());
            return 1;
        }
        out.println(machine);
        out.println();
        out.print(table());
        out.println();
        double ours = median(Starter.HELLO_CACHED);
        out.printf(
                Locale.ROOT,
                "%s hello-cached: %.0f ms, %.0f allowed.%n",
                ours <= MOST_MILLIS ? "met   " : "MISSED",
                ours,
                MOST_MILLIS);
        out.println("All figures: " + writeTsv(machine));
        return 0;
    }

    private double median(Starter starter) {
        Series series = figures.get(starter);
        return series == null ? Double.NaN : series.median();
    }

    private Table table() {
        Table table = new Table(List.of("program", "ms", "spread", "least", "most", "more than bare", ""));
        figures.forEach((starter, series) -> table.add(List.of(
                starter.id(),
                Table.figure(series.median()),
                String.format(Locale.ROOT, "±%.0f%%", series.spread() * 100),
                Table.figure(series.least()),
                Table.figure(series.most()),
                starter.isOurs() ? Table.figure(series.median() - median(starter.bare())) : "",
                starter.description())));
        return table;
    }

    private Path writeTsv(String machine) {
        List<String> lines = new ArrayList<>(List.of("# " + machine, "program\tunit\t" + Series.TSV_HEADING));
        figures.forEach((starter, series) -> lines.add(String.join("\t", starter.id(), "ms", series.toTsv())));
        try {
            return Files.write(Home.result("start.tsv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (Starter starter : Starter.values()) {
            text.append(String.format("    %-13s  %s%n", starter.id(), starter.description()));
        }
        return text.toString();
    }
}
