package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import lwt.text.Style;
import lwt.text.StyledText;

/// The rows of a box, as wide as the screen.
final class BoxDrawing {
    private static final int WORD_ROWS = 3;
    private static final int DOCUMENTATION_ROWS = 10;
    private static final int LEAST_COLUMNS = 5;

    private final int inner;
    private final List<List<Cell>> rows = new ArrayList<>();
    private int firstRow;

    private BoxDrawing(int columns, int firstRow) {
        this.inner = columns - 2;
        this.firstRow = firstRow;
    }

    /// Draws the box.
    ///
    /// @param firstRow which row of words was shown first
    static BoxDrawing of(Box box, int columns, int firstRow) {
        BoxDrawing drawing = new BoxDrawing(columns, firstRow);
        if (columns >= LEAST_COLUMNS) {
            switch (box) {
                case Box.None _ -> {}
                case Box.Empty _ -> drawing.message("");
                case Box.Message(String text) -> drawing.message(text);
                case Box.Words words -> drawing.words(words);
            }
        }
        return drawing;
    }

    /// How the words of a box stand in its rows.
    static WordGrid grid(List<String> words, int columns) {
        return new WordGrid(words, columns - 2);
    }

    List<List<Cell>> rows() {
        return rows;
    }

    /// Which row of words is shown first.
    int firstRow() {
        return firstRow;
    }

    private void message(String text) {
        bar("┌", "─".repeat(inner), "┐");
        line(List.of(new Run(text.replace('\n', ' '), Style.PLAIN)));
        bar("└", "─".repeat(inner), "┘");
    }

    private void words(Box.Words box) {
        WordGrid grid = new WordGrid(box.words(), inner);
        int selected = grid.rowOf(box.selected());
        int shown = Math.min(WORD_ROWS, grid.rows());
        firstRow = Math.clamp(firstRow, Math.max(0, selected + 1 - Math.max(1, shown)), selected);
        firstRow = Math.min(firstRow, grid.rows() - shown);

        List<List<Run>> lines = new ArrayList<>();
        for (int row = firstRow; row < firstRow + shown; row++) {
            lines.add(wordsOf(box, grid.start(row), grid.end(row)));
        }
        if (lines.isEmpty()) {
            lines.add(List.of());
        }
        boolean single = lines.size() == 1;
        bar("┌", single ? barOver(lines.getFirst(), '┬') : "─".repeat(inner), "┐");
        lines.forEach(this::line);
        documentation(box.documentation());
        boolean joined = single && box.documentation().strip().isEmpty();
        bar("└", joined ? barOver(lines.getFirst(), '┴') : "─".repeat(inner), "┘");
    }

    private static List<Run> wordsOf(Box.Words box, int start, int end) {
        List<Run> runs = new ArrayList<>();
        for (int i = start; i < end; i++) {
            String word = box.words().get(i).replace('\n', '⏎');
            runs.add(new Run(word, i == box.selected() ? Run.inverse(Style.PLAIN) : Style.PLAIN));
            runs.add(new Run("│", Style.PLAIN));
        }
        return runs;
    }

    /// A bar that meets those between the words.
    private String barOver(List<Run> words, char joint) {
        StringBuilder bar = new StringBuilder();
        for (Cell cell : cells(words)) {
            bar.append(cell.text().equals("│") ? String.valueOf(joint) : "─".repeat(cell.width()));
        }
        return bar.toString();
    }

    private void documentation(StyledText documentation) {
        if (documentation.strip().isEmpty()) {
            return;
        }
        Layout layout = new Layout(inner);
        layout.add(Run.of(documentation));
        List<List<Cell>> lines = layout.frame().rows();
        for (List<Cell> cells : lines.subList(0, Math.min(DOCUMENTATION_ROWS, lines.size()))) {
            framed(fill(cells));
        }
    }

    private void bar(String left, String bar, String right) {
        Layout layout = new Layout(inner + 2);
        layout.add(List.of(new Run(left + bar + right, Style.PLAIN)));
        rows.add(layout.frame().rows().getFirst());
    }

    private void line(List<Run> runs) {
        framed(cells(runs));
    }

    private void framed(List<Cell> cells) {
        Cell side = new Cell("│", 1, Style.PLAIN);
        List<Cell> row = new ArrayList<>();
        row.add(side);
        row.addAll(cells);
        row.add(side);
        rows.add(row);
    }

    /// What fits of the runs, and blanks.
    private List<Cell> cells(List<Run> runs) {
        Layout layout = new Layout(inner);
        layout.add(runs);
        return fill(layout.frame().rows().getFirst());
    }

    private List<Cell> fill(List<Cell> cells) {
        List<Cell> filled = new ArrayList<>(cells);
        for (int i = Frame.width(cells); i < inner; i++) {
            filled.add(new Cell(" ", 1, Style.PLAIN));
        }
        return filled;
    }
}
