package bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures nanoseconds and bytes of an operation by JMH, each time in a JVM of its own. What JMH
/// says about it goes to a file.
public final class Jmh implements AutoCloseable {
    /// The name that JMH's profiler gives to its figure.
    private static final String ALLOCATED_PER_CALL = "gc.alloc.rate.norm";

    private final Effort effort;
    private final List<String> flags;
    private final PrintStream log;

    /// JVMs with these flags, besides those of this one.
    public Jmh(Effort effort, List<String> flags) {
        this.effort = effort;
        this.flags = flags;
        try {
            this.log = new PrintStream(Home.result("jmh.log").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds one measurement to the figures so far.
    ///
    /// @param benchmark a class with one benchmark, which has the parameters `contender` and `workload`
    /// @param operations what one call counts for
    /// @throws IllegalStateException if the contender failed
    public void measure(Class<?> benchmark, Enum<?> contender, Enum<?> workload, int operations, Series figures) {
        Options options = new OptionsBuilder()
                .include(benchmark.getName())
                .param("contender", contender.name())
                .param("workload", workload.name())
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.milliseconds(effort.warmupMillis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.iterationMillis()))
                .jvmArgsPrepend(Child.ownFlags().toArray(new String[0]))
                .jvmArgs(flags.toArray(new String[0]))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        try {
            var format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
            Collection<RunResult> results = new Runner(options, format).run();
            add(results.iterator().next(), operations, figures);
        } catch (RunnerException e) {
            throw new IllegalStateException(e.getMessage() + "; see " + Home.result("jmh.log"), e);
        }
    }

    private static void add(RunResult result, int operations, Series figures) {
        var aggregated = result.getAggregatedResult();
        List<Double> times = new ArrayList<>();
        for (var iteration : aggregated.getIterationResults()) {
            times.add(iteration.getPrimaryResult().getScore() / operations);
        }
        double bytes = Objects.requireNonNull(aggregated.getSecondaryResults().get(ALLOCATED_PER_CALL))
                .getScore();
        figures.add(times, bytes / operations);
    }

    @Override
    public void close() {
        log.close();
    }
}
