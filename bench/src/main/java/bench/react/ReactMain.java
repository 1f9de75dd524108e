package bench.react;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// The main class of the JVM in which this library's side is measured: `ReactMain PROGRAM SECONDS REPETITIONS`.
/// Prints a line per repetition: nanoseconds of processor time and bytes allocated per operation, with a tab between.
public final class ReactMain {
    private static final int WARM_UPS = 5;
    private static final double NANOS = 1e9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ReactProgram.Running program;
    private int checksum;

    private ReactMain(ReactProgram.Running program) {
        this.program = program;
    }

    /// Measures a program.
    ///
    /// @param arguments its name, the seconds that a repetition takes, and how many there are
    public static void main(String[] arguments) {
        var main = new ReactMain(ReactProgram.valueOf(arguments[0]).start());
        double seconds = Double.parseDouble(arguments[1]);
        int repetitions = Integer.parseInt(arguments[2]);
        int calls = 0;
        for (int i = 0; i < WARM_UPS; i++) {
            calls = main.calibrate(seconds);
        }
        for (int i = 0; i < repetitions; i++) {
            long bytes = allocated();
            double nanos = main.nanos(calls);
            System.out.printf(Locale.ROOT, "%.4f\t%.2f%n", nanos / calls, (double) (allocated() - bytes) / calls);
        }
        System.err.println("checksum " + main.checksum);
    }

    /// How many calls take so many seconds.
    private int calibrate(double seconds) {
        int calls = 1;
        while (true) {
            double nanos = nanos(calls);
            if (nanos >= seconds * NANOS / 4) {
                return Math.max(1, (int) (calls * seconds * NANOS / nanos));
            }
            calls *= 2;
        }
    }

    private double nanos(int calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        checksum += program.run(calls);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
