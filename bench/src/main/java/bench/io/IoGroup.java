package bench.io;

import bench.Arguments;
import bench.Home;
import bench.Machine;
import bench.Original;
import bench.Plot;
import bench.Series;
import bench.Table;
import bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `./lwt bench io`: servers, descriptors, jobs and timers against their peers.
///
/// In every round each workload is measured for one contender after the other, each in a process
/// of its own.
public final class IoGroup {
    private static final Set<IoWorkload> QUICK = EnumSet.of(
            IoWorkload.ECHO_64_64,
            IoWorkload.ECHO_64_16K,
            IoWorkload.PIPE_64,
            IoWorkload.JOB_1,
            IoWorkload.JOB_64,
            IoWorkload.TIMERS);

    private final int rounds;
    private final Load.Span span;
    private final Set<IoWorkload> workloads;
    private final Set<IoContender> contenders;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<IoWorkload, Map<IoContender, Figures>> figures = new EnumMap<>(IoWorkload.class);
    private final List<String> failures = new ArrayList<>();

    /// What was measured of one contender: microseconds per operation, and of a server more.
    private static final class Figures {
        final Series micros = new Series();
        final Series rate = new Series();
        final Series median = new Series();
        final Series slowest = new Series();
        final Series busy = new Series();

        void add(Load load) {
            micros.add(List.of(load.cpu()), 0);
            rate.add(List.of(load.rate()), 0);
            median.add(List.of(load.median()), 0);
            slowest.add(List.of(load.slowest()), 0);
            busy.add(List.of(load.busy()), 0);
        }

        void add(double[] nanos) {
            micros.add(Arrays.stream(nanos).map(each -> each / 1000).boxed().toList(), 0);
        }
    }

    /// A run of this group.
    ///
    /// @throws UsageException if a workload or a contender is unknown
    public IoGroup(Arguments arguments, PrintStream out, PrintStream err) {
        // Many short rounds: the figures of a shared machine move in spells that are longer than a round.
        this.rounds = arguments.quick() ? 2 : 9;
        this.span = arguments.quick() ? new Load.Span(2, 1.5) : new Load.Span(3, 1.5);
        this.workloads = workloads(arguments);
        this.contenders = IoContender.chosen(arguments.peers());
        this.out = out;
        this.err = err;
    }

    private static Set<IoWorkload> workloads(Arguments arguments) {
        if (arguments.names().isEmpty()) {
            return arguments.quick() ? EnumSet.copyOf(QUICK) : EnumSet.allOf(IoWorkload.class);
        }
        Set<IoWorkload> wanted = EnumSet.noneOf(IoWorkload.class);
        for (String name : arguments.names()) {
            wanted.add(IoWorkload.named(name).orElseThrow(() -> new UsageException("unknown workload: " + name)));
        }
        return wanted;
    }

    /// Measures and prints the tables.
    ///
    /// @return the exit status: 0, or 1 if something could not be measured
    public int run() {
        for (String program : List.of("client", "server")) {
            Optional<String> obstacle = Programs.build(program);
            if (obstacle.isPresent()) {
                out.println(obstacle.get() + ".");
                return 1;
            }
        }
        if (contenders.contains(IoContender.OCAML) || contenders.contains(IoContender.OCAML_CHANNELS)) {
            Original.build("io", "threads.posix").ifPresent(reason -> {
                out.println("The original is left out: " + reason + ".");
                contenders.removeAll(EnumSet.of(IoContender.OCAML, IoContender.OCAML_CHANNELS));
            });
        }
        for (int round = 1; round <= rounds; round++) {
            for (IoWorkload workload : workloads) {
                err.printf("round %d of %d: %s%n", round, rounds, workload.id());
                contenders.stream().filter(workload::isOfferedBy).forEach(contender -> measure(contender, workload));
            }
        }
        String machine = Machine.describe("server on one core, load on another", List.of());
        out.println(machine);
        out.println();
        out.print(costs());
        out.println();
        out.print(serving());
        out.println();
        printGoals();
        failures.forEach(out::println);
        out.println("All figures: " + writeTsv(machine));
        out.println(Plot.ratios(
                "Servers, descriptors, jobs, timers: promises of this library / the peer",
                ratios(),
                Home.result("io.png")));
        return failures.isEmpty() ? 0 : 1;
    }

    private void measure(IoContender contender, IoWorkload workload) {
        Figures one = figures.computeIfAbsent(workload, _ -> new EnumMap<>(IoContender.class))
                .computeIfAbsent(contender, _ -> new Figures());
        try {
            if (workload.isServer()) {
                one.add(Load.measure(contender, workload, span));
            } else {
                one.add(Micro.measure(contender, workload));
            }
        } catch (IOException e) {
            failures.add(workload.id() + ": " + e.getMessage());
        }
    }

