package lwt.text.editor;

import java.util.Objects;
import lwt.text.StyledText;
import react.Signal;

/// What stands before the input: a signal, which may depend on the state of the engine. When it changes, what is on the
/// screen changes.
///
/// {@snippet class=lwt.text.editor.Snippets region=prompt}
///
/// @see "Lwt manual (December 2010), “Read-line”"
@FunctionalInterface
public interface Prompt {
    /// The prompt of an instance whose engine has these states.
    Signal<StyledText> of(Signal<EngineState> state);

    /// One that stays the same.
    static Prompt constant(StyledText prompt) {
        Objects.requireNonNull(prompt, "prompt");
        return state -> Signal.constant(prompt);
    }
}
