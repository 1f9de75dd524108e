package bench.core;

import bench.Child;
import bench.Home;
import bench.Series;
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

/// Measures one contender at one workload, once: each time in a process of its own.
final class Meter implements AutoCloseable {
    /// The flags of every JVM measured: a heap that never grows and the collector with the least to
    /// say.
    static final List<String> FLAGS = List.of("-Xms2g", "-Xmx2g", "-Xmn512m", "-XX:+UseSerialGC");

    /// The name that JMH's profiler gives to its figure.
    private static final String ALLOCATED_PER_CALL = "gc.alloc.rate.norm";

    private static final int MEASUREMENT_SECONDS = 120;

    private final Effort effort;
    private final PrintStream log;

    /// How long to measure.
    ///
    /// @param rounds how often every contender takes its turn
    /// @param warmups warm-up iterations of a JVM
    /// @param warmupMillis milliseconds of each
    /// @param iterations measured iterations of a JVM; of the original: repetitions
    /// @param iterationMillis milliseconds of each
    record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {
        static final Effort FULL = new Effort(3, 4, 300, 5, 200);
        static final Effort QUICK = new Effort(1, 3, 250, 5, 120);
    }

    Meter(Effort effort) {
        this.effort = effort;
        try {
            this.log = new PrintStream(Home.result("jmh.log").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds one measurement to the figures so far.
    ///
    /// @throws IllegalStateException if the contender failed
    void measure(Contender contender, Workload workload, Series figures) {
        if (!contender.isJava()) {
            measureOriginal(contender, workload, figures);
        } else if (workload.countsBytes()) {
            measureBytes(contender, workload, figures);
        } else {
            measureTime(contender, workload, figures);
        }
    }

    private void measureTime(Contender contender, Workload workload, Series figures) {
        Options options = new OptionsBuilder()
                .include(CoreBenchmark.class.getName())
                .param("contender", contender.name())
                .param("workload", workload.name())
                .forks(1)
                .warmupIterations(effort.warmups)
                .warmupTime(TimeValue.milliseconds(effort.warmupMillis))
                .measurementIterations(effort.iterations)
                .measurementTime(TimeValue.milliseconds(effort.iterationMillis))
                .jvmArgsPrepend(Child.ownFlags().toArray(new String[0]))
                .jvmArgs(FLAGS.toArray(new String[0]))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        try {
            var format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
            Collection<RunResult> results = new Runner(options, format).run();
            add(results.iterator().next(), workload.operations(workload.size()), figures);
        } catch (RunnerException e) {
            throw failure(contender, workload, e.getMessage() + "; see " + Home.result("jmh.log"));
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

    private static void measureBytes(Contender contender, Workload workload, Series figures) {
        List<String> arguments = List.of(contender.name(), Integer.toString(workload.size()));
        Child child = Child.java(FLAGS, Footprint.class, arguments, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw failure(contender, workload, child.complaint());
        }
        double bytes = Double.parseDouble(child.output().strip());
        figures.add(List.of(bytes), bytes);
    }

    private void measureOriginal(Contender contender, Workload workload, Series figures) {
        double seconds = effort.iterationMillis / 1000.0;
        Child child = OriginalCore.measure(contender, workload, seconds, effort.iterations, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw failure(contender, workload, child.complaint());
        }
        for (String line : child.output().lines().toList()) {
            String[] numbers = line.split("\t", -1);
            figures.add(List.of(Double.parseDouble(numbers[0])), Double.parseDouble(numbers[1]));
        }
    }

    private static IllegalStateException failure(Contender contender, Workload workload, String why) {
        return new IllegalStateException(contender.id() + " failed at " + workload.id() + ": " + why);
    }

    @Override
    public void close() {
        log.close();
    }
}
