package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Finds lines and characters in the bytes of an [InputBuffer]. All of it runs inside the channel's
/// gate, or where the gate is free.
final class InputText {
    private static final long NOWHERE = -1;

    private final InputBuffer buffer;

    /// Where a character begins of which the first surrogate has been read, and the second not.
    private long halfRead = NOWHERE;

    InputText(InputBuffer buffer) {
        this.buffer = buffer;
    }

    /* ---- Lines ---- */

    /// The next line if all of it is in the buffer and it has at most so many bytes, else null.
    @Nullable
    String lineAtHand(int maxBytes) {
        int end = endOfLine(buffer.position);
        return end < 0 || end - buffer.position > maxBytes ? null : takeLine(end);
    }

    /// The next line; empty at end of input. `scanned` bytes are known to hold no line end: each
    /// byte is looked at once, however many pieces a line comes in.
    Promise<Optional<String>> nextLine(int scanned, int maxBytes) {
        int end = endOfLine(buffer.position + scanned);
        int length = end < 0 ? buffer.available() : end - buffer.position;
        if (length > maxBytes) {
            return Lwt.fail(new LineTooLongException(maxBytes));
        }
        if (end >= 0) {
            return Lwt.of(Optional.of(takeLine(end)));
        }
        int seen = buffer.available();
        return buffer.fill().bind(count -> {
            if (count > 0) {
                return nextLine(seen, maxBytes);
            }
            return Lwt.of(seen == 0 ? Optional.empty() : Optional.of(buffer.takeText(seen)));
        });
    }

    private int endOfLine(int from) {
        byte[] bytes = buffer.bytes;
        for (int i = from; i < buffer.limit; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String takeLine(int end) {
        int start = buffer.position;
        int textEnd = end > start && buffer.bytes[end - 1] == '\r' ? end - 1 : end;
        String line = new String(buffer.bytes, start, textEnd - start, UTF_8);
        buffer.consume(end + 1 - start);
        return line;
    }

    /* ---- Characters ---- */

    Promise<Optional<Character>> nextChar() {
        int available = buffer.available();
        int length = available == 0 ? 0 : Utf8.sequence(buffer.bytes, buffer.position, buffer.limit);
        if (length != 0) {
            return Lwt.of(Optional.of(takeChar(length)));
        }
        return buffer.fill().bind(count -> {
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
            buffer.consume(-length);
            return '\uFFFD';
        }
        int codePoint = new String(buffer.bytes, buffer.position, length, UTF_8).codePointAt(0);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            buffer.consume(length);
            return (char) codePoint;
        }
        long here = buffer.readerPosition();
        if (halfRead != here) {
            halfRead = here;
            return Character.highSurrogate(codePoint);
        }
        halfRead = NOWHERE;
        buffer.consume(length);
        return Character.lowSurrogate(codePoint);
    }

    /// The reader went elsewhere: who comes back to a character reads it from its beginning.
    void forgetHalf() {
        halfRead = NOWHERE;
    }

    /* ---- Texts ---- */

    Promise<String> someText(int maxBytes) {
        int start = buffer.position;
        int available = buffer.available();
        int wanted = Math.min(maxBytes, available);
        int whole = wanted - Utf8.incompleteTail(buffer.bytes, start, start + wanted);
        if (whole == 0 && available > wanted) {
            // The first character is longer than maxBytes.
            whole = Math.abs(Utf8.sequence(buffer.bytes, start, buffer.limit));
        }
        if (whole > 0) {
            return Lwt.of(buffer.takeText(whole));
        }
        return buffer.fill()
                .bind(count -> count > 0 ? someText(maxBytes) : Lwt.of(buffer.takeText(buffer.available())));
    }
}
