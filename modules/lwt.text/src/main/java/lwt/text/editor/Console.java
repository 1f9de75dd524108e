package lwt.text.editor;

import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.text.Key;
import lwt.text.Size;
import lwt.text.StyledText;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.Signal;

/// The terminal as the editor needs it: [SystemConsole], or one of a test.
interface Console {
    /// The next key. Canceling it loses none.
    Promise<Key> readKey();

    /// Gives a key back that was read: it is read again, before others.
    void unread(Key key);

    /// Writes this, and has it sent.
    Promise<@Nullable Void> write(StyledText text);

    Signal<Size> size();

    /// Whether the terminal breaks long rows anew when it becomes narrower.
    boolean reflows();

    /// Occurs when the program goes on after it was stopped, and the screen may show anything.
    Event<?> resumed();

    /// Stops the program, as the user asks for with Ctrl-Z; the terminal is as it was before meanwhile.
    void suspend();

    /// Runs the body while keys are told one by one, and pasted texts whole.
    <T extends @Nullable Object> Promise<T> whileReading(ThrowingSupplier<? extends Promise<T>> body);
}
