package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The measured values of one figure, from all rounds.
public final class Series {
    /// The columns of [#toTsv].
    public static final String TSV_HEADING = "median\tleast\tmost\tspread\tallocated";

    private final List<Double> sorted = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    /// Adds what one measurement gave: the value of each of its iterations, and the bytes allocated
    /// per operation.
    public void add(List<Double> values, double allocated) {
        sorted.addAll(values);
        Collections.sort(sorted);
        bytes.add(allocated);
        Collections.sort(bytes);
    }

    /// Adds what another series has.
    public void addAll(Series other) {
        sorted.addAll(other.sorted);
        Collections.sort(sorted);
        bytes.addAll(other.bytes);
        Collections.sort(bytes);
    }

    public boolean isEmpty() {
        return sorted.isEmpty();
    }

    public double median() {
        return quantile(sorted, 0.5);
    }

    public double least() {
        return sorted.getFirst();
    }

    public double most() {
        return sorted.getLast();
    }

    /// Half the distance between the quartiles, as a share of the median.
    public double spread() {
        return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median();
    }

    /// The median of the bytes allocated per operation.
    public double allocated() {
        return quantile(bytes, 0.5);
    }

    /// The figures with tabs between, for a file.
    public String toTsv() {
        return String.format(
                Locale.ROOT, "%.3f\t%.3f\t%.3f\t%.3f\t%.1f", median(), least(), most(), spread(), allocated());
    }

    private static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /// Writes a file of figures: the machine, the heading, and `rows`, which begin with workload, contender and unit.
    public static Path writeTsv(Path file, String machine, List<String> rows) {
        List<String> lines = new ArrayList<>(List.of("# " + machine, "workload\tcontender\tunit\t" + TSV_HEADING));
        lines.addAll(rows);
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
