package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A value that may not be there yet: what the manual calls a light-weight thread.
///
/// A promise is pending until it is resolved, once and for ever, with a value or with a failure. What is to
/// happen then is said with [#bind] and its relatives, which return promises themselves. All of it happens on
/// one thread, the loop's: code between two binds is never interrupted.
///
/// A callback given to a promise that is already resolved runs at once, inside the call. The callbacks of a
/// pending promise run when it is resolved, **newest first**, each to its end, before the call that resolved it
/// returns. What a callback throws becomes the failure of the promise made from it. Only a
/// [VirtualMachineError] is never captured.
///
/// Thread rule: every method is for the thread of the loop on which the promise was made, but [#join].
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
public abstract sealed class Promise<T extends @Nullable Object> extends Callback permits Plain, Derived {
    /*
     * State and slot.
     *
     *            resolve                     state     slot
     *   SLEEP ------------> RETURN | FAIL    SLEEP,    null, one Callback, or a Batch of them
     *     |  \                               TASK,
     *     |   \ adopt                        QUEUED
     *     |    `-----------> PROXY           RETURN    the value
     *   (TASK and QUEUED likewise)           FAIL      the Throwable
     *                                        PROXY     the promise that this one became
     *
     * Pending states are not positive, resolved ones are. TASK is pending and cancelable itself. QUEUED is a
     * TASK that waits in a queue of the library (Plain.queued). A SLEEP that is Derived passes a cancel on to
     * its sources.
     *
     * Proxies: when the callback of a bind returns a pending promise p, the bind's result q and p become one: p
     * becomes a proxy of q, never the reverse, so a loop of any length leaves one pending promise and no chain.
     * Every operation starts at underlying(). A proxy points to a promise that was pending at that time, and
     * that one can become a proxy only by being adopted by a third; so the links cannot form a ring.
     */
    static final int QUEUED = -2;
    static final int TASK = -1;
    static final int SLEEP = 0;
    static final int RETURN = 1;
    static final int FAIL = 2;
    static final int PROXY = 3;

    int state;

    @Nullable
    Object slot;

    /// The loop on which this was made; null only for what was made resolved, which belongs to every loop.
    final @Nullable Loop loop;

    Promise(int state, @Nullable Object slot, @Nullable Loop loop) {
        this.state = state;
        this.slot = slot;
        this.loop = loop;
    }

    /* ---- The promise behind the proxies ---- */

    @SuppressWarnings(
            "unchecked") // a proxy and its target have the same type: adopt() is only reached through bind's signature
    final Promise<T> underlying() {
        return state == PROXY ? (Promise<T>) compressed() : this;
    }

    private Promise<?> compressed() {
        Promise<?> root = this;
        while (root.state == PROXY) {
            root = target(root);
        }
        for (Promise<?> p = this; p.state == PROXY; ) {
            Promise<?> next = target(p);
            p.slot = root;
            p = next;
        }
        return root;
    }

    private static Promise<?> target(Promise<?> proxy) {
        return (Promise<?>) Objects.requireNonNull(proxy.slot);
    }

    final boolean isPending() {
        return state <= SLEEP;
    }

    /// The value of a promise in state RETURN.
    @SuppressWarnings({"unchecked", "NullAway"}) // slot holds a T in state RETURN, which may be null if T allows it
    final T value() {
        return (T) slot;
    }

    /// The failure of a promise in state FAIL.
    final Throwable failure() {
        return (Throwable) Objects.requireNonNull(slot);
    }

    final boolean isCanceled() {
        return state == FAIL && slot instanceof CanceledException;
    }

    final Loop owner() {
        return Objects.requireNonNull(loop, "a pending promise has a loop");
    }

    /// Makes this pending promise final; returns the callbacks that are now to be run, or null.
    final @Nullable Object resolve(int result, @Nullable Object content) {
        Object callbacks = slot;
        state = result;
        slot = content;
        if (this instanceof Derived<?> derived) {
            derived.source = null;
        }
        return callbacks;
    }

