package lwt.text;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import lwt.text.StyledText.Instruction;
import org.jspecify.annotations.Nullable;

/// A rectangle of points to draw in, shown by [LwtTerm#render]. A zone may be a part of another:
/// what is drawn in one is drawn in both.
///
/// Places are counted from the zone's own top left corner; what is drawn outside the zone is dropped. A
/// character that takes two columns covers the point to its right ([Point#COVERED]); when one of
/// the two is drawn over, the other becomes a space.
///
/// @see "Lwt_term.Zone, Lwt_term.Draw (Lwt 2.2)"
public final class Zone {
    private final Point[][] points;
    private final int x;
    private final int y;
    private final int width;
    private final int height;

    private Zone(Point[][] points, int x, int y, int width, int height) {
        this.points = points;
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /// A new matrix of spaces.
    ///
    /// @throws IllegalArgumentException if a length is negative
    public static Zone make(int width, int height) {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException("a zone cannot have " + width + " columns and " + height + " lines");
        }
        Point[][] points = new Point[height][width];
        for (Point[] line : points) {
            Arrays.fill(line, Point.BLANK);
        }
        return new Zone(points, 0, 0, width, height);
    }

    /// A part of this zone.
    ///
    /// @throws IndexOutOfBoundsException if it is not inside
    public Zone sub(int x, int y, int width, int height) {
        Objects.checkFromIndexSize(x, width, this.width);
        Objects.checkFromIndexSize(y, height, this.height);
        return new Zone(points, this.x + x, this.y + y, width, height);
    }

    /// This zone without its border of one point.
    public Zone inner() {
        int dx = width >= 2 ? 1 : 0;
        int dy = height >= 2 ? 1 : 0;
        return new Zone(points, x + dx, y + dy, width - 2 * dx, height - 2 * dy);
    }

    /// All points of the matrix that the zone is a part of, by line and column. They are the zone's own, not
    /// a copy.
    public Point[][] points() {
        return points;
    }

    /// The column of the top left corner in the matrix.
    public int x() {
        return x;
    }

    /// The line of the top left corner in the matrix.
    public int y() {
        return y;
    }

    /// How many columns the zone has.
    public int width() {
        return width;
    }

    /// How many lines the zone has.
    public int height() {
        return height;
    }

    /* ---- Drawing ---- */

    /// The point at this place.
    ///
    /// @throws IndexOutOfBoundsException if it is outside
    public Point get(int x, int y) {
        return points[this.y + Objects.checkIndex(y, height)][this.x + Objects.checkIndex(x, width)];
    }

    /// Draws a point. A character that has no room to the right becomes a space.
    public void set(int x, int y, Point point) {
        if (y < 0 || y >= height) {
            return;
        }
        int columns = Math.max(1, Graphemes.width(point.character()));
        if (x >= 0 && x + columns <= width) {
            put(points[this.y + y], this.x + x, columns, point);
            return;
        }
        for (int column = Math.max(0, x); column < Math.min(width, x + columns); column++) {
            put(points[this.y + y], this.x + column, 1, new Point(" ", point.style()));
        }
    }

    private static void put(Point[] line, int at, int columns, Point point) {
        uncover(line, at);
        uncover(line, at + columns);
        line[at] = point;
        Arrays.fill(line, at + 1, at + columns, Point.COVERED);
    }

    /// If a character crosses the place between `at - 1` and `at`, it becomes spaces.
    private static void uncover(Point[] line, int at) {
        if (at >= line.length || !line[at].equals(Point.COVERED)) {
            return;
        }
        int first = at;
        while (first > 0 && line[first].equals(Point.COVERED)) {
            first--;
        }
        Style style = line[first].style();
        line[first] = new Point(" ", style);
        for (int next = first + 1; next < line.length && line[next].equals(Point.COVERED); next++) {
            line[next] = new Point(" ", style);
        }
    }

    /// Draws, at this place, what `change` makes of the point that is there.
    public void map(int x, int y, UnaryOperator<Point> change) {
        if (x >= 0 && y >= 0 && x < width && y < height) {
            set(x, y, change.apply(get(x, y)));
        }
    }

    /// Draws text without style, in one line, from this place to the right.
    public void text(int x, int y, String text) {
        text(x, y, text, Style.PLAIN);
    }

    /// Draws text of this style.
    public void text(int x, int y, String text, Style style) {
        draw(x, y, text, style);
    }

    /// Draws text made as [TextOutput#printf] makes it.
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public void textf(int x, int y, String format, @Nullable Object... arguments) {
        text(x, y, ColumnFormat.format(format, arguments));
    }

    /// Draws text with styles.
    public void textc(int x, int y, StyledText text) {
        Style style = Style.PLAIN;
        int column = x;
        for (Instruction instruction : text.instructions()) {
            style = style.after(instruction);
            if (instruction instanceof StyledText.Text(String piece)) {
                column = draw(column, y, piece, style);
            }
        }
    }

    /// The column behind the text.
    private int draw(int x, int y, String text, Style style) {
        int column = x;
        for (String character : Graphemes.of(text)) {
            set(column, y, new Point(character, style));
            column += Math.max(1, Graphemes.width(character));
        }
        return column;
    }
}
