package lwt.unix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// A buffered input of bytes, read as lines, characters, numbers or bytes.
///
/// Text is UTF-8; ill-formed bytes become U+FFFD, as in `new String(bytes, UTF_8)`. Operations that
/// are asked for while another one waits are served in the order in which they came; several that
/// belong together go into an [#atomic] section. Canceling an operation loses no byte: what it had
/// gathered is what the next operation reads. An operation that fails gives back what it had
/// gathered, too.
///
/// Every operation fails with [ChannelClosedException] once the channel is closed, and with what
/// the descriptor fails with (mostly a [UnixException]).
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
/// @see "Lwt_io.input_channel (Lwt 2.2)"
public final class InputChannel {
    /*
     * The bytes are in an InputBuffer, the way in is guarded by a ChannelGate. An atomic section is a second
     * InputChannel over the same buffer with a gate of its own, so it has every operation that a channel has.
     *
     * Each public operation first tries to finish with what is in the buffer: no gate, no promise but the result.
     */
    private final InputBuffer buffer;
    private final InputText text;
    private final ChannelGate gate;
    private @Nullable Promise<@Nullable Void> closed;

    InputChannel(ByteSource source, int bufferSize) {
        this.buffer = new InputBuffer(source, bufferSize);
        this.text = new InputText(buffer);
        this.gate = new ChannelGate("input channel", source, () -> {});
    }

    /// An atomic section of `channel`.
    private InputChannel(InputChannel channel) {
        this.buffer = channel.buffer;
        this.text = channel.text;
        this.gate = new ChannelGate(channel.gate, () -> {});
    }

    /// A channel that reads `file`; closing it closes `file`.
    public static InputChannel of(FileDescriptor file) {
        return new InputChannel(new DescriptorEnds(file), LwtIo.defaultBufferSize());
    }

    /// A channel that reads the bytes of an array, which are not copied.
    ///
    /// @see "Lwt_io.of_bytes (Lwt 2.2)"
    public static InputChannel ofBytes(byte[] bytes) {
        return new InputChannel(new ArrayEnds(bytes), LwtIo.defaultBufferSize());
    }

    /// A channel that reads whatever `source` gives.
    ///
    /// @see "Lwt_io.make (Lwt 2.2)"
    public static InputChannel make(ByteSource source) {
        return new InputChannel(Objects.requireNonNull(source, "source"), LwtIo.defaultBufferSize());
    }

    /* ---- Text ---- */

    /// Reads one character, as [java.io.Reader#read()] does: a character above U+FFFF comes as two
    /// surrogates, one a call.
    ///
    /// Fails with [java.io.EOFException] at end of input.
    ///
    /// @apiNote Lwt_io reads a byte here, OCaml's `char`: that is [#readByte()].
    /// @see "Lwt manual (December 2010), “Lwt concepts”"
    public Promise<Character> readChar() {
        if (gate.isFree() && buffer.available() > 0 && buffer.bytes[buffer.position] >= 0) {
            return Lwt.of((char) buffer.takeByte());
        }
        return gate.run(() -> text.nextChar().bind(next -> next.map(Lwt::of).orElseGet(InputBuffer::endOfInput)));
    }

    /// Like [#readChar()], but empty at end of input.
    public Promise<Optional<Character>> readCharOptional() {
        return gate.run(text::nextChar);
    }

    /// Reads a line, without its end: `\n` or `\r\n`. The last line of the input may lack it.
    ///
    /// Fails with [java.io.EOFException] if the input ends before the line begins. The whole line is held
    /// in memory, however long.
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”"
    public Promise<String> readLine() {
        return lineUpTo(Integer.MAX_VALUE);
    }

