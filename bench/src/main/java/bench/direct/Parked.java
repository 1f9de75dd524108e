package bench.direct;

import bench.core.Footprint;

/// The main class of a child JVM: how many bytes of heap does a thread that waits keep alive?
public final class Parked {
    /// So many have come and gone before: frames of interpreted code are several times as large.
    private static final int WARM_UP = 300_000;

    private Parked() {}

    /// Prints the figure.
    ///
    /// @param arguments the contender, and how many shall wait
    public static void main(String[] arguments) throws InterruptedException {
        DirectPeer peer = DirectContender.valueOf(arguments[0]).newPeer();
        int count = Integer.parseInt(arguments[1]);
        peer.park(WARM_UP).run();
        long before = Footprint.liveBytes();
        Runnable release = peer.park(count);
        double bytes = (double) (Footprint.liveBytes() - before) / count;
        release.run();
        System.out.println(bytes);
        System.exit(0);
    }
}
