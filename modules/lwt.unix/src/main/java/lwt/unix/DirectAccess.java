package lwt.unix;

import java.nio.ByteBuffer;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// A channel's buffer, for code that works on it without a copy and with nobody in between.
///
/// It is valid until the promise of the function that was given it is resolved; after that, and
/// while [#perform()] is under way, its methods throw [IllegalStateException].
///
/// @see InputChannel#directAccess
/// @see OutputChannel#directAccess
/// @see "Lwt_io.direct_access (Lwt 2.2)"
public final class DirectAccess {
    /// What the two kinds of channels do.
    interface Side {
        /// The bytes to read, or the room to write to.
        ByteBuffer view();

        /// So many bytes of the last view were read or written.
        void moved(int count);

        /// One call to the source or the sink.
        Promise<Integer> perform();
    }

    private final Side side;
    private ByteBuffer buffer;
    private @Nullable Promise<?> performing;
    private boolean ended;

    private DirectAccess(Side side) {
        this.side = side;
        this.buffer = side.view();
    }

    /// Runs `body`; a perform that it leaves behind is canceled, which loses no byte.
    static <T extends @Nullable Object> Promise<T> run(
            Side side, ThrowingFunction<? super DirectAccess, ? extends Promise<T>> body) {
        DirectAccess access = new DirectAccess(side);
        return Lwt.finalizing(() -> body.apply(access), access::end);
    }

    /// Input: the unread bytes; reading moves its position, and what lies before the position has
    /// been read. Output: the room that is left; writing moves its position, and what lies before
    /// the position has been written. [#perform()] replaces it.
    public ByteBuffer buffer() {
        checkUsable();
        return buffer;
    }

    /// Input: reads more behind the unread bytes; resolves with the number of bytes read, 0 at end
    /// of input. Output: hands bytes in the buffer to the descriptor; resolves with the number of
    /// bytes that it took, 0 if there were none.
    public Promise<Integer> perform() {
        checkUsable();
        side.moved(buffer.position());
        Promise<Integer> started = side.perform();
        performing = started;
        return Lwt.tryBind(
                () -> started,
                count -> {
                    performed();
                    return Lwt.of(count);
                },
                failure -> {
                    performed();
                    return Lwt.fail(failure);
                });
    }

    private void performed() {
        performing = null;
        buffer = side.view();
    }

    private Promise<@Nullable Void> end() {
        ended = true;
        Promise<?> last = performing;
        if (last == null) {
            side.moved(buffer.position());
            return Lwt.unit();
        }
        last.cancel();
        return Lwt.tryBind(() -> last, _ -> Lwt.unit(), _ -> Lwt.unit());
    }

    private void checkUsable() {
        if (ended) {
            throw new IllegalStateException("the direct access to the channel has ended");
        }
        if (performing != null) {
            throw new IllegalStateException("a perform is under way, wait for its promise first");
        }
    }
}
