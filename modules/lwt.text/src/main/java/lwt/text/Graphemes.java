package lwt.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// What a reader takes for a character (a grapheme cluster: a letter with its accents, say), and how many columns of
/// the
/// terminal it takes.
///
/// Terminals add up the widths of the code points; so do we, as the cursor must be where the terminal puts it, not
/// where
/// a better rule would.
public final class Graphemes {
    private Graphemes() {}

    /// The grapheme clusters of a text, in order.
    public static List<String> of(String text) {
        List<String> clusters = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = next(text, start);
            clusters.add(text.substring(start, end));
            start = end;
        }
        return clusters;
    }

    /// How many clusters there are.
    public static int count(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i = next(text, i)) {
            count++;
        }
        return count;
    }

    /// Where the cluster that begins at `index` ends.
    public static int next(String text, int index) {
        if (index + 1 >= text.length() || (isSimple(text.charAt(index)) && isSimple(text.charAt(index + 1)))) {
            return Math.min(index + 1, text.length());
        }
        // A cluster is short: what comes long after cannot matter to where it ends.
        int horizon = Math.min(text.length(), index + 64);
        BreakIterator breaks = breaks(text.substring(index, horizon));
        int end = breaks.following(0);
        return end == BreakIterator.DONE ? horizon : index + end;
    }

    /// Where the cluster that ends at `index` begins.
    public static int previous(String text, int index) {
        if (index <= 1 || (isSimple(text.charAt(index - 1)) && isSimple(text.charAt(index - 2)))) {
            return Math.max(index - 1, 0);
        }
        int horizon = Math.max(0, index - 64);
        int start = breaks(text.substring(horizon, index)).preceding(index - horizon);
        return start == BreakIterator.DONE ? horizon : horizon + start;
    }

    private static BreakIterator breaks(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance();
        breaks.setText(text);
        return breaks;
    }

    /// Whether nothing can join this character to another simple one.
    private static boolean isSimple(char c) {
        return (c >= ' ' && c < 0x7f) || (c >= 0xa0 && c < 0x300 && c != 0xad);
    }

    /// How many columns a text takes; control characters take none.
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            width += width(codePoint);
            i += Character.charCount(codePoint);
        }
        return width;
    }

    private static int width(int codePoint) {
        return codePoint >= ' ' && codePoint < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
