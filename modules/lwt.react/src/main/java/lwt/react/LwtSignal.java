package lwt.react;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lwt.Both;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingBiFunction;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;
import react.Equality;
import react.Event;
import react.EventSender;
import react.Function3;
import react.Function4;
import react.Function5;
import react.Function6;
import react.Signal;
import react.Subscription;

/// Signals with promises.
///
/// Functions whose names end in `Serial` do what their namesakes of [Signal] do, with functions that return
/// promises: the signal gets a value when a promise has it. Calls begin one after the other, in the order of the
/// changes. What a function throws or its promise fails with is dropped: then the signal keeps its value.
///
/// A signal needs a first value, and the first promise may not have one yet. So there are two forms: with an
/// initial value there is a signal at once, which has this value until there is another; without it there is a
/// promise, which has the signal when its first value is there, and fails if that fails.
///
/// The signals have the equality of [Object#equals]; `.map(value -> value, equality)` gives them another.
///
/// Thread rule: the loop's thread.
///
/// @see "Lwt manual (December 2010), “React helpers”"
public final class LwtSignal {
    private LwtSignal() {}

    /* ---- Waiting ---- */

    /// The same signal, but before the first change and between two it waits for the promise that `wait` makes;
    /// then it takes the newest value.
    ///
    /// {@snippet class=lwt.react.Snippets region=limitSignal}
    ///
    /// A wait that fails is over.
    ///
    /// @see "Lwt manual (December 2010), “React helpers”"
    public static <A extends @Nullable Object> Signal<A> limit(
            Signal<A> signal, ThrowingSupplier<? extends Promise<?>> wait) {
        return Signal.hold(Limiter.eventAfterWait(signal.changes(), wait), signal.value());
    }

    /// Occurs with the value of the signal of a promise, as soon as that is there, and then with its changes. If it
    /// is there already, the first occurrence is in the loop's next round. Never occurs if the promise fails.
    public static <A extends @Nullable Object> Event<A> delay(Promise<Signal<A>> promise) {
        Promise<Signal<A>> ready = promise.isSleeping() ? promise : Lwt.pause().bind(ignored -> promise);
        EventSender<A> value = Event.create();
        EventSender<Event<A>> changes = Event.create();
        ready.onSuccess(signal -> {
            value.send(signal.value());
            changes.send(signal.changes());
            value.event().stop();
            changes.event().stop();
        });
        return Event.switching(value.event(), changes.event());
    }

    /* ---- Keeping ---- */

    /// Keeps a signal alive that is there for its effect: as long as a primitive event or signal lives that it
    /// follows from.
    public static void keep(Signal<?> signal) {
        signal.subscribe(value -> {});
    }

    /// The same signal; `action` runs on this loop after it was collected. The action must not refer to it.
    public static <A extends @Nullable Object> Signal<A> withFinaliser(Signal<A> signal, Runnable action) {
        Objects.requireNonNull(action, "action");
        Signal<A> same = signal.map(value -> value);
        Collected.then(same, action);
        return same;
    }

    /// Starts the promise of `f` for the present value and for each new one, whether or not those before have
    /// ended. A failure goes to [Lwt#asyncExceptionHook].
    public static <A extends @Nullable Object> Subscription notifyParallel(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<?>> f) {
        return signal.subscribe(LwtEvent.notifier(Turns.parallel(), f));
    }

