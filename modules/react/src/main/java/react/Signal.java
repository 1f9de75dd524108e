package react;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A value that varies over time.
///
/// A signal has a value at every moment. One is made from nothing, by [#create], whose setter changes it, or
/// from others, and then follows from them for as long as it lives:
///
/// {@snippet class=react.Snippets region=signal}
///
/// What depends on a signal is updated when the signal changes: when its new value is not the same as the old
/// one by the signal's [Equality], which is that of [Object#equals] if none is given. The first value always
/// counts as a change.
///
/// The notation of the equations, how long a signal lives, and how often functions are called: see [Event].
/// What if they throw, or set something themselves, and which thread may set: see [Step].
public final class Signal<A extends @Nullable Object> extends Node {
    private final Equality<? super A> equality;
    private final boolean constant;
    private @Nullable Object value = NOTHING;

    Signal(int rank, Equality<? super A> equality) {
        super(rank);
        this.equality = Objects.requireNonNull(equality, "equality");
        this.constant = false;
    }

    private Signal(A value) {
        super(LOWEST);
        this.equality = Equality.ofEquals();
        this.constant = true;
        this.value = value;
    }

    /* ---- The present value ---- */

    private boolean isUndefined() {
        return value == NOTHING;
    }

    /// The value, for updates of what depends on this.
    @SuppressWarnings({"unchecked", "NullAway"}) // holds an A, or nothing; null only if A allows that
    A present() {
        if (value == NOTHING) {
            throw new IllegalStateException("the signal has no value yet: it was made in an update step, and its "
                    + "turn in this step has not come, or the function that computes it has failed");
        }
        return (A) value;
    }

    /// Whether `other` would be no change.
    boolean hasValue(A other) {
        return equality.same(present(), other);
    }

    /// Gives the signal another value in a step.
    void change(A value, Step step) {
        this.value = value;
        scheduleDependents(step);
    }

    /// Gives the signal a value; its dependents are updated if that is a change.
    void become(A value, Step step) {
        if (isUndefined()) {
            this.value = value; // those that depend on it already are as new, and get their first value later
        } else if (!equality.same(value, present())) {
            this.value = value;
            if (step != Step.OUTSIDE) {
                scheduleDependents(step);
            }
        }
    }

    @Override
    boolean isInert() {
        return constant;
    }

    /* ---- Making derived signals ---- */

    /// How a derived signal gets its value.
    @FunctionalInterface
    interface Rule<A extends @Nullable Object> {
        void apply(Signal<A> signal, Step step);
    }

    /// A signal whose value `rule` sets whenever one of `sources` changes or occurs, and now.
    static <A extends @Nullable Object> Signal<A> computed(
            Equality<? super A> equality, Rule<A> rule, Node... sources) {
        Signal<A> signal = new Signal<>(rankAfter(sources), equality);
        signal.begin(rule, sources);
        return signal;
    }

    /// The same for a signal that keeps `initial` until the rule says something else.
    private static <A extends @Nullable Object> Signal<A> computed(
            Equality<? super A> equality, A initial, Rule<A> rule, Node... sources) {
        Signal<A> signal = new Signal<>(rankAfter(sources), equality);
        signal.value = initial;
        signal.begin(rule, sources);
        return signal;
    }

    /// Gives the signal its sources and its first value: at once, or, if what it depends on is part of a step
    /// that has not ended, when it is its turn in that step.
    private void begin(Rule<A> rule, Node... sources) {
        follow(step -> rule.apply(this, step), sources);
        Step running = unfinishedStep(sources);
        if (running != null) {
            running.schedule(this);
            return;
        }
        try {
            runUpdate(Step.OUTSIDE);
        } catch (Throwable failed) {
            detach(); // nobody will ever see it, but its sources do until it is collected
            throw failed;
        }
    }

    /// A signal with a value that an update sets which is not known yet.
    static <A extends @Nullable Object> Signal<A> delayed(Equality<? super A> equality, A initial) {
        Signal<A> delayed = new Signal<>(DELAYED, equality);
        delayed.value = initial;
        return delayed;
    }

