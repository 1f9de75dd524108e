package lwt.text;

import java.util.Objects;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.text.StyledText.Attribute;
import lwt.text.StyledText.Instruction;
import lwt.text.TerminalMode.Switch;
import lwt.unix.FileDescriptor;
import lwt.unix.LwtUnix;
import lwt.unix.UnixSignal;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.Signal;

/// The terminal: its keys, its size, text with styles, and drawing on the whole screen.
///
/// What is changed here about the terminal is put back when the loop ends, when the process ends, also by an exception,
/// by
/// `System.exit` or by a signal, and while it is stopped (Control and Z in most shells).
///
/// @see "Lwt manual (December 2010), “Terminal utilities”"
public final class LwtTerm {
    private LwtTerm() {}

    /* ---- Mode ---- */

    /// Runs `body` while the terminal is in raw mode: each key comes when it is pressed (otherwise a
    /// line comes when it is complete), none is shown, and none, such as Control and C, is a signal. Nested
    /// calls are fine: the mode ends with the last of them.
    ///
    /// Fails as `body` fails, or with [NotATerminalException] if the standard input is no terminal. Canceling
    /// it cancels `body`.
    ///
    /// @see "Lwt manual (December 2010), “Terminal utilities”"
    public static <T extends @Nullable Object> Promise<T> withRawMode(ThrowingSupplier<? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        try {
            TerminalMode.ofProcess().enterRaw();
        } catch (NotATerminalException e) {
            return Lwt.fail(e);
        }
        return Lwt.finalizing(body, () -> {
            TerminalMode.ofProcess().leaveRaw();
            return Lwt.unit();
        });
    }

    /// Whether the terminal is in raw mode.
    ///
    /// @see "Lwt_term.raw_mode (Lwt 2.2)"
    public static boolean isRawMode() {
        return TerminalMode.ofProcess().isRaw();
    }

    /// Runs `body` while the terminal tells pasted text from typed text: it comes as one
    /// [Key.Paste]. Terminals that cannot do that go on sending it as keys.
    public static <T extends @Nullable Object> Promise<T> withBracketedPaste(
            ThrowingSupplier<? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return Lwt.finalizing(
                () -> TerminalMode.ofProcess().switchOn(Switch.BRACKETED_PASTE).bind(_ -> body.get()),
                () -> TerminalMode.ofProcess().switchOff(Switch.BRACKETED_PASTE));
    }

    /// Switches to the screen that is all the program's; what was shown comes back with
    /// [#leaveDrawingMode].
    public static Promise<@Nullable Void> enterDrawingMode() {
        return TerminalMode.ofProcess().switchOn(Switch.DRAWING);
    }

    /// Ends what [#enterDrawingMode] began.
    public static Promise<@Nullable Void> leaveDrawingMode() {
        return TerminalMode.ofProcess().switchOff(Switch.DRAWING);
    }

    /// Shows the cursor again.
    public static Promise<@Nullable Void> showCursor() {
        return TerminalMode.ofProcess().switchOff(Switch.HIDDEN_CURSOR);
    }

    /// Hides the cursor.
    public static Promise<@Nullable Void> hideCursor() {
        return TerminalMode.ofProcess().switchOn(Switch.HIDDEN_CURSOR);
    }

    /// Erases the whole screen, and goes to its top left corner.
    public static Promise<@Nullable Void> clearScreen() {
        return LwtText.print("\033[2J\033[H");
    }

    /// Erases the line in which the cursor is.
    public static Promise<@Nullable Void> clearLine() {
        return LwtText.print("\033[2K");
    }

    /// Goes to the beginning of a line: for 0 of this one, for 1 of the one above, and so on.
    ///
    /// @throws IllegalArgumentException if `up` is negative
    public static Promise<@Nullable Void> gotoBeginningOfLine(int up) {
        if (up < 0) {
            throw new IllegalArgumentException("cannot go up by " + up + " lines");
        }
        return LwtText.print(up == 0 ? "\r" : "\033[F".repeat(up));
    }

    /* ---- Size ---- */

    /// How large the terminal is; it changes when the user resizes its window. If there is no
    /// terminal, 25 lines of 80 columns.
    public static Signal<Size> size() {
        return TerminalSize.ofCurrentLoop().size();
    }

    /// How many columns a line of the terminal has; see [#size].
    public static Signal<Integer> columns() {
        return TerminalSize.ofCurrentLoop().columns();
    }

    /// How many lines the terminal shows; see [#size].
    public static Signal<Integer> lines() {
        return TerminalSize.ofCurrentLoop().lines();
    }

    /// Occurs when the process was stopped in raw mode and goes on, with the size of the terminal: what was
    /// on the screen is to be drawn again.
    public static Event<Size> resumed() {
        return TerminalSize.ofCurrentLoop().resumedEvent();
    }

    /// Stops the programs that run in the foreground of the terminal, as Control and Z do where it is not raw. The
    /// terminal is put back first; [#resumed] occurs when this one goes on.
    public static void suspend() {
        Native.kill(0, UnixSignal.TSTP.number());
    }

    /* ---- Keys ---- */

    /// Reads a key from the terminal, in raw mode. Canceling it loses no key.
    ///
    /// Escape is told from the sequences that begin with it by what has come together with it, so it does not
    /// wait. Fails with [NotATerminalException], or with [java.io.EOFException] if the terminal is gone.
    ///
    /// @see "Lwt manual (December 2010), “Terminal utilities”"
    public static Promise<Key> readKey() {
        return withRawMode(() -> KeyReader.read(LwtText.stdin()));
    }

