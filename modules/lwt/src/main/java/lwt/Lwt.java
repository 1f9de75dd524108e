package lwt;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes promises and puts them together.
///
/// Words of the manual: a _thread_ is a [Promise], a _waker_ is a [Resolver]; a thread that _returns_ is a
/// promise resolved with a value, one that _sleeps_ is pending.
///
/// Functions given here may throw: what they throw becomes the failure of the promise that is returned. Only
/// what is wrong with the call itself, such as null or an empty list, is thrown at once.
///
/// Thread rule: the loop's thread.
public final class Lwt {
    private static final Promise<@Nullable Void> UNIT = new Plain<>(Promise.RETURN, null, null);

    private Lwt() {}

    /* ---- Creation ---- */

    /// A promise resolved with `value`; the manual's `return`. **Any thread.**
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread creation”"
    public static <T extends @Nullable Object> Promise<T> of(T value) {
        return new Plain<>(Promise.RETURN, value, null);
    }

    /// The promise that is resolved with nothing to tell; the manual's `return ()`. **Any thread.**
    public static Promise<@Nullable Void> unit() {
        return UNIT;
    }

    /// A promise resolved with a failure. **Any thread.**
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread creation”"
    public static <T extends @Nullable Object> Promise<T> fail(Throwable failure) {
        return Plain.failed(Objects.requireNonNull(failure, "failure"));
    }

    /// A pending promise that only its resolver can resolve; cancel leaves it alone. The manual's `wait`.
    ///
    /// {@snippet class=Snippets region=waiter}
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread creation”"
    public static <T extends @Nullable Object> Resolver<T> waiter() {
        return new Waiter<>(Promise.SLEEP);
    }

    /// A pending promise that is resolved by its resolver, and whose cancellation cancels `source` instead of
    /// itself.
    ///
    /// With it, new primitives are made: [Resolver#setSource] says, as often as wanted, what the promise waits
    /// for now.
    ///
    /// @throws IllegalStateException if `source` belongs to another loop
    public static <T extends @Nullable Object> Resolver<T> waiter(@Nullable Promise<?> source) {
        Loop loop = Loop.current();
        if (source != null) {
            loop.checkOwns(source);
        }
        return new Linked<>(loop, source);
    }

    /// A pending promise that its resolver can resolve, and that can be canceled: it then fails with
    /// [CanceledException].
    ///
    /// {@snippet class=Snippets region=task}
    ///
    /// @see "Lwt manual (December 2010), “Cancelable threads”"
    public static <T extends @Nullable Object> Resolver<T> task() {
        return new Waiter<>(Promise.TASK);
    }

    /* ---- Sequencing ---- */

    /// Behaves as the promise that `f` makes; if that fails, or if `f` throws, behaves as the promise that
    /// `handler` makes of the failure.
    ///
    /// Canceling the result cancels the promise of `f`, or, once `handler` has run, that of `handler`; the
    /// handler sees a [CanceledException] and may recover.
    ///
    /// {@snippet class=Snippets region=catching}
    ///
    /// @apiNote In OCaml an exception of `handler` escapes if `f` failed at once; here it is always captured.
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”, there `catch`"
    public static <T extends @Nullable Object> Promise<T> catching(
            ThrowingSupplier<? extends Promise<T>> f,
            ThrowingFunction<? super Throwable, ? extends Promise<T>> handler) {
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(handler, "handler");
        Promise<T> result = Sequencing.catching(Sequencing.start(f), handler);
        return Backtrace.on ? Backtrace.mark("lwt:catching", handler, result) : result;
    }

    /// Waits for the promise that `f` makes, then behaves as the promise that `g` makes of the value, or
    /// `handler` of the failure.
    ///
    /// Unlike a [Promise#bind] inside [#catching], a failure of `g` does not reach `handler`. Canceling the
    /// result cancels the promise of `f`, or, once that is resolved, the one that `g` or `handler` made.
    public static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> tryBind(
            ThrowingSupplier<? extends Promise<T>> f,
            ThrowingFunction<? super T, ? extends Promise<U>> g,
            ThrowingFunction<? super Throwable, ? extends Promise<U>> handler) {
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(g, "g");
        Objects.requireNonNull(handler, "handler");
        Promise<U> result = Sequencing.tryBind(Sequencing.<T>start(f), g, handler);
        return Backtrace.on ? Backtrace.mark("lwt:tryBind", g, result) : result;
    }

