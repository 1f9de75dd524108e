package lwt.text.editor;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.text.StyledText;

/// How a line is read. Begin with [#DEFAULT].
///
/// {@snippet class=lwt.text.editor.Snippets region=options}
///
/// @param prompt what stands before the input
/// @param history lines of before, newest first
/// @param completion what finds words
/// @param mode when they are shown
/// @param clipboard where what is cut goes
/// @param look how the input is shown
/// @param keys which key means which command
/// @param acceptance whether an input is complete
/// @param filter what sees each command first
/// @see "Lwt manual (December 2010), “Read-line”"
public record LineOptions(
        Prompt prompt,
        List<String> history,
        Completion completion,
        CompletionMode mode,
        Supplier<Clipboard> clipboard,
        Look look,
        KeyBindings keys,
        Acceptance acceptance,
        Filter filter) {
    /// The prompt `# `, no history, no completion, the clipboard of the loop, the usual keys; all input is complete.
    public static final LineOptions DEFAULT = new LineOptions(
            Prompt.constant(StyledText.of("# ")),
            List.of(),
            Completion.none(),
            CompletionMode.REAL_TIME,
            Clipboard::global,
            Look.PLAIN,
            KeyBindings.DEFAULT,
            _ -> Lwt.of(true),
            (_, command) -> Lwt.of(command));

    /// Decides whether an input that the user wants to end is complete.
    @FunctionalInterface
    public interface Acceptance {
        /// With false, a new line is begun in the input instead.
        Promise<Boolean> isComplete(String input) throws Exception;
    }

    /// Sees each command before it is executed.
    @FunctionalInterface
    public interface Filter {
        /// The command that is executed instead: the same, another, or [Action#NOP] to drop it. Commands that come
        /// meanwhile wait.
        Promise<Command> filter(Control.State state, Command command) throws Exception;
    }

    /// Copies the history.
    public LineOptions {
        Objects.requireNonNull(prompt, "prompt");
        history = List.copyOf(history);
        Objects.requireNonNull(completion, "completion");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(clipboard, "clipboard");
        Objects.requireNonNull(look, "look");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(acceptance, "acceptance");
        Objects.requireNonNull(filter, "filter");
    }

    /// The same with another prompt, which stays as it is.
    public LineOptions withPrompt(StyledText prompt) {
        return withPrompt(Prompt.constant(prompt));
    }

    /// The same with another prompt.
    public LineOptions withPrompt(Prompt prompt) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same with lines of before, newest first.
    public LineOptions withHistory(List<String> history) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same with something that finds words.
    public LineOptions withCompletion(Completion completion) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same where words are shown at other times.
    public LineOptions withMode(CompletionMode mode) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same with a clipboard of its own.
    public LineOptions withClipboard(Clipboard clipboard) {
        Objects.requireNonNull(clipboard, "clipboard");
        return new LineOptions(prompt, history, completion, mode, () -> clipboard, look, keys, acceptance, filter);
    }

    /// The same with another look.
    public LineOptions withLook(Look look) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same with styles in the input: see [Look#highlight].
    public LineOptions withHighlight(Function<? super String, StyledText> highlight) {
        return withLook(new Look(look.mapText(), highlight, look.continuation()));
    }

    /// The same with something before each line of the input but the first.
    public LineOptions withContinuation(StyledText continuation) {
        return withLook(new Look(look.mapText(), look.highlight(), continuation));
    }

    /// The same with other keys.
    public LineOptions withKeys(KeyBindings keys) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same for inputs of several lines: see [Acceptance].
    public LineOptions withAcceptance(Acceptance acceptance) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }

    /// The same with a filter.
    public LineOptions withFilter(Filter filter) {
        return new LineOptions(prompt, history, completion, mode, clipboard, look, keys, acceptance, filter);
    }
}
