package react;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Something that happens now and then, each time with a value.
///
/// An event is made from nothing, by [#create], whose sender makes it occur; or from others, and then follows
/// from them for as long as it lives:
///
/// {@snippet class=react.Snippets region=event}
///
/// **Notation.** The pages say what an event means by an equation. `e(t)` is the value with which `e` occurs at
/// time _t_, or `-` if it does not occur then; `e(<t)` that of its last occurrence before _t_, or `-` if there
/// was none; `e(≤t)` the same, _t_ included. For a signal, `s(t)` is its value. Time begins when the event or
/// signal that is described is made: what happened before does not count.
///
/// **Life.** An event keeps alive what it is made from, and is not kept alive by it. One that is there for its
/// effect, like `e.trace(System.out::println)`, must be held by somebody, or it vanishes with the next garbage
/// collection; a subscription need not, see [#subscribe].
///
/// Functions of the graph are called exactly once in each step in which what they depend on occurs. What if
/// they throw, or send something themselves, and which thread may send: see [Step].
public final class Event<A extends @Nullable Object> extends Node {
    private static final Event<?> NEVER = new Event<>(LOWEST);

    private @Nullable Object occurrence = NOTHING;

    Event(int rank) {
        super(rank);
    }

    /* ---- The occurrence in the present step ---- */

    boolean occurs() {
        return occurrence != NOTHING;
    }

    /// The value of the occurrence.
    @SuppressWarnings({"unchecked", "NullAway"}) // only occur() writes it; it is null only if A allows that
    A occurrence() {
        if (occurrence == NOTHING) {
            throw new IllegalStateException("an occurrence has ended before all that depends on it was updated: "
                    + "a function of the graph has sent the same into it again; see Step, “Sending inside a step”");
        }
        return (A) occurrence;
    }

    /// Makes the event occur in a step.
    void occur(A value, Step step) {
        occurrence = value;
        step.addOccurring(this);
        scheduleDependents(step);
    }

    /// Makes the event occur in a step of which it is the instant before, see [Recursion].
    void occurDelayed(A value, Step step) {
        occurrence = value;
        step.atEnd(this::endOccurrence);
        scheduleDependents(step);
    }

    void endOccurrence() {
        occurrence = NOTHING;
    }

    /// Adds a dependent, which takes part in the present step if the event has occurred in it already.
    @Override
    void addDependent(Node dependent) {
        link(dependent);
        if (occurs() && step != null) {
            step.schedule(dependent);
        }
    }

    @Override
    boolean isInert() {
        return this == NEVER;
    }

    /* ---- Primitive events ---- */

    /// The event that never occurs.
    ///
    ///     never(t) = -
    @SuppressWarnings("unchecked") // it has no occurrences, so they are of any type
    public static <A extends @Nullable Object> Event<A> never() {
        return (Event<A>) NEVER;
    }

    /// A new event, which occurs when the sender says so.
    public static <A extends @Nullable Object> EventSender<A> create() {
        return new EventSender<>();
    }

    /* ---- Life ---- */

    /// Stops the event: it does not occur any more, as if it were [#never]. Called in a step, the event may still
    /// occur in this step.
    ///
    /// @apiNote As in the original, a primitive event that is stopped loses the dependents that it has, and may
    /// get new ones.
    public void stop() {
        if (this != NEVER) {
            detach();
        }
    }

    /// Stops the event, and what it was made from as far as nothing else depends on it, primitive events and
    /// signals excepted.
    ///
    /// Only useful to have an end before the garbage collector makes one. Mind that an event which you hold
    /// stops too if all that was made from it is stopped in this way.
    public void stopStrongly() {
        if (this != NEVER) {
            detachUpwards();
        }
    }