    /* ---- Primitive signals ---- */

    /// The signal that has always this value.
    ///
    ///     constant(v)(t) = v
    public static <A extends @Nullable Object> Signal<A> constant(A value) {
        return new Signal<>(value);
    }

    /// A new signal, which changes when the setter says so.
    public static <A extends @Nullable Object> SignalSetter<A> create(A initial) {
        return create(initial, Equality.ofEquals());
    }

    /// A new signal with an equality of its own.
    public static <A extends @Nullable Object> SignalSetter<A> create(A initial, Equality<? super A> equality) {
        Signal<A> signal = new Signal<>(LOWEST, equality);
        signal.value = initial;
        return new SignalSetter<>(signal);
    }

    /// The present value.
    ///
    /// In a function of the graph, use [#sample] or [#combine] instead: here such a function sees, of a signal
    /// that its event or signal does not depend on, the value of before or after the step.
    ///
    /// @throws IllegalStateException if the signal was made in a step that has not come to it yet
    public A value() {
        return present();
    }

    /* ---- Life ---- */

    /// Stops the signal: from now on it is constant. Called in a step, the signal may still change in this step.
    public void stop() {
        stop(this::detach);
    }

    /// Stops the signal, and what it was made from as far as nothing else depends on it, primitive events and
    /// signals excepted.
    ///
    /// Only useful to have an end before the garbage collector makes one. Mind that a signal which you hold
    /// stops too if all that was made from it is stopped in this way.
    public void stopStrongly() {
        stop(this::detachUpwards);
    }

    private void stop(Runnable detaching) {
        Step running = isUndefined() ? unfinishedStepOfSources() : null;
        if (running == null) {
            detaching.run();
        } else {
            running.atEnd(detaching); // it still gets its first value
        }
    }

    /// Keeps `kept` alive as long as this signal lives, in place of what was kept by the last call.
    ///
    /// @return what was kept before, if anything
    /// @throws IllegalStateException if this is a constant, which is not part of any graph
    public Optional<Object> retain(Object kept) {
        if (constant) {
            throw new IllegalStateException("a constant signal cannot retain anything");
        }
        return Optional.ofNullable(exchangeRetained(kept));
    }

    /* ---- Watching ---- */

    /// Calls `action` with the present value and with each new one, until the subscription is cancelled.
    ///
    /// Nobody needs to hold a subscription: it lives as long as a primitive event or signal that this signal
    /// follows from.
    public Subscription subscribe(Consumer<? super A> action) {
        Objects.requireNonNull(action, "action");
        return new Subscription(map(value -> {
            action.accept(value);
            return true;
        }));
    }

    /// The same signal; `tracer` sees the present value and each change.
    public Signal<A> trace(Consumer<? super A> tracer) {
        Objects.requireNonNull(tracer, "tracer");
        return map(
                value -> {
                    tracer.accept(value);
                    return value;
                },
                equality);
    }

    /// The same signal; `tracer` sees the present value and the changes, but only when `condition` is true.
    public Signal<A> trace(Signal<Boolean> condition, Consumer<? super A> tracer) {
        Objects.requireNonNull(tracer, "tracer");
        if (condition.constant) {
            return condition.value() ? trace(tracer) : this;
        }
        return computed(
                equality,
                (traced, step) -> {
                    A now = present();
                    if (traced.isUndefined() || !equality.same(now, traced.present())) {
                        if (condition.present()) {
                            tracer.accept(now);
                        }
                        traced.become(now, step);
                    }
                },
                condition,
                this);
    }

    /* ---- From events ---- */

    /// The value of the last occurrence, or `initial` before the first.
    ///
    ///     hold(e, i)(t) = v if e(≤t) = v, else i
    public static <A extends @Nullable Object> Signal<A> hold(Event<? extends A> event, A initial) {
        return hold(event, initial, Equality.ofEquals());
    }

    /// The value of the last occurrence, with an equality of its own.
    public static <A extends @Nullable Object> Signal<A> hold(
            Event<? extends A> event, A initial, Equality<? super A> equality) {
        return fold(event, (last, value) -> value, initial, equality);
    }

