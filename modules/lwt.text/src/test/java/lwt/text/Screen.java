package lwt.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A model of the screen of an xterm: what a user would see of the bytes that a program sent.
///
/// The cursor may wait behind the last column (`pendingWrap`): the character that comes next begins the next line. A
/// cell
/// holds one character with what joins it; the second cell of a wide one is empty. What is not known is an error, so
/// that
/// no test passes because a sequence was skipped.
public final class Screen {
    private record Cell(String text, String style) {
        static final Cell BLANK = new Cell(" ", "");
    }

    private int lines;
    private int columns;
    private Cell[][] cells;
    private Cell[][] other; // what the screen that is not shown has
    private int x;
    private int y;
    private boolean pendingWrap;
    private int savedX;
    private int savedY;
    private int top;
    private int bottom;
    private String style = "";
    private boolean cursorVisible = true;
    private boolean bracketedPaste;
    private boolean alternate;
    private int bells;
    private final StringBuilder sequence = new StringBuilder(); // an escape sequence that is not complete

    public Screen(int lines, int columns) {
        this.lines = lines;
        this.columns = columns;
        this.cells = blank(lines, columns);
        this.other = blank(lines, columns);
        this.bottom = lines - 1;
    }

    private static Cell[][] blank(int lines, int columns) {
        Cell[][] cells = new Cell[lines][columns];
        for (Cell[] line : cells) {
            Arrays.fill(line, Cell.BLANK);
        }
        return cells;
    }

    /* ---- What there is to see ---- */

    public int lines() {
        return lines;
    }

    public int columns() {
        return columns;
    }

    /// A line without the spaces at its end.
    public String line(int y) {
        return Arrays.stream(cells[y])
                .map(Cell::text)
                .collect(Collectors.joining())
                .stripTrailing();
    }