    /// Keeps `kept` alive as long as this event lives, in place of what was kept by the last call.
    ///
    /// @return what was kept before, if anything
    /// @throws IllegalStateException if this is [#never], which lives for ever
    public Optional<Object> retain(Object kept) {
        if (this == NEVER) {
            throw new IllegalStateException("Event.never() cannot retain anything");
        }
        return Optional.ofNullable(exchangeRetained(kept));
    }

    /* ---- Watching ---- */

    /// Calls `action` with each occurrence, until the subscription is cancelled.
    ///
    /// Nobody needs to hold a subscription: it lives as long as a primitive event or signal that this event
    /// follows from.
    ///
    /// {@snippet class=react.Snippets region=subscribe}
    public Subscription subscribe(Consumer<? super A> action) {
        Objects.requireNonNull(action, "action");
        return new Subscription(map(value -> {
            action.accept(value);
            return true;
        }));
    }

    /// The same event; `tracer` sees each occurrence before it goes on.
    public Event<A> trace(Consumer<? super A> tracer) {
        Objects.requireNonNull(tracer, "tracer");
        return map(value -> {
            tracer.accept(value);
            return value;
        });
    }

    /// The same event; `tracer` sees those occurrences at which `condition` is true.
    public Event<A> trace(Signal<Boolean> condition, Consumer<? super A> tracer) {
        Objects.requireNonNull(tracer, "tracer");
        return condition.sample(this, (value, wanted) -> {
            if (wanted) {
                tracer.accept(value);
            }
            return value;
        });
    }

    /* ---- Transforming and filtering ---- */

    /// Only the next occurrence.
    ///
    ///     e.once()(t) = e(t) if e(<t) = -, else -
    public Event<A> once() {
        if (this == NEVER) {
            return this;
        }
        Event<A> once = new Event<>(rankAfter(this));
        once.follow(
                step -> {
                    A value = occurrence();
                    removeDependent(once);
                    once.occur(value, step);
                    once.detach();
                },
                this);
        return once;
    }

    /// All occurrences but the next.
    ///
    ///     e.dropOnce()(t) = e(t) if e(<t) ≠ -, else -
    public Event<A> dropOnce() {
        if (this == NEVER) {
            return this;
        }
        Event<A> rest = new Event<>(rankAfter(this));
        rest.follow(first -> rest.setUpdate(step -> rest.occur(occurrence(), step)), this);
        return rest;
    }

    /// Occurs when both occur at the same time, with what the function that occurs makes of the value.
    ///
    ///     apply(f, e)(t) = g(v) if f(t) = g and e(t) = v, else -
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> apply(
            Event<? extends Function<? super A, ? extends B>> functions, Event<A> values) {
        return combine(values, functions, (value, function) -> function.apply(value));
    }

    /// Each occurrence, changed by `f`.
    ///
    ///     e.map(f)(t) = f(v) if e(t) = v, else -
    public <B extends @Nullable Object> Event<B> map(Function<? super A, ? extends B> f) {
        Objects.requireNonNull(f, "f");
        if (this == NEVER) {
            return never();
        }
        Event<B> mapped = new Event<>(rankAfter(this));
        mapped.follow(step -> mapped.occur(f.apply(occurrence()), step), this);
        return mapped;
    }

    /// Occurs when this event does, always with `value`.
    ///
    ///     e.stamp(v)(t) = v if e(t) ≠ -, else -
    public <B extends @Nullable Object> Event<B> stamp(B value) {
        return map(ignored -> value);
    }

    /// The occurrences that satisfy `test`.
    ///
    ///     e.filter(p)(t) = v if e(t) = v and p(v), else -
    public Event<A> filter(Predicate<? super A> test) {
        Objects.requireNonNull(test, "test");
        if (this == NEVER) {
            return this;
        }
        Event<A> filtered = new Event<>(rankAfter(this));
        filtered.follow(
                step -> {
                    A value = occurrence();
                    if (test.test(value)) {
                        filtered.occur(value, step);
                    }
                },
                this);
        return filtered;
    }