    /// The value that all occurrences so far make of `initial`; as [Event#fold].
    ///
    ///     fold(e, f, i) = hold(e.fold(f, i), i)
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> fold(
            Event<? extends A> event, BiFunction<? super B, ? super A, ? extends B> f, B initial) {
        return fold(event, f, initial, Equality.ofEquals());
    }

    /// The value that all occurrences so far make of `initial`, with an equality of its own.
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> fold(
            Event<? extends A> event,
            BiFunction<? super B, ? super A, ? extends B> f,
            B initial,
            Equality<? super B> equality) {
        Objects.requireNonNull(f, "f");
        if (event.isInert()) {
            return constant(initial);
        }
        return computed(
                equality,
                initial,
                (folded, step) -> {
                    if (event.occurs()) {
                        folded.become(f.apply(folded.present(), event.occurrence()), step);
                    }
                },
                event);
    }

    /// The value that all functions so far make of `initial`; as [Event#accumulate].
    ///
    ///     accumulate(f, i) = hold(Event.accumulate(f, i), i)
    public static <A extends @Nullable Object> Signal<A> accumulate(
            Event<? extends Function<? super A, ? extends A>> functions, A initial) {
        return accumulate(functions, initial, Equality.ofEquals());
    }

    /// The value that all functions so far make of `initial`, with an equality of its own.
    public static <A extends @Nullable Object> Signal<A> accumulate(
            Event<? extends Function<? super A, ? extends A>> functions, A initial, Equality<? super A> equality) {
        return fold(
                functions,
                (A accumulated, Function<? super A, ? extends A> f) -> f.apply(accumulated),
                initial,
                equality);
    }

    /* ---- Transforming and filtering ---- */

    /// The value of a signal of functions, applied to that of another signal.
    ///
    ///     apply(f, s)(t) = f(t)(s(t))
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> apply(
            Signal<? extends Function<? super A, ? extends B>> functions, Signal<A> values) {
        return apply(functions, values, Equality.ofEquals());
    }

    /// The value of a signal of functions, applied to that of another signal, with an equality of its own.
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> apply(
            Signal<? extends Function<? super A, ? extends B>> functions,
            Signal<A> values,
            Equality<? super B> equality) {
        return combine(functions, values, (f, value) -> f.apply(value), equality);
    }

    /// The value, changed by `f`.
    ///
    ///     s.map(f)(t) = f(s(t))
    public <B extends @Nullable Object> Signal<B> map(Function<? super A, ? extends B> f) {
        return map(f, Equality.ofEquals());
    }

    /// The value, changed by `f`, with an equality of its own.
    public <B extends @Nullable Object> Signal<B> map(
            Function<? super A, ? extends B> f, Equality<? super B> equality) {
        Objects.requireNonNull(f, "f");
        return Lifting.signals(equality, () -> f.apply(present()), this);
    }

    /// The last value that satisfies `test`, or `initial` before there was one.
    ///
    ///     s.filter(p, i)(t) = s(u) for the last u ≤ t with p(s(u)), or i if there is none
    public Signal<A> filter(Predicate<? super A> test, A initial) {
        return filter(test, initial, Equality.ofEquals());
    }

    /// The last value that satisfies `test`, with an equality of its own.
    public Signal<A> filter(Predicate<? super A> test, A initial, Equality<? super A> equality) {
        Objects.requireNonNull(test, "test");
        if (constant) {
            return test.test(present()) ? this : constant(initial);
        }
        return computed(
                equality,
                initial,
                (filtered, step) -> {
                    A now = present();
                    if (test.test(now)) {
                        filtered.become(now, step);
                    }
                },
                this);
    }

    /// The last thing that `f` has made of a value, or `initial` while it has not made anything.
    ///
    ///     s.filterMap(f, i)(t) = w for the last u ≤ t with f(s(u)) = Optional.of(w), or i if there is none
    public <B> Signal<B> filterMap(Function<? super A, Optional<? extends B>> f, B initial) {
        return filterMap(f, initial, Equality.ofEquals());
    }

