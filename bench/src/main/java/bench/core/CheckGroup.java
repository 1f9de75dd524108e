package bench.core;

import bench.Arguments;
import bench.Child;
import bench.Home;
import bench.Machine;
import bench.Series;
import bench.Table;
import bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// `./lwt bench check`: has a change made the core slower? Compares with `bench/baseline.tsv`.
///
/// A developer's machine does other things too, so this reads the processor time of the thread
/// ([ProcessorTime]), and takes the least of all repetitions. A figure that looks worse is measured
/// twice more before it counts.
public final class CheckGroup {
    private static final int SECOND_LOOKS = 2;
    private static final int MEASUREMENT_SECONDS = 120;
    private static final int REPETITIONS = 10;

    private final int rounds;
    private final boolean update;
    private final List<String> flags;
    private final Set<Workload> workloads;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<Workload, Series> ours = new EnumMap<>(Workload.class);
    private final Map<Workload, Series> bound = new EnumMap<>(Workload.class);

    /// A run of this group.
    ///
    /// @throws UsageException if a workload is unknown or has no lower bound, or what was asked for makes no sense
    public CheckGroup(Arguments arguments, PrintStream out, PrintStream err) {
        if (!arguments.peers().isEmpty()) {
            throw new UsageException("check compares with the lower bound, and takes no peers");
        }
        if (arguments.update() && !arguments.names().isEmpty()) {
            throw new UsageException("--update writes the whole baseline, and takes no names");
        }
        this.rounds = arguments.quick() ? 1 : 3;
        this.update = arguments.update();
        this.flags = arguments.setting().flags();
        this.workloads = workloads(arguments.names());
        this.out = out;
        this.err = err;
    }

    private static Set<Workload> workloads(List<String> names) {
        Peer limit = Contender.LIMIT.newPeer();
        Set<Workload> bounded = new TreeSet<>(limit.operations().keySet());
        bounded.removeIf(Workload::countsBytes);
        if (names.isEmpty()) {
            return bounded;
        }
        Set<Workload> wanted = new TreeSet<>();
        for (String name : names) {
            wanted.add(Workload.named(name)
                    .filter(bounded::contains)
                    .orElseThrow(() -> new UsageException("unknown workload, or one without a bound: " + name)));
        }
        return wanted;
    }

    /// Measures, and compares with the baseline or writes it.
    ///
    /// @return the exit status: 0, or 1 if a workload costs more than before
    /// @throws IOException if the baseline cannot be read or written, or a contender failed
    public int run() throws IOException {
        Path file = Home.kept("baseline.tsv");
        if (!update && !Files.exists(file)) {
            throw new IOException("there is no " + file + "; ./lwt bench check --update writes it");
        }
        Baseline before = update ? new Baseline(Map.of()) : Baseline.read(file);
        String machine = Machine.describe(Machine.pinToOneCore(), flags);
        for (int round = 1; round <= rounds; round++) {
            for (Workload workload : workloads) {
                err.printf("round %d of %d: %s%n", round, rounds, workload.id());
                measure(workload);
            }
        }
        for (Workload workload : workloads) {
            for (int look = 0; look < SECOND_LOOKS && isWorse(workload, before); look++) {
                err.printf("once more: %s%n", workload.id());
                measure(workload);
            }
        }
        out.println(machine);
        out.println();
        return update ? write(file, machine) : compare(before);
    }

    private void measure(Workload workload) throws IOException {
        measure(Contender.LWT, workload, ours.computeIfAbsent(workload, _ -> new Series()));
        measure(Contender.LIMIT, workload, bound.computeIfAbsent(workload, _ -> new Series()));
    }

    private void measure(Contender contender, Workload workload, Series series) throws IOException {
        List<String> arguments = List.of(contender.name(), workload.name(), Integer.toString(REPETITIONS));
        Child child = Child.java(flags, ProcessorTime.class, arguments, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw new IOException(contender.id() + " failed at " + workload.id() + ": " + child.complaint());
        }
        for (String line : child.output().lines().toList()) {
            String[] figures = line.split("\t", -1);
            series.add(List.of(Double.valueOf(figures[0])), Double.parseDouble(figures[1]));
        }
    }

    private Baseline.Entry entry(Workload workload) {
        Series lwt = ours.getOrDefault(workload, new Series());
        Series limit = bound.getOrDefault(workload, new Series());
        return new Baseline.Entry(lwt.least() / limit.least(), lwt.allocated());
    }

    private boolean isWorse(Workload workload, Baseline before) {
        Baseline.Entry was = before.entries().get(workload);
        return was != null && entry(workload).worseThan(was) > Baseline.TOLERANCE;
    }

    private int write(Path file, String machine) throws IOException {
        Map<Workload, Baseline.Entry> entries = new EnumMap<>(Workload.class);
        workloads.forEach(workload -> entries.put(workload, entry(workload)));
        new Baseline(entries).write(file, machine);
        entries.forEach((workload, entry) -> out.printf("%-8s  %s%n", workload.id(), entry));
        out.println("Written: " + file);
        return 0;
    }

    private int compare(Baseline before) {
        Table table = new Table(List.of("workload", "now", "before", "worse by", ""));
        List<String> worse = new ArrayList<>();
        for (Workload workload : workloads) {
            Baseline.Entry now = entry(workload);
            Baseline.Entry was = before.entries().get(workload);
            boolean failed = isWorse(workload, before);
            table.add(List.of(
                    workload.id(),
                    now.toString(),
                    was == null ? "not in the baseline" : was.toString(),
                    was == null ? "" : String.format(Locale.ROOT, "%.2f", now.worseThan(was)),
                    failed ? "WORSE" : ""));
            if (failed) {
                worse.add(workload.id());
            }
        }
        out.print(table);
        out.println();
        out.println(
                worse.isEmpty()
                        ? "Nothing costs more than " + Baseline.TOLERANCE + " of what it did."
                        : "More than " + Baseline.TOLERANCE + " of what it was: " + String.join(", ", worse)
                                + ". If that is meant, ./lwt bench check --update writes the new baseline.");
        return worse.isEmpty() ? 0 : 1;
    }
}
