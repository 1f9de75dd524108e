package bench.soak;

import bench.core.Footprint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process holds: open descriptors (-1 where they cannot be counted), threads, and the bytes of
/// the objects that are in use.
record Holdings(long descriptors, int threads, long heap) {
    static Holdings now() throws IOException, InterruptedException {
        long heap = Footprint.liveBytes();
        return new Holdings(
                openDescriptors(), ManagementFactory.getThreadMXBean().getThreadCount(), heap);
    }

    private static long openDescriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }
}
