package lwt.text.editor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Words that the user may choose from, and what each stands for.
///
/// @param values what each word stands for
/// @param caseSensitive whether upper case is different from lower case
public record Keywords<T extends @Nullable Object>(Map<String, T> values, boolean caseSensitive) {
    /// Yes or no.
    static final Keywords<Boolean> YES_NO = new Keywords<>(Map.of("yes", true, "no", false));

    /// Copies the words.
    public Keywords {
        values = new LinkedHashMap<>(values);
    }

    /// Words whose case does not matter.
    public Keywords(Map<String, T> values) {
        this(values, false);
    }

    /// The word that is meant by this text, if it is one.
    Optional<String> word(String text) {
        return values.keySet().stream()
                .filter(word -> caseSensitive ? word.equals(text) : word.equalsIgnoreCase(text))
                .findFirst();
    }

    /// What the word stands for.
    @SuppressWarnings("NullAway") // null only if T allows that
    T value(String word) {
        return values.get(word);
    }

    Completion completion() {
        TreeSet<String> words = caseSensitive ? new TreeSet<>() : new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(values.keySet());
        return input -> lwt.Lwt.of(Completion.complete("", typed(input.before()), input.after(), words, ""));
    }

    /// The beginning of a word as the word has it, if that is how it is meant.
    private String typed(String text) {
        return values.keySet().stream()
                .filter(word -> word.regionMatches(!caseSensitive, 0, text, 0, text.length()))
                .map(word -> word.substring(0, text.length()))
                .findFirst()
                .orElse(text);
    }
}