    private Optional<Figures> figures(IoWorkload workload, IoContender contender) {
        return Optional.ofNullable(figures.getOrDefault(workload, Map.of()).get(contender))
                .filter(one -> !one.micros.isEmpty());
    }

    private Optional<Series> micros(IoWorkload workload, IoContender contender) {
        return figures(workload, contender).map(one -> one.micros);
    }

    /// Each figure with its ratio to the bound, or to the original where there is no bound.
    private Table costs() {
        List<String> heading = new ArrayList<>(List.of("µs/operation"));
        contenders.forEach(contender -> heading.add(contender.id()));
        Table table = new Table(heading);
        for (IoWorkload workload : workloads) {
            Optional<Series> base = micros(workload, IoContender.C).or(() -> micros(workload, IoContender.OCAML));
            List<String> cells = new ArrayList<>(List.of(workload.id()));
            for (IoContender contender : contenders) {
                cells.add(micros(workload, contender)
                        .map(series -> Table.figure(series.median())
                                + (contender.isOurs()
                                        ? String.format(Locale.ROOT, " ±%.0f%%", 100 * series.spread())
                                        : "")
                                + base.map(b -> String.format(Locale.ROOT, " (%.2f)", series.median() / b.median()))
                                        .orElse(""))
                        .orElse(""));
            }
            table.add(cells);
        }
        return table;
    }

    private Table serving() {
        Table table = new Table(List.of("server", "of", "operations/s", "median µs", "99 % µs", "core used"));
        for (IoWorkload workload : workloads) {
            for (IoContender contender : contenders) {
                if (workload.isServer()) {
                    figures(workload, contender).ifPresent(one -> table.add(servingRow(workload, contender, one)));
                }
            }
        }
        return table;
    }

    private static List<String> servingRow(IoWorkload workload, IoContender contender, Figures one) {
        return List.of(
                workload.id(),
                contender.id(),
                String.format(Locale.ROOT, "%,.0f", one.rate.median()),
                Table.figure(one.median.median()),
                Table.figure(one.slowest.median()),
                String.format(Locale.ROOT, "%.0f %%", 100 * one.busy.median()));
    }

    private List<Plot.Ratio> ratios() {
        List<Plot.Ratio> ratios = new ArrayList<>();
        for (IoWorkload workload : workloads) {
            micros(workload, IoContender.LWT)
                    .ifPresent(ours -> contenders.stream()
                            .filter(contender -> !contender.isOurs())
                            .forEach(contender -> micros(workload, contender)
                                    .ifPresent(theirs -> ratios.add(new Plot.Ratio(
                                            workload.id(), contender.id(), ours.median() / theirs.median())))));
        }
        return ratios;
    }

    private void printGoals() {
        int met = 0;
        List<String> missed = new ArrayList<>();
        for (IoWorkload workload : workloads) {
            for (IoWorkload.Bound bound : workload.bounds()) {
                Optional<Series> ours = micros(workload, bound.ours());
                Optional<Series> theirs = micros(workload, bound.peer());
                if (ours.isPresent() && theirs.isPresent()) {
                    double ratio = ours.get().median() / theirs.get().median();
                    if (ratio <= bound.most()) {
                        met++;
                    } else {
                        missed.add(String.format(
                                Locale.ROOT,
                                "%s: %s %.2f of %s, %.2f wanted",
                                workload.id(),
                                bound.ours().id(),
                                ratio,
                                bound.peer().id(),
                                bound.most()));
                    }
                }
            }
        }
        out.printf("Goals met: %d of %d.%n", met, met + missed.size());
        missed.forEach(goal -> out.println("  missed " + goal));
    }

    private Path writeTsv(String machine) {
        List<String> lines = new ArrayList<>(
                List.of("# " + machine, "workload\tcontender\tmicros\tspread\trate\tmedian\tp99\tbusy"));
        figures.forEach((workload, row) -> row.forEach((contender, one) -> {
            if (!one.micros.isEmpty()) {
                String serving = one.rate.isEmpty()
                        ? "\t\t\t"
                        : String.format(
                                Locale.ROOT,
                                "%.0f\t%.1f\t%.1f\t%.3f",
                                one.rate.median(),
                                one.median.median(),
                                one.slowest.median(),
                                one.busy.median());
                lines.add(String.format(
                        Locale.ROOT,
                        "%s\t%s\t%.4f\t%.3f\t%s",
                        workload.id(),
                        contender.id(),
                        one.micros.median(),
                        one.micros.spread(),
                        serving));
            }
        }));
        try {
            return Files.write(Home.result("io.tsv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (IoWorkload workload : IoWorkload.values()) {
            text.append(String.format("    %-13s  %s%n", workload.id(), workload.question()));
        }
        text.append(String.format("  peers%n"));
        for (IoContender contender : IoContender.values()) {
            text.append(String.format("    %-14s  %s%n", contender.id(), contender.description()));
        }
        return text.toString();
    }
}
