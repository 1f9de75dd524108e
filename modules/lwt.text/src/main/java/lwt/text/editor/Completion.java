package lwt.text.editor;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import lwt.Lwt;
import lwt.Promise;
import lwt.text.Graphemes;

/// Finds words that could stand at the cursor.
///
/// The promise is canceled if the user goes on typing; so it may take its time, and need not care whether somebody
/// still
/// wants to know. If it fails, its failure is shown in place of words, and the edition goes on.
///
/// {@snippet class=lwt.text.editor.Snippets region=completion}
///
/// @see "Lwt manual (December 2010), “Read-line”"
@FunctionalInterface
public interface Completion {
    /// What could stand at the cursor of this input.
    Promise<CompletionResult> complete(Mode.Edition input) throws Exception;

    /// Finds nothing.
    static Completion none() {
        return input -> Lwt.of(new CompletionResult(input, Collections.emptyNavigableSet()));
    }

    /// Words with a common beginning.
    ///
    /// @param prefix the longest that all have in common; empty if there are none
    record Lookup(String prefix, NavigableSet<String> words) {}

    /// Those of the words that begin with `word`.
    static Lookup lookup(String word, NavigableSet<String> words) {
        NavigableSet<String> found = new TreeSet<>(words.comparator());
        words.stream().filter(each -> each.startsWith(word)).forEach(found::add);
        return new Lookup(found.stream().reduce(Completion::commonPrefix).orElse(""), found);
    }

    /// Does not end within a character.
    private static String commonPrefix(String a, String b) {
        int index = 0;
        while (index < a.length()) {
            int next = Graphemes.next(a, index);
            if (next != Graphemes.next(b, index) || !a.regionMatches(index, b, index, next - index)) {
                break;
            }
            index = next;
        }
        return a.substring(0, index);
    }

    /// Completes `word`, which stands between two texts, with those of the words that begin with it. If it is a single
    /// one, a space is put after it.
    static CompletionResult complete(String before, String word, String after, NavigableSet<String> words) {
        return complete(before, word, after, words, " ");
    }

    /// The same with something else than a space.
    static CompletionResult complete(
            String before, String word, String after, NavigableSet<String> words, String suffix) {
        Lookup found = lookup(word, words);
        String completed = switch (found.words().size()) {
            case 0 -> word;
            case 1 -> found.prefix() + suffix;
            default -> found.prefix();
        };
        return new CompletionResult(new Mode.Edition(before + completed, after), found.words());
    }
}