    /// Adds a callback to this promise, which is pending.
    final void add(Callback callback) {
        Object present = slot;
        if (present == null) {
            slot = callback;
        } else if (present instanceof Batch batch) {
            batch.add(callback);
        } else if (((Callback) present).isDead()) {
            slot = callback;
        } else {
            Batch batch = new Batch((Callback) present);
            batch.add(callback);
            slot = batch;
        }
    }

    /* ---- Sequencing ---- */

    /// Waits for this promise, then behaves as the promise that `f` makes of its value.
    ///
    /// Fails with this promise's failure, without calling `f`, or with what `f` throws or its promise fails
    /// with. Canceling the result cancels this promise, or, once `f` has run, the promise that `f` made. A loop
    /// written with `bind` may run for ever: it needs neither stack nor memory.
    ///
    /// {@snippet class=Snippets region=bind}
    ///
    /// @apiNote In OCaml an exception of `f` escapes if this promise is already resolved; here it is always
    /// captured.
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”"
    @SuppressWarnings("unchecked") // a failed promise has no value, so it is a promise of any type
    public final <U extends @Nullable Object> Promise<U> bind(ThrowingFunction<? super T, ? extends Promise<U>> f) {
        Objects.requireNonNull(f, "f");
        Promise<T> p = underlying();
        Promise<U> result = switch (p.state) {
            case RETURN -> Sequencing.bindNow(p, f);
            case FAIL -> (Promise<U>) p;
            default -> Sequencing.bindLater(p, f);
        };
        return Backtrace.on ? Backtrace.mark("lwt:bind", f, result) : result;
    }

    /// Waits for this promise, then is resolved with what `f` makes of its value.
    ///
    /// Fails with this promise's failure, without calling `f`, or with what `f` throws.
    /// Canceling the result cancels this promise.
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”"
    @SuppressWarnings("unchecked") // as in bind
    public final <U extends @Nullable Object> Promise<U> map(ThrowingFunction<? super T, ? extends U> f) {
        Objects.requireNonNull(f, "f");
        Promise<T> p = underlying();
        Promise<U> result = switch (p.state) {
            case RETURN -> Sequencing.mapNow(p, f);
            case FAIL -> (Promise<U>) p;
            default -> Sequencing.mapLater(p, f);
        };
        return Backtrace.on ? Backtrace.mark("lwt:map", f, result) : result;
    }

    /// Waits for this promise, drops its value, then behaves as the promise that `next` makes. Else like
    /// [#bind].
    public final <U extends @Nullable Object> Promise<U> then(ThrowingSupplier<? extends Promise<U>> next) {
        Objects.requireNonNull(next, "next");
        Promise<U> result = bind(ignored -> next.get());
        return Backtrace.on ? Backtrace.mark("lwt:then", next, result) : result;
    }

    /* ---- Watching ---- */

    /// Calls `f` with the value, if this promise gets one. What `f` throws goes to [Lwt#asyncExceptionHook].
    public final void onSuccess(ThrowingConsumer<? super T> f) {
        Objects.requireNonNull(f, "f");
        Watching.onSuccess(underlying(), f);
    }

    /// Calls `f` with the failure, if this promise fails or is canceled. What `f` throws goes to
    /// [Lwt#asyncExceptionHook].
    public final void onFailure(ThrowingConsumer<? super Throwable> f) {
        Objects.requireNonNull(f, "f");
        Watching.onFailure(underlying(), f);
    }

    /// Calls `f` when this promise is resolved in any way. What `f` throws goes to [Lwt#asyncExceptionHook].
    public final void onTermination(ThrowingRunnable f) {
        Objects.requireNonNull(f, "f");
        Watching.onTermination(underlying(), f);
    }

