package lwt;

import org.jspecify.annotations.Nullable;

/*
 * A promise made from others. It is registered with each of its sources as a callback, and remembers them for
 * cancel.
 *
 * Invariant: `source` is null, one promise, or an array of promises while pending, and null once resolved or a
 * proxy: a resolved promise must not keep alive what it was made from.
 */
abstract non-sealed class Derived<T extends @Nullable Object> extends Promise<T> {

    /// Where a cancel goes on: null, a Promise, or a Promise[].
    @Nullable
    Object source;

    Derived(Loop loop, @Nullable Object source) {
        super(SLEEP, null, loop);
        this.source = source;
    }

    /// How this promise was made, in a word of the API, for [Waiting]; empty if that is of no interest any
    /// more.
    abstract String kind();

    /// Resolves what this promise is by now. Returns that promise if its callbacks are to be run, else null.
    final @Nullable Promise<?> settle(Loop on, int result, @Nullable Object content) {
        Promise<T> root = underlying();
        if (!root.isPending()) {
            // a copy made by shielded() was canceled before, or the graph is cyclic: the first result stays
            return null;
        }
        Object callbacks = root.resolve(result, content);
        if (callbacks == null) {
            return null;
        }
        on.detached = callbacks;
        return root;
    }

    /// Fails as [#settle] does.
    final @Nullable Promise<?> settleFailed(Loop on, Throwable failure) {
        return settle(on, FAIL, failure);
    }

    /// Behaves as `returned` from now on: takes its result, or becomes one with it.
    final @Nullable Promise<?> connect(Loop on, @Nullable Promise<?> returned) {
        if (returned == null) {
            return settleFailed(on, noPromise());
        }
        Promise<?> p = returned.underlying();
        if (!p.isPending()) {
            return settle(on, p.state, p.slot);
        }
        if (p.loop != loop) {
            return settleFailed(on, owner().mixedWith(p.owner()));
        }
        Promise<T> root = underlying();
        if (p != root && root.isPending()) {
            ((Derived<T>) root).adopt(p); // a Derived can only have become a proxy of a Derived, as only those adopt
        }
        return null;
    }

    /// Makes `p` a proxy of this promise; both are pending. From now on this one is canceled as `p` was.
    private void adopt(Promise<?> p) {
        state = p.state;
        if (p instanceof Derived<?> derived) {
            source = derived.source;
            derived.source = null;
        } else {
            source = null;
        }
        if (p.slot != null) {
            slot = slot == null ? p.slot : Batch.concat(p.slot, slot);
        }
        p.state = PROXY;
        p.slot = this;
    }

    static NullPointerException noPromise() {
        return new NullPointerException(
                "the callback returned null where a promise is needed; return Lwt.unit() or Lwt.of(value) instead");
    }
}
