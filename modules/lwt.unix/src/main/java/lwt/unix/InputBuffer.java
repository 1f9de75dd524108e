package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// The unread bytes of an input channel, and how more of them come.
final class InputBuffer {
    /*
     * The unread bytes are bytes[position, limit). An operation looks at them without taking them, asks for more
     * while they do not suffice (fill), and takes them (consume) in the same step in which it succeeds. So there is
     * nothing to undo when it is canceled or fails: its bytes are still there. The price is that the buffer grows to
     * the longest line or text asked for; it shrinks when it is empty.
     *
     * Only what reads into the caller's array differs: a range at least as long as the buffer is filled by the
     * source without passing through the buffer (someInto), and ExactRead puts back what it got if the rest does not
     * come (unread).
     *
     * `total` counts the bytes that came from the source, so total - available() is where the reader is.
     *
     * The source is a program's own code: it may throw, return what it must not, or answer when the channel is
     * closed and the buffer given up. None of this may harm the buffer: see counted() and `released`. (The gate makes the
     * failures of who goes on after that into its own.)
     */
    /// What every JVM can allocate as one array.
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private static final byte[] EMPTY = {};

    private final ByteSource source;
    private int capacity;
    private long total;
    private boolean released;

    /// The bytes, for those who only look.
    byte[] bytes = EMPTY;

    int position;
    int limit;

    InputBuffer(ByteSource source, int capacity) {
        this.source = source;
        this.capacity = capacity;
    }

    int available() {
        return limit - position;
    }

    int capacity() {
        return capacity;
    }

    /// Where the reader is, counted from where the source began.
    long readerPosition() {
        return total - available();
    }

    /* ---- Filling ---- */

    /// Reads more from the source, behind what is there; resolves with the number of bytes, 0 at
    /// end of input.
    Promise<Integer> fill() {
        if (available() == MAX_LENGTH) {
            return Lwt.fail(new IOException("one line or text of more than " + MAX_LENGTH + " bytes"));
        }
        makeRoom();
        int room = bytes.length - limit;
        return read(bytes, limit, room).map(count -> {
            counted(count, room);
            if (!released) {
                limit += count;
            }
            return count;
        });
    }

    private Promise<Integer> read(byte[] target, int offset, int length) {
        if (released) {
            return Lwt.fail(new ClosedChannelException());
        }
        try {
            return source.read(target, offset, length);
        } catch (Exception e) {
            return Lwt.fail(e);
        }
    }

    private int counted(int count, int asked) {
        if (count < 0 || count > asked) {
            throw new IllegalStateException(
                    source + " was to read 1 to " + asked + " bytes, or 0 at its end, and says it read " + count);
        }
        total += count;
        return count;
    }

    Promise<Integer> fillIfEmpty() {
        return position < limit ? Lwt.of(available()) : fill();
    }

    Promise<Integer> fillToEnd() {
        return fill().bind(count -> count == 0 ? Lwt.of(0) : fillToEnd());
    }

    /// Resolves when `count` bytes are there; fails with [java.io.EOFException] if they do not come.
    Promise<@Nullable Void> need(int count) {
        if (available() >= count) {
            return Lwt.unit();
        }
        return fill().bind(more -> more == 0 ? endOfInput() : need(count));
    }

    /// Doubles the buffer when it is more than half full of unread bytes, else moves them to its
    /// front: either way a byte is moved a constant number of times on average.
    private void makeRoom() {
        if (limit < bytes.length) {
            return;
        }
        int available = available();
        byte[] target = bytes;
        if (available > bytes.length / 2 || bytes.length == 0) {
            target = new byte[grown(bytes.length)];
        }
        System.arraycopy(bytes, position, target, 0, available);
        bytes = target;
        position = 0;
        limit = available;
    }

    private int grown(int length) {
        return length == 0 ? capacity : (int) Math.min(2L * length, MAX_LENGTH);
    }

