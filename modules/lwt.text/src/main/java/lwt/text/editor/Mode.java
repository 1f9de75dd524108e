package lwt.text.editor;

import java.util.List;
import java.util.Objects;
import lwt.text.Graphemes;

/// What the user is doing: typing, selecting or searching.
public sealed interface Mode {
    /// The whole text that is shown as the input.
    String input();

    /// That text before and after the cursor.
    Edition edition();

    /// Typing: the text before and after the cursor.
    record Edition(String before, String after) implements Mode {
        /// No text.
        public static final Edition EMPTY = new Edition("", "");

        /// Checks that there are texts.
        public Edition {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        /// The text with the cursor at this index, or, if that is within a grapheme cluster, after that.
        ///
        /// @throws IndexOutOfBoundsException if there is no such index
        public static Edition of(String text, int cursor) {
            int boundary = boundary(text, cursor);
            return new Edition(text.substring(0, boundary), text.substring(boundary));
        }

        private static int boundary(String text, int cursor) {
            if (cursor == 0 || cursor == text.length() || isPlain(text, cursor)) {
                return cursor;
            }
            return Math.max(cursor, Graphemes.next(text, Graphemes.previous(text, cursor)));
        }

        /// Nothing joins two characters of ASCII but the two of an end of line.
        private static boolean isPlain(String text, int cursor) {
            return text.charAt(cursor) < 0x80 && text.charAt(cursor - 1) < 0x80 && text.charAt(cursor - 1) != '\r';
        }

        @Override
        public String input() {
            return before + after;
        }

        @Override
        public Edition edition() {
            return this;
        }
    }

    /// Selecting what is between the mark and the cursor, two indices of the text.
    record Selection(String text, int mark, int cursor) implements Mode {
        /// Checks that the indices are in the text.
        public Selection {
            Objects.checkIndex(mark, text.length() + 1);
            Objects.checkIndex(cursor, text.length() + 1);
        }

        /// Where the selection begins.
        public int start() {
            return Math.min(mark, cursor);
        }

        /// Where it ends.
        public int end() {
            return Math.max(mark, cursor);
        }

        /// What is selected.
        public String selected() {
            return text.substring(start(), end());
        }

        @Override
        public String input() {
            return text;
        }

        @Override
        public Edition edition() {
            return Edition.of(text, cursor);
        }
    }

    /// Searching a word in the history.
    ///
    /// @param word what is searched for
    /// @param lines all lines of the history and the input, newest first
    /// @param position which of them was found last
    /// @param found whether it contains the word
    /// @param origin the input as it was before the search
    record Search(String word, List<String> lines, int position, boolean found, Edition origin) implements Mode {
        /// Checks that the position is one of the lines.
        public Search {
            Objects.requireNonNull(word, "word");
            Objects.requireNonNull(origin, "origin");
            lines = List.copyOf(lines);
            Objects.checkIndex(position, lines.size());
        }

        /// The lines from the one that was found on; empty if none was found.
        public List<String> remaining() {
            return found ? lines.subList(position, lines.size()) : List.of();
        }

        @Override
        public String input() {
            return lines.get(position);
        }

        @Override
        public Edition edition() {
            return new Edition(input(), "");
        }

        /// All lines that contain the word, newest first, each once.
        public List<String> matches() {
            return lines.stream().filter(line -> line.contains(word)).distinct().toList();
        }

        /* ---- Moves ---- */

        Search with(String word, int position, boolean found) {
            return new Search(word, lines, position, found, origin);
        }

        /// The same for this word: the first line from `from` on, in steps of 1 or -1, that contains it.
        Search lookup(String word, int from, int step) {
            for (int i = from; i >= 0 && i < lines.size(); i += step) {
                if (lines.get(i).contains(word)) {
                    return with(word, i, true);
                }
            }
            return with(word, position, lines.get(position).contains(word));
        }

        /// The same for a longer word: this line or an older one, or else the newest that contains it.
        Search add(String added) {
            Search older = lookup(word + added, position, 1);
            return older.found ? older : lookup(word + added, 0, 1);
        }

        /// The next line in this direction that contains the word and is another text; this, if there is none.
        Search further(int step) {
            int from = position;
            while (from >= 0 && from < lines.size() && lines.get(from).equals(input())) {
                from += step;
            }
            return lookup(word, from, step);
        }
    }
}
