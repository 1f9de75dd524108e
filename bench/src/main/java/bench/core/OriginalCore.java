package bench.core;

import bench.Child;
import bench.Original;
import java.util.List;
import java.util.Locale;

/// The workloads of the core, in the original.
final class OriginalCore {
    private static final int CHECKSUM_SECONDS = 120;

    private OriginalCore() {}

    /// Prints a line per repetition: nanoseconds and bytes per operation, with a tab between; for
    /// W15 bytes twice.
    static Child measure(Contender contender, Workload workload, double seconds, int repetitions, int limitSeconds) {
        String minorHeapWords = contender == Contender.OCAML_64M ? "8M" : "256k";
        return Child.run(
                List.of(
                        "env",
                        "OCAMLRUNPARAM=s=" + minorHeapWords,
                        Original.program("core"),
                        "measure",
                        workload.id(),
                        Integer.toString(workload.size()),
                        Integer.toString(workload.operations(workload.size())),
                        String.format(Locale.ROOT, "%.3f", seconds),
                        Integer.toString(repetitions)),
                limitSeconds);
    }

    /// Prints the sum of the checksums of so many calls.
    static Child checksum(Workload workload, int size, int calls) {
        return Child.run(
                List.of(
                        Original.program("core"),
                        "checksum",
                        workload.id(),
                        Integer.toString(size),
                        Integer.toString(calls)),
                CHECKSUM_SECONDS);
    }
}
