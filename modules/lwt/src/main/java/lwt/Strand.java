package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A piece of code with a stack of its own that runs on a loop in turn with others: what a fiber is to the
/// core.
///
/// While it does not run, it keeps what belongs to its stack: the values of keys, and how deep it is inside the
/// resolution of promises. [Loop#enter] installs these, [Loop#leave] puts them back here. Whoever writes a
/// direct style makes a subclass for its fibers.
///
/// A strand is itself the record of what it waits for, so waiting costs no object: see [#wakeWhenResolved].
public class Strand extends Callback {
    final Loop loop;

    @Nullable
    Storage storage;

    int depth;
    int nesting;

    /// A strand of `loop`; it begins with the values that keys have now.
    protected Strand(Loop loop) {
        this.loop = loop;
        this.storage = loop.storage;
    }

    /// The loop that this strand runs on.
    public final Loop loop() {
        return loop;
    }

    /// Sets a key for the rest of this strand, whose code calls this; null unsets it.
    ///
    /// Inside [Key#withValue], or in a callback, the value lasts until that ends.
    ///
    /// @throws IllegalStateException if the code of this strand is not what runs
    public final <V> void set(Key<V> key, @Nullable V value) {
        Objects.requireNonNull(key, "key");
        if (loop.strand() != this || !loop.isCurrent()) {
            throw new IllegalStateException("set: called outside the strand, on " + Thread.currentThread());
        }
        loop.storage = value == null ? Storage.without(loop.storage, key) : Storage.with(loop.storage, key, value);
    }

    /// Has [#promiseResolved] called once `p` is resolved, with a value or a failure; at once if it is.
    ///
    /// @throws IllegalStateException if `p` is a pending promise of another loop
    protected final void wakeWhenResolved(Promise<?> p) {
        Promise<?> root = p.underlying();
        if (root.isPending()) {
            loop.checkOwns(root);
            root.add(this);
        } else {
            promiseResolved();
        }
    }

    /// **The loop's own code.** Called when the promise of [#wakeWhenResolved] is resolved, inside the call that
    /// resolves it. So it must not enter the strand, but have the loop do that later: see [Loop#enqueue].
    protected void promiseResolved() {}

    @Override
    final @Nullable Promise<?> fire(Loop on, Promise<?> source) {
        promiseResolved();
        return null;
    }

    /// Whether `p` is resolved with a value, which [#valueOf] then returns.
    ///
    /// It is the first question of every await and mostly the only one, so it makes no [State].
    protected static boolean hasValue(Promise<?> p) {
        return p.underlying().state == Promise.RETURN;
    }

    /// The value of a promise of which [#hasValue] is true.
    protected static <T extends @Nullable Object> T valueOf(Promise<T> p) {
        return p.underlying().value();
    }
}
