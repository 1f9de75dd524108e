package lwt.text;

import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.unix.OutputChannel;
import org.jspecify.annotations.Nullable;

/// A channel of bytes that is written as text in some encoding.
///
/// Characters that the encoding lacks are written as what resembles them, so that text can always be
/// printed; if the encoding is strict, the operation fails with
/// [java.nio.charset.CharacterCodingException] instead, and writes nothing. The rest is as in the
/// [OutputChannel]: a write resolves once its bytes are in the buffer, and each is a whole that
/// others do not come between.
///
/// @see "Lwt manual (December 2010), “Text channels”"
/// @see "Lwt_text.output_channel (Lwt 2.2)"
public final class TextOutput {
    private final OutputChannel channel;
    private final TextEncoder encoder;

    private TextOutput(OutputChannel channel, TextEncoder encoder) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.encoder = encoder;
    }

    /// Text to `channel` in the encoding of the system.
    public static TextOutput of(OutputChannel channel) {
        return of(channel, TextEncoding.system());
    }

    /// Text to `channel` in this encoding.
    ///
    /// @throws UnsupportedOperationException if the charset can only be read
    public static TextOutput of(OutputChannel channel, TextEncoding encoding) {
        if (!encoding.charset().canEncode()) {
            throw new UnsupportedOperationException(encoding.charset() + " can only be read");
        }
        return new TextOutput(channel, new TextEncoder(encoding));
    }

    /// The bytes that the text becomes.
    public OutputChannel byteChannel() {
        return channel;
    }

    /// How text becomes bytes.
    public TextEncoding encoding() {
        return encoder.encoding();
    }

    /* ---- Writing ---- */

    /// Writes a text.
    public Promise<@Nullable Void> write(String text) {
        try {
            return channel.write(encoder.encode(text));
        } catch (CharacterCodingException e) {
            return Lwt.fail(
                    new UnencodableTextException(text, encoder.encoding().charset(), e));
        }
    }

    /// Writes a text and `\n`.
    public Promise<@Nullable Void> writeLine(String line) {
        return write(line.concat("\n"));
    }

    /// Writes the first character of a text.
    ///
    /// @throws IllegalArgumentException if the text is empty
    public Promise<@Nullable Void> writeChar(String character) {
        if (character.isEmpty()) {
            throw new IllegalArgumentException("writeChar needs a character, the text is empty");
        }
        return write(Character.toString(character.codePointAt(0)));
    }

    /// Writes each element of `characters`, one after the other, until the stream ends; waits where
    /// the channel has to wait. Fails as the stream fails.
    public Promise<@Nullable Void> writeChars(LwtStream<String> characters) {
        return characters.iterSerial(this::writeChar);
    }

    /// Writes each element of `lines` and `\n`, one after the other, until the stream ends; waits
    /// where the channel has to wait. Fails as the stream fails.
    public Promise<@Nullable Void> writeLines(LwtStream<String> lines) {
        return lines.iterSerial(this::writeLine);
    }

    /// Writes a text made by [String#format(String, Object...)], except that the width and precision of a
    /// `String` among the arguments count columns of a terminal: a wide character is two of them, an accent
    /// none.
    ///
    /// @throws java.util.IllegalFormatException if format and arguments do not fit together
    /// @see "Lwt_text.fprintf (Lwt 2.2)"
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public Promise<@Nullable Void> printf(String format, @Nullable Object... arguments) {
        return write(ColumnFormat.format(format, arguments));
    }

    /// Writes a text made as [#printf] makes it, and `\n`.
    ///
    /// @throws java.util.IllegalFormatException if format and arguments do not fit together
    /// @see "Lwt_text.fprintlf (Lwt 2.2)"
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    public Promise<@Nullable Void> printlf(String format, @Nullable Object... arguments) {
        return writeLine(ColumnFormat.format(format, arguments));
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

    /* ---- Several operations as one, and the end ---- */

    /// Runs `body` on a channel that writes to the same place and that nobody else can use until the
    /// promise of `body` is resolved; as [OutputChannel#atomic].
    public <T extends @Nullable Object> Promise<T> atomic(
            ThrowingFunction<? super TextOutput, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return channel.atomic(section -> body.apply(new TextOutput(section, encoder)));
    }

    /// Writes what is in the buffer; resolves once the descriptor has taken it.
    public Promise<@Nullable Void> flush() {
        return channel.flush();
    }

    /// Writes what is in the buffer, and closes the channel of bytes.
    public Promise<@Nullable Void> close() {
        return channel.close();
    }
}
