package lwt.text.editor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What is on the screen: rows that begin at its left margin, and where among them the cursor is.
///
/// @param columns how wide the screen is
/// @param continued which rows go on with the line of the row before
record Frame(int columns, List<List<Cell>> rows, BitSet continued, int cursorRow, int cursorColumn) {
    /// Nothing but the cursor, at the start of a row.
    static final Frame EMPTY = new Frame(Integer.MAX_VALUE, List.of(List.of()), new BitSet(), 0, 0);

    static int width(List<Cell> row) {
        int width = 0;
        for (Cell cell : row) {
            width += cell.width();
        }
        return width;
    }

    /// The same with these rows below.
    Frame with(List<List<Cell>> below) {
        List<List<Cell>> all = new ArrayList<>(rows);
        all.addAll(below);
        return new Frame(columns, all, continued, cursorRow, cursorColumn);
    }

    /// As many rows as fit, with that of the cursor.
    Frame within(int lines) {
        if (rows.size() <= lines) {
            return this;
        }
        int top = Math.clamp(cursorRow - (long) lines / 2, 0, rows.size() - lines);
        return new Frame(
                columns,
                rows.subList(top, top + lines),
                continued.get(top, top + lines),
                cursorRow - top,
                cursorColumn);
    }

    /// How many rows above the cursor it takes on a screen that has this width now, if the terminal breaks rows anew
    /// that
    /// were drawn on a wider one.
    int rowsAboveCursor(int columns) {
        int above = 0;
        for (List<Cell> row : rows.subList(0, cursorRow)) {
            above += Math.max(1, brokenAt(row, Integer.MAX_VALUE, columns) + 1);
        }
        return above + brokenAt(rows.get(cursorRow), cursorColumn, columns);
    }

    /// How often a row is broken before this column.
    private static int brokenAt(List<Cell> row, int upTo, int columns) {
        int breaks = 0;
        int column = 0;
        int at = 0;
        for (Cell cell : row) {
            if (at >= upTo) {
                break;
            }
            if (column + cell.width() > columns) {
                breaks++;
                column = 0;
            }
            column += cell.width();
            at += cell.width();
        }
        return at == upTo && column >= columns ? breaks + 1 : breaks;
    }
}