    /// The last thing that `f` has made of a value, with an equality of its own.
    public <B> Signal<B> filterMap(
            Function<? super A, Optional<? extends B>> f, B initial, Equality<? super B> equality) {
        Objects.requireNonNull(f, "f");
        if (constant) {
            Optional<? extends B> made = f.apply(present());
            return constant(made.isPresent() ? made.get() : initial);
        }
        return computed(
                equality,
                initial,
                (mapped, step) -> {
                    Optional<? extends B> made = f.apply(present());
                    if (made.isPresent()) {
                        mapped.become(made.get(), step);
                    }
                },
                this);
    }

    /// Occurs when the signal changes, with what `f` makes of the new value and the old one.
    ///
    ///     s.diff(f)(t) = f(v, w) if s(t) = v, s(t - dt) = w and they are not the same, else -
    public <B extends @Nullable Object> Event<B> diff(BiFunction<? super A, ? super A, ? extends B> f) {
        Objects.requireNonNull(f, "f");
        if (constant) {
            return Event.never();
        }
        Event<B> differences = new Event<>(rankAfter(this));
        var last = new Last<A>();
        followChanges(
                differences,
                step -> {
                    A older = last.value();
                    A newer = present();
                    last.set(newer);
                    differences.occur(f.apply(newer, older), step);
                },
                () -> last.set(present()));
        return differences;
    }

    /// Occurs when the signal changes, with the new value.
    ///
    ///     s.changes()(t) = v if s(t) = v, s(t - dt) = w and they are not the same, else -
    public Event<A> changes() {
        if (constant) {
            return Event.never();
        }
        Event<A> changes = new Event<>(rankAfter(this));
        followChanges(changes, step -> changes.occur(present(), step), () -> {});
        return changes;
    }

    /// Makes an event depend on the changes of this signal from now on. In a step of which the signal is part,
    /// “now” is the end of the step, as what has happened already does not count.
    private void followChanges(Event<?> event, Update update, Runnable started) {
        Step running = unfinishedStepOfSources();
        if (running == null) {
            event.follow(update, this);
            started.run();
            return;
        }
        event.setUpdate(update);
        event.setSources(this);
        running.atEnd(() -> {
            if (isStopped()) {
                event.detach();
            } else if (!event.isStopped()) {
                event.raiseRank(rankAfter(this));
                addDependent(event);
                started.run();
            }
        });
    }

    /// Occurs when `event` does, with what `f` makes of its value and that of this signal.
    ///
    ///     s.sample(e, f)(t) = f(v, s(t)) if e(t) = v, else -
    public <B extends @Nullable Object, C extends @Nullable Object> Event<C> sample(
            Event<B> event, BiFunction<? super B, ? super A, ? extends C> f) {
        Objects.requireNonNull(f, "f");
        if (constant) {
            return event.map(value -> f.apply(value, present()));
        }
        if (event.isInert()) {
            return Event.never();
        }
        Event<C> samples = new Event<>(rankAfter(event, this));
        samples.follow(
                step -> {
                    if (event.occurs()) {
                        samples.occur(f.apply(event.occurrence(), present()), step);
                    }
                },
                event,
                this);
        return samples;
    }

    /// The value that the signal had when `condition` was true the last time, now included; `initial` before
    /// that.
    ///
    ///     s.on(c, i)(t) = s(u) for the last u ≤ t with c(u), or i if there is none
    public Signal<A> on(Signal<Boolean> condition, A initial) {
        return on(condition, initial, Equality.ofEquals());
    }

    /// The value that the signal had when `condition` was true the last time, with an equality of its own.
    public Signal<A> on(Signal<Boolean> condition, A initial, Equality<? super A> equality) {
        if (condition.constant) {
            return condition.value() ? this : constant(initial);
        }
        return computed(
                equality,
                initial,
                (permitted, step) -> {
                    if (condition.present()) {
                        permitted.become(present(), step);
                    }
                },
                condition,
                this);
    }