    /// Calls `f` with the value or `g` with the failure. What they throw goes to [Lwt#asyncExceptionHook].
    public final void onAny(ThrowingConsumer<? super T> f, ThrowingConsumer<? super Throwable> g) {
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(g, "g");
        Watching.onAny(underlying(), f, g);
    }

    /// Says that nobody waits for this promise: a failure goes to [Lwt#asyncExceptionHook], a value nowhere.
    ///
    /// A promise that has failed already is a bug of the caller: its failure is thrown, whatever its type.
    public final void ignoreResult() {
        Watching.ignoreResult(underlying());
    }

    /// Says that nobody waits for this promise: a failure, now or later, goes to `handler`, a value nowhere.
    public final void ignoreResult(ThrowingConsumer<? super Throwable> handler) {
        Objects.requireNonNull(handler, "handler");
        Watching.handleFailure(underlying(), handler);
    }

    /* ---- Canceling ---- */

    /// Cancels what this promise waits for: the deepest cancelable promises that it was made from fail with
    /// [CanceledException].
    ///
    /// This promise then fails too, unless something on the way handles the failure. A promise that is
    /// resolved, or that waits for nothing cancelable, is left alone.
    ///
    /// @see "Lwt manual (December 2010), “Cancelable threads”"
    public final void cancel() {
        Cancellation.cancel(this);
    }

    /// Calls `f` when this promise fails with [CanceledException], before all other callbacks; at once if it
    /// already has.
    ///
    /// What `f` throws goes to [Lwt#asyncExceptionHook].
    public final void onCancel(ThrowingRunnable f) {
        Objects.requireNonNull(f, "f");
        Watching.onCancel(underlying(), f);
    }

    /// A promise that follows this one, and whose cancellation leaves this one alone.
    ///
    /// Canceling the result fails it at once with [CanceledException].
    ///
    /// @see "Lwt manual (December 2010), “Cancelable threads”, there `protected`"
    public final Promise<T> shielded() {
        return Cancellation.shielded(underlying());
    }

    /// A promise that follows this one and cannot be canceled: cancel does nothing, here or there.
    public final Promise<T> noCancel() {
        return Cancellation.noCancel(underlying());
    }

    /// A promise that follows this one and can always be canceled.
    ///
    /// Canceling the result fails it at once with [CanceledException], and cancels this promise as far as that
    /// can be canceled.
    public final Promise<T> wrapInCancelable() {
        return Cancellation.wrapInCancelable(underlying());
    }

    /* ---- State ---- */

    /// What is known of this promise now.
    public final State<T> state() {
        Promise<T> p = underlying();
        return switch (p.state) {
            case RETURN -> new State.Return<>(p.value());
            case FAIL -> new State.Fail<>(p.failure());
            default -> new State.Sleep<>();
        };
    }

    /// Whether this promise is pending.
    public final boolean isSleeping() {
        return underlying().isPending();
    }

    /* ---- Other threads ---- */

    /// **Any thread but the loop's own.** Waits until this promise is resolved: returns its value or throws its
    /// failure as it is, whatever its type. The loop must run, or be run later, on its own thread.
    ///
    /// An interrupt ends the waiting and leaves the promise alone.
    ///
    /// Memory consistency effects: what the loop did before it resolved the promise happens before this returns.
    ///
    /// @throws IllegalStateException if the caller runs on this promise's loop and the promise is pending, which
    /// would be a deadlock; or if the thread of the loop has ended
    /// @throws InterruptedException if the caller is interrupted while it waits
    public final T join() throws InterruptedException {
        return Joining.join(this);
    }

    /// The state in words, for messages and debuggers.
    @Override
    public final String toString() {
        Promise<T> p = underlying();
        return switch (p.state) {
            case RETURN -> "Promise[Return " + p.slot + "]";
            case FAIL -> "Promise[Fail " + p.slot + "]";
            default -> "Promise[Sleep]";
        };
    }
}
