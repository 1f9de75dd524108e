package bench.memory;

import bench.Arguments;
import bench.Child;
import bench.Home;
import bench.Machine;
import bench.Table;
import bench.UsageException;
import bench.core.Contender;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `./lwt bench memory`: what may not grow, and what a waiting thing costs.
public final class MemoryGroup {
    private static final int CHECK_SECONDS = 180;

    /// What the JVM exits with under `-XX:+ExitOnOutOfMemoryError`.
    private static final int OUT_OF_MEMORY = 3;

    private final Set<Check> checks;
    private final Set<Contender> contenders;
    private final PrintStream out;
    private final PrintStream err;
    private final List<String> missed = new ArrayList<>();
    private final List<String> values = new ArrayList<>(List.of("check\tcontender\tresult\tbytes"));

    /// A run of this group.
    ///
    /// @throws UsageException if a check or a contender is unknown
    public MemoryGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.checks = checks(arguments.names());
        this.contenders = contenders(arguments);
        this.out = out;
        this.err = err;
    }

    private static Set<Check> checks(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(Check.class);
        }
        Set<Check> wanted = EnumSet.noneOf(Check.class);
        for (String name : names) {
            wanted.add(Check.named(name).orElseThrow(() -> new UsageException("unknown check: " + name)));
        }
        return wanted;
    }

    private static Set<Contender> contenders(Arguments arguments) {
        Set<Contender> all = arguments.quick()
                ? EnumSet.of(Contender.LWT, Contender.LIMIT)
                : EnumSet.complementOf(EnumSet.of(Contender.SCOPED, Contender.THREAD_LOCAL));
        Set<Contender> wanted = Contender.chosen(arguments.peers(), all);
        wanted.removeIf(contender -> !contender.isJava());
        return wanted;
    }

    /// Makes the checks and prints the table.
    ///
    /// @return the exit status: 0, or 1 if this library fails a check
    public int run() {
        String machine = Machine.describe(Machine.pinToOneCore(), List.of());
        List<String> heading = new ArrayList<>(List.of("check"));
        contenders.forEach(contender -> heading.add(contender.id()));
        heading.add("goal");
        Table table = new Table(heading);
        for (Check check : checks) {
            err.println(check.id());
            table.add(row(check));
        }
        out.println(machine);
        out.println();
        out.print(table);
        out.println();
        checks.forEach(check -> out.printf("%-19s  %s%n", check.id(), check.question()));
        out.println();
        out.println(missed.isEmpty() ? "All goals are met." : "Goals missed: " + String.join("; ", missed) + ".");
        out.println("All figures: " + writeTsv(machine));
        return missed.isEmpty() ? 0 : 1;
    }

    private List<String> row(Check check) {
        List<String> cells = new ArrayList<>(List.of(check.id()));
        for (Contender contender : contenders) {
            cells.add(check.isOfferedBy(contender) ? cell(check, contender) : "");
        }
        cells.add(check.countsBytes() ? "≤ " + check.mostBytes() + " bytes" : "passes");
        return cells;
    }

    private String cell(Check check, Contender contender) {
        List<String> flags = new ArrayList<>(check.flags());
        flags.add("-XX:+ExitOnOutOfMemoryError");
        Child child = Child.java(flags, Probe.class, List.of(check.name(), contender.name()), CHECK_SECONDS);
        boolean passed = child.status() == 0;
        String result = passed ? "passes" : failure(child);
        double bytes = passed ? Double.parseDouble(child.output().strip()) : Double.NaN;
        values.add(String.join("\t", check.id(), contender.id(), result, Double.toString(bytes)));
        if (contender == Contender.LWT && !(passed && bytes <= check.mostBytes())) {
            missed.add(check.id() + " (" + (passed ? Table.figure(bytes) + " bytes" : result) + ")");
        }
        return passed && check.countsBytes() ? String.format(Locale.ROOT, "%.1f", bytes) : result;
    }

    private static String failure(Child child) {
        if (child.tookTooLong()) {
            return "too slow";
        }
        if (child.status() == OUT_OF_MEMORY) {
            return "OutOfMemoryError";
        }
        String printed = child.output().strip();
        return printed.isEmpty() ? child.complaint() : printed.lines().toList().getLast();
    }

    private Path writeTsv(String machine) {
        values.addFirst("# " + machine);
        try {
            return Files.write(Home.result("memory.tsv"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the help text on this group.
    public static String help() {
        StringBuilder text = new StringBuilder();
        for (Check check : Check.values()) {
            text.append(String.format("    %-19s  %s%n", check.id(), check.question()));
        }
        return text.toString();
    }
}
