package lwt.unix;

import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Writes a stream of characters; the halves of a character above U+FFFF come one at a time, and
/// only both together can be encoded.
final class CharWriter {
    private final OutputChannel channel;
    private @Nullable Character high;

    CharWriter(OutputChannel channel) {
        this.channel = channel;
    }

    Promise<@Nullable Void> writeAll(LwtStream<Character> characters) {
        return characters.iterSerial(this::write).then(this::writeHalf);
    }

    private Promise<@Nullable Void> write(char next) {
        Character before = high;
        if (before != null && Character.isLowSurrogate(next)) {
            high = null;
            return channel.writeChar(Character.toCodePoint(before, next));
        }
        return writeHalf().then(() -> {
            if (Character.isHighSurrogate(next)) {
                high = next;
                return Lwt.unit();
            }
            return channel.writeChar(next);
        });
    }

    /// A half without the other one is written as `?`, as in `String.getBytes`.
    private Promise<@Nullable Void> writeHalf() {
        Character half = high;
        high = null;
        return half == null ? Lwt.unit() : channel.writeChar(half);
    }
}