    /// Starts the promise of `f` for the present value and for each new one, when those before have ended. A
    /// failure goes to [Lwt#asyncExceptionHook].
    public static <A extends @Nullable Object> Subscription notifySerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<?>> f) {
        return signal.subscribe(LwtEvent.notifier(Turns.serial(), f));
    }

    /* ---- The two forms ---- */

    private static <A extends @Nullable Object, R extends @Nullable Object, B extends @Nullable Object>
            Signal<B> signal(
                    Signal<A> source,
                    ThrowingFunction<? super A, ? extends Promise<R>> f,
                    Turns.Delivery<A, R, B> delivery,
                    B initial) {
        Objects.requireNonNull(f, "f");
        EventSender<B> sender = Event.create();
        Turns turns = Turns.serial();
        A first = source.value();
        Signal<B> result = Signal.hold(turns.event(source.changes(), sender, f, delivery), initial);
        turns.<R>start(() -> f.apply(first)).onSuccess(value -> delivery.deliver(sender, first, value));
        return result;
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> Promise<Signal<B>> promise(
            Signal<A> source, ThrowingFunction<? super A, ? extends Promise<B>> f) {
        Objects.requireNonNull(f, "f");
        Turns turns = Turns.serial();
        Event<B> later = turns.event(source.changes(), f, Turns.Delivery.<A, B>ofResult());
        A first = source.value();
        return turns.<B>start(() -> f.apply(first)).map(value -> Signal.hold(later, value));
    }

    /* ---- Promises ---- */

    /// The value of the promise that is the value of `signal`.
    public static <A extends @Nullable Object> Promise<Signal<A>> runSerial(Signal<? extends Promise<A>> signal) {
        return promise(signal, value -> value);
    }

    /// The value of the promise that is the value of `signal`.
    public static <A extends @Nullable Object> Signal<A> runSerial(Signal<? extends Promise<A>> signal, A initial) {
        return signal(signal, value -> value, Turns.Delivery.ofResult(), initial);
    }

    /* ---- Transforming and filtering ---- */

    /// As [Signal#map].
    public static <A extends @Nullable Object, B extends @Nullable Object> Promise<Signal<B>> mapSerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<B>> f) {
        return promise(signal, f);
    }

    /// As [Signal#map].
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> mapSerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<B>> f, B initial) {
        return signal(signal, f, Turns.Delivery.ofResult(), initial);
    }

    /// As [Signal#apply].
    public static <A extends @Nullable Object, B extends @Nullable Object> Promise<Signal<B>> applySerial(
            Signal<? extends ThrowingFunction<? super A, ? extends Promise<B>>> functions, Signal<A> values) {
        return combineSerial(functions, values, (f, value) -> f.apply(value));
    }

    /// As [Signal#apply].
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> applySerial(
            Signal<? extends ThrowingFunction<? super A, ? extends Promise<B>>> functions,
            Signal<A> values,
            B initial) {
        return combineSerial(functions, values, (f, value) -> f.apply(value), initial);
    }

    /// As [Signal#filter].
    public static <A extends @Nullable Object> Signal<A> filterSerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<Boolean>> test, A initial) {
        return signal(signal, test, Turns.Delivery.ofWanted(), initial);
    }

    /// As [Signal#filterMap].
    public static <A extends @Nullable Object, B> Signal<B> filterMapSerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<Optional<B>>> f, B initial) {
        return signal(signal, f, Turns.Delivery.ofContent(), initial);
    }

    /// As [Signal#diff].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> diffSerial(
            Signal<A> signal, ThrowingBiFunction<? super A, ? super A, ? extends Promise<B>> f) {
        Objects.requireNonNull(f, "f");
        Event<Both<A, A>> pairs = signal.diff(Both::new);
        return LwtEvent.mapSerial(pairs, pair -> f.apply(pair.first(), pair.second()));
    }

    /// As [Signal#sample]: `f` gets the value that the signal has when `event` occurs.
    public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            Event<C> sampleSerial(
                    Signal<A> signal,
                    Event<B> event,
                    ThrowingBiFunction<? super B, ? super A, ? extends Promise<C>> f) {
        Objects.requireNonNull(f, "f");
        Event<Both<B, A>> pairs = signal.sample(event, Both::new);
        return LwtEvent.mapSerial(pairs, pair -> f.apply(pair.first(), pair.second()));
    }

    /* ---- Accumulating ---- */

    /// As [Signal#accumulate].
    public static <A extends @Nullable Object> Signal<A> accumulateSerial(
            Event<? extends ThrowingFunction<? super A, ? extends Promise<A>>> functions, A initial) {
        return Signal.hold(LwtEvent.accumulateSerial(functions, initial), initial);
    }

    /// As [Signal#fold].
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> foldSerial(
            Event<A> event, ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f, B initial) {
        return Signal.hold(LwtEvent.foldSerial(event, f, initial), initial);
    }

    /* ---- Putting together ---- */

    /// As [Signal#merge]; the signal is `initial` until the first promise has its value.
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> mergeSerial(
            List<? extends Signal<? extends A>> signals,
            ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f,
            B initial) {
        Objects.requireNonNull(f, "f");
        Signal<List<A>> all = Signal.merge(signals, LwtEvent::<A>with, List.of(), Equality.none());
        return mapSerial(all, values -> LwtEvent.foldLeft(values, 0, f, initial), initial);
    }

    /// As [Signal#bind].
    public static <A extends @Nullable Object, B extends @Nullable Object> Promise<Signal<B>> bindSerial(
            Signal<A> signal, ThrowingFunction<? super A, ? extends Promise<Signal<B>>> f) {
        return promise(signal, f).map(signals -> Signal.switching(signals));
    }

    /* ---- Functions of several signals ---- */

    /// What the promises that `function` makes of the values of two signals give; see [Signal#combine].
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Promise<Signal<R>> combineSerial(
                    Signal<A> a, Signal<B> b, ThrowingBiFunction<? super A, ? super B, ? extends Promise<R>> function) {
        Objects.requireNonNull(function, "function");
        return promise(calls(a, b, function), call -> call.get());
    }

    /// What the promises that `function` makes of the values of two signals give; see [Signal#combine].
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Signal<R> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    ThrowingBiFunction<? super A, ? super B, ? extends Promise<R>> function,
                    R initial) {
        Objects.requireNonNull(function, "function");
        return signal(calls(a, b, function), call -> call.get(), Turns.Delivery.ofResult(), initial);
    }

    private static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Signal<ThrowingSupplier<? extends Promise<R>>> calls(
                    Signal<A> a, Signal<B> b, ThrowingBiFunction<? super A, ? super B, ? extends Promise<R>> function) {
        return Signal.combine(a, b, (va, vb) -> () -> function.apply(va, vb), Equality.none());
    }

    /// What the promises that `function` makes of the values of three signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Promise<Signal<R>> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends Promise<R>> function) {
        Objects.requireNonNull(function, "function");
        return promise(calls(a, b, c, function), call -> call.get());
    }

    /// What the promises that `function` makes of the values of three signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends Promise<R>> function,
                    R initial) {
        Objects.requireNonNull(function, "function");
        return signal(calls(a, b, c, function), call -> call.get(), Turns.Delivery.ofResult(), initial);
    }

    private static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<ThrowingSupplier<? extends Promise<R>>> calls(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends Promise<R>> function) {
        return Signal.combine(a, b, c, (va, vb, vc) -> () -> function.apply(va, vb, vc), Equality.none());
    }

    /// What the promises that `function` makes of the values of four signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Promise<Signal<R>> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends Promise<R>> function) {
        Objects.requireNonNull(function, "function");
        return promise(calls(a, b, c, d, function), call -> call.get());
    }

    /// What the promises that `function` makes of the values of four signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends Promise<R>> function,
                    R initial) {
        Objects.requireNonNull(function, "function");
        return signal(calls(a, b, c, d, function), call -> call.get(), Turns.Delivery.ofResult(), initial);
    }

    private static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<ThrowingSupplier<? extends Promise<R>>> calls(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends Promise<R>> function) {
        return Signal.combine(a, b, c, d, (va, vb, vc, vd) -> () -> function.apply(va, vb, vc, vd), Equality.none());
    }

    /// What the promises that `function` makes of the values of five signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Promise<Signal<R>> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends Promise<R>> function) {
        Objects.requireNonNull(function, "function");
        return promise(calls(a, b, c, d, e, function), call -> call.get());
    }

    /// What the promises that `function` makes of the values of five signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends Promise<R>> function,
                    R initial) {
        Objects.requireNonNull(function, "function");
        return signal(calls(a, b, c, d, e, function), call -> call.get(), Turns.Delivery.ofResult(), initial);
    }

    private static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<ThrowingSupplier<? extends Promise<R>>> calls(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends Promise<R>> function) {
        return Signal.combine(
                a, b, c, d, e, (va, vb, vc, vd, ve) -> () -> function.apply(va, vb, vc, vd, ve), Equality.none());
    }

    /// What the promises that `function` makes of the values of six signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Promise<Signal<R>> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Signal<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends Promise<R>>
                            function) {
        Objects.requireNonNull(function, "function");
        return promise(calls(a, b, c, d, e, f, function), call -> call.get());
    }

    /// What the promises that `function` makes of the values of six signals give; see [Signal#combine].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combineSerial(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Signal<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends Promise<R>>
                            function,
                    R initial) {
        Objects.requireNonNull(function, "function");
        return signal(calls(a, b, c, d, e, f, function), call -> call.get(), Turns.Delivery.ofResult(), initial);
    }

    private static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<ThrowingSupplier<? extends Promise<R>>> calls(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Signal<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends Promise<R>>
                            function) {
        return Signal.combine(
                a,
                b,
                c,
                d,
                e,
                f,
                (va, vb, vc, vd, ve, vf) -> () -> function.apply(va, vb, vc, vd, ve, vf),
                Equality.none());
    }
}
