package lwt.unix;

import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// What happens to channels and descriptors when the code that uses them ends.
final class Closing {
    private Closing() {}

    /// Runs `body`, then closes `channels` in any case.
    ///
    /// The result is that of the body; if it succeeded, the failure of closing. A canceled body has
    /// its connection aborted: who gave up must not be held up by a peer that reads nothing.
    static <T extends @Nullable Object> Promise<T> after(
            ChannelPair channels, ThrowingSupplier<? extends Promise<T>> body) {
        return after(channels::close, channels::abort, body);
    }

    /// The same for one channel.
    static <T extends @Nullable Object> Promise<T> after(
            OutputChannel channel, ThrowingSupplier<? extends Promise<T>> body) {
        return after(channel::close, channel::abort, body);
    }

    static <T extends @Nullable Object> Promise<T> after(
            InputChannel channel, ThrowingSupplier<? extends Promise<T>> body) {
        return after(channel::close, channel::close, body);
    }

    private static <T extends @Nullable Object> Promise<T> after(
            ThrowingSupplier<Promise<@Nullable Void>> close,
            ThrowingSupplier<Promise<@Nullable Void>> abort,
            ThrowingSupplier<? extends Promise<T>> body) {
        return Lwt.tryBind(
                body,
                value -> close.get().map(_ -> value),
                failure -> afterFailure(failure, failure instanceof CanceledException ? abort : close));
    }

    /// Runs `first`, then `second` in any case; fails with the first failure.
    static Promise<@Nullable Void> inTurn(
            ThrowingSupplier<Promise<@Nullable Void>> first, ThrowingSupplier<Promise<@Nullable Void>> second) {
        return Lwt.tryBind(first, _ -> second.get(), failure -> afterFailure(failure, second));
    }

    /// Runs `cleanup`, then fails with `first`; a failure of `cleanup` is added to it as
    /// suppressed.
    static <T extends @Nullable Object> Promise<T> afterFailure(
            Throwable first, ThrowingSupplier<Promise<@Nullable Void>> cleanup) {
        return Lwt.tryBind(cleanup, _ -> Lwt.fail(first), second -> {
            if (second != first) {
                first.addSuppressed(second);
            }
            return Lwt.fail(first);
        });
    }
}
