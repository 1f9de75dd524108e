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
        int count = Integer.parseInt(arguments[1]);
        Peer peer = Contender.valueOf(arguments[0]).newPeer();
        IntUnaryOperator pending = peer.operations().get(Workload.W15);
        if (pending == null) {
            throw new IllegalArgumentException(arguments[0] + " has no W15");
        }
        Peer.check(pending.applyAsInt(WARM_UP) == WARM_UP, "warm-up");
        peer.escaped = null;
        long before = liveBytes();
        try {
            Peer.check(pending.applyAsInt(count) == count, "count");
            long bytes = liveBytes() - before - ARRAY_HEADER - (long) REFERENCE * count;
            System.out.println((double) bytes / count);
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
