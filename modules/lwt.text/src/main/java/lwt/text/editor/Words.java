package lwt.text.editor;

import java.util.Locale;
import lwt.text.Graphemes;

/// Where words begin and end: words are of letters and digits.
final class Words {
    private Words() {}

    /// The end of the first word at or after this index; the end of the text, if there is none.
    static int endOfNext(String text, int index) {
        return skip(text, startOfNext(text, index), true);
    }

    /// The start of the first word at or after this index; the end of the text, if there is none.
    static int startOfNext(String text, int index) {
        return skip(text, index, false);
    }

    private static int skip(String text, int index, boolean inWord) {
        int i = index;
        while (i < text.length() && isOfWord(text, i) == inWord) {
            i = Graphemes.next(text, i);
        }
        return i;
    }

    /// The start of the last word before this index; 0, if there is none.
    static int startOfLast(String text, int index) {
        return skipBack(text, skipBack(text, index, false), true);
    }

    private static int skipBack(String text, int index, boolean inWord) {
        int i = index;
        while (i > 0) {
            int previous = Graphemes.previous(text, i);
            if (isOfWord(text, previous) != inWord) {
                break;
            }
            i = previous;
        }
        return i;
    }

    private static boolean isOfWord(String text, int index) {
        return Character.isLetterOrDigit(text.codePointAt(index));
    }

    /// The word in lower case, but for its first character.
    static String capitalize(String word) {
        int first = Graphemes.next(word, 0);
        return word.substring(0, first).toUpperCase(Locale.ROOT)
                + word.substring(first).toLowerCase(Locale.ROOT);
    }
}