    /// What `f` makes of the occurrences, where it makes anything.
    ///
    ///     e.filterMap(f)(t) = w if e(t) = v and f(v) = Optional.of(w), else -
    public <B> Event<B> filterMap(Function<? super A, Optional<? extends B>> f) {
        Objects.requireNonNull(f, "f");
        if (this == NEVER) {
            return never();
        }
        Event<B> mapped = new Event<>(rankAfter(this));
        mapped.follow(
                step -> {
                    Optional<? extends B> value = f.apply(occurrence());
                    if (value.isPresent()) {
                        mapped.occur(value.get(), step);
                    }
                },
                this);
        return mapped;
    }

    /// Each occurrence but the first, together with the one before it; `f` gets the newer first.
    ///
    ///     e.diff(f)(t) = f(v, w) if e(t) = v and e(<t) = w, else -
    public <B extends @Nullable Object> Event<B> diff(BiFunction<? super A, ? super A, ? extends B> f) {
        Objects.requireNonNull(f, "f");
        if (this == NEVER) {
            return never();
        }
        Event<B> differences = new Event<>(rankAfter(this));
        var last = new Last<A>();
        differences.follow(
                step -> {
                    boolean first = last.isMissing();
                    A older = first ? occurrence() : last.value();
                    A newer = occurrence();
                    last.set(newer);
                    if (!first) {
                        differences.occur(f.apply(newer, older), step);
                    }
                },
                this);
        return differences;
    }

    /// The occurrences whose value is not equal to the one before.
    ///
    ///     e.changes()(t) = v if e(t) = v and (e(<t) = - or e(<t) = w and not v.equals(w)), else -
    public Event<A> changes() {
        return changes(Equality.ofEquals());
    }

    /// The occurrences whose value is not the same as the one before.
    public Event<A> changes(Equality<? super A> equality) {
        Objects.requireNonNull(equality, "equality");
        if (this == NEVER) {
            return this;
        }
        Event<A> changes = new Event<>(rankAfter(this));
        var last = new Last<A>();
        changes.follow(
                step -> {
                    A value = occurrence();
                    boolean changed = last.isMissing() || !equality.same(value, last.value());
                    last.set(value);
                    if (changed) {
                        changes.occur(value, step);
                    }
                },
                this);
        return changes;
    }

    /// The occurrences at which `condition` is true.
    ///
    ///     e.on(c)(t) = e(t) if c(t), else -
    public Event<A> on(Signal<Boolean> condition) {
        if (this == NEVER) {
            return this;
        }
        if (condition.isInert()) {
            return condition.value() ? this : never();
        }
        Event<A> permitted = new Event<>(rankAfter(this, condition));
        permitted.follow(
                step -> {
                    if (occurs() && condition.present()) {
                        permitted.occur(occurrence(), step);
                    }
                },
                this,
                condition);
        return permitted;
    }

    /// The occurrences at which `other` does not occur.
    ///
    ///     e.dismiss(o)(t) = e(t) if o(t) = -, else -
    public Event<A> dismiss(Event<?> other) {
        if (this == NEVER || other.isInert()) {
            return this;
        }
        Event<A> rest = new Event<>(rankAfter(other, this));
        rest.follow(
                step -> {
                    if (!other.occurs()) {
                        rest.occur(occurrence(), step);
                    }
                },
                other,
                this);
        return rest;
    }

    /// The occurrences before the first one of `end`.
    ///
    ///     e.until(o)(t) = e(t) if o(≤t) = -, else -
    public Event<A> until(Event<?> end) {
        if (this == NEVER || end.isInert()) {
            return this;
        }
        Event<A> begin = new Event<>(rankAfter(this, end));
        begin.follow(
                step -> {
                    if (end.occurs()) {
                        removeDependent(begin);
                        end.removeDependent(begin);
                        begin.detach();
                    } else {
                        begin.occur(occurrence(), step);
                    }
                },
                this,
                end);
        return begin;
    }

    /* ---- Accumulating ---- */

