package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A buffered input of bytes, read as lines, characters or bytes.
///
/// Text is UTF-8; ill-formed bytes become U+FFFD, as in `new String(bytes, UTF_8)`. Operations that
/// are asked for while another one waits are served in the order in which they came. Canceling an
/// operation loses no byte: what it had gathered is what the next operation reads. An operation
/// that fails gives back what it had gathered, too.
///
/// Every operation fails with [ChannelClosedException] once the channel is closed, and with what
/// the descriptor fails with (mostly a [UnixException]).
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
/// @see "Lwt_io.input_channel (Lwt 2.2)"
public final class InputChannel {
    /*
     * The unread bytes are buffer[position, limit). An operation looks at them without taking them, asks for more
     * while they do not suffice (fill), and takes them (consume) in the same step in which it succeeds. So there is
     * nothing to undo when it is canceled or fails: its bytes are still there. The price is that the buffer grows to
     * the longest line or text asked for; it shrinks when it is empty.
     *
     * Only what reads into the caller's array differs: a range at least as long as the buffer is filled by the
     * descriptor without passing through the buffer, and readIntoExactly puts back what it got if the rest does not
     * come (unread).
     *
     * Each public operation first tries to finish with what is in the buffer: no gate, no promise but the result.
     */
    static final int BUFFER_SIZE = 8192;

    /// What every JVM can allocate as one array.
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private static final byte[] EMPTY = {};

    private final ByteSource source;
    private final int capacity;
    private final ChannelGate gate;
    private byte[] buffer = EMPTY;
    private int position;
    private int limit;
    private boolean halfCharacterRead;
    private @Nullable Promise<@Nullable Void> closed;

    InputChannel(ByteSource source, int capacity) {
        this.source = source;
        this.capacity = capacity;
        this.gate = new ChannelGate("input channel", source, () -> {});
    }

    /// A channel that reads `file`; closing it closes `file`.
    public static InputChannel of(FileDescriptor file) {
        return new InputChannel(new DescriptorEnds(file), BUFFER_SIZE);
    }

    /* ---- Text ---- */

    /// Reads one character, as [java.io.Reader#read()] does: a character above U+FFFF comes as two
    /// surrogates, one a call.
    ///
    /// Fails with [EOFException] at end of input.
    ///
    /// @apiNote Lwt_io reads a byte here, OCaml's `char`: that is [#readByte()].
    /// @see "Lwt manual (December 2010), “Lwt concepts”"
    public Promise<Character> readChar() {
        if (gate.isFree() && position < limit && buffer[position] >= 0) {
            return Lwt.of((char) takeByte());
        }
        return gate.run(() -> nextChar().bind(next -> next.map(Lwt::of).orElseGet(InputChannel::endOfInput)));
    }

    /// Like [#readChar()], but empty at end of input.
    public Promise<Optional<Character>> readCharOptional() {
        return gate.run(this::nextChar);
    }

    /// Reads a line, without its end: `\n` or `\r\n`. The last line of the input may lack it.
    ///
    /// Fails with [EOFException] if the input ends before the line begins. The whole line is held
    /// in memory, however long.
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”"
    public Promise<String> readLine() {
        String line = lineAtHand();
        if (line != null) {
            return Lwt.of(line);
        }
        return gate.run(() -> nextLine(0).bind(next -> next.map(Lwt::of).orElseGet(InputChannel::endOfInput)));
    }

    /// Like [#readLine()], but empty at end of input.
    public Promise<Optional<String>> readLineOptional() {
        String line = lineAtHand();
        if (line != null) {
            return Lwt.of(Optional.of(line));
        }
        return gate.run(() -> nextLine(0));
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
        return gate.run(() -> fillToEnd().map(_ -> takeText(limit - position)));
    }

