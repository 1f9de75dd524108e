package lwt.top;

import static java.util.stream.Collectors.toCollection;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import lwt.Lwt;
import lwt.Promise;
import lwt.text.StyledText;
import lwt.text.editor.Completion;
import lwt.text.editor.CompletionResult;
import lwt.text.editor.Mode;

/// Completes Java by what the live session knows, and commands; and tells the signatures of the method whose arguments
/// are typed.
final class Completer implements Completion {
    private final Session session;

    Completer(Session session) {
        this.session = session;
    }

    @Override
    public Promise<CompletionResult> complete(Mode.Edition input) {
        if (input.before().isBlank()) {
            return Lwt.of(nothing(input));
        }
        if (Commands.isCommand(input.before())) {
            return Lwt.of(command(input));
        }
        return session.ask(shell -> java(shell.analysis(), input));
    }

    private static CompletionResult nothing(Mode.Edition input) {
        return new CompletionResult(input, Collections.emptyNavigableSet());
    }

    private static CompletionResult command(Mode.Edition input) {
        String word = input.before().stripLeading();
        return word.contains(" ")
                ? nothing(input)
                : Completion.complete("", word, input.after(), new TreeSet<>(Commands.NAMES));
    }

    /// On the compiler's thread.
    static CompletionResult java(SourceCodeAnalysis analysis, Mode.Edition input) {
        int[] anchor = {input.before().length()};
        String code = input.input();
        int cursor = input.before().length();
        List<Suggestion> suggestions = analysis.completionSuggestions(code, cursor, anchor);
        String before = input.before().substring(0, Math.min(anchor[0], cursor));
        String word = input.before().substring(before.length());
        boolean everything = word.isEmpty() && !before.endsWith(".");
        NavigableSet<String> words = suggestions.stream()
                .filter(suggestion -> !everything || suggestion.matchesType())
                .map(Suggestion::continuation)
                .collect(toCollection(TreeSet::new));
        CompletionResult found = Completion.complete(before, word, input.after(), words, "");
        if (!before.contains("(")) {
            return found;
        }
        String signatures = Documentation.of(analysis, code, cursor, false);
        return signatures.isEmpty() ? found : found.withDocumentation(StyledText.of(signatures));
    }
}
