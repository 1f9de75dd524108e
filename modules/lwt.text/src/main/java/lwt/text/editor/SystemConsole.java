package lwt.text.editor;

import java.util.ArrayDeque;
import java.util.Deque;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.text.Key;
import lwt.text.LwtTerm;
import lwt.text.LwtText;
import lwt.text.Size;
import lwt.text.StyledText;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.Signal;

/// The terminal of the process.
final class SystemConsole implements Console {
    /// Keys that were read as an input ended, for the next one.
    private static final class Unread {
        final Deque<Key> keys = new ArrayDeque<>();
    }

    private final Deque<Key> unread = Loop.current().attachment(Unread.class, _ -> new Unread()).keys;

    @Override
    public Promise<Key> readKey() {
        return unread.isEmpty() ? LwtTerm.readKey() : Lwt.of(unread.removeFirst());
    }

    @Override
    public void unread(Key key) {
        unread.addLast(key);
    }

    @Override
    public Promise<@Nullable Void> write(StyledText text) {
        return LwtTerm.writeStyled(LwtText.stdout(), text)
                .bind(_ -> LwtText.stdout().flush());
    }

    @Override
    public Signal<Size> size() {
        return LwtTerm.size();
    }

    /// xterm and screen tell who they are, and cut rows; others that do are not known.
    @Override
    public boolean reflows() {
        return System.getenv("XTERM_VERSION") == null && System.getenv("STY") == null;
    }

    @Override
    public Event<?> resumed() {
        return LwtTerm.resumed();
    }

    @Override
    public void suspend() {
        LwtTerm.suspend();
    }

    @Override
    public <T extends @Nullable Object> Promise<T> whileReading(ThrowingSupplier<? extends Promise<T>> body) {
        return LwtTerm.withRawMode(() -> LwtTerm.withBracketedPaste(body));
    }
}
