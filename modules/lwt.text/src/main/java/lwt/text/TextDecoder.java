package lwt.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Makes characters of bytes, one at a time, and takes exactly the bytes that the character consists of: so what is
/// left
/// can be read as bytes.
///
/// What was decoded but could not be used (the operation was canceled, or it failed) comes back first: `unread`. It is
/// kept as characters, as the decoder of an encoding with states cannot go back.
final class TextDecoder {
    /// There is no whole character; more bytes are needed.
    static final int NEEDS_MORE = -1;
    /// The bytes have ended, and so have the characters.
    static final int AT_END = -2;

    private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");

    /// Encodings without states in which a byte below 128 is always the character of this number.
    private static final Set<Charset> OVER_ASCII =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1, LATIN_9);

    private final TextEncoding encoding;
    private final CharsetDecoder decoder;
    private final boolean overAscii;
    private final CharBuffer room = CharBuffer.allocate(2);
    private final StringBuilder unread = new StringBuilder();

    TextDecoder(TextEncoding encoding) {
        this.encoding = encoding;
        this.decoder = encoding.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.overAscii = OVER_ASCII.contains(encoding.charset());
    }

    TextEncoding encoding() {
        return encoding;
    }

    /// Has `text` come before what has not been decoded yet.
    void unread(CharSequence text) {
        unread.insert(0, text);
    }

    /// The next character as a code point, or [#NEEDS_MORE], or, if `atEnd` says that nothing comes after these
    /// bytes, [#AT_END]. Moves the position behind the bytes of the character.
    int next(ByteBuffer bytes, boolean atEnd) throws CharacterCodingException {
        if (!unread.isEmpty()) {
            int codePoint = unread.codePointAt(0);
            unread.delete(0, Character.charCount(codePoint));
            return codePoint;
        }
        if (overAscii && bytes.hasRemaining() && bytes.get(bytes.position()) >= 0) {
            return bytes.get();
        }
        return decode(bytes, atEnd);
    }

    private int decode(ByteBuffer bytes, boolean atEnd) throws CharacterCodingException {
        CoderResult result = decodeInto(1, bytes, atEnd);
        if (result.isOverflow() && room.position() == 0) {
            result = decodeInto(2, bytes, atEnd);
        }
        if (room.position() > 0) {
            if (atEnd) {
                decoder.reset();
            }
            return decoded(room.flip());
        }
        if (result.isUnderflow()) {
            if (!atEnd) {
                return NEEDS_MORE;
            }
            decoder.reset(); // more may come after all, if it is a terminal
            return AT_END;
        }
        return badByte(bytes, result, atEnd);
    }

    private CoderResult decodeInto(int chars, ByteBuffer bytes, boolean atEnd) {
        room.clear().limit(chars);
        return decoder.decode(bytes, room, atEnd);
    }

    /// A few encodings have characters that are two in Unicode.
    private int decoded(CharBuffer chars) {
        int codePoint = Character.codePointAt(chars, 0);
        unread(chars.subSequence(Character.charCount(codePoint), chars.length()));
        return codePoint;
    }

    private int badByte(ByteBuffer bytes, CoderResult result, boolean atEnd) throws CharacterCodingException {
        if (atEnd) {
            decoder.reset();
        }
        if (encoding.isStrict()) {
            result.throwException();
        }
        return new String(new byte[] {bytes.get()}, LATIN_9).charAt(0);
    }
}
