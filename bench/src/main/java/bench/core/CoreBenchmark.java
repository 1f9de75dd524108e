package bench.core;

import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// How long does one call of a workload take, for one contender? In a JVM that runs nothing else,
/// so that no profile of another contender or workload spoils it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoreBenchmark {
    @Param("LWT")
    public Contender contender = Contender.LWT;

    @Param("W02")
    public Workload workload = Workload.W02;

    private IntUnaryOperator operation = IntUnaryOperator.identity();
    private int size;

    @Setup
    public void setUp() {
        operation = contender.newPeer().operation(workload);
        size = workload.size();
    }

    @Benchmark
    public int call() {
        return operation.applyAsInt(size);
    }
}
