package lwt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Visits, transforms and searches lists with functions that return promises.
///
/// Names that end in `Serial` call their function for an element when the promise for the element before is
/// resolved, and end at the first failure. Names that end in `Parallel` call it for all elements at once, from
/// the first on, and then wait: _parallel_ means at the same time on one thread.
///
/// The list is read once, when the function is called. The order of results is that of the list. What a
/// function throws becomes a failure. A parallel function fails when the failed promise's turn comes:
/// [#iterParallel] when all are resolved, the others when those behind it in the list are.
///
/// Canceling the result cancels the promise that is being waited for: the present one of a serial function, the
/// last one that is not resolved of a parallel one; all of them for [#iterParallel], which is a [Lwt#join].
///
/// @see "Lwt manual (December 2010), “Lists”"
public final class LwtList {
    /*
     * The order in which the parallel functions look at their promises can be seen, and is that of the
     * original: iterParallel joins them in reverse order; the others wait for the last one first, then for the
     * one before. So a failure is noticed when its turn comes, and a cancel reaches the promise that is being
     * waited for.
     */
    private LwtList() {}

    /// A function of an element and its index.
    @FunctionalInterface
    public interface Indexed<T extends @Nullable Object, R> {
        /// Applies the function to the element number `index`, counted from 0.
        R apply(int index, T element) throws Throwable;
    }

    /* ---- Visiting ---- */

