package lwt;

import java.util.Objects;

/// The write end of a stream made by [LwtStream#push]. It keeps neither the stream nor its elements alive.
public final class Push<T> {
    private final StreamSources.Pushed<T> queue;

    Push(StreamSources.Pushed<T> queue) {
        this.queue = queue;
    }

    /// Adds an element. Those who wait for one run after the code that runs now.
    ///
    /// @throws LwtStream.ClosedException if the stream was closed
    public void push(T element) {
        queue.push(Objects.requireNonNull(element, "element"));
    }

    /// Ends the stream behind the elements pushed so far.
    ///
    /// @throws LwtStream.ClosedException if the stream was closed
    public void close() {
        queue.push(StreamQueue.END);
    }

    /// Whether the stream was closed.
    public boolean isClosed() {
        return queue.isClosed();
    }

    /// Keeps `source` alive as long as this stream has somebody who reads it, such as what the elements come
    /// from.
    public void setReference(Object source) {
        queue.reference = source;
    }
}
