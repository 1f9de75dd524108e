package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One change of the text that can be taken back, and those before it.
///
/// It holds what differs, not the text: a long paste costs its length once, not once for each key after it.
///
/// @param start where the texts begin to differ
/// @param removed what was there before
/// @param inserted how long what is there now is
/// @param cursor where the cursor was before
/// @param history where in the history the input was before
/// @param count how many changes there are, with this one
record Change(
        int start,
        String removed,
        int inserted,
        int cursor,
        HistoryCursor history,
        int count,
        @Nullable Change older) {
    private static final int KEPT = 1_000;

    /// The change from one text to another, on top of those that were made before.
    static Change between(Mode.Edition from, HistoryCursor history, String to, @Nullable Change older) {
        String text = from.input();
        int shorter = Math.min(text.length(), to.length());
        int start = 0;
        while (start < shorter && text.charAt(start) == to.charAt(start)) {
            start++;
        }
        int same = 0;
        while (same < shorter - start && text.charAt(text.length() - 1 - same) == to.charAt(to.length() - 1 - same)) {
            same++;
        }
        return new Change(
                start,
                text.substring(start, text.length() - same),
                to.length() - same - start,
                from.before().length(),
                history,
                older == null ? 1 : older.count + 1,
                older == null || older.count < 2 * KEPT ? older : older.newest(KEPT));
    }

    /// The text before the change, if this is the one after it.
    Mode.Edition undo(String text) {
        return Mode.Edition.of(text.substring(0, start) + removed + text.substring(start + inserted), cursor);
    }

    /// The same with only so many changes.
    private Change newest(int kept) {
        List<Change> changes = new ArrayList<>(kept);
        for (Change change = this; change != null && changes.size() < kept; change = change.older) {
            changes.add(change);
        }
        Change result = null;
        for (Change change : changes.reversed()) {
            result = new Change(
                    change.start,
                    change.removed,
                    change.inserted,
                    change.cursor,
                    change.history,
                    result == null ? 1 : result.count + 1,
                    result);
        }
        return result == null ? this : result;
    }
}