    /// All lines, without the empty ones at the end.
    public String text() {
        List<String> all = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            all.add(line(line));
        }
        while (!all.isEmpty() && all.getLast().isEmpty()) {
            all.removeLast();
        }
        return String.join("\n", all);
    }

    public boolean contains(String part) {
        return text().contains(part);
    }

    public String cell(int x, int y) {
        return cells[y][x].text();
    }

    /// The parameters of the style of a cell, such as `1;34`; empty if it is plain.
    public String sgr(int x, int y) {
        return cells[y][x].style();
    }

    public int cursorX() {
        return x;
    }

    public int cursorY() {
        return y;
    }

    public boolean pendingWrap() {
        return pendingWrap;
    }

    public boolean cursorVisible() {
        return cursorVisible;
    }

    public boolean bracketedPaste() {
        return bracketedPaste;
    }

    public boolean alternate() {
        return alternate;
    }

    public int bells() {
        return bells;
    }

    @Override
    public String toString() {
        String border = "+" + "-".repeat(columns) + "+";
        StringBuilder all = new StringBuilder(border);
        for (int line = 0; line < lines; line++) {
            String text = line(line);
            all.append("\n|")
                    .append(text)
                    .append(" ".repeat(Math.max(0, columns - Graphemes.width(text))))
                    .append('|');
        }
        return all.append('\n')
                .append(border)
                .append(" cursor ")
                .append(x)
                .append(',')
                .append(y)
                .toString();
    }

    /* ---- The size ---- */

    /// As xterm does it: lines are not folded anew; if the cursor would be below the screen, the screen scrolls.
    public void resize(int newLines, int newColumns) {
        int scrolled = Math.max(0, y - newLines + 1);
        cells = resized(cells, scrolled, newLines, newColumns);
        other = resized(other, 0, newLines, newColumns);
        lines = newLines;
        columns = newColumns;
        y -= scrolled;
        x = Math.min(x, columns - 1);
        pendingWrap = false;
        top = 0;
        bottom = lines - 1;
    }

    private static Cell[][] resized(Cell[][] old, int scrolled, int lines, int columns) {
        Cell[][] cells = blank(lines, columns);
        for (int line = 0; line < lines && line + scrolled < old.length; line++) {
            Cell[] from = old[line + scrolled];
            System.arraycopy(from, 0, cells[line], 0, Math.min(columns, from.length));
            if (columns < from.length && from[columns].text().isEmpty()) {
                cells[line][columns - 1] = Cell.BLANK;
            }
        }
        return cells;
    }

    /* ---- What comes ---- */

    public void feed(String text) {
        text.codePoints().forEach(this::feed);
    }

    private void feed(int codePoint) {
        if (!sequence.isEmpty()) {
            sequence.appendCodePoint(codePoint);
            if (isComplete(sequence)) {
                String complete = sequence.toString();
                sequence.setLength(0);
                execute(complete);
            }
            return;
        }
        switch (codePoint) {
            case '\033' -> sequence.append('\033');
            case '\r' -> moveTo(0, y);
            case '\n' -> {
                index();
                pendingWrap = false;
            }
            case '\b' -> moveTo(Math.max(0, x - 1), y);
            case '\t' -> moveTo(Math.min(columns - 1, (x / 8 + 1) * 8), y);
            case '\007' -> bells++;
            case 0 -> {}
            default -> {
                if (Character.isISOControl(codePoint)) {
                    throw unknown(Character.toString(codePoint));
                }
                print(Character.toString(codePoint));
            }
        }
    }

    private static boolean isComplete(CharSequence sequence) {
        if (sequence.length() < 2) {
            return false;
        }
        char last = sequence.charAt(sequence.length() - 1);
        return switch (sequence.charAt(1)) {
            case '[' -> sequence.length() > 2 && last >= '@' && last <= '~';
            case ']' -> last == '\007' || (last == '\\' && sequence.charAt(sequence.length() - 2) == '\033');
            case '(', ')', '#' -> sequence.length() > 2;
            default -> true;
        };
    }

    private void print(String character) {
        int width = Graphemes.width(character);
        if (width == 0) {
            join(character);
            return;
        }
        if (pendingWrap || x + width > columns) {
            x = 0;
            index();
            pendingWrap = false;
        }
        clearHalves(x, x + width);
        cells[y][x] = new Cell(character, style);
        for (int covered = 1; covered < width; covered++) {
            cells[y][x + covered] = new Cell("", style);
        }
        if (x + width >= columns) {
            x = columns - 1;
            pendingWrap = true;
        } else {
            x += width;
        }
    }

    private void join(String mark) {
        int at = pendingWrap ? x : x - 1;
        while (at > 0 && cells[y][at].text().isEmpty()) {
            at--;
        }
        if (at >= 0) {
            cells[y][at] = new Cell(cells[y][at].text() + mark, cells[y][at].style());
        }
    }

    /// What is left of a wide character of which a part is written over.
    private void clearHalves(int from, int to) {
        for (int at = from; at > 0 && cells[y][at].text().isEmpty(); at--) {
            cells[y][at] = Cell.BLANK;
            cells[y][at - 1] = cells[y][at - 1].text().isEmpty() ? cells[y][at - 1] : Cell.BLANK;
        }
        for (int at = to; at < columns && cells[y][at].text().isEmpty(); at++) {
            cells[y][at] = Cell.BLANK;
        }
    }

    private void moveTo(int newX, int newY) {
        x = Math.clamp(newX, 0, columns - 1);
        y = Math.clamp(newY, 0, lines - 1);
        pendingWrap = false;
    }

    private void index() {
        if (y == bottom) {
            scroll(top, 1);
        } else {
            y = Math.min(lines - 1, y + 1);
        }
    }

    /// Moves the lines from `from` to the bottom of the region up, or, if `count` is negative, down.
    private void scroll(int from, int count) {
        Cell[][] moved = blank(bottom - from + 1, columns);
        for (int line = 0; line < moved.length; line++) {
            int source = line + count;
            if (source >= 0 && source < moved.length) {
                moved[line] = cells[from + source];
            }
        }
        System.arraycopy(moved, 0, cells, from, moved.length);
    }

    private void erase(int line, int from, int to) {
        int end = Math.min(to, columns);
        int saved = y;
        y = line;
        clearHalves(from, end);
        y = saved;
        for (int at = from; at < end; at++) {
            cells[line][at] = Cell.BLANK;
        }
    }

    /* ---- Escape sequences ---- */

    private void execute(String escape) {
        switch (escape.charAt(1)) {
            case '[' -> control(escape);
            case ']', '(', ')', '=', '>' -> {} // colours of the palette, character sets, the keypad: not to be seen
            case '7' -> saveCursor();
            case '8' -> moveTo(savedX, savedY);
            case 'D' -> index();
            case 'E' -> {
                moveTo(0, y);
                index();
            }
            case 'M' -> {
                if (y == top) {
                    scroll(top, -1);
                } else {
                    moveTo(x, y - 1);
                }
            }
            default -> throw unknown(escape);
        }
    }

    private void saveCursor() {
        savedX = x;
        savedY = y;
    }

    private void control(String escape) {
        String parameters = escape.substring(2, escape.length() - 1);
        char last = escape.charAt(escape.length() - 1);
        if (parameters.startsWith("?")) {
            for (String mode : parameters.substring(1).split(";")) {
                mode(Integer.parseInt(mode), last, escape);
            }
            return;
        }
        if (last == 'm') {
            for (String parameter : styles(parameters)) {
                style(parameter);
            }
            return;
        }
        int[] numbers = numbers(parameters);
        int first = Math.max(1, numbers[0]);
        switch (last) {
            case 'A' -> moveTo(x, y - first);
            case 'B' -> moveTo(x, y + first);
            case 'C' -> moveTo(x + first, y);
            case 'D' -> moveTo(x - first, y);
            case 'E' -> moveTo(0, y + first);
            case 'F' -> moveTo(0, y - first);
            case 'G' -> moveTo(first - 1, y);
            case 'd' -> moveTo(x, first - 1);
            case 'H', 'f' -> moveTo(numbers.length > 1 ? Math.max(1, numbers[1]) - 1 : 0, first - 1);
            case 'J' -> eraseScreen(numbers[0]);
            case 'K' -> eraseLine(numbers[0]);
            case 'L' -> insertLines(-first);
            case 'M' -> insertLines(first);
            case 'P' -> shift(first, escape);
            case '@' -> shift(-first, escape);
            case 'X' -> erase(y, x, x + first);
            case 'S' -> scroll(top, first);
            case 'T' -> scroll(top, -first);
            case 'r' -> {
                top = first - 1;
                bottom = numbers.length > 1 ? numbers[1] - 1 : lines - 1;
                moveTo(0, 0);
            }
            case 's' -> saveCursor();
            case 'u' -> moveTo(savedX, savedY);
            default -> throw unknown(escape);
        }
    }

    private static int[] numbers(String parameters) {
        return Arrays.stream(parameters.split(";", -1))
                .mapToInt(number -> number.isEmpty() ? 0 : Integer.parseInt(number))
                .toArray();
    }

    private void eraseScreen(int which) {
        pendingWrap = false;
        for (int line = 0; line < lines; line++) {
            boolean before = line < y;
            boolean after = line > y;
            if (which >= 2 || (which == 0 && after) || (which == 1 && before)) {
                erase(line, 0, columns);
            }
        }
        if (which < 2) {
            eraseLine(which);
        }
    }

    private void eraseLine(int which) {
        pendingWrap = false;
        erase(y, which == 0 ? x : 0, which == 1 ? x + 1 : columns);
    }

    private void insertLines(int count) {
        if (y >= top && y <= bottom) {
            scroll(y, count);
            moveTo(0, y);
        }
    }

    /// Moves the rest of the line to the left, or, if `count` is negative, to the right.
    private void shift(int count, String escape) {
        Cell[] line = cells[y];
        if (Arrays.stream(line, x, columns).anyMatch(cell -> cell.text().isEmpty())) {
            throw new UnsupportedOperationException("moves wide characters: " + escape);
        }
        Cell[] moved = line.clone();
        for (int at = x; at < columns; at++) {
            int source = at + count;
            moved[at] = source >= x && source < columns ? line[source] : Cell.BLANK;
        }
        cells[y] = moved;
        pendingWrap = false;
    }

    private void mode(int mode, char last, String escape) {
        boolean on = last == 'h';
        if (last != 'h' && last != 'l') {
            throw unknown(escape);
        }
        switch (mode) {
            case 1,
                    12,
                    1000,
                    1002,
                    1004,
                    1006,
                    2026,
                    2027 -> {} // the cursor keys, blinking, the mouse, updates at once
            case 7 -> {
                if (!on) {
                    throw unknown(escape);
                }
            }
            case 25 -> cursorVisible = on;
            case 2004 -> bracketedPaste = on;
            case 1049 -> showAlternate(on);
            default -> throw unknown(escape);
        }
    }

    private void showAlternate(boolean on) {
        if (on == alternate) {
            return;
        }
        alternate = on;
        Cell[][] hidden = cells;
        if (on) {
            saveCursor();
            cells = blank(lines, columns);
        } else {
            cells = other;
            moveTo(savedX, savedY);
        }
        other = hidden;
    }

    /* ---- Styles ---- */

    /// The parameters, those of one colour together.
    private static List<String> styles(String parameters) {
        List<String> all = new ArrayList<>();
        String[] parts = parameters.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean isColor = (parts[i].equals("38") || parts[i].equals("48")) && i + 1 < parts.length;
            int length = !isColor ? 1 : parts[i + 1].equals("5") ? 3 : 5;
            all.add(String.join(";", Arrays.asList(parts).subList(i, i + length)));
            i += length - 1;
        }
        return all;
    }

    private void style(String parameter) {
        List<String> now = new ArrayList<>(style.isEmpty() ? List.of() : styles(style));
        switch (parameter) {
            case "", "0" -> now.clear();
            case "22" -> now.removeAll(List.of("1", "2"));
            case "24" -> now.remove("4");
            case "25" -> now.remove("5");
            case "27" -> now.remove("7");
            case "28" -> now.remove("8");
            default -> {
                char kind = parameter.charAt(0);
                boolean isColor = (kind == '3' || kind == '4' || kind == '9') && parameter.length() > 1;
                if (isColor) {
                    char side = kind == '9' ? '3' : kind;
                    now.removeIf(other -> other.length() > 1 && (other.charAt(0) == side || other.charAt(0) == '9'));
                }
                if (!parameter.equals("39") && !parameter.equals("49") && !now.contains(parameter)) {
                    now.add(parameter);
                }
            }
        }
        style = now.stream()
                .sorted(Comparator.comparingInt(one -> Integer.parseInt(one.split(";")[0])))
                .collect(Collectors.joining(";"));
    }

    private static UnsupportedOperationException unknown(String escape) {
        return new UnsupportedOperationException(
                "the model of the screen does not know " + KeyNames.escape(escape, '"'));
    }
}
