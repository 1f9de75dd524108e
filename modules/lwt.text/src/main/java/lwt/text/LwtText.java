package lwt.text;

import java.nio.file.OpenOption;
import java.nio.file.Path;
import lwt.Loop;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.unix.LwtIo;
import org.jspecify.annotations.Nullable;

/// Channels of text: the standard ones, those of files, and what is printed. As [LwtIo], but in the
/// encoding of the user's locale, or in another one.
///
/// The standard channels belong to the loop on which they are asked for, and are those of [LwtIo]
/// underneath.
///
/// @see "Lwt manual (December 2010), “Text channels”"
public final class LwtText {
    private LwtText() {}

    /* ---- The standard channels ---- */

    /// The standard input.
    public static TextInput stdin() {
        return Standard.ofCurrentLoop().stdin;
    }

    /// The standard output.
    public static TextOutput stdout() {
        return Standard.ofCurrentLoop().stdout;
    }

    /// The standard error output.
    public static TextOutput stderr() {
        return Standard.ofCurrentLoop().stderr;
    }

    private record Standard(TextInput stdin, TextOutput stdout, TextOutput stderr) {
        static Standard ofCurrentLoop() {
            return Loop.current()
                    .attachment(
                            Standard.class,
                            _ -> new Standard(
                                    TextInput.of(LwtIo.stdin()),
                                    TextOutput.of(LwtIo.stdout()),
                                    TextOutput.of(LwtIo.stderr())));
        }
    }

    /// Writes a text to the standard output.
    public static Promise<@Nullable Void> print(String text) {
        return stdout().write(text);
    }

    /// Writes a text and `\n` to the standard output.
    public static Promise<@Nullable Void> printl(String line) {
        return stdout().writeLine(line);
    }

    /// Writes a formatted text to the standard output; see [TextOutput#printf].
    ///
    /// @see "Lwt manual (December 2010), “Text channels”"
    public static Promise<@Nullable Void> printf(String format, @Nullable Object... arguments) {
        return stdout().printf(format, arguments);
    }

    /// Writes a formatted text and `\n` to the standard output; see [TextOutput#printlf].
    public static Promise<@Nullable Void> printlf(String format, @Nullable Object... arguments) {
        return stdout().printlf(format, arguments);
    }

    /// Writes a text to the standard error output.
    public static Promise<@Nullable Void> eprint(String text) {
        return stderr().write(text);
    }

    /// Writes a text and `\n` to the standard error output.
    public static Promise<@Nullable Void> eprintl(String line) {
        return stderr().writeLine(line);
    }

    /// Writes a formatted text to the standard error output; see [TextOutput#printf].
    public static Promise<@Nullable Void> eprintf(String format, @Nullable Object... arguments) {
        return stderr().printf(format, arguments);
    }

    /// Writes a formatted text and `\n` to the standard error output; see [TextOutput#printlf].
    public static Promise<@Nullable Void> eprintlf(String format, @Nullable Object... arguments) {
        return stderr().printlf(format, arguments);
    }

    /* ---- Other channels ---- */

    /// A new channel of zero characters without end.
    ///
    /// @see "Lwt_text.zero (Lwt 2.2)"
    public static TextInput zero() {
        return TextInput.of(LwtIo.zero());
    }

    /// A new channel that drops what is written to it.
    ///
    /// @see "Lwt_text.null (Lwt 2.2)"
    public static TextOutput nullOutput() {
        return TextOutput.of(LwtIo.nullOutput());
    }

    /* ---- Files ---- */

    /// Opens a file to be read as text. Fails as [LwtIo#openInput].
    public static Promise<TextInput> openInput(Path path, TextEncoding encoding, OpenOption... options) {
        return LwtIo.openInput(path, options).map(channel -> TextInput.of(channel, encoding));
    }

    /// Opens a file to be written as text, anew if no option says otherwise. Fails as
    /// [LwtIo#openOutput(Path, OpenOption...)].
    public static Promise<TextOutput> openOutput(Path path, TextEncoding encoding, OpenOption... options) {
        return LwtIo.openOutput(path, options).map(channel -> TextOutput.of(channel, encoding));
    }

    /// Opens a file to be read as text, runs `body` on it, and closes it in any case; as
    /// [LwtIo#withInput].
    public static <T extends @Nullable Object> Promise<T> withInput(
            Path path, TextEncoding encoding, ThrowingFunction<? super TextInput, ? extends Promise<T>> body) {
        return LwtIo.withInput(path, channel -> body.apply(TextInput.of(channel, encoding)));
    }

    /// Opens a file to be written anew as text, runs `body` on it, and flushes and closes it in any
    /// case; as [LwtIo#withOutput(Path, ThrowingFunction)].
    public static <T extends @Nullable Object> Promise<T> withOutput(
            Path path, TextEncoding encoding, ThrowingFunction<? super TextOutput, ? extends Promise<T>> body) {
        return LwtIo.withOutput(path, channel -> body.apply(TextOutput.of(channel, encoding)));
    }

    /// The lines of a file in the encoding of the system. The file is opened when the first line is asked
    /// for, and closed when the end is reached or reading fails. Who may stop before the end takes
    /// [#withInput], which closes it then, too.
    public static LwtStream<String> linesOfFile(Path path) {
        return FileText.stream(path, TextInput::readLineOptional);
    }

    /// The characters of a file in the encoding of the system; see [#linesOfFile].
    public static LwtStream<String> charsOfFile(Path path) {
        return FileText.stream(path, TextInput::readCharOptional);
    }

    /// Writes a file anew that consists of these lines, in the encoding of the system.
    public static Promise<@Nullable Void> linesToFile(Path path, LwtStream<String> lines) {
        return withOutput(path, TextEncoding.system(), output -> output.writeLines(lines));
    }

    /// Writes a file anew that consists of these characters, in the encoding of the system.
    public static Promise<@Nullable Void> charsToFile(Path path, LwtStream<String> characters) {
        return withOutput(path, TextEncoding.system(), output -> output.writeChars(characters));
    }
}