    /// Calls `f` for one element after the other.
    public static <T extends @Nullable Object> Promise<@Nullable Void> iterSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:iterSerial", f, iteriSerial(list, (index, element) -> f.apply(element)));
    }

    /// Calls `f` for all elements, then waits for all; fails with the first failure among them, in time.
    public static <T extends @Nullable Object> Promise<@Nullable Void> iterParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:iterParallel", f, iteriParallel(list, (index, element) -> f.apply(element)));
    }

    /// Calls `f` for one element after the other, with its index.
    public static <T extends @Nullable Object> Promise<@Nullable Void> iteriSerial(
            Collection<? extends T> list, Indexed<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        T[] elements = snapshot(list);
        return Backtrace.marked("lwt:iteriSerial", f, visitFrom(elements, 0, f));
    }

    private static <T extends @Nullable Object> Promise<@Nullable Void> visitFrom(
            T[] elements, int index, Indexed<? super T, ? extends Promise<?>> f) {
        return index == elements.length
                ? Lwt.unit()
                : call(f, index, elements[index]).bind(ignored -> visitFrom(elements, index + 1, f));
    }

    /// Calls `f` for all elements, with their indexes, then waits for all; fails with the first failure among
    /// them, in time.
    public static <T extends @Nullable Object> Promise<@Nullable Void> iteriParallel(
            Collection<? extends T> list, Indexed<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        List<Promise<?>> promises = new ArrayList<>(list.size());
        int index = 0;
        for (T element : LwtList.<T>snapshot(list)) {
            promises.add(call(f, index++, element));
        }
        Collections.reverse(promises);
        return Backtrace.marked("lwt:iteriParallel", f, Lwt.join(promises));
    }

    /* ---- Transforming ---- */

    /// The results of `f`, called for one element after the other.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> mapSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<R>> f) {
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:mapSerial", f, mapiSerial(list, (index, element) -> f.apply(element)));
    }

    /// The results of `f`, called for all elements at once.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> mapParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<R>> f) {
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:mapParallel", f, mapiParallel(list, (index, element) -> f.apply(element)));
    }

    /// The results of `f`, called for one element after the other, with its index.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> mapiSerial(
            Collection<? extends T> list, Indexed<? super T, ? extends Promise<R>> f) {
        Objects.requireNonNull(f, "f");
        T[] elements = snapshot(list);
        List<R> results = new ArrayList<>(elements.length);
        return Backtrace.marked("lwt:mapiSerial", f, mapFrom(elements, 0, f, results));
    }

    private static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> mapFrom(
            T[] elements, int index, Indexed<? super T, ? extends Promise<R>> f, List<R> results) {
        return index == elements.length
                ? Lwt.of(Collections.unmodifiableList(results))
                : call(f, index, elements[index]).bind(result -> {
                    results.add(result);
                    return mapFrom(elements, index + 1, f, results);
                });
    }

    /// The results of `f`, called for all elements at once, with their indexes.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> mapiParallel(
            Collection<? extends T> list, Indexed<? super T, ? extends Promise<R>> f) {
        Objects.requireNonNull(f, "f");
        List<Promise<R>> promises = new ArrayList<>(list.size());
        int index = 0;
        for (T element : LwtList.<T>snapshot(list)) {
            promises.add(call(f, index++, element));
        }
        return Backtrace.marked(
                "lwt:mapiParallel", f, collectFromLast(promises, promises.size(), new ArrayList<>(promises.size())));
    }

    /// Waits for the promises below `count`, the last first.
    private static <R extends @Nullable Object> Promise<List<R>> collectFromLast(
            List<Promise<R>> promises, int count, List<R> reversed) {
        if (count == 0) {
            Collections.reverse(reversed);
            return Lwt.of(Collections.unmodifiableList(reversed));
        }
        return promises.get(count - 1).bind(result -> {
            reversed.add(result);
            return collectFromLast(promises, count - 1, reversed);
        });
    }

    /// The results of `f` in reverse order, called for one element after the other from the first on.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> revMapSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<R>> f) {
        return Backtrace.marked(
                "lwt:revMapSerial", f, LwtList.<T, R>mapSerial(list, f).bind(results -> Lwt.of(results.reversed())));
    }

    /// The results of `f` in reverse order, called for all elements at once from the first on.
    public static <T extends @Nullable Object, R extends @Nullable Object> Promise<List<R>> revMapParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<R>> f) {
        Objects.requireNonNull(f, "f");
        Promise<List<R>> results = Lwt.of(new ArrayList<>());
        for (T element : LwtList.<T>snapshot(list)) {
            Promise<List<R>> before = results;
            // each promise waits for its own element first, then for the promise before
            results = Lwt.<T, R>apply(f, element)
                    .bind(result -> before.map(present -> {
                        present.add(result);
                        return present;
                    }));
        }
        return Backtrace.marked(
                "lwt:revMapParallel", f, results.bind(all -> Lwt.of(Collections.unmodifiableList(all.reversed()))));
    }

    /* ---- Folding ---- */

    /// Combines all elements with `initial`, from the first on: `f` gets what was combined before and an
    /// element.
    public static <A extends @Nullable Object, T extends @Nullable Object> Promise<A> foldLeftSerial(
            Collection<? extends T> list, A initial, ThrowingBiFunction<? super A, ? super T, ? extends Promise<A>> f) {
        Objects.requireNonNull(f, "f");
        T[] elements = snapshot(list);
        return Backtrace.marked("lwt:foldLeftSerial", f, foldFrom(elements, 0, 1, initial, f));
    }

    /// Combines all elements with `initial`, from the last on: `f` gets an element and what was combined
    /// before.
    public static <T extends @Nullable Object, A extends @Nullable Object> Promise<A> foldRightSerial(
            Collection<? extends T> list, A initial, ThrowingBiFunction<? super T, ? super A, ? extends Promise<A>> f) {
        Objects.requireNonNull(f, "f");
        T[] elements = snapshot(list);
        return Backtrace.marked(
                "lwt:foldRightSerial",
                f,
                foldFrom(
                        elements, elements.length - 1, -1, initial, (combined, element) -> f.apply(element, combined)));
    }

    private static <A extends @Nullable Object, T extends @Nullable Object> Promise<A> foldFrom(
            T[] elements,
            int index,
            int step,
            A combined,
            ThrowingBiFunction<? super A, ? super T, ? extends Promise<A>> f) {
        if (index < 0 || index == elements.length) {
            return Lwt.of(combined);
        }
        return Lwt.<T, A>apply(element -> f.apply(combined, element), elements[index])
                .bind(next -> foldFrom(elements, index + step, step, next, f));
    }

    /* ---- Searching ---- */

    /// Whether all elements fulfil `test`; asks one after the other, until one does not.
    public static <T extends @Nullable Object> Promise<Boolean> forAllSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return Backtrace.marked(
                "lwt:forAllSerial",
                test,
                search(LwtList.<T>snapshot(list), 0, test, false).map(index -> index == NOT_FOUND));
    }

    /// Whether all elements fulfil `test`; asks about all at once and waits for all answers.
    public static <T extends @Nullable Object> Promise<Boolean> forAllParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return Backtrace.marked(
                "lwt:forAllParallel",
                test,
                LwtList.<T, Boolean>mapParallel(list, test).bind(answers -> Lwt.of(!answers.contains(false))));
    }

    /// Whether an element fulfils `test`; asks one after the other, until one does.
    public static <T extends @Nullable Object> Promise<Boolean> existsSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return Backtrace.marked(
                "lwt:existsSerial",
                test,
                search(LwtList.<T>snapshot(list), 0, test, true).map(index -> index != NOT_FOUND));
    }

    /// Whether an element fulfils `test`; asks about all at once and waits for all answers.
    public static <T extends @Nullable Object> Promise<Boolean> existsParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return Backtrace.marked(
                "lwt:existsParallel",
                test,
                LwtList.<T, Boolean>mapParallel(list, test).bind(answers -> Lwt.of(answers.contains(true))));
    }

    /// The first element that fulfils `test`; asks one after the other, and fails with [NoSuchElementException]
    /// if none does.
    public static <T extends @Nullable Object> Promise<T> findSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        T[] elements = snapshot(list);
        return Backtrace.marked(
                "lwt:findSerial",
                test,
                search(elements, 0, test, true)
                        .bind(index -> index == NOT_FOUND
                                ? Lwt.fail(new NoSuchElementException(
                                        "findSerial: no element of the list fulfils the test"))
                                : Lwt.of(elements[index])));
    }

    private static final int NOT_FOUND = -1;

    /// The index of the first element, from `index` on, for which the test answers `wanted`.
    private static <T extends @Nullable Object> Promise<Integer> search(
            T[] elements, int index, ThrowingFunction<? super T, ? extends Promise<Boolean>> test, boolean wanted) {
        Objects.requireNonNull(test, "test");
        if (index == elements.length) {
            return Lwt.of(NOT_FOUND);
        }
        return Lwt.<T, Boolean>apply(test, elements[index])
                .bind(answer -> answer == wanted ? Lwt.of(index) : search(elements, index + 1, test, wanted));
    }

    /* ---- Selecting ---- */

    /// The elements that fulfil `test`; asks one after the other.
    public static <T> Promise<List<T>> filterSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return Backtrace.marked(
                "lwt:filterSerial", test, LwtList.<T, T>filterMapSerial(list, element -> selected(test, element)));
    }

    /// The elements that fulfil `test`; asks about all at once.
    public static <T> Promise<List<T>> filterParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return Backtrace.marked(
                "lwt:filterParallel", test, LwtList.<T, T>filterMapParallel(list, element -> selected(test, element)));
    }

    private static <T> Promise<Optional<T>> selected(
            ThrowingFunction<? super T, ? extends Promise<Boolean>> test, T element) throws Throwable {
        return test.apply(element).bind(yes -> Lwt.of(yes ? Optional.of(element) : Optional.empty()));
    }

    /// The results of `f` that are not empty; calls it for one element after the other.
    public static <T extends @Nullable Object, R> Promise<List<R>> filterMapSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return Backtrace.marked(
                "lwt:filterMapSerial",
                f,
                LwtList.<T, Optional<R>>mapSerial(list, f).bind(results -> Lwt.of(present(results))));
    }

    /// The results of `f` that are not empty; calls it for all elements at once.
    public static <T extends @Nullable Object, R> Promise<List<R>> filterMapParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return Backtrace.marked(
                "lwt:filterMapParallel",
                f,
                LwtList.<T, Optional<R>>mapParallel(list, f).bind(results -> Lwt.of(present(results))));
    }

    private static <R> List<R> present(List<Optional<R>> results) {
        return results.stream().flatMap(Optional::stream).toList();
    }

    /// The elements that fulfil a test, and the others, both in order.
    public record Partition<T extends @Nullable Object>(List<T> matching, List<T> others) {}

    /// Divides the list by `test`; asks about one element after the other.
    public static <T extends @Nullable Object> Promise<Partition<T>> partitionSerial(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        T[] elements = snapshot(list);
        return Backtrace.marked(
                "lwt:partitionSerial",
                test,
                LwtList.<T, Boolean>mapSerial(Arrays.asList(elements), test)
                        .bind(answers -> Lwt.of(divide(elements, answers))));
    }

    /// Divides the list by `test`; asks about all elements at once.
    public static <T extends @Nullable Object> Promise<Partition<T>> partitionParallel(
            Collection<? extends T> list, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        T[] elements = snapshot(list);
        // the answer passes through one more bind, as in the original, where it is paired with its element
        return Backtrace.marked(
                "lwt:partitionParallel",
                test,
                LwtList.<T, Boolean>mapParallel(
                                Arrays.asList(elements),
                                element -> Lwt.<T, Boolean>apply(test, element).bind(Lwt::of))
                        .bind(answers -> Lwt.of(divide(elements, answers))));
    }

    private static <T extends @Nullable Object> Partition<T> divide(T[] elements, List<Boolean> answers) {
        List<T> matching = new ArrayList<>();
        List<T> others = new ArrayList<>();
        for (int i = 0; i < elements.length; i++) {
            (answers.get(i) ? matching : others).add(elements[i]);
        }
        return new Partition<>(Collections.unmodifiableList(matching), Collections.unmodifiableList(others));
    }

    /* ---- Shared ---- */

    @SuppressWarnings("unchecked") // the array holds the elements of the list and is only read
    private static <T extends @Nullable Object> T[] snapshot(Collection<? extends T> list) {
        return (T[]) list.toArray();
    }

    @SuppressWarnings("unchecked") // as Sequencing.start: the same promise comes back
    private static <T extends @Nullable Object, P extends Promise<?>> P call(
            Indexed<? super T, P> f, int index, T element) {
        return (P) Sequencing.startAny(() -> f.apply(index, element));
    }
}
