package lwt;

import org.jspecify.annotations.Nullable;

/*
 * What a pending promise runs when it is resolved.
 *
 * It is a class, not an interface, and promises extend it: the promise that bind returns is itself the record
 * of what bind has still to do, so a bind costs one object, and firing it costs one virtual call.
 */
abstract class Callback {

    /// Runs, now that `source` is resolved.
    ///
    /// A callback that resolves another promise does not run that promise's callbacks: it leaves them in
    /// `loop.detached` and returns that promise, and [Resolution] runs them next. That is what keeps a long
    /// chain off the stack.
    abstract @Nullable Promise<?> fire(Loop loop, Promise<?> source);

    /// Whether firing would do nothing, for ever: such a callback may be swept from a list.
    boolean isDead() {
        return false;
    }
}
