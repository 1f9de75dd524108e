package bench.core;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/// The main class of a child JVM: what does an operation cost in processor time of its thread? That
/// holds on a machine which does other things too, where the time on the clock says nothing; but it
/// leaves out the collector, and what other programs do to the caches.
public final class ProcessorTime {
    private static final long WARM_UP_NANOS = 700_000_000;
    private static final long REPETITION_NANOS = 40_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Where checksums go, public so that they are needed.
    public static volatile int sink;

    private ProcessorTime() {}

    /// Prints nanoseconds and bytes of one operation, with a tab between, once for each repetition.
    ///
    /// @param arguments the contender, the workload, and how many repetitions
    public static void main(String[] arguments) {
        Workload workload = Workload.valueOf(arguments[1]);
        IntUnaryOperator operation = Contender.valueOf(arguments[0]).newPeer().operation(workload);
        int size = workload.size();
        int calls = 1;
        long began = THREADS.getCurrentThreadCpuTime();
        long last = 0;
        while (THREADS.getCurrentThreadCpuTime() - began < WARM_UP_NANOS || last < REPETITION_NANOS) {
            calls = last < REPETITION_NANOS ? calls * 2 : calls;
            last = nanos(operation, size, calls);
        }
        for (int repetition = Integer.parseInt(arguments[2]); repetition > 0; repetition--) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            double nanos = nanos(operation, size, calls);
            double bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            double operations = (double) calls * workload.operations(size);
            System.out.printf(Locale.ROOT, "%.4f\t%.2f%n", nanos / operations, bytes / operations);
        }
    }

    private static long nanos(IntUnaryOperator operation, int size, int calls) {
        int sum = 0;
        long began = THREADS.getCurrentThreadCpuTime();
        for (int call = 0; call < calls; call++) {
            sum += operation.applyAsInt(size);
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - began;
        sink = sum;
        return nanos;
    }
}