    /// Applies the functions that occur to `initial`, one after the other; occurs with each result.
    ///
    ///     accumulate(f, i)(t) = g(a) if f(t) = g, else -
    ///                           where a = accumulate(f, i)(<t), or i if that is -
    public static <A extends @Nullable Object> Event<A> accumulate(
            Event<? extends Function<? super A, ? extends A>> functions, A initial) {
        return functions.fold((A accumulated, Function<? super A, ? extends A> f) -> f.apply(accumulated), initial);
    }

    /// Occurs with `initial` to which all occurrences so far were added by `f`.
    ///
    ///     e.fold(f, i)(t) = f(a, v) if e(t) = v, else -
    ///                       where a = e.fold(f, i)(<t), or i if that is -
    public <B extends @Nullable Object> Event<B> fold(BiFunction<? super B, ? super A, ? extends B> f, B initial) {
        Objects.requireNonNull(f, "f");
        if (this == NEVER) {
            return never();
        }
        Event<B> folded = new Event<>(rankAfter(this));
        var accumulated = new Last<B>();
        accumulated.set(initial);
        folded.follow(
                step -> {
                    B value = f.apply(accumulated.value(), occurrence());
                    accumulated.set(value);
                    folded.occur(value, step);
                },
                this);
        return folded;
    }

    /* ---- Putting together ---- */

    /// The occurrences of all; of simultaneous ones that of the event which comes first in the list.
    ///
    ///     select([e, …])(t) = e(t) if e(t) ≠ -, else select([…])(t)
    ///     select([])(t)     = -
    public static <A extends @Nullable Object> Event<A> select(List<? extends Event<? extends A>> events) {
        List<Event<? extends A>> sources = withoutNever(events);
        Node[] nodes = sources.toArray(new Node[0]);
        Event<A> selected = new Event<>(rankAfter(nodes));
        selected.follow(step -> selected.occur(firstOccurrence(sources), step), nodes);
        return selected;
    }

    private static <A extends @Nullable Object> A firstOccurrence(List<Event<? extends A>> sources) {
        for (Event<? extends A> source : sources) {
            if (source.occurs()) {
                return source.occurrence();
            }
        }
        return sources.getFirst().occurrence(); // says what is wrong
    }

    private static <A extends @Nullable Object> List<Event<? extends A>> withoutNever(
            List<? extends Event<? extends A>> events) {
        List<Event<? extends A>> sources = new ArrayList<>(events.size());
        for (Event<? extends A> event : events) {
            if (!event.isInert()) {
                sources.add(event);
            }
        }
        return sources;
    }

    /// The occurrences of all, the first one's before the others'; see [#select(List)].
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <A extends @Nullable Object> Event<A> select(Event<? extends A>... events) {
        return select(List.of(events));
    }

    /// Occurs when any of `events` does, with `initial` to which the simultaneous occurrences were added by `f`,
    /// in the order of the list.
    ///
    ///     merge(es, f, i)(t) = f(… f(f(i, v), w) …) if v, w, … are the occurrences among es(t), else -
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> merge(
            List<? extends Event<? extends A>> events, BiFunction<? super B, ? super A, ? extends B> f, B initial) {
        Objects.requireNonNull(f, "f");
        List<Event<? extends A>> sources = withoutNever(events);
        Node[] nodes = sources.toArray(new Node[0]);
        Event<B> merged = new Event<>(rankAfter(nodes));
        merged.follow(
                step -> {
                    B accumulated = initial;
                    for (Event<? extends A> source : sources) {
                        if (source.occurs()) {
                            accumulated = f.apply(accumulated, source.occurrence());
                        }
                    }
                    merged.occur(accumulated, step);
                },
                nodes);
        return merged;
    }

