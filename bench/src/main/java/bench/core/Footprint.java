package bench.core;

import java.lang.ref.Reference;
import java.util.function.IntUnaryOperator;

/// The main class of a child JVM: how many bytes of heap does each promise of W15 keep alive?
public final class Footprint {
    private static final int WARM_UP = 10_000;
    private static final int ARRAY_HEADER = 16;
    private static final int REFERENCE = 4;

    private Footprint() {}

    /// Prints the figure.
    ///
    /// @param arguments the contender and the number of promises
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(bytesPerPromise(Contender.valueOf(arguments[0]), Integer.parseInt(arguments[1])));
    }

    /// Makes so many promises and looks at the heap before and after.
    public static double bytesPerPromise(Contender contender, int count) throws InterruptedException {
        Peer peer = contender.newPeer();
        IntUnaryOperator pending = peer.operation(Workload.W15);
        Peer.check(pending.applyAsInt(WARM_UP) == WARM_UP, "warm-up");
        peer.escaped = null;
        long before = liveBytes();
        try {
            Peer.check(pending.applyAsInt(count) == count, "count");
            return (double) (liveBytes() - before - ARRAY_HEADER - (long) REFERENCE * count) / count;
        } finally {
            Reference.reachabilityFence(peer);
        }
    }

    /// What is in use after several collections.
    public static long liveBytes() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        for (int k = 0; k < 3; k++) {
            System.gc();
            Thread.sleep(20);
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