    /// Reads what a key sends: a character, or an escape sequence; [Key#decode] tells what it means. As [#readKey], but
    /// from any channel, in whatever mode the terminal is.
    ///
    /// @see "Lwt_term.parse_key_raw (Lwt 2.2)"
    public static Promise<String> parseKeyRaw(TextInput input) {
        return KeyReader.readRaw(input);
    }

    /// Takes a character from a stream of characters, or an escape sequence if all of it is there
    /// without waiting. See [Key#decode] for what it means.
    ///
    /// @see "Lwt_term.parse_key_raw (Lwt 2.2)"
    public static Promise<String> parseKeyRaw(LwtStream<String> characters) {
        return KeyReader.readRaw(characters);
    }

    /* ---- Text with styles ---- */

    /// A piece of text.
    public static Instruction text(String text) {
        return new StyledText.Text(text);
    }

    /// A piece of text made as [TextOutput#printf] makes it.
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public static Instruction textf(String format, @Nullable Object... arguments) {
        return text(ColumnFormat.format(format, arguments));
    }

    /// Ends all styles.
    public static Instruction reset() {
        return Attribute.RESET;
    }

    /// Begins bold.
    public static Instruction bold() {
        return Attribute.BOLD;
    }

    /// Begins a line below.
    public static Instruction underlined() {
        return Attribute.UNDERLINED;
    }

    /// Begins blinking.
    public static Instruction blink() {
        return Attribute.BLINK;
    }

    /// Begins exchanging foreground and background.
    public static Instruction inverse() {
        return Attribute.INVERSE;
    }

    /// Begins hiding.
    public static Instruction hidden() {
        return Attribute.HIDDEN;
    }

    /// Sets the colour of text.
    public static Instruction fg(Color color) {
        return new StyledText.Foreground(color);
    }

    /// Sets the colour behind text.
    public static Instruction bg(Color color) {
        return new StyledText.Background(color);
    }

    /// Writes text with its styles as escape sequences, whatever `output` is. The styles go on to hold.
    public static Promise<@Nullable Void> writeStyled(TextOutput output, StyledText text) {
        return output.write(Escapes.of(text, Escapes.palette()));
    }

    /// Writes text to the standard output; with its styles if that is a terminal, else without. Styles that
    /// are not reset go on to hold.
    public static Promise<@Nullable Void> printc(StyledText text) {
        return print(LwtText.stdout(), LwtUnix.stdout(), text, "", "");
    }

    /// Like [#printc(StyledText)].
    public static Promise<@Nullable Void> printc(Instruction... text) {
        return printc(StyledText.of(text));
    }

    /// Like [#printc(StyledText)], to the standard error output.
    public static Promise<@Nullable Void> eprintc(StyledText text) {
        return print(LwtText.stderr(), LwtUnix.stderr(), text, "", "");
    }

    /// Like [#printc(StyledText)], to the standard error output.
    public static Promise<@Nullable Void> eprintc(Instruction... text) {
        return eprintc(StyledText.of(text));
    }

    /// Like [#printc(StyledText)]; then ends all styles, and the line.
    ///
    /// @see "Lwt manual (December 2010), “Terminal utilities”"
    public static Promise<@Nullable Void> printlc(StyledText text) {
        return print(LwtText.stdout(), LwtUnix.stdout(), text, "\033[m", "\n");
    }

    /// Like [#printlc(StyledText)].
    public static Promise<@Nullable Void> printlc(Instruction... text) {
        return printlc(StyledText.of(text));
    }

    /// Like [#printlc(StyledText)], to the standard error output.
    public static Promise<@Nullable Void> eprintlc(StyledText text) {
        return print(LwtText.stderr(), LwtUnix.stderr(), text, "\033[m", "\n");
    }

    /// Like [#printlc(StyledText)], to the standard error output.
    public static Promise<@Nullable Void> eprintlc(Instruction... text) {
        return eprintlc(StyledText.of(text));
    }

    private static Promise<@Nullable Void> print(
            TextOutput output, FileDescriptor file, StyledText text, String after, String end) {
        Objects.requireNonNull(text, "text");
        return file.isTerminal()
                .bind(isTerminal -> output.write(
                        isTerminal && Escapes.areUnderstood()
                                ? Escapes.of(text, Escapes.palette()) + after + end
                                : text.strip() + end));
    }

    /// Has the terminal show another colour for this one of its palette, where it can.
    public static Promise<@Nullable Void> setColor(Color.Indexed color, Color.Rgb value) {
        return LwtText.print(String.format(
                "\033]4;%d;rgb:%02x/%02x/%02x\033\\", color.number(), value.red(), value.green(), value.blue()));
    }

    /* ---- Drawing ---- */

    /// Draws all of a matrix of points, such as [Zone#points], from the top left corner of the screen on.
    public static Promise<@Nullable Void> render(Point[][] points) {
        return LwtText.print(Rendering.of(points, Escapes.palette()));
    }

    /// Draws what differs from what is displayed; all of it, on an empty screen, if the shapes differ.
    public static Promise<@Nullable Void> renderUpdate(Point[][] displayed, Point[][] points) {
        return LwtText.print(Rendering.ofUpdate(displayed, points, Escapes.palette()));
    }
}