    /// The value, but changes at which `event` occurs are ignored; `initial` if it occurs now.
    ///
    ///     s.dismiss(e, i)(t) = s(u) for the last u ≤ t at which s changed and e(u) = -, or i if there is none
    public Signal<A> dismiss(Event<?> event, A initial) {
        return dismiss(event, initial, Equality.ofEquals());
    }

    /// The value, but changes at which `event` occurs are ignored, with an equality of its own.
    public Signal<A> dismiss(Event<?> event, A initial, Equality<? super A> equality) {
        if (event.isInert()) {
            return this;
        }
        return computed(
                equality,
                initial,
                (rest, step) -> {
                    if (!event.occurs()) {
                        rest.become(present(), step);
                    }
                },
                event,
                this);
    }

    /* ---- Putting together ---- */

    /// `initial` to which the values of all `signals` are added by `f`, in the order of the list.
    ///
    ///     merge([r, s, …], f, i)(t) = f(… f(f(i, r(t)), s(t)) …)
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> merge(
            List<? extends Signal<? extends A>> signals, BiFunction<? super B, ? super A, ? extends B> f, B initial) {
        return merge(signals, f, initial, Equality.ofEquals());
    }

    /// `initial` to which the values of all `signals` are added by `f`, with an equality of its own.
    public static <A extends @Nullable Object, B extends @Nullable Object> Signal<B> merge(
            List<? extends Signal<? extends A>> signals,
            BiFunction<? super B, ? super A, ? extends B> f,
            B initial,
            Equality<? super B> equality) {
        Objects.requireNonNull(f, "f");
        List<Signal<? extends A>> sources = List.copyOf(signals);
        return Lifting.signals(
                equality,
                () -> {
                    B accumulated = initial;
                    for (Signal<? extends A> source : sources) {
                        accumulated = f.apply(accumulated, source.present());
                    }
                    return accumulated;
                },
                sources.toArray(new Signal<?>[0]));
    }

    /// The value of the signal that is the value of `signals`.
    ///
    ///     switching(ss)(t) = s(t) where ss(t) = s
    public static <A extends @Nullable Object> Signal<A> switching(Signal<? extends Signal<A>> signals) {
        return switching(signals, Equality.ofEquals());
    }

    /// The value of the signal that is the value of `signals`, with an equality of its own.
    public static <A extends @Nullable Object> Signal<A> switching(
            Signal<? extends Signal<A>> signals, Equality<? super A> equality) {
        return signals.isInert() ? signals.value() : Switching.signal(signals, equality);
    }

    /// The value of the signal that `f` makes of this one's value.
    ///
    ///     s.bind(f) = switching(s.map(f))
    ///
    /// {@snippet class=react.Snippets region=bind}
    public <B extends @Nullable Object> Signal<B> bind(Function<? super A, ? extends Signal<B>> f) {
        return bind(f, Equality.ofEquals());
    }

    /// The value of the signal that `f` makes of this one's value, with an equality of its own.
    public <B extends @Nullable Object> Signal<B> bind(
            Function<? super A, ? extends Signal<B>> f, Equality<? super B> equality) {
        return switching(this.<Signal<B>>map(f, Equality.identity()), equality);
    }

    /// Defines a signal that depends on its own past: `f` gets the signal that it defines, an instant later.
    ///
    ///     fix(i, d -> Fixed(s, r)) = r   where d(t) = s(t - dt), and d(0) = i
    ///
    /// {@snippet class=react.Snippets region=fix}
    ///
    /// Each change of `s` makes `d` change in a step that follows at once; a definition that changes itself
    /// without end makes the step never end.
    ///
    /// @throws IllegalArgumentException if `f` defines the signal as one that is itself given by a fix
    public static <A extends @Nullable Object, R extends @Nullable Object> R fix(
            A initial, Function<? super Signal<A>, Fixed<Signal<A>, R>> f) {
        return fix(initial, f, Equality.ofEquals());
    }

    /// Defines a signal that depends on its own past, which has an equality of its own.
    public static <A extends @Nullable Object, R extends @Nullable Object> R fix(
            A initial, Function<? super Signal<A>, Fixed<Signal<A>, R>> f, Equality<? super A> equality) {
        return Recursion.signal(initial, f, equality);
    }

