package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The write end of a stream made by [LwtStream#bounded]: pushing waits while the stream is full.
public final class BoundedPush<T> {
    private final StreamSources.Bounded<T> queue;

    BoundedPush(StreamSources.Bounded<T> queue) {
        this.queue = queue;
    }

    /// How many elements the stream takes before pushing waits.
    public int size() {
        return queue.size();
    }

    /// Changes how many elements the stream takes; those that are there stay.
    ///
    /// @throws IllegalArgumentException if `size` is negative
    public void resize(int size) {
        LwtStream.checkSize("resize", size);
        queue.resize(size);
    }

    /// Adds an element; the promise is resolved when there is room for it.
    ///
    /// At most one element waits for room: while one does, pushing another fails with
    /// [LwtStream.FullException], after the end with [LwtStream.ClosedException]. Canceling the promise takes
    /// the element back.
    public Promise<@Nullable Void> push(T element) {
        return queue.push(Objects.requireNonNull(element, "element"));
    }

    /// Ends the stream behind the elements in it; an element that waits for room is dropped, its push fails
    /// with [LwtStream.ClosedException]. Closing twice does nothing.
    public void close() {
        queue.end();
    }

    /// How many elements are in the stream, without the one that waits.
    public int count() {
        return queue.count();
    }

    /// Whether an element waits for room.
    public boolean isBlocked() {
        return queue.isBlocked();
    }

    /// Whether the stream was closed.
    public boolean isClosed() {
        return queue.hasEnded();
    }

    /// Keeps `source` alive as long as this stream has somebody who reads it, such as what the elements come
    /// from.
    public void setReference(Object source) {
        queue.reference = source;
    }
}
