package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of text in columns as wide as they need: the first column to the left, the others to the
/// right.
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> heading) {
        rows.add(heading);
    }

    public void add(List<String> row) {
        rows.add(row);
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int k = 0; k < row.size(); k++) {
                widths[k] = Math.max(widths[k], row.get(k).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < row.size(); k++) {
                String padding = " ".repeat(widths[k] - row.get(k).length());
                line.append(k == 0 ? row.get(k) + padding : "  " + padding + row.get(k));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /// A figure with three significant digits, or all of its integer digits.
    public static String figure(double value) {
        if (value < 10) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
