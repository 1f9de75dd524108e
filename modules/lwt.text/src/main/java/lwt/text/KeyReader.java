package lwt.text;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingSupplier;
import lwt.unix.DirectAccess;

/// Reads keys from characters.
///
/// A key is one character, or an escape sequence. Escape is both, and the rule of Lwt tells them apart: if what
/// follows Escape has come already, it belongs to it; if nothing has, the key is Escape. So no key waits for a time to
/// pass; a sequence that comes in pieces is read as pieces.
///
/// A sequence is Escape (up to four, as some terminals send several), then `[` or `O`, digits and semicolons, and one
/// character; or Escape and any other character. What turns out to be none goes back, and the key is Escape.
final class KeyReader {
    private static final String ESCAPE = "\033";
    private static final String PASTE_BEGINS = "\033[200~";
    private static final String PASTE_ENDS = "\033[201~";
    private static final int MOST_ESCAPES = 3; // after the first

    private KeyReader() {}

    /* ---- The form of a sequence ---- */

    /// Takes the characters after the first Escape, one by one.
    static final class Sequence {
        private final StringBuilder text = new StringBuilder(ESCAPE);
        private int escapes;
        private boolean hasParameters;

        /// Whether the sequence is complete with this character.
        boolean add(String character) {
            char c = character.charAt(0);
            text.append(character);
            if (hasParameters) {
                // The Linux console has a second bracket in its first five function keys.
                boolean second = c == '[' && text.length() == escapes + 3 && text.charAt(text.length() - 2) == '[';
                return !((c >= '0' && c <= '9') || c == ';' || second);
            }
            if (c == '\033' && escapes < MOST_ESCAPES) {
                escapes++;
                return false;
            }
            hasParameters = c == '[' || c == 'O';
            return !hasParameters;
        }

        String afterEscape() {
            return text.substring(1);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /* ---- From a channel ---- */

    /// Reads one key. Canceling it loses no character.
    static Promise<Key> read(TextInput input) {
        return input.atomic(section -> readSequence(section)
                .bind(sequence ->
                        sequence.equals(PASTE_BEGINS) ? new Pasting(section).read() : Lwt.of(Key.decode(sequence))));
    }

    /// Reads what one key sends.
    static Promise<String> readRaw(TextInput input) {
        return input.atomic(KeyReader::readSequence);
    }

    private static Promise<String> readSequence(TextInput input) {
        return input.readChar().bind(character -> {
            if (!character.equals(ESCAPE)) {
                return Lwt.of(character);
            }
            Sequence sequence = new Sequence();
            return orUnread(
                    input,
                    sequence::toString,
                    () -> input.withAccess(access -> new AfterEscape(input, access, sequence).read()));
        });
    }

    /// If `body` is canceled or fails, what it had taken is the next thing to read.
    private static <T> Promise<T> orUnread(TextInput input, Supplier<String> taken, ThrowingSupplier<Promise<T>> body) {
        return Lwt.catching(body, failure -> {
            input.unread(taken.get());
            return Lwt.fail(failure);
        });
    }

    private static final class AfterEscape {
        private final TextInput input;
        private final DirectAccess access;
        private final Sequence sequence;

        AfterEscape(TextInput input, DirectAccess access, Sequence sequence) {
            this.input = input;
            this.access = access;
            this.sequence = sequence;
        }

        Promise<String> read() throws CharacterCodingException {
            while (true) {
                Optional<String> next = input.takeAvailable(access);
                if (next.isEmpty()) {
                    return arrived().bind(more -> more ? read() : Lwt.of(onlyEscape()));
                }
                if (sequence.add(next.get())) {
                    return Lwt.of(sequence.toString());
                }
            }
        }

        private String onlyEscape() {
            input.unread(sequence.afterEscape());
            return ESCAPE;
        }

        /// Whether more had come by now: asks the descriptor, and gives it up if it has nothing. The loop looks at
        /// descriptors between two of its turns, so this takes two of them and no time.
        private Promise<Boolean> arrived() {
            Promise<Boolean> more = access.perform().map(count -> count > 0);
            return Lwt.pick(more, Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> false));
        }
    }

    /// Gathers what comes up to the mark that ends a paste.
    private static final class Pasting {
        private final TextInput input;
        private final StringBuilder text = new StringBuilder();

        Pasting(TextInput input) {
            this.input = input;
        }

        Promise<Key> read() {
            return orUnread(input, () -> PASTE_BEGINS + text, this::readOn);
        }

        private Promise<Key> readOn() {
            return input.readCharOptional().bind(next -> {
                text.append(next.orElse(""));
                boolean ends = text.indexOf(PASTE_ENDS, text.length() - PASTE_ENDS.length()) >= 0;
                return ends || next.isEmpty() ? Lwt.of(new Key.Paste(pasted())) : readOn();
            });
        }

        /// Terminals send lines as the key Enter does.
        private String pasted() {
            int end = text.lastIndexOf(PASTE_ENDS);
            return (end < 0 ? text.toString() : text.substring(0, end))
                    .replace("\r\n", "\n")
                    .replace('\r', '\n');
        }
    }

    /* ---- From a stream ---- */

    static Promise<String> readRaw(LwtStream<String> characters) {
        return characters
                .next()
                .bind(character -> character.equals(ESCAPE)
                        ? Lwt.catching(
                                () -> characters.parse(stream -> readRest(stream, new Sequence())),
                                failure -> failure instanceof NoSequenceException ? Lwt.of(ESCAPE) : Lwt.fail(failure))
                        : Lwt.of(character));
    }

    private static Promise<String> readRest(LwtStream<String> characters, Sequence sequence) {
        Promise<Optional<String>> next = characters.get();
        return switch (next.state()) {
            case State.Return<Optional<String>>(var character)
            when character.isPresent() ->
                sequence.add(character.get()) ? Lwt.of(sequence.toString()) : readRest(characters, sequence);
            case State.Fail<Optional<String>>(var cause) -> Lwt.fail(cause);
            default -> Lwt.fail(new NoSequenceException());
        };
    }

    /// What followed Escape was no sequence.
    private static final class NoSequenceException extends Exception {
        private static final long serialVersionUID = 1;

        NoSequenceException() {
            super("no escape sequence", null, false, false);
        }
    }
}
