package bench.memory;

import bench.core.Contender;
import bench.core.Footprint;
import bench.core.Peer;
import bench.core.Workload;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import lwt.Lwt;
import lwt.unix.LwtUnix;

/// The main class of a child JVM: makes one check with one contender, and prints the bytes, if it
/// measures any, or the name of what ended it.
public final class Probe {
    private static final int WARM_UP_CALLS = 50;
    private static final int FAILED = 1;

    private Probe() {}

    /// Makes a check.
    ///
    /// @param arguments the check and the contender
    public static void main(String[] arguments) {
        try {
            System.out.println(measure(Check.valueOf(arguments[0]), Contender.valueOf(arguments[1])));
            System.exit(0);
        } catch (Throwable e) {
            System.out.println(rootOf(e).getClass().getSimpleName());
            System.exit(FAILED);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static double measure(Check check, Contender contender) throws InterruptedException {
        if (check.workload().isPresent()) {
            return measure(check, check.workload().get(), contender);
        }
        return switch (check) {
            case SLEEP_LOOP -> passing(Programs::sleepLoop);
            case FIBER_PAUSE_LOOP -> passing(() -> Programs.fiberLoop(Lwt::pause));
            case FIBER_RESOLVED_LOOP -> passing(() -> Programs.fiberLoop(Lwt::unit));
            case FIBER_SLEEP_LOOP -> passing(() -> Programs.fiberLoop(() -> LwtUnix.sleep(Duration.ZERO)));
            case CHOOSE_LOOP -> Programs.chooseLoop();
            case SLEEPING_CALLBACK -> Programs.sleepingCallback();
            case SLEEPING_FIBER -> Programs.sleepingFiber();
            default -> throw new IllegalArgumentException("no program for " + check);
        };
    }

    private static double passing(Runnable program) {
        program.run();
        return 0;
    }

    private static double measure(Check check, Workload workload, Contender contender) throws InterruptedException {
        if (workload.countsBytes()) {
            return Footprint.bytesPerPromise(contender, check.size());
        }
        Peer peer = contender.newPeer();
        IntUnaryOperator operation = peer.operation(workload);
        int done = 0;
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            done += operation.applyAsInt(workload.smallSize());
        }
        done += operation.applyAsInt(check.size());
        return done < 0 ? Double.NaN : 0;
    }
}
