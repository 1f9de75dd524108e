package bench.direct;

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

/// How long does one call of a workload of direct style take, for one contender?
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DirectBenchmark {
    @Param("LWT")
    public DirectContender contender = DirectContender.LWT;

    @Param("SUSPENDED")
    public DirectWorkload workload = DirectWorkload.SUSPENDED;

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
