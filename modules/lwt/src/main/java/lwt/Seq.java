package lwt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A lazy sequence that never changes: it can be read from the beginning as often as wanted, and its elements
/// may have to be waited for.
///
/// It is a function that gives the first element and the rest. Unlike a stream it remembers nothing: who reads
/// it twice computes it twice. A failure of the function, or of those that transform it, is the failure of what
/// reads that element; canceling who reads cancels the promise that the function has given.
///
/// @see "Lwt manual (December 2010), “Other modules of the core library”"
@FunctionalInterface
public interface Seq<T> {

    /// The first element of a sequence, and the sequence behind it.
    record Step<T>(T element, Seq<T> rest) {}

    /// Computes the first element and the rest; empty at the end.
    Promise<Optional<Step<T>>> next();

    /* ---- Making sequences ---- */

    /// The sequence without elements.
    static <T> Seq<T> empty() {
        return () -> Lwt.of(Optional.empty());
    }

    /// The sequence of one element.
    static <T> Seq<T> of(T element) {
        return Seq.<T>empty().cons(element);
    }

    /// The sequence of the one value that a promise gives.
    static <T> Seq<T> ofPromise(Promise<T> element) {
        return Seq.<T>empty().consPromise(element);
    }

    /// The sequence of the elements of something that can be iterated; each reading iterates it as far as
    /// somebody reads.
    static <T> Seq<T> ofIterable(Iterable<? extends T> elements) {
        Objects.requireNonNull(elements, "elements");
        return () -> Seq.<T>rest(elements.iterator()).next();
    }

    /// What an iterator has still to give. It can be asked once, so what it gave is remembered.
    private static <T> Seq<T> rest(Iterator<? extends T> elements) {
        return new Seq<>() {
            private Optional<Step<T>> step = Optional.empty();
            private boolean known;

            @Override
            public Promise<Optional<Step<T>>> next() {
                if (!known) {
                    known = true;
                    if (elements.hasNext()) {
                        step = Optional.of(new Step<>(elements.next(), rest(elements)));
                    }
                }
                return Lwt.of(step);
            }
        };
    }

    /// The sequence of the values of promises, each waited for when it is read.
    static <T> Seq<T> ofPromises(Iterable<? extends Promise<T>> elements) {
        return Seq.<Promise<T>>ofIterable(elements).mapSerial(element -> element);
    }

    /// The sequence that a function makes from a state: an element and the next state, or nothing at the end.
    static <S, T> Seq<T> unfold(ThrowingFunction<? super S, Optional<Both<T, S>>> f, S state) {
        return unfoldSerial(s -> Lwt.of(f.apply(s)), state);
    }

    /// The sequence that a function makes from a state: an element and the next state, or nothing at the end.
    static <S, T> Seq<T> unfoldSerial(ThrowingFunction<? super S, ? extends Promise<Optional<Both<T, S>>>> f, S state) {
        return () -> Lwt.<S, Optional<Both<T, S>>>apply(f, state)
                .map(made -> made.map(pair -> new Step<>(pair.first(), unfoldSerial(f, pair.second()))));
    }

    /// This sequence with an element in front.
    default Seq<T> cons(T element) {
        return () -> Lwt.of(Optional.of(new Step<>(element, this)));
    }

    /// This sequence with the value of a promise in front.
    default Seq<T> consPromise(Promise<T> element) {
        return () -> element.map(value -> Optional.of(new Step<>(value, this)));
    }

    /// This sequence, then `other`.
    default Seq<T> append(Seq<T> other) {
        return () -> next().bind(step -> step.isEmpty()
                ? other.next()
                : Lwt.of(Optional.of(
                        new Step<>(step.get().element(), step.get().rest().append(other)))));
    }

    /* ---- Transforming ---- */

    /// The results of `f`.
    default <R> Seq<R> map(ThrowingFunction<? super T, ? extends R> f) {
        return mapSerial(element -> Lwt.of(f.apply(element)));
    }

    /// The results of `f`, one after the other.
    default <R> Seq<R> mapSerial(ThrowingFunction<? super T, ? extends Promise<? extends R>> f) {
        return this.<R>filterMapSerial(element -> f.apply(element).map(Optional::<R>of));
    }

