package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A buffered output of bytes, written as text or bytes.
///
/// Text is UTF-8. A write resolves once its bytes are in the buffer, and waits only if there is no
/// room: then the descriptor is slower than the program, and the program should wait too. What is
/// in the buffer is written when it is full, by [#flush()], by [#close()], and by itself once the
/// loop has run everything that was ready. Operations that are asked for while another one waits
/// are served in the order in which they came.
///
/// A descriptor that takes no more (say, the reader of a pipe is gone: EPIPE) makes the operation
/// fail that needed the descriptor. If that was the automatic flush, the bytes stay, and the next
/// operation tries to write them first: it fails if they still cannot be written. So a failure is
/// seen by whoever writes, flushes or closes next.
///
/// Every operation fails with [ChannelClosedException] once the channel is closed. Canceling a
/// write or a flush that waits stops it: the bytes already in the buffer are written later, the
/// rest is not.
///
/// @see "Lwt_io.output_channel (Lwt 2.2)"
public final class OutputChannel {
    /*
     * The bytes to be written are buffer[start, end). Only who is inside the gate moves `start`, so at most one write
     * to the descriptor is under way; whoever finds the gate free may append at `end` (append), which is all that most
     * writes do: no gate, no promise.
     *
     * `stuck` says that the last write to the descriptor failed. It closes the short way: the next operation must go
     * through the gate, where it drains the buffer first and so meets the failure. It also stops the automatic flush,
     * which would else try again in every turn of the loop.
     *
     * `flushPlanned` says that the AutoFlush of the loop has this channel on its list.
     */
    private static final byte[] EMPTY = {};

    private final ByteSink sink;
    private final int capacity;
    private final ChannelGate gate;
    private final AutoFlush autoFlush = AutoFlush.ofCurrentLoop();
    private byte[] buffer = EMPTY;
    private int start;
    private int end;
    private boolean stuck;
    private boolean flushPlanned;
    private boolean ended;
    private @Nullable Promise<@Nullable Void> closed;

    OutputChannel(ByteSink sink, int capacity) {
        this.sink = sink;
        this.capacity = capacity;
        this.gate = new ChannelGate("output channel", sink, this::planFlush);
    }

    /// A channel that writes to `file`; closing it closes `file`.
    public static OutputChannel of(FileDescriptor file) {
        return new OutputChannel(new DescriptorEnds(file), InputChannel.BUFFER_SIZE);
    }

    /* ---- Text ---- */

    /// Writes one character, given as a code point.
    ///
    /// @throws IllegalArgumentException if it is not a Unicode code point
    /// @see "Lwt manual (December 2010), “Lwt concepts”"
    public Promise<@Nullable Void> writeChar(int codePoint) {
        if (!Character.isValidCodePoint(codePoint)) {
            throw new IllegalArgumentException("not a Unicode code point: " + codePoint);
        }
        return write(Character.toString(codePoint));
    }

    /// Writes a text.
    public Promise<@Nullable Void> write(String text) {
        return write(text.getBytes(UTF_8));
    }

    /// Writes a text and `\n`.
    public Promise<@Nullable Void> writeLine(String line) {
        return write(line.concat("\n"));
    }

    /// Writes each element of `lines` and `\n`, one after the other, until the stream ends; waits
    /// where the channel has to wait. Fails as the stream fails.
    public Promise<@Nullable Void> writeLines(LwtStream<String> lines) {
        return lines.iterSerial(this::writeLine);
    }

    /// Writes a text made by [String#format(String, Object...)].
    ///
    /// @throws java.util.IllegalFormatException if format and arguments do not fit together
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public Promise<@Nullable Void> printf(String format, @Nullable Object... arguments) {
        return write(String.format(format, arguments));
    }

    /// Writes a text made by [String#format(String, Object...)], and `\n`.
    ///
    /// @throws java.util.IllegalFormatException if format and arguments do not fit together
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public Promise<@Nullable Void> printlf(String format, @Nullable Object... arguments) {
        return writeLine(String.format(format, arguments));
    }

    /* ---- Bytes ---- */

    /// Writes all of `bytes`, which must not change until the promise resolves.
    public Promise<@Nullable Void> write(byte[] bytes) {
        return writeFromExactly(bytes, 0, bytes.length);
    }

    /// Writes 1 to `length` bytes of `bytes`, from `offset` on, and resolves with their number: as
    /// many as go into the buffer (0 if `length` is 0). The range must not change until the promise
    /// resolves.
    public Promise<Integer> writeFrom(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int room = Math.min(length, capacity - end);
        if ((room > 0 || length == 0) && hasRoom(room)) {
            append(bytes, offset, room);
            return Lwt.of(room);
        }
        return gate.run(() -> someFrom(bytes, offset, length));
    }

