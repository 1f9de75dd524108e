package lwt.text.editor;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import lwt.text.LwtText;
import lwt.text.StyledText;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;
import react.Signal;

/// The reading functions, on a terminal and without one.
final class Reading {
    private Reading() {}

    private static Promise<Boolean> onTerminal() {
        return Lwt.both(LwtUnix.stdin().isTerminal(), LwtUnix.stdout().isTerminal())
                .map(terminals -> terminals.first() && terminals.second());
    }

    static Promise<Control<String>> readLine(LineOptions options) {
        return onTerminal()
                .map(terminal -> terminal ? Control.make(options, Lwt::of) : Control.plain(plainLine(options)));
    }

    static Promise<Control<String>> readPassword(LineOptions options, PasswordStyle style) {
        return onTerminal().bind(terminal -> {
            if (!terminal) {
                return Lwt.fail(
                        new IOException(
                                "readPassword: standard input or output is not a terminal, and nowhere else is a password hidden"));
            }
            return Lwt.of(Control.make(password(options, style), Lwt::of));
        });
    }

    /// What is cut of a password does not get into the clipboard of others; there is no history to search.
    static LineOptions password(LineOptions options, PasswordStyle style) {
        LineOptions own = options.clipboard() == LineOptions.DEFAULT.clipboard()
                ? options.withClipboard(new Clipboard())
                : options;
        Look look = new Look(style.mapText(), StyledText::of, own.look().continuation());
        return own.withLook(look)
                .withMode(CompletionMode.NONE)
                .withFilter(
                        (state, command) -> own.filter().filter(state, command).map(Reading::withoutSearch));
    }

    private static Command withoutSearch(Command command) {
        return command == Action.BACKWARD_SEARCH || command == Action.FORWARD_SEARCH ? Action.NOP : command;
    }

    static <T extends @Nullable Object> Promise<Control<T>> readKeyword(LineOptions options, Keywords<T> keywords) {
        return onTerminal().map(terminal -> {
            if (terminal) {
                return Control.make(keyword(options, keywords), text -> found(keywords, text));
            }
            return Control.plain(plainLine(options).bind(text -> found(keywords, text)));
        });
    }

    /// Only a keyword ends the input.
    static LineOptions keyword(LineOptions options, Keywords<?> keywords) {
        return options.withCompletion(keywords.completion())
                .withFilter((state, command) -> options.filter()
                        .filter(state, command)
                        .map(passed -> {
                            String input = state.engine().allInput();
                            boolean refused = passed == Action.ACCEPT_LINE
                                    && keywords.word(input).isEmpty();
                            return refused ? Action.NOP : passed;
                        }));
    }

    private static <T extends @Nullable Object> Promise<T> found(Keywords<T> keywords, String text) {
        return keywords.word(text)
                .map(word -> Lwt.of(keywords.value(word)))
                .orElseGet(() -> Lwt.fail(new IllegalArgumentException("readKeyword: \"" + text + "\" is none of "
                        + keywords.values().keySet())));
    }

    private static Promise<String> plainLine(LineOptions options) {
        Signal<EngineState> state = Signal.constant(EngineState.init(options.history()));
        return LwtText.stdout()
                .write(options.prompt().of(state).value().strip())
                .bind(_ -> LwtText.stdout().flush())
                .bind(_ -> LwtText.stdin().readLine());
    }
}
