package lwt.text;

import java.io.EOFException;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.unix.DirectAccess;
import lwt.unix.InputChannel;
import org.jspecify.annotations.Nullable;

/// A channel of bytes that is read as text in some encoding.
///
/// It takes from the channel exactly the bytes of the characters that it gives, so both may be used
/// in turn. Operations that are asked for while another one waits are served in the order in which they
/// came. Canceling an operation loses no text: what it had gathered is what the next one
/// here reads.
///
/// Every operation fails as the channel fails, and, if the encoding is strict, with
/// [java.nio.charset.CharacterCodingException] at bytes that are not text; they stay unread.
///
/// @see "Lwt manual (December 2010), “Text channels”"
/// @see "Lwt_text.input_channel (Lwt 2.2)"
public final class TextInput {
    private final InputChannel channel;
    private final TextDecoder decoder;

    private TextInput(InputChannel channel, TextDecoder decoder) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.decoder = decoder;
    }

    /// The text of `channel` in the encoding of the system.
    public static TextInput of(InputChannel channel) {
        return of(channel, TextEncoding.system());
    }

    /// The text of `channel` in this encoding.
    ///
    /// @throws UnsupportedOperationException if the charset can only be written
    public static TextInput of(InputChannel channel, TextEncoding encoding) {
        return new TextInput(channel, new TextDecoder(encoding));
    }

    /// The bytes that the text consists of.
    public InputChannel byteChannel() {
        return channel;
    }

    /// How the bytes are text.
    public TextEncoding encoding() {
        return decoder.encoding();
    }

    /* ---- Reading ---- */

    /// Reads one character: a code point, so one or two `char`s. Fails with [java.io.EOFException] at end of
    /// input.
    public Promise<String> readChar() {
        return readCharOptional().bind(TextInput::orEnd);
    }

    /// Like [#readChar()], but empty at end of input.
    public Promise<Optional<String>> readCharOptional() {
        return channel.directAccess(access -> new Reading(access).character());
    }

    /// The remaining characters, each read when it is asked for.
    ///
    /// @see "Lwt_text.read_chars (Lwt 2.2)"
    public LwtStream<String> chars() {
        return LwtStream.from(this::readCharOptional);
    }

    /// Reads a line, without its end: `\n` or `\r\n`. The last line of the input may lack it.
    ///
    /// Fails with [java.io.EOFException] if the input ends before the line begins.
    public Promise<String> readLine() {
        return readLineOptional().bind(TextInput::orEnd);
    }

    /// Like [#readLine()], but empty at end of input.
    public Promise<Optional<String>> readLineOptional() {
        return reading(Reading::line);
    }

    /// The remaining lines, each read when it is asked for.
    ///
    /// @see "Lwt_text.read_lines (Lwt 2.2)"
    public LwtStream<String> lines() {
        return LwtStream.from(this::readLineOptional);
    }

    /// Reads everything up to the end of input.
    public Promise<String> read() {
        return reading(reading -> reading.upTo(Integer.MAX_VALUE));
    }

    /// Reads so many characters, or fewer if the input ends before.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public Promise<String> read(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
        return reading(reading -> reading.upTo(count));
    }

    /// Runs `body` on a channel that reads the same text and that nobody else can use until the promise of
    /// `body` is resolved; as [InputChannel#atomic].
    public <T extends @Nullable Object> Promise<T> atomic(
            ThrowingFunction<? super TextInput, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return channel.atomic(section -> body.apply(new TextInput(section, decoder)));
    }

    /// Closes the channel of bytes.
    public Promise<@Nullable Void> close() {
        return channel.close();
    }

    private static Promise<String> orEnd(Optional<String> text) {
        return text.map(Lwt::of).orElseGet(() -> Lwt.fail(new EOFException("end of input")));
    }

    /* ---- For the keyboard ---- */

    /// The next character if it has come already; never waits for the terminal.
    Optional<String> takeAvailable(DirectAccess access) throws CharacterCodingException {
        int next = decoder.next(access.buffer(), false);
        return next < 0 ? Optional.empty() : Optional.of(Character.toString(next));
    }

    void unread(CharSequence text) {
        decoder.unread(text);
    }

    <T> Promise<T> withAccess(ThrowingFunction<? super DirectAccess, ? extends Promise<T>> body) {
        return channel.directAccess(body);
    }

    /* ---- One operation ---- */

    /// Gathers text; whatever stops it, the text goes back.
    private <T> Promise<T> reading(ThrowingFunction<Reading, Promise<T>> body) {
        return channel.directAccess(access -> {
            Reading reading = new Reading(access);
            return Lwt.catching(() -> body.apply(reading), failure -> {
                decoder.unread(reading.taken);
                return Lwt.fail(failure);
            });
        });
    }

    private final class Reading {
        private final DirectAccess access;
        private final StringBuilder taken = new StringBuilder();
        private boolean atEnd;

        Reading(DirectAccess access) {
            this.access = access;
        }

        Promise<Optional<String>> character() throws CharacterCodingException {
            int next = next();
            return switch (next) {
                case TextDecoder.NEEDS_MORE -> more().bind(_ -> character());
                case TextDecoder.AT_END -> Lwt.of(Optional.empty());
                default -> Lwt.of(Optional.of(Character.toString(next)));
            };
        }

        Promise<Optional<String>> line() throws CharacterCodingException {
            while (true) {
                int next = next();
                switch (next) {
                    case TextDecoder.NEEDS_MORE -> {
                        return more().bind(_ -> line());
                    }
                    case TextDecoder.AT_END -> {
                        return Lwt.of(taken.isEmpty() ? Optional.empty() : Optional.of(taken.toString()));
                    }
                    case '\n' -> {
                        int length = taken.length();
                        boolean hasReturn = length > 0 && taken.charAt(length - 1) == '\r';
                        return Lwt.of(Optional.of(taken.substring(0, hasReturn ? length - 1 : length)));
                    }
                    default -> taken.appendCodePoint(next);
                }
            }
        }

        Promise<String> upTo(int count) throws CharacterCodingException {
            for (int left = count; left > 0; left--) {
                int next = next();
                if (next == TextDecoder.NEEDS_MORE) {
                    int rest = left;
                    return more().bind(_ -> upTo(rest));
                }
                if (next == TextDecoder.AT_END) {
                    break;
                }
                taken.appendCodePoint(next);
            }
            return Lwt.of(taken.toString());
        }

        private int next() throws CharacterCodingException {
            return decoder.next(access.buffer(), atEnd);
        }

        private Promise<Integer> more() {
            return access.perform().map(count -> {
                atEnd = count == 0;
                return count;
            });
        }
    }
}