    /// Like [#readLine()], but fails with [LineTooLongException] if there are more than `maxBytes`
    /// bytes before the `\n`; they stay readable. So whoever sends without end cannot fill the
    /// memory.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public Promise<String> readLineAtMost(int maxBytes) {
        requirePositive(maxBytes, "maxBytes");
        return lineUpTo(maxBytes);
    }

    private Promise<String> lineUpTo(int maxBytes) {
        String line = lineAtHand(maxBytes);
        if (line != null) {
            return Lwt.of(line);
        }
        return gate.run(
                () -> text.nextLine(0, maxBytes).bind(next -> next.map(Lwt::of).orElseGet(InputBuffer::endOfInput)));
    }

    /// Like [#readLine()], but empty at end of input.
    public Promise<Optional<String>> readLineOptional() {
        String line = lineAtHand(Integer.MAX_VALUE);
        if (line != null) {
            return Lwt.of(Optional.of(line));
        }
        return gate.run(() -> text.nextLine(0, Integer.MAX_VALUE));
    }

    private @Nullable String lineAtHand(int maxBytes) {
        return gate.isFree() ? text.lineAtHand(maxBytes) : null;
    }

    /// The remaining lines, each read when it is asked for: [#readLineOptional()] as a stream.
    ///
    /// Canceling a read of the stream does not cancel the read of the channel: the line stays in
    /// the stream.
    public LwtStream<String> lines() {
        return LwtStream.from(this::readLineOptional);
    }

    /// The remaining characters, each read when it is asked for: [#readCharOptional()] as a stream.
    public LwtStream<Character> chars() {
        return LwtStream.from(this::readCharOptional);
    }

    /// Reads everything up to the end of input, as text.
    public Promise<String> read() {
        return gate.run(() -> buffer.fillToEnd().map(_ -> buffer.takeText(buffer.available())));
    }

    /// Reads some text: what is there, or what comes next, but at most `maxBytes` bytes of it (more
    /// only if its first character takes more). Never cuts a character in two. Empty at end of
    /// input.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public Promise<String> read(int maxBytes) {
        requirePositive(maxBytes, "maxBytes");
        return gate.run(() -> text.someText(maxBytes));
    }

    /* ---- Bytes ---- */

    /// Reads one byte, 0 to 255. Fails with [java.io.EOFException] at end of input.
    public Promise<Integer> readByte() {
        if (gate.isFree() && buffer.available() > 0) {
            return Lwt.of(buffer.takeByte() & 0xff);
        }
        return gate.run(() -> buffer.need(1).map(_ -> buffer.takeByte() & 0xff));
    }

    /// Reads some bytes: what is there, or what comes next, but at most `maxBytes`. Empty at end of
    /// input.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public Promise<byte[]> readBytes(int maxBytes) {
        requirePositive(maxBytes, "maxBytes");
        return gate.run(() -> buffer.fillIfEmpty().map(_ -> buffer.takeBytes(Math.min(maxBytes, buffer.available()))));
    }

    /// Reads everything up to the end of input.
    public Promise<byte[]> readAllBytes() {
        return gate.run(() -> buffer.fillToEnd().map(_ -> buffer.takeBytes(buffer.available())));
    }

    /// Reads exactly `count` bytes. Fails with [java.io.EOFException] if the input ends before; what there
    /// was stays readable.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public Promise<byte[]> readExactly(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
        byte[] bytes = new byte[count];
        return readIntoExactly(bytes, 0, count).map(_ -> bytes);
    }

    /// Reads 1 to `length` bytes into `bytes`, from `offset` on, and resolves with their number; 0
    /// at end of input (or if `length` is 0).
    ///
    /// The range belongs to the channel until the promise resolves. If it is at least as long as
    /// the channel's buffer, the bytes do not pass through the buffer.
    public Promise<Integer> readInto(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (gate.isFree() && (buffer.available() > 0 || length == 0)) {
            return Lwt.of(buffer.takeInto(bytes, offset, length));
        }
        return gate.run(() -> buffer.someInto(bytes, offset, length));
    }

    /// Reads exactly `length` bytes into `bytes`, from `offset` on. Fails with [java.io.EOFException] if
    /// the input ends before; what there was stays readable.
    ///
    /// The range belongs to the channel until the promise resolves.
    public Promise<@Nullable Void> readIntoExactly(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (gate.isFree() && buffer.available() >= length) {
            buffer.takeInto(bytes, offset, length);
            return Lwt.unit();
        }
        return gate.run(() -> buffer.exactlyInto(bytes, offset, length));
    }

    /// Reads some bytes into the room of `target` and moves its position; resolves with their
    /// number, 0 at end of input (or if there is no room).
    ///
    /// The buffer must not be touched until the promise resolves.
    ///
    /// @throws ReadOnlyBufferException if the buffer is read-only
    public Promise<Integer> readInto(ByteBuffer target) {
        requireWritable(target);
        return gate.run(() -> target.hasRemaining() ? buffer.fillIfEmpty().map(_ -> moveInto(target)) : Lwt.of(0));
    }

    /// Fills the room of `target` and moves its position to the end. Fails with [java.io.EOFException] if
    /// the input ends before; then the position stays, and so do the bytes that there were.
    ///
    /// The buffer must not be touched until the promise resolves.
    ///
    /// @throws ReadOnlyBufferException if the buffer is read-only
    public Promise<@Nullable Void> readIntoExactly(ByteBuffer target) {
        requireWritable(target);
        return gate.run(() -> buffer.need(target.remaining()).bind(_ -> {
            moveInto(target);
            return Lwt.unit();
        }));
    }

    private int moveInto(ByteBuffer target) {
        ByteBuffer view = buffer.view(target.remaining());
        int count = view.remaining();
        target.put(view);
        buffer.consume(count);
        return count;
    }

    private static void requireWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    /// Writes everything up to the end of input to `output`, a buffer at a time; resolves with the
    /// number of bytes. It waits where `output` has to wait. `output` is neither flushed nor closed.
    ///
    /// If writing fails or the transfer is canceled, what `output` had not taken stays readable
    /// here.
    public Promise<Long> transferTo(OutputChannel output) {
        return transferTo(output, Long.MAX_VALUE);
    }

    /// Like [#transferTo(OutputChannel)], but at most `maxBytes` bytes.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is negative
    public Promise<Long> transferTo(OutputChannel output, long maxBytes) {
        Objects.requireNonNull(output, "output");
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes is negative: " + maxBytes);
        }
        return gate.run(() -> transfer(output, maxBytes, 0));
    }

    private Promise<Long> transfer(OutputChannel output, long maxBytes, long done) {
        if (done == maxBytes) {
            return Lwt.of(done);
        }
        return buffer.fillIfEmpty().bind(available -> {
            if (available == 0) {
                return Lwt.of(done);
            }
            int most = (int) Math.min(available, maxBytes - done);
            return output.writeFrom(buffer.bytes, buffer.position, most).bind(count -> {
                buffer.consume(count);
                return transfer(output, maxBytes, done + count);
            });
        });
    }

    /* ---- Numbers ---- */

    /// Reads numbers whose least significant byte comes first.
    ///
    /// @see "Lwt_io.LE (Lwt 2.2)"
    public NumberInput littleEndian() {
        return new NumberInput(this, ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads numbers whose most significant byte comes first, as on most networks.
    ///
    /// @see "Lwt_io.BE (Lwt 2.2)"
    public NumberInput bigEndian() {
        return new NumberInput(this, ByteOrder.BIG_ENDIAN);
    }

    /// Reads numbers in the order of this machine.
    ///
    /// @see "Lwt_io.system_byte_order (Lwt 2.2)"
    public NumberInput nativeOrder() {
        return new NumberInput(this, ByteOrder.nativeOrder());
    }

    /// What the next `size` bytes stand for.
    <T> Promise<T> decode(int size, NumberInput.Decoder<T> decoder) {
        if (gate.isFree() && buffer.available() >= size) {
            return Lwt.of(decodeNow(size, decoder));
        }
        return gate.run(() -> buffer.need(size).map(_ -> decodeNow(size, decoder)));
    }

    private <T> T decodeNow(int size, NumberInput.Decoder<T> decoder) {
        T value = decoder.decode(buffer.bytes, buffer.position);
        buffer.consume(size);
        return value;
    }

    /* ---- Several operations as one ---- */

    /// Runs `body` on a channel that reads the same bytes and that nobody else can use: operations
    /// on this channel wait until the promise of `body` is resolved and what it has begun has ended
    /// (if `body` fails, that is canceled). Sections may be nested. After its end a section refuses
    /// every operation with [IllegalStateException]; it cannot be closed.
    ///
    /// Fails as `body` fails; what was read by then is read. Canceling the result cancels what
    /// `body` waits for.
    ///
    /// @see "Lwt_io.atomic (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> atomic(
            ThrowingFunction<? super InputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return gate.run(() -> {
            InputChannel section = new InputChannel(this);
            return gate.within(section.gate, () -> body.apply(section));
        });
    }

    /// Waits until `size` bytes are in the buffer and runs `body` on a view of them; they are read
    /// when the promise of `body` succeeds, and stay readable otherwise. Other operations wait.
    ///
    /// Fails with [java.io.EOFException] if the input ends before.
    ///
    /// @throws IllegalArgumentException if `size` is negative or more than [#bufferSize()]
    /// @see "Lwt_io.block (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> block(
            int size, ThrowingFunction<? super ByteBuffer, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        BufferSizes.checkBlock(size, buffer.capacity());
        return gate.run(() -> buffer.need(size)
                .bind(_ -> Lwt.<ByteBuffer, T>apply(body, buffer.view(size)))
                .map(value -> {
                    buffer.consume(size);
                    return value;
                }));
    }

    /// Gives `body` the buffer itself, until its promise is resolved: [DirectAccess#buffer()] holds
    /// the unread bytes, and [DirectAccess#perform()] reads more behind them. What lies before the
    /// position of that buffer at the end has been read, whether `body` succeeds or not. Other
    /// operations wait.
    ///
    /// @see "Lwt_io.direct_access (Lwt 2.2)"
    public <T extends @Nullable Object> Promise<T> directAccess(
            ThrowingFunction<? super DirectAccess, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return gate.run(() -> DirectAccess.run(new DirectRead(), body));
    }

    private final class DirectRead implements DirectAccess.Side {
        @Override
        public ByteBuffer view() {
            return buffer.view(Integer.MAX_VALUE);
        }

        @Override
        public void moved(int count) {
            buffer.consume(count);
        }

        @Override
        public Promise<Integer> perform() {
            return buffer.fill();
        }
    }

    /* ---- The buffer ---- */

    /// How many bytes are in the buffer: read from the descriptor, and not yet asked for.
    public int buffered() {
        return buffer.available();
    }

    /// The size of the buffer in bytes. It grows beyond that for a long line or text, and shrinks
    /// again afterwards.
    public int bufferSize() {
        return buffer.capacity();
    }

    /// Changes the size of the buffer when the operations under way have ended. What is in the
    /// buffer stays there.
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 16
    /// @see "Lwt_io.resize_buffer (Lwt 2.2)"
    public Promise<@Nullable Void> resizeBuffer(int bytes) {
        BufferSizes.check(bytes);
        return gate.run(() -> {
            buffer.resize(bytes);
            return Lwt.unit();
        });
    }

    /// Whether an operation is under way, so that another one would have to wait.
    public boolean isBusy() {
        return gate.isBusy();
    }

    /* ---- Moving about ---- */

    /// Where the next byte comes from: the number of bytes read so far, or where [#setPosition] went
    /// and how many were read from there.
    public long position() {
        return buffer.readerPosition();
    }

    /// Goes to this position. Fails with [UnixException] `ESPIPE` on what has no positions, such as
    /// a pipe or a socket.
    ///
    /// @throws IllegalArgumentException if `position` is negative
    public Promise<@Nullable Void> setPosition(long position) {
        BufferSizes.checkPosition(position);
        return gate.run(() -> {
            text.forgetHalf();
            return buffer.seek(position);
        });
    }

    /// The length of the file in bytes. Fails with [UnixException] `ESPIPE` on what has none, such
    /// as a pipe or a socket.
    public Promise<Long> length() {
        return gate.run(buffer::length);
    }

    /* ---- Closing ---- */

    /// Closes the channel and what it reads from. Operations that wait fail with
    /// [ChannelClosedException]; what is in the buffer is dropped. Closing again returns the same
    /// promise.
    ///
    /// If the channel is one side of a connection, see [ChannelPair#close()]. An atomic section
    /// cannot be closed: it fails with [IllegalStateException].
    public Promise<@Nullable Void> close() {
        if (gate.isOfSection()) {
            return Lwt.fail(gate.notFromSection("close"));
        }
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            shut();
            started = buffer.close();
            closed = started;
        }
        return started;
    }

    /// The same as [#close()], as an input channel has nothing to flush.
    ///
    /// @see "Lwt_io.abort (Lwt 2.2)"
    public Promise<@Nullable Void> abort() {
        return close();
    }

    public boolean isClosed() {
        return gate.isClosed();
    }

    /// Refuses further operations, without closing what the channel reads from.
    void shut() {
        gate.close();
        buffer.release();
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
