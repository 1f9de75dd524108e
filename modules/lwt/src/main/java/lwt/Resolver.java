package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The write end of a promise: what the manual calls a waker.
///
/// A promise is resolved once. To do it again is a bug of the caller and throws [IllegalStateException]; only a
/// promise that was canceled meanwhile is left alone, as the one who resolves it cannot know. So does a call
/// from a thread that is not the loop's, which must go through [Loop#execute].
///
/// @see "Lwt manual (December 2010), “Primitives for thread creation”"
public sealed interface Resolver<T extends @Nullable Object> permits Waiter, Linked {
    /*
     * Both ends are one object, seen through two types: a resolver costs nothing beside its promise.
     */

    /// The promise that this resolves.
    Promise<T> promise();

    /// Resolves the promise with `value` and runs its callbacks, newest first, before it returns.
    ///
    /// @throws IllegalStateException if the promise is resolved already and not canceled, or on a foreign
    /// thread
    default void wakeup(T value) {
        Promise<T> p = promise().underlying();
        Loop loop = p.owner();
        loop.checkCurrent("wakeup");
        if (p.isPending()) {
            Resolution.resolve(loop, p, Promise.RETURN, value);
        } else {
            refuse(p, "wakeup");
        }
    }

    /// Resolves the promise with a failure and runs its callbacks, newest first, before it returns.
    ///
    /// A [CanceledException] counts as a cancel.
    ///
    /// @throws IllegalStateException if the promise is resolved already and not canceled, or on a foreign
    /// thread
    default void fail(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        Promise<T> p = promise().underlying();
        Loop loop = p.owner();
        loop.checkCurrent("fail");
        if (p.isPending()) {
            Resolution.resolve(loop, p, Promise.FAIL, failure);
        } else {
            refuse(p, "fail");
        }
    }

    /// Resolves the promise with `value`; inside a callback, its callbacks wait until those under way have
    /// ended.
    ///
    /// @throws IllegalStateException if the promise is resolved already and not canceled, or on a foreign
    /// thread
    default void wakeupLater(T value) {
        Promise<T> p = promise().underlying();
        Loop loop = p.owner();
        loop.checkCurrent("wakeupLater");
        if (p.isPending()) {
            Resolution.resolveLater(loop, p, Promise.RETURN, value);
        } else {
            refuse(p, "wakeupLater");
        }
    }

    /// Resolves the promise with a failure; inside a callback, its callbacks wait until those under way have
    /// ended.
    ///
    /// @throws IllegalStateException if the promise is resolved already and not canceled, or on a foreign
    /// thread
    default void failLater(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        Promise<T> p = promise().underlying();
        Loop loop = p.owner();
        loop.checkCurrent("failLater");
        if (p.isPending()) {
            Resolution.resolveLater(loop, p, Promise.FAIL, failure);
        } else {
            refuse(p, "failLater");
        }
    }

    /// From now on, canceling the promise cancels `source`; null: nothing.
    ///
    /// Only for a resolver made by [Lwt#waiter(Promise)]. A promise that is resolved already is left alone.
    ///
    /// @throws IllegalStateException if the resolver was not made so, or if `source` belongs to another loop
    void setSource(@Nullable Promise<?> source);

    private static void refuse(Promise<?> p, String what) {
        if (!p.isCanceled()) {
            throw new IllegalStateException(
                    what + ": the promise is resolved already, it is " + p + "; a promise can be resolved only once");
        }
    }
}
