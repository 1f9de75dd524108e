package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import lwt.text.Style;
import lwt.text.StyledText;

/// Writes what makes one frame of another on the screen.
///
/// Each row is written by itself and left by carriage return and line feed, so nothing depends on what a terminal does
/// at its right margin. What is the same is not written again. The cursor is where the frame says before and after;
/// styles are plain.
final class Painter {
    private final List<StyledText.Instruction> instructions = new ArrayList<>();
    private final StringBuilder output = new StringBuilder(); // of the style that holds
    private final int columns;
    private int row;
    private int column;
    private int rows; // that exist on the screen
    private Style style = Style.PLAIN;

    private Painter(Frame frame, int columns) {
        this.columns = columns;
        row = frame.cursorRow();
        column = frame.cursorColumn();
        rows = frame.rows().size();
    }

    /// What turns `from` into `to`.
    static StyledText update(Frame from, Frame to) {
        Painter painter = new Painter(from, to.columns());
        for (int i = 0; i < to.rows().size(); i++) {
            painter.update(
                    i,
                    i < from.rows().size() ? from.rows().get(i) : List.of(),
                    to.rows().get(i));
        }
        if (to.rows().size() < from.rows().size()) {
            painter.plain();
            painter.moveTo(to.rows().size(), 0);
            painter.output.append("\u001b[J");
        }
        painter.plain();
        painter.moveTo(to.cursorRow(), to.cursorColumn());
        painter.endPiece();
        return new StyledText(painter.instructions);
    }

    /// What removes a frame that has so many rows above the cursor, and leaves the cursor where it began.
    static StyledText erase(int rowsAbove) {
        return StyledText.of(up(rowsAbove) + "\r\u001b[J");
    }

    /// Prints the frame to its end, as text that the terminal may break anew, and goes to the line below.
    static StyledText print(Frame frame) {
        Painter painter = new Painter(Frame.EMPTY, Integer.MAX_VALUE);
        for (int i = 0; i < frame.rows().size(); i++) {
            if (i > 0 && !frame.continued().get(i)) {
                painter.newLine();
            }
            for (Cell cell : frame.rows().get(i)) {
                painter.become(cell.style());
                painter.output.append(cell.text());
            }
        }
        painter.newLine();
        painter.endPiece();
        return new StyledText(painter.instructions);
    }

    private void newLine() {
        plain();
        output.append("\r\n");
    }

    private static String up(int rows) {
        return rows == 0 ? "" : "\u001b[" + rows + 'A';
    }

    private void update(int index, List<Cell> from, List<Cell> to) {
        int same = 0;
        int at = 0;
        while (same < from.size() && same < to.size() && from.get(same).equals(to.get(same))) {
            at += to.get(same).width();
            same++;
        }
        if (same == to.size() && same == from.size()) {
            if (index >= rows) {
                plain();
                moveTo(index, 0);
            }
            return;
        }
        plain();
        moveTo(index, at);
        for (Cell cell : to.subList(same, to.size())) {
            write(cell);
        }
        if (Frame.width(to) < Frame.width(from)) {
            plain();
            output.append("\u001b[K");
        }
    }

    private void write(Cell cell) {
        become(cell.style());
        output.append(cell.text());
        column += cell.width();
        if (cell.hasDoubtfulWidth() && column < columns) {
            output.append("\u001b[").append(column + 1).append('G');
        }
    }

    private void plain() {
        become(Style.PLAIN);
    }

    private void become(Style next) {
        if (!next.equals(style)) {
            endPiece();
            instructions.addAll(Run.instructions(next));
            style = next;
        }
    }

    private void endPiece() {
        if (!output.isEmpty()) {
            instructions.add(new StyledText.Text(output.toString()));
            output.setLength(0);
        }
    }

    private void moveTo(int toRow, int toColumn) {
        if (toRow < row) {
            output.append(up(row - toRow));
        }
        for (; row < toRow; row++) {
            output.append("\r\n");
            column = 0;
        }
        row = toRow;
        rows = Math.max(rows, row + 1);
        if (column == toColumn && column < columns) {
            return;
        }
        if (toColumn == 0 || column >= columns) {
            output.append('\r');
            column = 0;
        }
        if (toColumn > column) {
            output.append("\u001b[").append(toColumn - column).append('C');
        } else if (toColumn < column) {
            output.append("\u001b[").append(column - toColumn).append('D');
        }
        column = toColumn;
    }
}
