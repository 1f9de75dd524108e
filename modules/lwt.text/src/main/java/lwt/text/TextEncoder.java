package lwt.text;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/// Makes bytes of text. Each text begins and ends in the first state of the encoding, so that texts can be written in
/// another order than the one in which they were encoded: atomic sections do that.
final class TextEncoder {
    private final TextEncoding encoding;
    private boolean marked; // UTF-16 says its byte order once, in the beginning

    TextEncoder(TextEncoding encoding) {
        this.encoding = encoding;
    }

    TextEncoding encoding() {
        return encoding;
    }

    byte[] encode(String text) throws CharacterCodingException {
        if (encoding.charset().equals(UTF_8) && !encoding.isStrict()) {
            return text.getBytes(UTF_8);
        }
        Charset charset = charset();
        byte[] bytes = new Run(charset, text).encode();
        marked |= bytes.length > 0;
        return bytes;
    }

    private Charset charset() {
        return marked && encoding.charset().equals(UTF_16) ? UTF_16BE : encoding.charset();
    }

    private final class Run {
        private final CharsetEncoder encoder;
        private final CharBuffer chars;
        private ByteBuffer bytes;

        Run(Charset charset, String text) {
            this.encoder = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            this.chars = CharBuffer.wrap(text);
            this.bytes = ByteBuffer.allocate((int) (text.length() * encoder.averageBytesPerChar()) + 16);
        }

        byte[] encode() throws CharacterCodingException {
            if (!chars.hasRemaining()) {
                return new byte[0];
            }
            encode(chars);
            while (!encoder.encode(CharBuffer.allocate(0), bytes, true).isUnderflow()
                    || !encoder.flush(bytes).isUnderflow()) {
                grow();
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }

        private void encode(CharBuffer text) throws CharacterCodingException {
            while (text.hasRemaining()) {
                CoderResult result = encoder.encode(text, bytes, false);
                if (result.isOverflow()) {
                    grow();
                } else if (result.isError()) {
                    replace(text, result);
                } else if (text.hasRemaining()) {
                    // Half of a surrogate pair at the end.
                    replace(text, CoderResult.malformedForLength(text.remaining()));
                }
            }
        }

        private void replace(CharBuffer text, CoderResult result) throws CharacterCodingException {
            if (encoding.isStrict()) {
                result.throwException();
            }
            int codePoint = Character.codePointAt(text, 0);
            text.position(text.position() + result.length());
            encode(CharBuffer.wrap(Transliterator.of(encoding.charset()).replacement(codePoint)));
        }

        private void grow() {
            ByteBuffer larger = ByteBuffer.allocate(2 * bytes.capacity());
            larger.put(bytes.flip());
            bytes = larger;
        }
    }
}
