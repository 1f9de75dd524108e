package lwt.text.editor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import lwt.text.Graphemes;
import lwt.text.Style;

/// Puts text on rows of a screen.
///
/// A row is begun after each end of a line, and when a character does not fit into what is left of the row. A row that
/// is full is not followed by an empty one, unless the cursor has to stand there. Control characters are shown as `^A`.
final class Layout {
    private static final int TAB = 8;

    private final int columns;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final BitSet continued = new BitSet(); // rows that go on with the line of the row before
    private List<Cell> row = new ArrayList<>();
    private int column;
    private int cursorRow = -1;
    private int cursorColumn;

    Layout(int columns) {
        this.columns = Math.max(1, columns);
        rows.add(row);
    }

    void add(List<Run> runs) {
        for (Run run : runs) {
            add(run.text(), run.style());
        }
    }

    private void add(String text, Style style) {
        for (int index = 0; index < text.length(); ) {
            int next = Graphemes.next(text, index);
            addCharacter(text.substring(index, next), style);
            index = next;
        }
    }

    private void addCharacter(String character, Style style) {
        char first = character.charAt(0);
        if (character.equals("\n") || character.equals("\r\n")) {
            newLine();
        } else if (first == '\t') {
            int blanks = Math.clamp(columns - (long) column, 1, TAB - column % TAB);
            for (int i = 0; i < blanks; i++) {
                add(new Cell(" ", 1, style));
            }
        } else if (Character.isISOControl(first)) {
            for (String part : first < 0x20 || first == 0x7f
                    ? List.of("^", String.valueOf((char) (first ^ 0x40)))
                    : List.of("?")) {
                add(new Cell(part, 1, style));
            }
        } else {
            addVisible(character, style);
        }
    }

    private void addVisible(String character, Style style) {
        int width = Graphemes.width(character);
        if (width > columns || (Character.isSurrogate(character.charAt(0)) && character.length() == 1)) {
            add(new Cell("\ufffd", 1, style));
        } else if (width > 0) {
            add(new Cell(character, width, style));
        } else if (row.isEmpty()) {
            add(new Cell("\u25cc" + character, 1, style));
        } else {
            Cell last = row.removeLast();
            row.add(new Cell(last.text() + character, last.width(), last.style()));
        }
    }

    /// Adds a cell, on the next row if there is no room.
    private void add(Cell cell) {
        if (column + cell.width() > columns) {
            newRow();
        }
        row.add(cell);
        column += cell.width();
    }

    /// Ends the line.
    void newLine() {
        row = new ArrayList<>();
        rows.add(row);
        column = 0;
    }

    private void newRow() {
        newLine();
        continued.set(rows.size() - 1);
    }

    /// The cursor stands before what is added next, which begins with `next`, or nothing.
    void putCursor(String next) {
        int width = next.isEmpty() || next.startsWith("\n")
                ? 1
                : Math.max(1, Graphemes.width(next.substring(0, Graphemes.next(next, 0))));
        if (column + Math.min(width, columns) > columns) {
            newRow();
        }
        cursorRow = rows.size() - 1;
        cursorColumn = column;
    }

    /// What is on the screen then.
    Frame frame() {
        return new Frame(columns, List.copyOf(rows), continued, Math.max(0, cursorRow), cursorColumn);
    }
}