    /// The elements that fulfil `test`.
    default Seq<T> filter(ThrowingFunction<? super T, Boolean> test) {
        return this.<T>filterMap(element -> test.apply(element) ? Optional.of(element) : Optional.empty());
    }

    /// The elements that fulfil `test`, asked one after the other.
    default Seq<T> filterSerial(ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return this.<T>filterMapSerial(
                element -> test.apply(element).map(yes -> yes ? Optional.of(element) : Optional.empty()));
    }

    /// The results of `f` that are not empty.
    default <R> Seq<R> filterMap(ThrowingFunction<? super T, Optional<R>> f) {
        return this.<R>filterMapSerial(element -> Lwt.of(f.apply(element)));
    }

    /// The results of `f` that are not empty, one after the other.
    default <R> Seq<R> filterMapSerial(ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return () -> next().bind(step -> {
            if (step.isEmpty()) {
                return Lwt.of(Optional.empty());
            }
            Seq<T> rest = step.get().rest();
            return f.apply(step.get().element())
                    .bind(made -> made.isPresent()
                            ? Lwt.of(Optional.of(new Step<>(made.get(), rest.<R>filterMapSerial(f))))
                            : rest.<R>filterMapSerial(f).next());
        });
    }

    /// The elements of the sequences that `f` returns.
    default <R> Seq<R> flatMap(ThrowingFunction<? super T, Seq<R>> f) {
        return () -> next().bind(step -> step.isEmpty()
                ? Lwt.of(Optional.empty())
                : f.apply(step.get().element())
                        .append(step.get().rest().flatMap(f))
                        .next());
    }

    /* ---- Using all elements ---- */

    /// Combines all elements with `initial`: `f` gets what was combined before and an element.
    default <A extends @Nullable Object> Promise<A> foldLeft(
            ThrowingBiFunction<? super A, ? super T, ? extends A> f, A initial) {
        return this.<A>foldLeftSerial((combined, element) -> Lwt.of(f.apply(combined, element)), initial);
    }

    /// Combines all elements with `initial`: `f` gets what was combined before and an element.
    default <A extends @Nullable Object> Promise<A> foldLeftSerial(
            ThrowingBiFunction<? super A, ? super T, ? extends Promise<A>> f, A initial) {
        Objects.requireNonNull(f, "f");
        return Sequencing.start(this::next)
                .bind(step -> step.isEmpty()
                        ? Lwt.of(initial)
                        : f.apply(initial, step.get().element())
                                .bind(combined -> step.get().rest().foldLeftSerial(f, combined)));
    }

    /// Calls `action` with each element.
    default Promise<@Nullable Void> iter(ThrowingConsumer<? super T> action) {
        return iterSerial(element -> {
            action.accept(element);
            return Lwt.unit();
        });
    }

    /// Calls `f` with each element, one after the other.
    default Promise<@Nullable Void> iterSerial(ThrowingFunction<? super T, ? extends Promise<?>> f) {
        return this.<@Nullable Void>foldLeftSerial(
                (nothing, element) -> f.apply(element).bind(ignored -> Lwt.unit()), null);
    }

    /// Calls `f` with each element as soon as it is there, then waits for all; fails with the first failure
    /// among them, in time.
    default Promise<@Nullable Void> iterParallel(ThrowingFunction<? super T, ? extends Promise<?>> f) {
        return this.<List<Promise<?>>>foldLeft(
                        (started, element) -> {
                            started.add(Sequencing.startAny(() -> f.apply(element)));
                            return started;
                        },
                        new ArrayList<>())
                .bind(started -> Lwt.join(started.reversed()));
    }

    /// Calls `f` with each element, keeping at most `limit` of its promises pending at the same time.
    ///
    /// @throws IllegalArgumentException if `limit` is not positive
    default Promise<@Nullable Void> iterBounded(int limit, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        return LwtStream.ofSeq(this).iterBounded(limit, f);
    }

    /// All elements.
    default Promise<List<T>> toList() {
        return this.<List<T>>foldLeft(
                (list, element) -> {
                    list.add(element);
                    return list;
                },
                new ArrayList<>());
    }
}
