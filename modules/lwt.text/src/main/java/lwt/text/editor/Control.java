package lwt.text.editor;

import java.util.List;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import lwt.text.LwtTerm;
import lwt.text.StyledText;
import org.jspecify.annotations.Nullable;
import react.Signal;

/// A running instance of the line editor, which the program controls while the user types: it may send commands, hide
/// the input to draw something else, and change the prompt.
///
/// {@snippet class=lwt.text.editor.Snippets region=control}
///
/// Where the input is no terminal, an instance only reads a line: it takes no commands, and there is nothing to hide.
///
/// @param <T> what it reads
/// @see "Lwt manual (December 2010), “Read-line”"
public final class Control<T extends @Nullable Object> {
    private final @Nullable Session session; // null where there is no terminal
    private final Promise<T> result;

    private Control(@Nullable Session session, Promise<T> result) {
        this.session = session;
        this.result = result;
    }

    /// The state of an instance.
    ///
    /// @param engine the text, and what the user is doing
    /// @param rendering what is drawn
    public record State(EngineState engine, Rendering rendering) {}

    /* ---- Instances ---- */

    /// Begins to read from the terminal. What was read when the user accepts is given to `mapResult`, and what its
    /// promise has is the result.
    ///
    /// Together with [LineOptions#filter] this is how reading functions of one's own are made.
    public static <T extends @Nullable Object> Control<T> make(
            LineOptions options, ThrowingFunction<? super String, ? extends Promise<T>> mapResult) {
        return make(new SystemConsole(), options, mapResult);
    }

    static <T extends @Nullable Object> Control<T> make(
            Console console, LineOptions options, ThrowingFunction<? super String, ? extends Promise<T>> mapResult) {
        Objects.requireNonNull(mapResult, "mapResult");
        Session session = new Session(console, options);
        return new Control<>(session, session.run().bind(next -> switch (next) {
            case ACCEPTED -> mapResult.apply(session.state().engine().allInput());
            case INTERRUPTED -> Lwt.fail(new Interrupt(false));
            case END_OF_INPUT -> Lwt.fail(new Interrupt(true));
            case GO_ON -> throw new AssertionError("the loop ended though the input goes on");
        }));
    }

    /// An instance that cannot be controlled.
    static <T extends @Nullable Object> Control<T> plain(Promise<T> result) {
        return new Control<>(null, result);
    }

    /// As [LwtReadLine#readLine(LineOptions)].
    public static Promise<Control<String>> readLine(LineOptions options) {
        return Reading.readLine(options);
    }

    /// As [LwtReadLine#readPassword(LineOptions, PasswordStyle)].
    public static Promise<Control<String>> readPassword(LineOptions options, PasswordStyle style) {
        return Reading.readPassword(options, style);
    }

    /// As [LwtReadLine#readKeyword(LineOptions, Keywords)].
    public static <T extends @Nullable Object> Promise<Control<T>> readKeyword(
            LineOptions options, Keywords<T> keywords) {
        return Reading.readKeyword(options, keywords);
    }

    /// As [LwtReadLine#readYesNo(LineOptions)].
    public static Promise<Control<Boolean>> readYesNo(LineOptions options) {
        return readKeyword(options, Keywords.YES_NO);
    }

    /* ---- Control ---- */

    /// Resolves with what was read. Fails with [Interrupt] if the user gives up, and with what a filter, a prompt or a
    /// look failed with. When it is there, the terminal is as it was before.
    ///
    /// Canceling it ends the input: what is on the screen stays there.
    public Promise<T> result() {
        return result;
    }

    /// Has this command executed, after those that were sent before, as if the user had pressed a key.
    public void sendCommand(Command command) {
        Objects.requireNonNull(command, "command");
        if (session != null) {
            session.send(command);
        }
    }

    /// Sends [Action#ACCEPT_LINE].
    public void accept() {
        sendCommand(Action.ACCEPT_LINE);
    }

    /// Sends [Action#BREAK].
    public void interrupt() {
        sendCommand(Action.BREAK);
    }

    /// Removes prompt, input and box from the screen until [#show] is called as often as this. Meanwhile the user can
    /// type. Resolves when they are gone, with the cursor where they began; at once, if the input has ended.
    public Promise<@Nullable Void> hide() {
        return session == null ? Lwt.unit() : session.hide();
    }

    /// Takes one call of [#hide] back. Resolves when everything is on the screen again, if that was the last.
    public Promise<@Nullable Void> show() {
        return session == null ? Lwt.unit() : session.show();
    }

    /// Hides everything while `body` runs, which may write to the terminal: whole lines, so that the prompt begins at
    /// the
    /// left margin. Behaves as its promise.
    public <U extends @Nullable Object> Promise<U> whileHidden(ThrowingSupplier<? extends Promise<U>> body) {
        return hide().bind(_ -> Lwt.finalizing(body, this::show));
    }

    /// Prints a line above the prompt.
    public Promise<@Nullable Void> printAbove(StyledText line) {
        return whileHidden(() -> LwtTerm.printlc(line));
    }

    /// The state of the engine, as the prompt sees it: what it was before the instance last waited for something to do.
    public Signal<EngineState> engineState() {
        return session == null ? Signal.constant(EngineState.init(List.of())) : session.published();
    }
}
