package bench.growth;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;

import bench.Machine;
import bench.core.Contender;
import bench.core.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;

/// The main class of a child JVM: `GrowthMain WORKLOAD CONTENDER SIZE…` prints for each size the
/// nanoseconds of processor time that one of so many costs, the median of some repetitions.
///
/// Processor time of the whole process, so that a collector which works harder for many is in it;
/// compilers have done their work in the repetitions before.
public final class GrowthMain {
    private static final int REPETITIONS = 3;
    private static final int WARM_UPS = 2;
    private static final int NANOS_BETWEEN_TIMERS = 1000;

    private final Random random = new Random(42);

    GrowthMain() {}

    /// Prints the figures.
    public static void main(String[] arguments) {
        GrowthWorkload workload = GrowthWorkload.valueOf(arguments[0]);
        IntConsumer body = new GrowthMain().body(workload, GrowthContender.valueOf(arguments[1]));
        for (String size : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            System.out.println(nanosOfOne(body, Integer.parseInt(size), workload.elements()));
        }
        System.exit(0);
    }

    /// The median, of repetitions with at least so many in each.
    private static double nanosOfOne(IntConsumer body, int size, int elements) {
        int calls = Math.max(1, elements / size);
        for (int k = 0; k < WARM_UPS; k++) {
            repeat(body, size, calls);
        }
        double[] nanos = new double[REPETITIONS];
        for (int k = 0; k < REPETITIONS; k++) {
            long begin = Machine.cpuNanos();
            repeat(body, size, calls);
            nanos[k] = (double) (Machine.cpuNanos() - begin) / calls / size;
        }
        Arrays.sort(nanos);
        return nanos[REPETITIONS / 2];
    }

    private static void repeat(IntConsumer body, int size, int calls) {
        for (int call = 0; call < calls; call++) {
            body.accept(size);
        }
    }

    /// What does a workload once, at the size given.
    IntConsumer body(GrowthWorkload workload, GrowthContender contender) {
        return switch (workload) {
            case CHAIN -> chain(contender);
            case FIBERS -> contender == GrowthContender.VT ? this::threads : this::fibers;
            case TIMERS -> this::timers;
            case CONNECTIONS -> throw new IllegalArgumentException("a server is measured from outside");
        };
    }

    private static IntConsumer chain(GrowthContender contender) {
        Contender peer = switch (contender) {
            case LIMIT -> Contender.LIMIT;
            case CF -> Contender.CF;
            default -> Contender.LWT;
        };
        IntUnaryOperator operation = peer.newPeer().operation(Workload.W03_1000);
        return size -> {
            if (operation.applyAsInt(size) < 0) {
                throw new IllegalStateException("the chain was not resolved");
            }
        };
    }

    /// As dense in time, however many.
    private Duration some(int size) {
        return Duration.ofNanos((long) NANOS_BETWEEN_TIMERS * random.nextInt(size));
    }

    private void timers(int size) {
        LwtMain.run(() -> {
            List<Promise<?>> all = new ArrayList<>(size);
            for (int k = 0; k < size; k++) {
                all.add(LwtUnix.sleep(some(size)));
            }
            return Lwt.join(all);
        });
    }

    private void fibers(int size) {
        LwtMain.run(() -> {
            List<Promise<?>> all = new ArrayList<>(size);
            for (int k = 0; k < size; k++) {
                Duration duration = some(size);
                all.add(spawn(() -> await(LwtUnix.sleep(duration))));
            }
            return Lwt.join(all);
        });
    }

    private void threads(int size) {
        List<Thread> all = new ArrayList<>(size);
        for (int k = 0; k < size; k++) {
            Duration duration = some(size);
            all.add(Thread.startVirtualThread(() -> sleep(duration)));
        }
        try {
            for (Thread each : all) {
                each.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
