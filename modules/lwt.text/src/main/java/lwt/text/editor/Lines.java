package lwt.text.editor;

import lwt.text.Graphemes;

/// The lines of an input with several, and how the cursor goes between them.
final class Lines {
    private Lines() {}

    private static int startOf(String text, int index) {
        return text.lastIndexOf('\n', index - 1) + 1;
    }

    private static int endOf(String text, int index) {
        int end = text.indexOf('\n', index);
        return end < 0 ? text.length() : end;
    }

    /// The start of the line, or, from there, of the text.
    static int start(String text, int index) {
        int start = startOf(text, index);
        return start == index ? 0 : start;
    }

    /// The end of the line, or, from there, of the text.
    static int end(String text, int index) {
        int end = endOf(text, index);
        return end == index ? text.length() : end;
    }

    /// The end of the line, or, from there, the start of the next.
    static int killEnd(String text, int index) {
        int end = endOf(text, index);
        return end == index ? Graphemes.next(text, index) : end;
    }

    /// The start of the line, or, from there, the end of the one before.
    static int killStart(String text, int index) {
        int start = startOf(text, index);
        return start == index ? Graphemes.previous(text, index) : start;
    }

    static boolean isFirst(String text, int index) {
        return startOf(text, index) == 0;
    }

    static boolean isLast(String text, int index) {
        return endOf(text, index) == text.length();
    }

    /// The place above in the line before, or in its end if it is shorter; the start of the text in the first line.
    static int above(String text, int index) {
        int start = startOf(text, index);
        return start == 0 ? 0 : atColumn(text, startOf(text, start - 1), Graphemes.width(text.substring(start, index)));
    }

    /// The place below in the next line, or in its end if it is shorter; the end of the text in the last line.
    static int below(String text, int index) {
        int end = endOf(text, index);
        return end == text.length()
                ? end
                : atColumn(text, end + 1, Graphemes.width(text.substring(startOf(text, index), index)));
    }

    private static int atColumn(String text, int start, int column) {
        int end = endOf(text, start);
        int index = start;
        for (int at = 0; index < end; ) {
            int next = Graphemes.next(text, index);
            at += Graphemes.width(text.substring(index, next));
            if (at > column) {
                break;
            }
            index = next;
        }
        return index;
    }
}