    /// Reads some text: what is there, or what comes next, but at most `maxBytes` bytes of it (more
    /// only if its first character takes more). Never cuts a character in two. Empty at end of
    /// input.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public Promise<String> read(int maxBytes) {
        requirePositive(maxBytes, "maxBytes");
        return gate.run(() -> someText(maxBytes));
    }

    /* ---- Bytes ---- */

    /// Reads one byte, 0 to 255. Fails with [EOFException] at end of input.
    public Promise<Integer> readByte() {
        if (gate.isFree() && position < limit) {
            return Lwt.of(takeByte() & 0xff);
        }
        return gate.run(() -> fillIfEmpty().bind(count -> count == 0 ? endOfInput() : Lwt.of(takeByte() & 0xff)));
    }

    /// Reads some bytes: what is there, or what comes next, but at most `maxBytes`. Empty at end of
    /// input.
    ///
    /// @throws IllegalArgumentException if `maxBytes` is not positive
    public Promise<byte[]> readBytes(int maxBytes) {
        requirePositive(maxBytes, "maxBytes");
        return gate.run(() -> fillIfEmpty().map(_ -> takeBytes(Math.min(maxBytes, limit - position))));
    }

    /// Reads everything up to the end of input.
    public Promise<byte[]> readAllBytes() {
        return gate.run(() -> fillToEnd().map(_ -> takeBytes(limit - position)));
    }

    /// Reads exactly `count` bytes. Fails with [EOFException] if the input ends before; what there
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
        if (gate.isFree() && (position < limit || length == 0)) {
            return Lwt.of(takeInto(bytes, offset, length));
        }
        return gate.run(() -> someInto(bytes, offset, length));
    }

    /// Reads exactly `length` bytes into `bytes`, from `offset` on. Fails with [EOFException] if
    /// the input ends before; what there was stays readable.
    ///
    /// The range belongs to the channel until the promise resolves.
    public Promise<@Nullable Void> readIntoExactly(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (gate.isFree() && limit - position >= length) {
            takeInto(bytes, offset, length);
            return Lwt.unit();
        }
        return gate.run(() -> new ExactRead(bytes, offset, length).run());
    }

    /// How many bytes are in the buffer: read from the descriptor, and not yet asked for.
    public int buffered() {
        return limit - position;
    }

    /* ---- Closing ---- */

    /// Closes the channel and what it reads from. Operations that wait fail with
    /// [ChannelClosedException]; what is in the buffer is dropped. Closing again returns the same
    /// promise.
    ///
    /// If the channel is one side of a connection, see [ChannelPair#close()].
    public Promise<@Nullable Void> close() {
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            shut();
            started = source.close();
            closed = started;
        }
        return started;
    }

    public boolean isClosed() {
        return gate.isClosed();
    }

    /// Refuses further operations, without closing what the channel reads from.
    void shut() {
        gate.close();
        buffer = EMPTY;
        position = 0;
        limit = 0;
    }

    /* ---- Lines and characters; these run inside the gate ---- */

    private @Nullable String lineAtHand() {
        if (!gate.isFree()) {
            return null;
        }
        int end = endOfLine(position);
        return end < 0 ? null : takeLine(end);
    }

    /// `scanned` bytes are known to hold no line end: each byte is looked at once, however many
    /// pieces a line comes in.
    private Promise<Optional<String>> nextLine(int scanned) {
        int end = endOfLine(position + scanned);
        if (end >= 0) {
            return Lwt.of(Optional.of(takeLine(end)));
        }
        int seen = limit - position;
        return fill().bind(count -> {
            if (count > 0) {
                return nextLine(seen);
            }
            return Lwt.of(seen == 0 ? Optional.empty() : Optional.of(takeText(seen)));
        });
    }

    private int endOfLine(int from) {
        for (int i = from; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String takeLine(int end) {
        int textEnd = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
        String line = new String(buffer, position, textEnd - position, UTF_8);
        consume(end + 1 - position);
        return line;
    }

    private Promise<Optional<Character>> nextChar() {
        int length = position == limit ? 0 : Utf8.sequence(buffer, position, limit);
        if (length != 0) {
            return Lwt.of(Optional.of(takeChar(length)));
        }
        int available = limit - position;
        return fill().bind(count -> {
            if (count > 0) {
                return nextChar();
            }
            return Lwt.of(available == 0 ? Optional.empty() : Optional.of(takeChar(-available)));
        });
    }

    /// Takes the character of a sequence that [Utf8#sequence] has measured. The high half of a pair
    /// leaves the bytes where they are, for the low half, or for whoever comes in between and wants
    /// them whole.
    private char takeChar(int length) {
        if (length < 0) {
            consume(-length);
            return '\uFFFD';
        }
        int codePoint = new String(buffer, position, length, UTF_8).codePointAt(0);
        if (Character.isSupplementaryCodePoint(codePoint) && !halfCharacterRead) {
            halfCharacterRead = true;
            return Character.highSurrogate(codePoint);
        }
        consume(length);
        return Character.isSupplementaryCodePoint(codePoint) ? Character.lowSurrogate(codePoint) : (char) codePoint;
    }

    private Promise<String> someText(int maxBytes) {
        int available = limit - position;
        int wanted = Math.min(maxBytes, available);
        int whole = wanted - Utf8.incompleteTail(buffer, position, position + wanted);
        if (whole == 0 && available > wanted) {
            // The first character is longer than maxBytes.
            whole = Math.abs(Utf8.sequence(buffer, position, limit));
        }
        if (whole > 0) {
            return Lwt.of(takeText(whole));
        }
        return fill().bind(count -> count > 0 ? someText(maxBytes) : Lwt.of(takeText(limit - position)));
    }

    /* ---- Bytes; these run inside the gate ---- */

    private Promise<Integer> someInto(byte[] bytes, int offset, int length) {
        if (position < limit || length == 0) {
            return Lwt.of(takeInto(bytes, offset, length));
        }
        if (length >= capacity) {
            return source.read(bytes, offset, length);
        }
        return fill().map(count -> takeInto(bytes, offset, Math.min(count, length)));
    }

    /// Fills a range; whatever stops it, the bytes that it had got go back.
    private final class ExactRead {
        private final byte[] bytes;
        private final int offset;
        private final int length;
        private int got;

        ExactRead(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        Promise<@Nullable Void> run() {
            return Lwt.catching(this::readOn, failure -> {
                unread(bytes, offset, got);
                return Lwt.fail(failure);
            });
        }

        private Promise<@Nullable Void> readOn() {
            if (got == length) {
                return Lwt.unit();
            }
            return someInto(bytes, offset + got, length - got).bind(count -> {
                got += count;
                return count == 0 ? endOfInput() : readOn();
            });
        }
    }

    /* ---- The buffer ---- */

    /// Reads more from the source, behind what is there; resolves with the number of bytes, 0 at
    /// end of input.
    private Promise<Integer> fill() {
        if (limit - position == MAX_LENGTH) {
            return Lwt.fail(new IOException("one line or text of more than " + MAX_LENGTH + " bytes"));
        }
        makeRoom();
        return source.read(buffer, limit, buffer.length - limit).map(count -> {
            limit += count;
            return count;
        });
    }

    private Promise<Integer> fillIfEmpty() {
        return position < limit ? Lwt.of(limit - position) : fill();
    }

    private Promise<Integer> fillToEnd() {
        return fill().bind(count -> count == 0 ? Lwt.of(0) : fillToEnd());
    }

    /// Doubles the buffer when it is more than half full of unread bytes, else moves them to its
    /// front: either way a byte is moved a constant number of times on average.
    private void makeRoom() {
        if (limit < buffer.length) {
            return;
        }
        int available = limit - position;
        byte[] target = buffer;
        if (available > buffer.length / 2 || buffer.length == 0) {
            target = new byte[grown(buffer.length)];
        }
        System.arraycopy(buffer, position, target, 0, available);
        buffer = target;
        position = 0;
        limit = available;
    }

    private int grown(int length) {
        return length == 0 ? capacity : (int) Math.min(2L * length, MAX_LENGTH);
    }

    private void consume(int count) {
        position += count;
        halfCharacterRead &= count == 0;
        if (position == limit) {
            position = 0;
            limit = 0;
            if (buffer.length > capacity) {
                buffer = EMPTY;
            }
        }
    }

    private void unread(byte[] bytes, int offset, int count) {
        if (gate.isClosed() || count == 0) {
            return;
        }
        int available = limit - position;
        byte[] target = count + available <= buffer.length ? buffer : new byte[count + available];
        System.arraycopy(buffer, position, target, count, available);
        System.arraycopy(bytes, offset, target, 0, count);
        buffer = target;
        position = 0;
        limit = count + available;
    }

    private byte takeByte() {
        byte next = buffer[position];
        consume(1);
        return next;
    }

    private int takeInto(byte[] bytes, int offset, int length) {
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        consume(count);
        return count;
    }

    private byte[] takeBytes(int count) {
        byte[] bytes = Arrays.copyOfRange(buffer, position, position + count);
        consume(count);
        return bytes;
    }

    private String takeText(int length) {
        String text = new String(buffer, position, length, UTF_8);
        consume(length);
        return text;
    }

    private static <T extends @Nullable Object> Promise<T> endOfInput() {
        return Lwt.fail(new EOFException("end of input"));
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
