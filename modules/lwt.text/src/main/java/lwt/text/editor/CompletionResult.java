package lwt.text.editor;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import lwt.text.StyledText;

/// What a completion has found.
///
/// @param state what the input becomes when the user completes
/// @param words the words to choose from
/// @param documentation what there is to say about them, shown below them; mostly nothing
/// @see "Lwt manual (December 2010), “Read-line”"
public record CompletionResult(Mode.Edition state, NavigableSet<String> words, StyledText documentation) {
    /// Copies the words.
    public CompletionResult {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(documentation, "documentation");
        words = Collections.unmodifiableNavigableSet(new TreeSet<>(words));
    }

    /// Words about which there is nothing to say.
    public CompletionResult(Mode.Edition state, NavigableSet<String> words) {
        this(state, words, StyledText.EMPTY);
    }

    /// The same with something to say about the words.
    public CompletionResult withDocumentation(StyledText documentation) {
        return new CompletionResult(state, words, documentation);
    }
}