    /// Writes `length` bytes of `bytes`, from `offset` on. The range must not change until the
    /// promise resolves.
    ///
    /// If it is at least as long as the channel's buffer, the bytes do not pass through the buffer,
    /// and the promise resolves once the descriptor has taken them.
    public Promise<@Nullable Void> writeFromExactly(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length < capacity && hasRoom(length)) {
            append(bytes, offset, length);
            return Lwt.unit();
        }
        return gate.run(() -> all(bytes, offset, length));
    }

    /// Writes what is in the buffer; resolves once the descriptor has taken it.
    public Promise<@Nullable Void> flush() {
        if (gate.isFree() && start == end) {
            return Lwt.unit();
        }
        return gate.run(this::drain);
    }

    /// How many bytes are in the buffer, not yet taken by the descriptor.
    public int buffered() {
        return end - start;
    }

    /* ---- Closing ---- */

    /// Flushes, then tells the peer of a socket that no more comes; writes fail from then on, and
    /// the connection's [InputChannel] can still be read. The channel remains to be closed.
    ///
    /// Fails, and leaves the channel as it is, if the last bytes cannot be written, or on anything
    /// but a socket.
    public Promise<@Nullable Void> shutdownSend() {
        return gate.run(() -> drain().then(() -> {
            sink.shutdownSend();
            ended = true;
            gate.close();
            return Lwt.unit();
        }));
    }

    /// Waits for the operations under way, writes what is in the buffer, then closes the channel
    /// and what it writes to.
    ///
    /// Fails if the last bytes cannot be written; the channel is closed all the same. Canceling it
    /// gives up the bytes that wait, and closes at once. Closing again returns the same promise.
    ///
    /// @apiNote Lwt_io drops a failure of this last flush.
    public Promise<@Nullable Void> close() {
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            started = ended ? release() : flushAndRelease();
            closed = started;
        }
        return started;
    }

    /// Closes the channel and what it writes to at once: what is in the buffer is dropped, and
    /// operations that wait fail with [ChannelClosedException].
    public Promise<@Nullable Void> abort() {
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            started = release();
            closed = started;
            return started;
        }
        // If close() still waits for its last flush, it fails now, which is what was asked for.
        gate.close();
        Promise<@Nullable Void> inProgress = started;
        return Lwt.catching(
                () -> inProgress,
                failure -> failure instanceof ChannelClosedException ? Lwt.unit() : Lwt.fail(failure));
    }

    public boolean isClosed() {
        return gate.isClosed();
    }

    private Promise<@Nullable Void> flushAndRelease() {
        return Lwt.tryBind(
                () -> gate.run(this::drain), _ -> release(), failure -> Closing.afterFailure(failure, this::release));
    }

    private Promise<@Nullable Void> release() {
        gate.close();
        buffer = EMPTY;
        start = 0;
        end = 0;
        return sink.close();
    }

    /* ---- Writing; what returns a promise runs inside the gate ---- */

    private Promise<@Nullable Void> all(byte[] bytes, int offset, int length) {
        if (length < capacity && length <= capacity - end && !stuck) {
            keep(bytes, offset, length);
            return Lwt.unit();
        }
        return drain().then(() -> length < capacity ? all(bytes, offset, length) : through(bytes, offset, length));
    }

    private Promise<Integer> someFrom(byte[] bytes, int offset, int length) {
        int room = Math.min(length, capacity - end);
        if ((room == 0 && length > 0) || stuck) {
            return drain().bind(_ -> someFrom(bytes, offset, length));
        }
        keep(bytes, offset, room);
        return Lwt.of(room);
    }

    private Promise<@Nullable Void> through(byte[] bytes, int offset, int length) {
        return sink.write(bytes, offset, length)
                .bind(count -> count == length ? Lwt.unit() : through(bytes, offset + count, length - count));
    }

    private Promise<@Nullable Void> drain() {
        if (start == end) {
            start = 0;
            end = 0;
            stuck = false;
            return Lwt.unit();
        }
        return Lwt.tryBind(
                () -> sink.write(buffer, start, end - start),
                count -> {
                    start += count;
                    return drain();
                },
                failure -> {
                    stuck = !(failure instanceof CanceledException);
                    return Lwt.fail(failure);
                });
    }

    /* ---- The buffer ---- */

    /// Whether `count` bytes may be appended right now.
    private boolean hasRoom(int count) {
        return gate.isFree() && !stuck && count <= capacity - end;
    }

    private void append(byte[] bytes, int offset, int length) {
        keep(bytes, offset, length);
        planFlush();
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (buffer.length == 0) {
            buffer = new byte[capacity];
        }
        System.arraycopy(bytes, offset, buffer, end, length);
        end += length;
    }

    /// Takes what is in the buffer away from the channel; see [StandardChannels].
    byte[] takeUnwritten() {
        byte[] unwritten = Arrays.copyOfRange(buffer, start, end);
        start = end;
        return unwritten;
    }

    /* ---- The automatic flush ---- */

    private void planFlush() {
        if (start < end && !stuck && !flushPlanned) {
            flushPlanned = true;
            autoFlush.plan(this);
        }
    }

    /// Called by [AutoFlush] when the loop has run what was ready. If an operation is under way,
    /// the gate plans another flush when it ends. A failure is kept as `stuck`.
    void flushByItself() {
        flushPlanned = false;
        if (start < end && !stuck && gate.isFree()) {
            gate.run(this::drain);
        }
    }
}
