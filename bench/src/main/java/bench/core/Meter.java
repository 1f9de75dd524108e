package bench.core;

import bench.Child;
import bench.Effort;
import bench.Jmh;
import bench.Series;
import java.util.List;

/// Measures one contender at one workload, once: each time in a process of its own.
final class Meter implements AutoCloseable {
    private static final int MEASUREMENT_SECONDS = 120;

    private final Effort effort;
    private final List<String> flags;
    private final Jmh jmh;

    Meter(Effort effort, List<String> flags) {
        this.effort = effort;
        this.flags = flags;
        this.jmh = new Jmh(effort, flags);
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
        try {
            jmh.measure(CoreBenchmark.class, contender, workload, workload.operations(workload.size()), figures);
        } catch (IllegalStateException e) {
            throw failure(contender, workload, String.valueOf(e.getMessage()));
        }
    }

    private void measureBytes(Contender contender, Workload workload, Series figures) {
        List<String> arguments = List.of(contender.name(), Integer.toString(workload.size()));
        Child child = Child.java(flags, Footprint.class, arguments, MEASUREMENT_SECONDS);
        if (child.status() != 0) {
            throw failure(contender, workload, child.complaint());
        }
        double bytes = Double.parseDouble(child.output().strip());
        figures.add(List.of(bytes), bytes);
    }

    private void measureOriginal(Contender contender, Workload workload, Series figures) {
        double seconds = effort.iterationMillis() / 1000.0;
        Child child = OriginalCore.measure(contender, workload, seconds, effort.iterations(), MEASUREMENT_SECONDS);
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
        jmh.close();
    }
}
