package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import lwt.text.Graphemes;

/// Words in rows, with a bar between two, as many in each as fit.
final class WordGrid {
    private final List<Integer> starts = new ArrayList<>(); // the first word of each row
    private final int count;

    WordGrid(List<String> words, int columns) {
        count = words.size();
        int used = columns + 1;
        for (int i = 0; i < count; i++) {
            int width = Graphemes.width(words.get(i));
            if (used + 1 + width > columns) {
                starts.add(i);
                used = width;
            } else {
                used += 1 + width;
            }
        }
    }

    int rows() {
        return starts.size();
    }

    /// The row of a word.
    int rowOf(int index) {
        int row = 0;
        while (row + 1 < starts.size() && starts.get(row + 1) <= index) {
            row++;
        }
        return row;
    }

    int start(int row) {
        return starts.get(row);
    }

    int end(int row) {
        return row + 1 < starts.size() ? starts.get(row + 1) : count;
    }

    /// The word at the same place of a row above or below, or the last there; the same, if there is no such row.
    int move(int index, int step) {
        int row = rowOf(index);
        int to = row + step;
        if (to < 0 || to >= starts.size()) {
            return index;
        }
        return Math.min(start(to) + index - start(row), end(to) - 1);
    }
}
