package lwt.text.editor;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where in the history the input is: which lines are older, and which are newer.
///
/// A line that was edited and left stays as it was left, until the input ends; the history itself never changes.
public final class HistoryCursor {
    /*
     * The lines are numbered: 0 is the line that did not come from the history, n its nth newest entry. The line of the
     * present position is the text of the engine, so it is not asked for here. Moves share the entries, which may be
     * many, and copy only what was edited, which is little.
     */
    private final List<String> entries;
    private final int position;
    private final Map<Integer, String> edited;

    private HistoryCursor(List<String> entries, int position, Map<Integer, String> edited) {
        this.entries = entries;
        this.position = position;
        this.edited = edited;
    }

    static HistoryCursor of(List<String> history) {
        return new HistoryCursor(List.copyOf(history), 0, Map.of());
    }

    /// The lines before the present one, newest first.
    public List<String> older() {
        return lines(position + 1, entries.size(), 1);
    }

    /// The lines after the present one, oldest first.
    public List<String> newer() {
        return lines(position - 1, 0, -1);
    }

    private List<String> lines(int first, int last, int step) {
        int size = Math.max(0, (last - first) * step + 1);
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return line(first + Objects.checkIndex(index, size) * step);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private String line(int number) {
        String line = edited.get(number);
        if (line != null) {
            return line;
        }
        return number == 0 ? "" : entries.get(number - 1);
    }

    /// All lines, newest first, if this is the present one.
    List<String> all(String present) {
        List<String> all = new ArrayList<>(entries.size() + 1);
        for (int number = 0; number <= entries.size(); number++) {
            all.add(number == position ? present : line(number));
        }
        return all;
    }

    /// Where the present line is among [#all].
    int position() {
        return position;
    }

    /// A line, and the cursor there.
    record Move(String line, HistoryCursor cursor) {}

    /// One line older or newer, leaving this text here; null if there is none.
    @Nullable
    Move move(String present, int step) {
        int to = position + step;
        if (to < 0 || to > entries.size()) {
            return null;
        }
        String line = line(to);
        Map<Integer, String> left = new HashMap<>(edited);
        left.put(position, present);
        return new Move(line, new HistoryCursor(entries, to, left));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof HistoryCursor that
                        && position == that.position
                        && edited.equals(that.edited)
                        && entries.equals(that.entries));
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, edited, entries.size());
    }

    @Override
    public String toString() {
        return "line " + position + " of " + entries.size();
    }
}
