package lwt.text.editor;

import java.util.List;
import lwt.Promise;
import lwt.text.StyledText;
import lwt.text.TextOutput;
import org.jspecify.annotations.Nullable;

/// Reads input from the user, who can edit it.
///
/// {@snippet class=lwt.text.editor.Snippets region=readLine}
///
/// While a line is read, the program goes on: what it prints meanwhile it should print with [Control], which has the
/// same functions, and more.
///
/// All of them fail with [Interrupt] when the user gives up, by Ctrl-C or by Ctrl-D in an empty input, and with what
/// the
/// terminal fails with. Canceling them ends the input; the terminal is as it was before, whatever happens.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class LwtReadLine {
    private LwtReadLine() {}

    /* ---- Reading ---- */

    /// Reads a line, with this prompt.
    public static Promise<String> readLine(StyledText prompt) {
        return readLine(LineOptions.DEFAULT.withPrompt(prompt));
    }

    /// Reads a line. Where standard input or output is no terminal, prints the prompt without styles and reads a line
    /// of
    /// the input; fails then with [java.io.EOFException] if there is none.
    public static Promise<String> readLine(LineOptions options) {
        return Control.readLine(options).bind(Control::result);
    }

    /// Reads a password, with this prompt; an asterisk is shown for each character.
    public static Promise<String> readPassword(StyledText prompt) {
        return readPassword(LineOptions.DEFAULT.withPrompt(prompt), PasswordStyle.text("*"));
    }

    /// Reads a password. It does not get into a clipboard that others see, unless the options name one. Fails with
    /// [java.io.IOException] where standard input or output is no terminal.
    public static Promise<String> readPassword(LineOptions options, PasswordStyle style) {
        return Control.readPassword(options, style).bind(Control::result);
    }

    /// Reads one of some words, and resolves with what it stands for. On a terminal the input only ends with one of
    /// them; elsewhere, fails with [IllegalArgumentException] if the line is none.
    public static <T extends @Nullable Object> Promise<T> readKeyword(LineOptions options, Keywords<T> keywords) {
        return Control.readKeyword(options, keywords).bind(Control::result);
    }

    /// Reads `yes` or `no`, with this prompt.
    public static Promise<Boolean> readYesNo(StyledText prompt) {
        return readYesNo(LineOptions.DEFAULT.withPrompt(prompt));
    }

    /// Reads `yes` or `no`.
    public static Promise<Boolean> readYesNo(LineOptions options) {
        return Control.readYesNo(options).bind(Control::result);
    }

    /* ---- Printing words ---- */

    /// Prints words in as many columns as fit into so many of the screen.
    public static Promise<@Nullable Void> printWords(TextOutput output, int screenColumns, List<String> words) {
        return output.write(WordColumns.of(words, screenColumns));
    }
}