    /// Behaves as the promise that `f` makes, but is resolved only when also the promise that `action` makes
    /// then is.
    ///
    /// The action runs whether `f` succeeds, fails or is canceled. If the action fails, that failure is the
    /// result. Canceling the result cancels the promise of `f`, or, once that is resolved, the one of `action`.
    public static <T extends @Nullable Object> Promise<T> finalizing(
            ThrowingSupplier<? extends Promise<T>> f, ThrowingSupplier<? extends Promise<?>> action) {
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(action, "action");
        Promise<T> result = Sequencing.finalizing(Sequencing.start(f), action);
        return Backtrace.on ? Backtrace.mark("lwt:finalizing", action, result) : result;
    }

    /// Calls `f` with `argument`; what it throws becomes a failure.
    public static <A extends @Nullable Object, T extends @Nullable Object> Promise<T> apply(
            ThrowingFunction<? super A, ? extends Promise<T>> f, A argument) {
        Objects.requireNonNull(f, "f");
        try {
            Promise<T> p = f.apply(argument);
            return p == null ? Plain.failed(Derived.noPromise()) : p;
        } catch (Throwable thrown) {
            return Plain.failed(Sequencing.captured(thrown));
        }
    }

    /// A promise of what `f` returns; what it throws becomes a failure.
    public static <T extends @Nullable Object> Promise<T> wrap(ThrowingSupplier<? extends T> f) {
        Objects.requireNonNull(f, "f");
        try {
            return of(f.get());
        } catch (Throwable thrown) {
            return Plain.failed(Sequencing.captured(thrown));
        }
    }

    /* ---- Waiting for all ---- */

    /// Is resolved when all of `promises` are; fails with the first failure among them, in time.
    ///
    /// Canceling it cancels all of them.
    ///
    /// @see "Lwt manual (December 2010), “Primitives for multi-thread composition”"
    public static Promise<@Nullable Void> join(List<? extends Promise<?>> promises) {
        return Combining.join(Combining.<@Nullable Object>arguments("join", promises));
    }

    /// Is resolved when all of `promises` are; see [#join(List)].
    public static Promise<@Nullable Void> join(Promise<?>... promises) {
        return Combining.join(Combining.<@Nullable Object>arguments("join", Combining.list(promises)));
    }

    /// The values of all `promises`, in their order, when all are resolved; fails with the first failure among
    /// them, in time.
    ///
    /// Canceling it cancels all of them.
    public static <T extends @Nullable Object> Promise<List<T>> all(List<? extends Promise<? extends T>> promises) {
        return Combining.all(Combining.<T>arguments("all", promises));
    }

    /// The values of two promises, when both are resolved; fails with the first failure of them, in time.
    ///
    /// Canceling it cancels both.
    public static <A extends @Nullable Object, B extends @Nullable Object> Promise<Both<A, B>> both(
            Promise<A> first, Promise<B> second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        return Combining.both(first, second);
    }

    /* ---- Waiting for one ---- */

    /// Behaves as the first of `promises` that is resolved.
    ///
    /// If some are resolved already: one that failed, if there is one, else one with a value; which of several
    /// is left to chance, see [Loop#setRandom]. Canceling the result cancels all of them.
    ///
    /// @throws IllegalArgumentException if the list is empty
    /// @see "Lwt manual (December 2010), “Primitives for multi-thread composition”"
    public static <T extends @Nullable Object> Promise<T> choose(List<? extends Promise<? extends T>> promises) {
        return Racing.choose(Combining.<T>arguments("choose", promises));
    }

    /// Behaves as the first of `promises` that is resolved; see [#choose(List)].
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> Promise<T> choose(Promise<? extends T>... promises) {
        return Racing.choose(Combining.<T>arguments("choose", Combining.list(promises)));
    }

    /// Behaves as the first of `promises` that is resolved, and cancels the others before it is resolved
    /// itself.
    ///
    /// {@snippet class=Snippets region=pick}
    ///
    /// If some are resolved already, like [#choose(List)]; the pending ones are canceled.
    ///
    /// @apiNote The manual says that pick “is the same as join” but means choose.
    /// @throws IllegalArgumentException if the list is empty
    /// @see "Lwt manual (December 2010), “Primitives for multi-thread composition”"
    public static <T extends @Nullable Object> Promise<T> pick(List<? extends Promise<? extends T>> promises) {
        return Racing.pick(Combining.<T>arguments("pick", promises));
    }