    /// The occurrences of `first`, until an event occurs on `events`; then those of that event, until the next.
    ///
    ///     switching(e, ee)(t) = e(t)  if ee(≤t) = -
    ///     switching(e, ee)(t) = e'(t) if ee(≤t) = e'
    public static <A extends @Nullable Object> Event<A> switching(Event<A> first, Event<? extends Event<A>> events) {
        return events.isInert() ? first : Switching.event(first, events);
    }

    /// Defines an event that depends on its own past: `f` gets the event that it defines, an instant later.
    ///
    ///     fix(d -> Fixed(e, r)) = r   where d(t) = e(t - dt), and d(0) = -
    ///
    /// An occurrence that causes itself without end makes the step never end.
    ///
    /// @throws IllegalArgumentException if `f` defines the event as one that is itself given by a fix
    public static <A extends @Nullable Object, R extends @Nullable Object> R fix(
            Function<? super Event<A>, Fixed<Event<A>, R>> f) {
        return Recursion.event(f);
    }

    /* ---- Options ---- */

    /// The values that are there.
    ///
    ///     values(e)(t) = v if e(t) = Optional.of(v), else -
    public static <A> Event<A> values(Event<Optional<A>> options) {
        return options.filterMap(Function.identity());
    }

    /// The values that are there; for those that are not, the value of `other`.
    ///
    ///     values(e, s)(t) = v    if e(t) = Optional.of(v)
    ///     values(e, s)(t) = s(t) if e(t) = Optional.empty()
    public static <A> Event<A> values(Event<Optional<A>> options, Signal<? extends A> other) {
        return other.sample(options, (option, value) -> option.isPresent() ? option.get() : value);
    }

    /* ---- Simultaneous occurrences ---- */

    /// Occurs when both occur at the same time.
    ///
    ///     combine(a, b, f)(t) = f(v, w) if a(t) = v and b(t) = w, else -
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> Event<R> combine(
            Event<A> a, Event<B> b, BiFunction<? super A, ? super B, ? extends R> f) {
        Objects.requireNonNull(f, "f");
        return Lifting.events(() -> f.apply(a.occurrence(), b.occurrence()), a, b);
    }

    /// Occurs when all three occur at the same time; see [#combine(Event, Event, BiFunction)].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            Event<R> combine(
                    Event<A> a,
                    Event<B> b,
                    Event<C> c,
                    Function3<? super A, ? super B, ? super C, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return Lifting.events(() -> function.apply(a.occurrence(), b.occurrence(), c.occurrence()), a, b, c);
    }

    /// Occurs when all four occur at the same time; see [#combine(Event, Event, BiFunction)].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            Event<R> combine(
                    Event<A> a,
                    Event<B> b,
                    Event<C> c,
                    Event<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return Lifting.events(
                () -> function.apply(a.occurrence(), b.occurrence(), c.occurrence(), d.occurrence()), a, b, c, d);
    }

    /// Occurs when all five occur at the same time; see [#combine(Event, Event, BiFunction)].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            Event<R> combine(
                    Event<A> a,
                    Event<B> b,
                    Event<C> c,
                    Event<D> d,
                    Event<E> e,
                    Function5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return Lifting.events(
                () -> function.apply(a.occurrence(), b.occurrence(), c.occurrence(), d.occurrence(), e.occurrence()),
                a,
                b,
                c,
                d,
                e);
    }

    /// Occurs when all six occur at the same time; see [#combine(Event, Event, BiFunction)].
    public static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            Event<R> combine(
                    Event<A> a,
                    Event<B> b,
                    Event<C> c,
                    Event<D> d,
                    Event<E> e,
                    Event<F> f,
                    Function6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return Lifting.events(
                () -> function.apply(
                        a.occurrence(), b.occurrence(), c.occurrence(), d.occurrence(), e.occurrence(), f.occurrence()),
                a,
                b,
                c,
                d,
                e,
                f);
    }

    @Override
    public String toString() {
        return this == NEVER ? "Event[never]" : occurs() ? "Event[occurs: " + occurrence + "]" : "Event";
    }
}