    /// Takes the new size when what is in the buffer has been read.
    void resize(int size) {
        capacity = size;
        if (position == limit) {
            bytes = EMPTY;
            position = 0;
            limit = 0;
        }
    }

    /* ---- Taking ---- */

    void consume(int count) {
        if (released) {
            return;
        }
        position += count;
        if (position == limit) {
            position = 0;
            limit = 0;
            if (bytes.length != capacity) {
                bytes = EMPTY;
            }
        }
    }

    byte takeByte() {
        byte next = bytes[position];
        consume(1);
        return next;
    }

    int takeInto(byte[] target, int offset, int length) {
        int count = Math.min(length, available());
        System.arraycopy(bytes, position, target, offset, count);
        consume(count);
        return count;
    }

    byte[] takeBytes(int count) {
        byte[] taken = Arrays.copyOfRange(bytes, position, position + count);
        consume(count);
        return taken;
    }

    String takeText(int length) {
        String text = new String(bytes, position, length, UTF_8);
        consume(length);
        return text;
    }

    /// The unread bytes, at most `most` of them, for those who look and then [#consume].
    ByteBuffer view(int most) {
        return ByteBuffer.wrap(bytes, position, Math.min(most, available())).slice();
    }

    /// Some bytes for the caller's range, from the buffer or past it.
    Promise<Integer> someInto(byte[] target, int offset, int length) {
        if (position < limit || length == 0) {
            return Lwt.of(takeInto(target, offset, length));
        }
        if (length >= capacity) {
            return read(target, offset, length).map(count -> counted(count, length));
        }
        return fill().map(count -> takeInto(target, offset, Math.min(count, length)));
    }

    Promise<@Nullable Void> exactlyInto(byte[] target, int offset, int length) {
        return new ExactRead(target, offset, length).run();
    }

    /// Fills a range; whatever stops it, the bytes that it had got go back.
    private final class ExactRead {
        private final byte[] target;
        private final int offset;
        private final int length;
        private int got;

        ExactRead(byte[] target, int offset, int length) {
            this.target = target;
            this.offset = offset;
            this.length = length;
        }

        Promise<@Nullable Void> run() {
            return Lwt.catching(this::readOn, failure -> {
                unread(target, offset, got);
                return Lwt.fail(failure);
            });
        }

        private Promise<@Nullable Void> readOn() {
            if (got == length) {
                return Lwt.unit();
            }
            return someInto(target, offset + got, length - got).bind(count -> {
                got += count;
                return count == 0 ? endOfInput() : readOn();
            });
        }
    }

    private void unread(byte[] source, int offset, int count) {
        if (released || count == 0) {
            return;
        }
        int available = available();
        byte[] target = count + available <= bytes.length ? bytes : new byte[count + available];
        System.arraycopy(bytes, position, target, count, available);
        System.arraycopy(source, offset, target, 0, count);
        bytes = target;
        position = 0;
        limit = count + available;
    }

    /* ---- Moving about ---- */

    /// Moves within the buffer if the target is there, else asks the source.
    Promise<@Nullable Void> seek(long target) throws Exception {
        long ahead = target - readerPosition();
        if (ahead >= 0 && ahead <= available()) {
            consume((int) ahead);
            return Lwt.unit();
        }
        return source.seek(target).bind(_ -> {
            if (!released) {
                consume(available());
                total = target;
            }
            return Lwt.unit();
        });
    }

    Promise<Long> length() throws Exception {
        return source.length();
    }

    /* ---- Closing ---- */

    /// Drops everything; what still comes from the source is dropped, too.
    void release() {
        released = true;
        bytes = EMPTY;
        position = 0;
        limit = 0;
    }

    Promise<@Nullable Void> close() {
        return Lwt.apply(ByteSource::close, source);
    }

    static <T extends @Nullable Object> Promise<T> endOfInput() {
        return Lwt.fail(new EOFException("end of input"));
    }
}