    /// Behaves as the first of `promises` that is resolved, and cancels the others; see [#pick(List)].
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T extends @Nullable Object> Promise<T> pick(Promise<? extends T>... promises) {
        return Racing.pick(Combining.<T>arguments("pick", Combining.list(promises)));
    }

    /// Waits until one of `promises` is resolved, then gives the values of all that are, in their order.
    ///
    /// Fails if one of these failed, with the failure of the first in order. Canceling the result cancels all
    /// of them.
    ///
    /// @throws IllegalArgumentException if the list is empty
    public static <T extends @Nullable Object> Promise<List<T>> nchoose(List<? extends Promise<? extends T>> promises) {
        return Racing.nchoose(Combining.<T>arguments("nchoose", promises), false);
    }

    /// Like [#nchoose], and cancels the promises that are still pending before the result is resolved.
    ///
    /// @throws IllegalArgumentException if the list is empty
    public static <T extends @Nullable Object> Promise<List<T>> npick(List<? extends Promise<? extends T>> promises) {
        return Racing.nchoose(Combining.<T>arguments("npick", promises), true);
    }

    /// Like [#nchoose], and tells which promises are still pending.
    ///
    /// @throws IllegalArgumentException if the list is empty
    public static <T extends @Nullable Object> Promise<Split<T>> nchooseSplit(List<? extends Promise<T>> promises) {
        return Racing.nchooseSplit(Combining.<T>arguments("nchooseSplit", promises));
    }

    /* ---- Looking ---- */

    /// Says in words, in one line or several, what a promise waits for, as far as its sources are known.
    ///
    /// It is meant for people, in messages about programs that wait for ever: the words may change.
    public static String explain(Promise<?> promise) {
        return Waiting.explain(Objects.requireNonNull(promise, "promise"));
    }

    /* ---- Without waiting ---- */

    /// Runs `f` now and lets it go on in the background; a failure goes to [#asyncExceptionHook].
    public static void async(ThrowingSupplier<? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        Watching.reportFailure(Sequencing.startAny(f));
    }

    /// Runs `f` now and lets it go on in the background; a failure goes to `handler`.
    public static void dontWait(ThrowingSupplier<? extends Promise<?>> f, ThrowingConsumer<? super Throwable> handler) {
        Objects.requireNonNull(f, "f");
        Objects.requireNonNull(handler, "handler");
        Watching.handleFailure(Sequencing.startAny(f), handler);
    }

    /// Where failures go that no promise can take: of background computations, and of callbacks such as those
    /// of [Promise#onSuccess].
    ///
    /// At first this is the uncaught-exception handler of the loop's thread, which prints the failure; the loop
    /// goes on.
    ///
    /// @apiNote OCaml's hook prints the exception and ends the program.
    public static Consumer<? super Throwable> asyncExceptionHook() {
        return Loop.current().hook();
    }

    /// Sets [#asyncExceptionHook] for this loop.
    public static void setAsyncExceptionHook(Consumer<? super Throwable> hook) {
        Loop.current().setHook(Objects.requireNonNull(hook, "hook"));
    }

    /* ---- pause ---- */

    /// A promise that is resolved in the loop's next round, after those that paused before; lets others run.
    ///
    /// It can be canceled.
    public static Promise<@Nullable Void> pause() {
        Loop loop = Loop.current();
        Promise<@Nullable Void> pause = Plain.queued(loop);
        loop.pauses.add(pause);
        return pause;
    }

    /// Resolves the promises of [#pause] that exist now, oldest first. The main loop does this; so may who has
    /// none.
    public static void wakeupPaused() {
        Loop loop = Loop.current();
        loop.pauses.wakeup(loop);
    }

    /// How many promises of [#pause] wait for the next round; those canceled meanwhile count too.
    public static int pausedCount() {
        return Loop.current().pauses.count();
    }

    /// Forgets the promises of [#pause] that exist now: they stay pending for ever.
    public static void abandonPaused() {
        Loop.current().pauses.clear();
    }

    /// Forgets the callbacks that [Resolver#wakeupLater] has put off: they never run.
    public static void abandonWakeups() {
        Loop.current().deferred.clear();
    }
}
