package bench.core;

import bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What every workload of the core cost when somebody last looked: its time as a multiple of the
/// lower bound's, which depends on the machine less than the time, and the bytes that it allocated.
///
/// The file is a line of explanation and a line `workload, of limit, bytes` for each workload, with
/// tabs between.
record Baseline(Map<Workload, Entry> entries) {
    /// How much worse a figure may be than it was.
    static final double TOLERANCE = 1.25;

    /// A rounding of the allocation profiler is no regression.
    private static final double BYTES_UNNOTICED = 1;

    private static final String HEADING = "workload\tof limit\tbytes";

    /// What a workload cost.
    ///
    /// @param ofLimit time as a multiple of the lower bound's
    /// @param bytes allocated per operation
    record Entry(double ofLimit, double bytes) {
        /// How much worse this is than it was, as a factor; at most 1 if it is not.
        double worseThan(Entry before) {
            double inTime = ofLimit / before.ofLimit;
            double inBytes =
                    bytes <= before.bytes + BYTES_UNNOTICED ? 1 : bytes / Math.max(before.bytes, BYTES_UNNOTICED);
            return Math.max(inTime, inBytes);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s of limit, %.0f bytes", Table.figure(ofLimit), bytes);
        }
    }

    /// Reads a file.
    ///
    /// @throws IOException if it cannot be read, or a line of it cannot be understood
    static Baseline read(Path file) throws IOException {
        Map<Workload, Entry> entries = new EnumMap<>(Workload.class);
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#") && !line.equals(HEADING)) {
                String[] columns = line.split("\t", -1);
                try {
                    Workload workload = Workload.named(columns[0])
                            .orElseThrow(() -> new IllegalArgumentException("there is no workload " + columns[0]));
                    entries.put(workload, new Entry(Double.parseDouble(columns[1]), Double.parseDouble(columns[2])));
                } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                    throw new IOException(file + ": not understood: " + line + " (write it anew with --update)", e);
                }
            }
        }
        return new Baseline(entries);
    }

    /// Writes a file.
    ///
    /// @param origin what was measured where, for those who read it
    void write(Path file, String origin) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# " + origin, HEADING));
        entries.forEach((workload, entry) ->
                lines.add(String.format(Locale.ROOT, "%s\t%.3f\t%.1f", workload.id(), entry.ofLimit, entry.bytes)));
        Files.write(file, lines);
    }
}
