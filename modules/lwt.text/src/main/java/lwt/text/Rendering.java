package lwt.text;

import java.util.Arrays;

/// What to send to a terminal so that it shows a matrix of points, knowing what it shows.
///
/// Both matrices are first brought to what can be shown: a character that takes several columns covers the points
/// behind
/// it, and what cannot be shown (a control character, an accent alone, a wide character that the line has no room for)
/// is a space. Then only what differs is sent, each run from a place named outright; so a terminal that has another
/// opinion of a character's width is wrong on the rest of that run only.
final class Rendering {
    private final Palette palette;
    private final StringBuilder out = new StringBuilder();
    private Style style = Style.PLAIN;

    private Rendering(Palette palette) {
        this.palette = palette;
    }

    static String of(Point[][] points, Palette palette) {
        return new Rendering(palette).render(new Point[0][], points, "\033[0m");
    }

    static String ofUpdate(Point[][] displayed, Point[][] points, Palette palette) {
        boolean sameShape = displayed.length == points.length;
        for (int y = 0; sameShape && y < points.length; y++) {
            sameShape = displayed[y].length == points[y].length;
        }
        Rendering rendering = new Rendering(palette);
        return sameShape
                ? rendering.render(displayed, points, "")
                : rendering.render(new Point[0][], points, "\033[0m\033[H\033[2J");
    }

    private String render(Point[][] displayed, Point[][] points, String before) {
        out.append(before);
        for (int y = 0; y < points.length; y++) {
            Point[] old = y < displayed.length ? showable(displayed[y]) : new Point[0];
            line(y, old, showable(points[y]));
        }
        if (!style.equals(Style.PLAIN)) {
            out.append(Escapes.RESET);
        }
        return out.toString();
    }

    private void line(int y, Point[] old, Point[] line) {
        int cursor = -1;
        for (int x = 0; x < line.length; x++) {
            Point point = line[x];
            if (point.character().isEmpty() || (x < old.length && unchanged(old, line, x))) {
                continue;
            }
            if (cursor != x) {
                out.append("\033[").append(y + 1).append(';').append(x + 1).append('H');
            }
            if (!point.style().equals(style)) {
                style = point.style();
                out.append(Escapes.of(style, palette));
            }
            out.append(point.character());
            boolean isSure = point.character().length() == 1;
            cursor = isSure ? x + Graphemes.width(point.character()) : -1;
        }
    }

    /// Whether the character here and all that it covers are as they were.
    private static boolean unchanged(Point[] old, Point[] line, int x) {
        int end = x + 1;
        while (end < line.length && line[end].character().isEmpty()) {
            end++;
        }
        return Arrays.equals(old, x, Math.min(end, old.length), line, x, end);
    }

    private static Point[] showable(Point[] line) {
        Point[] showable = new Point[line.length];
        for (int x = 0; x < line.length; ) {
            Point point = line[x];
            int width = isPlain(point.character()) ? Graphemes.width(point.character()) : 0;
            if (width == 0 || x + width > line.length) {
                showable[x++] = new Point(" ", point.style());
                continue;
            }
            showable[x++] = point;
            for (int covered = 1; covered < width; covered++) {
                showable[x++] = Point.COVERED;
            }
        }
        return showable;
    }

    private static boolean isPlain(String character) {
        return character.codePoints().noneMatch(Character::isISOControl);
    }
}
