package lwt.text.editor;

import java.util.List;
import java.util.Objects;
import lwt.text.StyledText;

/// What is shown in a box below the input.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public sealed interface Box {
    /// No box at all.
    record None() implements Box {}

    /// A box with nothing in it.
    record Empty() implements Box {}

    /// A box with a message.
    record Message(String text) implements Box {}

    /// A box with words to choose from, of which one is selected, and what there is to say about them.
    ///
    /// @param selected the index of the selected one; 0 if there are none
    record Words(List<String> words, int selected, StyledText documentation) implements Box {
        /// Checks that the selected word is there.
        public Words {
            words = List.copyOf(words);
            Objects.requireNonNull(documentation, "documentation");
            Objects.checkIndex(selected, Math.max(1, words.size()));
        }

        /// Words about which there is nothing to say.
        public Words(List<String> words, int selected) {
            this(words, selected, StyledText.EMPTY);
        }

        /// The same with another one selected; the nearest there is, if the index is outside.
        Words select(int index) {
            return new Words(words, Math.clamp(index, 0, Math.max(0, words.size() - 1)), documentation);
        }
    }

    /// No box at all.
    static Box none() {
        return new None();
    }
}
