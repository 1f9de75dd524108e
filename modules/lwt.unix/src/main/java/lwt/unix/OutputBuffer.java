package lwt.unix;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// The bytes of an output channel that its sink has not taken yet, and how they get there.
final class OutputBuffer {
    /*
     * The bytes to be written are bytes[start, end). Only who is inside the channel's gate moves `start`, so at most
     * one write to the sink is under way; whoever finds the gate free may append at `end`, which is all that most
     * writes do: no gate, no promise. What returns a promise runs inside the gate.
     *
     * `stuck` says that the last write to the sink failed. It closes the short way (hasRoom): the next operation must
     * go through the gate, where it drains the buffer first and so meets the failure. It also stops the automatic
     * flush, which would else try again in every turn of the loop.
     *
     * `total` counts the bytes that the sink took, so total + pending() is where the writer is.
     *
     * The capacity may be 0: then everything goes straight to the sink (an array, or nowhere), which takes it at once.
     *
     * The sink is a program's own code: it may throw, return what it must not, or answer when the channel is closed
     * and the buffer given up: see write(). (The gate makes the failures of who goes on after that into
     * its own.)
     */
    private static final byte[] EMPTY = {};
    private static final int LEAST_WINDOW = 16;

    private final ByteSink sink;
    private int capacity;
    private byte[] bytes = EMPTY;
    private int start;
    private int end;
    private long total;
    private boolean stuck;
    private boolean released;

    OutputBuffer(ByteSink sink, int capacity) {
        this.sink = sink;
        this.capacity = capacity;
    }

    int pending() {
        return end - start;
    }

    int capacity() {
        return capacity;
    }

    /// Where the writer is, counted from where the sink began.
    long writerPosition() {
        return total + pending();
    }

    boolean isStuck() {
        return stuck;
    }

    /* ---- Appending ---- */

    /// Whether `count` bytes may be appended, as far as the buffer is concerned.
    boolean hasRoom(int count) {
        return !stuck && count <= capacity - end;
    }

    /// How many of `length` bytes would go into the buffer.
    int room(int length) {
        return Math.min(length, capacity - end);
    }

    void append(byte[] source, int offset, int length) {
        allocate();
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    private void allocate() {
        if (bytes.length < capacity) {
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }

    /* ---- Writing ---- */

    Promise<@Nullable Void> all(byte[] source, int offset, int length) {
        if (length < capacity && hasRoom(length)) {
            append(source, offset, length);
            return Lwt.unit();
        }
        return drain().then(() -> length < capacity ? all(source, offset, length) : through(source, offset, length));
    }

    Promise<Integer> some(byte[] source, int offset, int length) {
        if (capacity == 0 && length > 0) {
            return write(source, offset, length);
        }
        int room = room(length);
        if ((room == 0 && length > 0) || stuck) {
            return drain().bind(_ -> some(source, offset, length));
        }
        append(source, offset, room);
        return Lwt.of(room);
    }

    private Promise<@Nullable Void> through(byte[] source, int offset, int length) {
        return length == 0
                ? Lwt.unit()
                : write(source, offset, length).bind(count -> through(source, offset + count, length - count));
    }

    Promise<@Nullable Void> drain() {
        return pending() == 0 ? drained() : drainSome().bind(_ -> drain());
    }

    private Promise<@Nullable Void> drained() {
        start = 0;
        end = 0;
        stuck = false;
        if (bytes.length > capacity) {
            bytes = EMPTY;
        }
        return Lwt.unit();
    }

    /// One write to the sink; the rest moves to the front.
    Promise<Integer> drainSome() {
        if (pending() == 0) {
            drained();
            return Lwt.of(0);
        }
        return Lwt.tryBind(
                () -> write(bytes, start, pending()),
                count -> {
                    if (!released) {
                        start += count;
                    }
                    return Lwt.of(count);
                },
                failure -> {
                    stuck = !(failure instanceof CanceledException);
                    return Lwt.fail(failure);
                });
    }

    private Promise<Integer> write(byte[] source, int offset, int length) {
        if (released) {
            return Lwt.fail(new ClosedChannelException());
        }
        try {
            return sink.write(source, offset, length).map(count -> {
                if (count <= 0 || count > length) {
                    throw new IllegalStateException(
                            sink + " was to take 1 to " + length + " bytes, and says it took " + count);
                }
                total += count;
                return count;
            });
        } catch (Exception e) {
            return Lwt.fail(e);
        }
    }

    /* ---- Direct access ---- */

    /// The room behind the bytes to be written.
    ByteBuffer view() {
        if (bytes.length == 0 && !released) {
            bytes = new byte[Math.max(capacity, LEAST_WINDOW)];
        }
        allocate();
        return ByteBuffer.wrap(bytes, end, bytes.length - end).slice();
    }

    void moved(int count) {
        end += count;
    }

    /// Moves the bytes to be written to the front, so that the room is in one piece.
    void compact() {
        System.arraycopy(bytes, start, bytes, 0, pending());
        end = pending();
        start = 0;
    }

    /* ---- Sizes and positions ---- */

    /// Takes the new size, once what is in the buffer fits in.
    Promise<@Nullable Void> resize(int size) {
        if (pending() > size) {
            return drain().then(() -> resize(size));
        }
        capacity = size;
        compact();
        bytes = pending() == 0 ? EMPTY : Arrays.copyOf(bytes, size);
        return Lwt.unit();
    }

    Promise<@Nullable Void> seek(long target) {
        return drain().then(() -> sink.seek(target)).then(() -> {
            total = target;
            return Lwt.unit();
        });
    }

    Promise<Long> length() {
        return drain().then(sink::length);
    }

    /* ---- Closing ---- */

    /// Drops everything.
    void release() {
        released = true;
        bytes = EMPTY;
        start = 0;
        end = 0;
    }

    Promise<@Nullable Void> close() {
        return Lwt.apply(ByteSink::close, sink);
    }

    /// Takes what is in the buffer away from the channel; see [StandardChannels].
    byte[] takeUnwritten() {
        byte[] unwritten = Arrays.copyOfRange(bytes, start, end);
        start = end;
        return unwritten;
    }
}
