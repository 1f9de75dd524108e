package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// A buffered output of bytes, written as text, numbers or bytes.
///
/// Text is UTF-8. A write resolves once its bytes are in the buffer, and waits only if there is no
/// room: then the descriptor is slower than the program, and the program should wait too. What is
/// in the buffer is written when it is full, by [#flush()], by [#close()], and by itself once the
/// loop has run everything that was ready. Operations that are asked for while another one waits
/// are served in the order in which they came; several that belong together go into an [#atomic]
/// section.
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
     * The bytes are in an OutputBuffer, the way in is guarded by a ChannelGate. An atomic section is a second
     * OutputChannel over the same buffer with a gate of its own, so it has every operation that a channel has, and is
     * flushed by itself, too.
     *
     * `flushPlanned` says that the AutoFlush of the loop has this channel, or section, on its list.
     */
    private final ByteSink sink;
    private final OutputBuffer buffer;
    private final ChannelGate gate;
    private final AutoFlush autoFlush = AutoFlush.ofCurrentLoop();
    private boolean flushPlanned;
    private boolean ended;
    private @Nullable Promise<@Nullable Void> closed;

    OutputChannel(ByteSink sink, int bufferSize) {
        this.sink = sink;
        this.buffer = new OutputBuffer(sink, bufferSize);
        this.gate = new ChannelGate("output channel", sink, this::planFlush);
        autoFlush.add(this);
    }

    /// An atomic section of `channel`.
    private OutputChannel(OutputChannel channel) {
        this.sink = channel.sink;
        this.buffer = channel.buffer;
        this.gate = new ChannelGate(channel.gate, this::planFlush);
    }

    /// A channel that writes to `file`; closing it closes `file`.
    public static OutputChannel of(FileDescriptor file) {
        return new OutputChannel(new DescriptorEnds(file), LwtIo.defaultBufferSize());
    }

    /// A channel that fills an array from its beginning on. It has no buffer of its own: when a
    /// write has succeeded, the bytes are in the array. Writing more than the array holds fails.
    ///
    /// @see "Lwt_io.of_bytes (Lwt 2.2)"
    public static OutputChannel ofBytes(byte[] bytes) {
        return new OutputChannel(new ArrayEnds(bytes), 0);
    }

    /// A channel that writes to whatever `sink` is.
    ///
    /// @see "Lwt_io.make (Lwt 2.2)"
    public static OutputChannel make(ByteSink sink) {
        return new OutputChannel(Objects.requireNonNull(sink, "sink"), LwtIo.defaultBufferSize());
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

    /// Writes each element of `characters`, one after the other, until the stream ends; waits where
    /// the channel has to wait. Fails as the stream fails. Two surrogates that follow each other
    /// are one character.
    public Promise<@Nullable Void> writeChars(LwtStream<Character> characters) {
        return new CharWriter(this).writeAll(characters);
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

    /// Writes lines that show `bytes` as hexadecimal numbers and as ASCII; see [LwtStream#hexdump].
    public Promise<@Nullable Void> hexdump(byte[] bytes) {
        int[] next = {0};
        return hexdump(
                LwtStream.fromDirect(() -> next[0] == bytes.length ? Optional.empty() : Optional.of(bytes[next[0]++])));
    }

    /// Writes lines that show a stream of bytes as hexadecimal numbers and as ASCII; see
    /// [LwtStream#hexdump].
    public Promise<@Nullable Void> hexdump(LwtStream<Byte> bytes) {
        return writeLines(LwtStream.hexdump(bytes));
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
        int room = buffer.room(length);
        if ((room > 0 || length == 0) && hasRoom(room)) {
            append(bytes, offset, room);
            return Lwt.of(room);
        }
        return gate.run(() -> buffer.some(bytes, offset, length));
    }

    /// Writes `length` bytes of `bytes`, from `offset` on. The range must not change until the
    /// promise resolves.
    ///
    /// If it is at least as long as the channel's buffer, the bytes do not pass through the buffer,
    /// and the promise resolves once the descriptor has taken them.
    public Promise<@Nullable Void> writeFromExactly(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length < buffer.capacity() && hasRoom(length)) {
            append(bytes, offset, length);
            return Lwt.unit();
        }
        return gate.run(() -> buffer.all(bytes, offset, length));
    }

    /// Writes some of the bytes that remain in `source`, moves its position, and resolves with their
    /// number (0 if none remain). The buffer must not be touched until the promise resolves.
    public Promise<Integer> writeFrom(ByteBuffer source) {
        byte[] bytes = new byte[Math.min(source.remaining(), Math.max(buffer.capacity(), 1))];
        source.get(source.position(), bytes);
        return writeFrom(bytes, 0, bytes.length).map(count -> {
            source.position(source.position() + count);
            return count;
        });
    }

    /// Writes all the bytes that remain in `source` and moves its position to the end. The buffer
    /// must not be touched until the promise resolves.
    ///
    /// If it fails or is canceled, the position tells how much was written.
    public Promise<@Nullable Void> writeFromExactly(ByteBuffer source) {
        return atomic(section -> writeRest(section, source));
    }

    private static Promise<@Nullable Void> writeRest(OutputChannel section, ByteBuffer source) {
        return source.hasRemaining() ? section.writeFrom(source).bind(_ -> writeRest(section, source)) : Lwt.unit();
    }

    /// Writes what is in the buffer; resolves once the descriptor has taken it.
    public Promise<@Nullable Void> flush() {
        if (gate.isFree() && buffer.pending() == 0) {
            return Lwt.unit();
        }
        return gate.run(buffer::drain);
    }

    /* ---- Numbers ---- */

    /// Writes numbers with their least significant byte first.
    ///
    /// @see "Lwt_io.LE (Lwt 2.2)"
    public NumberOutput littleEndian() {
        return new NumberOutput(this, ByteOrder.LITTLE_ENDIAN);
    }

    /// Writes numbers with their most significant byte first, as on most networks.
    ///
    /// @see "Lwt_io.BE (Lwt 2.2)"
    public NumberOutput bigEndian() {
        return new NumberOutput(this, ByteOrder.BIG_ENDIAN);
    }

    /// Writes numbers in the order of this machine.
    ///
    /// @see "Lwt_io.system_byte_order (Lwt 2.2)"
    public NumberOutput nativeOrder() {
        return new NumberOutput(this, ByteOrder.nativeOrder());
    }

    /* ---- Several operations as one ---- */

    /// Runs `body` on a channel that writes to the same place and that nobody else can use:
    /// operations on this channel wait until the promise of `body` is resolved and what it has begun
    /// has ended (if `body` fails, that is canceled). Sections may be nested. After its end a
    /// section refuses every operation with [IllegalStateException]; it cannot be closed.
    ///
    /// Fails as `body` fails; what was written by then is written. Canceling the result cancels what
    /// `body` waits for.
    ///
    /// @see "Lwt_io.atomic (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> atomic(
            ThrowingFunction<? super OutputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return gate.run(() -> {
            OutputChannel section = new OutputChannel(this);
            return gate.within(section.gate, () -> body.apply(section));
        });
    }

    /// Runs `body` on `size` bytes of room; what they contain is written when the promise of `body`
    /// succeeds, and nothing otherwise. Other operations wait.
    ///
    /// @throws IllegalArgumentException if `size` is negative or more than [#bufferSize()]
    /// @see "Lwt_io.block (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> block(
            int size, ThrowingFunction<? super ByteBuffer, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        BufferSizes.checkBlock(size, buffer.capacity());
        return gate.run(() -> {
            byte[] bytes = new byte[size];
            return Lwt.<ByteBuffer, T>apply(body, ByteBuffer.wrap(bytes))
                    .bind(value -> buffer.all(bytes, 0, size).map(_ -> value));
        });
    }

    /// Gives `body` the buffer itself, until its promise is resolved: [DirectAccess#buffer()] is the
    /// room that is left, and [DirectAccess#perform()] makes more of it. What lies before the
    /// position of that buffer at the end has been written, whether `body` succeeds or not. Other
    /// operations wait.
    ///
    /// @see "Lwt_io.direct_access (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> directAccess(
            ThrowingFunction<? super DirectAccess, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return gate.run(() -> {
            Promise<T> result = DirectAccess.run(new DirectWrite(), body);
            return buffer.capacity() > 0 ? result : Lwt.finalizing(() -> result, buffer::drain);
        });
    }

    private final class DirectWrite implements DirectAccess.Side {
        @Override
        public ByteBuffer view() {
            return buffer.view();
        }

        @Override
        public void moved(int count) {
            buffer.moved(count);
        }

        @Override
        public Promise<Integer> perform() {
            return buffer.drainSome().map(count -> {
                buffer.compact();
                return count;
            });
        }
    }

    /* ---- The buffer ---- */

    /// How many bytes are in the buffer, not yet taken by the descriptor.
    public int buffered() {
        return buffer.pending();
    }

    /// The size of the buffer in bytes; 0 if the channel has none because it is one of an array.
    public int bufferSize() {
        return buffer.capacity();
    }

    /// Changes the size of the buffer when the operations under way have ended; if there is more in
    /// the buffer than that, it is flushed first.
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 16
    /// @see "Lwt_io.resize_buffer (Lwt 2.2)"
    public Promise<@Nullable Void> resizeBuffer(int bytes) {
        BufferSizes.check(bytes);
        return gate.run(() -> buffer.capacity() > 0
                ? buffer.resize(bytes)
                : Lwt.fail(new IllegalStateException("the output channel of " + sink + " has no buffer to resize")));
    }

    /// Whether an operation is under way, so that another one would have to wait.
    public boolean isBusy() {
        return gate.isBusy();
    }

    /* ---- Moving about ---- */

    /// Where the next byte goes: the number of bytes written so far, or where [#setPosition] went
    /// and how many were written from there.
    public long position() {
        return buffer.writerPosition();
    }

    /// Flushes, then goes to this position. Fails with [UnixException] `ESPIPE` on what has no
    /// positions, such as a pipe or a socket.
    ///
    /// @throws IllegalArgumentException if `position` is negative
    public Promise<@Nullable Void> setPosition(long position) {
        BufferSizes.checkPosition(position);
        return gate.run(() -> buffer.seek(position));
    }

    /// Flushes, then asks for the length of the file in bytes. Fails with [UnixException] `ESPIPE`
    /// on what has none, such as a pipe or a socket.
    public Promise<Long> length() {
        return gate.run(buffer::length);
    }

    /* ---- Closing ---- */

    /// Flushes, then tells the peer of a socket that no more comes; writes fail from then on, and
    /// the connection's [InputChannel] can still be read. The channel remains to be closed.
    ///
    /// Fails, and leaves the channel as it is, if the last bytes cannot be written, or on anything
    /// but a socket.
    public Promise<@Nullable Void> shutdownSend() {
        if (gate.isOfSection()) {
            return Lwt.fail(gate.notFromSection("shutdownSend"));
        }
        return gate.run(() -> buffer.drain().then(() -> {
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
    /// gives up the bytes that wait, and closes at once. Closing again returns the same promise. An
    /// atomic section cannot be closed: it fails with [IllegalStateException].
    ///
    /// @apiNote Lwt_io drops a failure of this last flush.
    public Promise<@Nullable Void> close() {
        if (gate.isOfSection()) {
            return Lwt.fail(gate.notFromSection("close"));
        }
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
        if (gate.isOfSection()) {
            return Lwt.fail(gate.notFromSection("abort"));
        }
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
                () -> gate.run(buffer::drain), _ -> release(), failure -> Closing.afterFailure(failure, this::release));
    }

    private Promise<@Nullable Void> release() {
        gate.close();
        buffer.release();
        autoFlush.remove(this);
        return buffer.close();
    }

    byte[] takeUnwritten() {
        return buffer.takeUnwritten();
    }

    /* ---- The short way ---- */

    /// Whether `count` bytes may be appended right now.
    private boolean hasRoom(int count) {
        return gate.isFree() && buffer.hasRoom(count);
    }

    private void append(byte[] bytes, int offset, int length) {
        buffer.append(bytes, offset, length);
        planFlush();
    }

    /* ---- The automatic flush ---- */

    private void planFlush() {
        if (buffer.pending() > 0 && !buffer.isStuck() && !flushPlanned) {
            flushPlanned = true;
            autoFlush.plan(this);
        }
    }

    /// Called by [AutoFlush] when the loop has run what was ready. If an operation is under way,
    /// the gate plans another flush when it ends. A failure is kept as `stuck`.
    void flushByItself() {
        flushPlanned = false;
        if (buffer.pending() > 0 && !buffer.isStuck() && gate.isFree()) {
            gate.run(buffer::drain);
        }
    }
}
