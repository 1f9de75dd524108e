package lwt;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mailbox for one message: empty or full.
///
/// Putting into a full mailbox waits, and so does taking from an empty one; each side is served first come,
/// first served. Canceling one that waits gives up its place, and a message that waited with it is never seen.
///
/// {@snippet class=Snippets region=mvar}
///
/// @see "Lwt manual (December 2010), “Mailbox variables”"
public final class Mvar<T> {
    private @Nullable T content;
    private final WaitQueue<Writer<T>> writers = new WaitQueue<>();
    private final WaitQueue<Plain<T>> readers = new WaitQueue<>();

    /// A new mailbox, empty.
    public Mvar() {}

    /// A new mailbox with `content` in it.
    public Mvar(T content) {
        this.content = Objects.requireNonNull(content, "content");
    }

    /// A message that waits for the mailbox to be emptied.
    private static final class Writer<T> extends Plain<@Nullable Void> {
        final T message;

        Writer(Loop loop, T message) {
            super(QUEUED, null, loop);
            this.message = message;
            keepStorage();
        }
    }

    /// Puts `message` in: at once if the mailbox is empty, else when those before it have been taken.
    public Promise<@Nullable Void> put(T message) {
        Objects.requireNonNull(message, "message");
        if (content != null) {
            return writers.add(new Writer<>(Loop.current(), message));
        }
        Plain<T> reader = readers.poll();
        if (reader == null) {
            content = message;
        } else {
            WaitQueue.wakeupLater(reader, message);
        }
        return Lwt.unit();
    }

    /// Takes the message out: at once if there is one, else when one is put in.
    public Promise<T> take() {
        T message = takeContent();
        return message == null ? readers.add(Plain.queued(Loop.current())) : Lwt.of(message);
    }

    /// Takes the message out if there is one.
    public Optional<T> takeAvailable() {
        return Optional.ofNullable(takeContent());
    }

    private @Nullable T takeContent() {
        T message = content;
        if (message != null) {
            Writer<T> next = writers.poll();
            content = next == null ? null : next.message;
            if (next != null) {
                WaitQueue.wakeupLater(next, null);
            }
        }
        return message;
    }

    /// Whether there is no message.
    public boolean isEmpty() {
        return content == null;
    }
}