    /* ---- Options ---- */

    /// The value that is there; when none is, the last that was there, or before that the value that `initial`
    /// has now.
    public static <A> Signal<A> lastValue(Signal<Optional<A>> options, Signal<? extends A> initial) {
        return computed(
                Equality.ofEquals(),
                (last, step) -> {
                    Optional<A> option = options.present();
                    if (option.isPresent()) {
                        last.become(option.get(), step);
                    } else if (last.isUndefined()) {
                        last.become(initial.present(), step);
                    }
                },
                options,
                initial);
    }

    /// The value that is there; when none is, that of `other`.
    ///
    ///     valueOr(s, o)(t) = v if s(t) = Optional.of(v), else o(t)
    public static <A> Signal<A> valueOr(Signal<Optional<A>> options, Signal<? extends A> other) {
        return combine(options, other, (option, otherwise) -> option.isPresent() ? option.get() : otherwise);
    }

    /* ---- Functions of several signals ---- */

    /// What `f` makes of the values of two signals.
    ///
    ///     combine(a, b, f)(t) = f(a(t), b(t))
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Signal<R> combine(Signal<A> a, Signal<B> b, BiFunction<? super A, ? super B, ? extends R> f) {
        return combine(a, b, f, Equality.ofEquals());
    }

    /// What `f` makes of the values of two signals, with an equality of its own.
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    BiFunction<? super A, ? super B, ? extends R> f,
                    Equality<? super R> equality) {
        Objects.requireNonNull(f, "f");
        return Lifting.signals(equality, () -> f.apply(a.present(), b.present()), a, b);
    }

    /// What `function` makes of the values of three signals.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends R> function) {
        return combine(a, b, c, function, Equality.ofEquals());
    }

    /// What `function` makes of the values of three signals, with an equality of its own.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends R> function,
                    Equality<? super R> equality) {
        Objects.requireNonNull(function, "function");
        return Lifting.signals(equality, () -> function.apply(a.present(), b.present(), c.present()), a, b, c);
    }

    /// What `function` makes of the values of four signals.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends R> function) {
        return combine(a, b, c, d, function, Equality.ofEquals());
    }

    /// What `function` makes of the values of four signals, with an equality of its own.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends R> function,
                    Equality<? super R> equality) {
        Objects.requireNonNull(function, "function");
        return Lifting.signals(
                equality, () -> function.apply(a.present(), b.present(), c.present(), d.present()), a, b, c, d);
    }

    /// What `function` makes of the values of five signals.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> function) {
        return combine(a, b, c, d, e, function, Equality.ofEquals());
    }

    /// What `function` makes of the values of five signals, with an equality of its own.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> function,
                    Equality<? super R> equality) {
        Objects.requireNonNull(function, "function");
        return Lifting.signals(
                equality,
                () -> function.apply(a.present(), b.present(), c.present(), d.present(), e.present()),
                a,
                b,
                c,
                d,
                e);
    }

    /// What `function` makes of the values of six signals.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Signal<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R> function) {
        return combine(a, b, c, d, e, f, function, Equality.ofEquals());
    }

    /// What `function` makes of the values of six signals, with an equality of its own.
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Signal<R> combine(
                    Signal<A> a,
                    Signal<B> b,
                    Signal<C> c,
                    Signal<D> d,
                    Signal<E> e,
                    Signal<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R> function,
                    Equality<? super R> equality) {
        Objects.requireNonNull(function, "function");
        return Lifting.signals(
                equality,
                () -> function.apply(a.present(), b.present(), c.present(), d.present(), e.present(), f.present()),
                a,
                b,
                c,
                d,
                e,
                f);
    }

    /// Constants of equal values are equal; other signals are themselves and no other.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (constant
                        && other instanceof Signal<?> signal
                        && signal.constant
                        && Objects.equals(value, signal.value));
    }

    @Override
    public int hashCode() {
        return constant ? Objects.hashCode(value) : System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "Signal[" + (isUndefined() ? "no value yet" : value) + "]";
    }
}
