package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LwtListTest extends CoreTest {
    private static final List<Integer> LIST = List.of(1, 2, 3);

    private static Promise<Boolean> even(int n) {
        return Lwt.of(n % 2 == 0);
    }

    /* ---- Values ---- */

    @Test
    void map_values() {
        assertReturned(LwtList.mapSerial(LIST, n -> Lwt.of(n * 2)), List.of(2, 4, 6));
        assertReturned(LwtList.mapParallel(LIST, n -> Lwt.of(n * 2)), List.of(2, 4, 6));
        assertReturned(LwtList.mapiSerial(LIST, (i, n) -> Lwt.of(i * n)), List.of(0, 2, 6));
        assertReturned(LwtList.mapiParallel(LIST, (i, n) -> Lwt.of(i * n)), List.of(0, 2, 6));
        assertReturned(LwtList.revMapSerial(LIST, n -> Lwt.of(n * 2)), List.of(6, 4, 2));
        assertReturned(LwtList.revMapParallel(LIST, n -> Lwt.of(n * 2)), List.of(6, 4, 2));
    }

    @Test
    void iter_visitsAllInOrder() {
        LwtList.iterSerial(LIST, n -> logged(n));
        LwtList.iterParallel(LIST, n -> logged(n));
        LwtList.iteriSerial(LIST, (i, n) -> logged(i + ":" + n));
        LwtList.iteriParallel(LIST, (i, n) -> logged(i + ":" + n));
        assertLog("1", "2", "3", "1", "2", "3", "0:1", "1:2", "2:3", "0:1", "1:2", "2:3");
    }

    private Promise<Void> logged(Object entry) {
        log(entry);
        return Lwt.unit();
    }

    @Test
    void fold_values() {
        assertReturned(LwtList.foldLeftSerial(LIST, "", (text, n) -> Lwt.of(text + n)), "123");
        assertReturned(LwtList.foldRightSerial(LIST, "", (n, text) -> Lwt.of(text + n)), "321");
        assertReturned(LwtList.foldLeftSerial(List.<Integer>of(), 5, (acc, n) -> mustNotRun()), 5);
    }

    @Test
    void forAll_exists_bothAnswers() {
        List<Integer> evens = List.of(2, 4);
        assertReturned(LwtList.forAllSerial(evens, LwtListTest::even), true);
        assertReturned(LwtList.forAllSerial(LIST, LwtListTest::even), false);
        assertReturned(LwtList.forAllParallel(evens, LwtListTest::even), true);
        assertReturned(LwtList.forAllParallel(LIST, LwtListTest::even), false);
        assertReturned(LwtList.existsSerial(LIST, LwtListTest::even), true);
        assertReturned(LwtList.existsSerial(List.of(1), LwtListTest::even), false);
        assertReturned(LwtList.existsParallel(LIST, LwtListTest::even), true);
        assertReturned(LwtList.existsParallel(List.of(1), LwtListTest::even), false);
    }

    @Test
    void find_existingAndMissing() {
        assertReturned(LwtList.findSerial(LIST, LwtListTest::even), 2);
        assertThat(failureOf(LwtList.findSerial(List.of(1), LwtListTest::even)))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void filter_partition_values() {
        assertReturned(LwtList.filterSerial(LIST, LwtListTest::even), List.of(2));
        assertReturned(LwtList.filterParallel(LIST, LwtListTest::even), List.of(2));
        ThrowingFunction<Integer, Promise<Optional<Integer>>> halves =
                n -> Lwt.of(n % 2 == 0 ? Optional.of(n / 2) : Optional.empty());
        assertReturned(LwtList.filterMapSerial(LIST, halves), List.of(1));
        assertReturned(LwtList.filterMapParallel(LIST, halves), List.of(1));
        assertReturned(
                LwtList.partitionSerial(LIST, LwtListTest::even), new LwtList.Partition<>(List.of(2), List.of(1, 3)));
        assertReturned(
                LwtList.partitionParallel(LIST, LwtListTest::even), new LwtList.Partition<>(List.of(2), List.of(1, 3)));
    }

    /* ---- The rule of names ---- */

    /// Every function, as one that gets a function of an element and its result.
    record Named(String name, Function<ThrowingFunction<Integer, Promise<Boolean>>, Promise<?>> run, boolean parallel) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Named serial(String name, List<Integer> list, Runner runner) {
        return new Named(name, f -> runner.run(list, f), false);
    }

    private static Named parallel(String name, List<Integer> list, Runner runner) {
        return new Named(name, f -> runner.run(list, f), true);
    }

    interface Runner {
        Promise<?> run(List<Integer> list, ThrowingFunction<Integer, Promise<Boolean>> f);
    }

    static Stream<Named> functions() {
        return functionsOf(List.of(0, 1));
    }

    static Stream<Named> functionsOfBigList() {
        return functionsOf(IntStream.range(0, 100_000).boxed().toList());
    }

    private static Stream<Named> functionsOf(List<Integer> list) {
        return Stream.of(
                serial("iterSerial", list, (l, f) -> LwtList.iterSerial(l, f)),
                serial("iteriSerial", list, (l, f) -> LwtList.iteriSerial(l, (i, n) -> f.apply(n))),
                serial("mapSerial", list, (l, f) -> LwtList.mapSerial(l, f)),
                serial("mapiSerial", list, (l, f) -> LwtList.mapiSerial(l, (i, n) -> f.apply(n))),
                serial("revMapSerial", list, (l, f) -> LwtList.revMapSerial(l, f)),
                serial("foldLeftSerial", list, (l, f) -> LwtList.foldLeftSerial(l, true, (acc, n) -> f.apply(n))),
                serial("forAllSerial", list, LwtList::forAllSerial),
                serial(
                        "existsSerial",
                        list,
                        (l, f) -> LwtList.existsSerial(l, n -> f.apply(n).map(yes -> !yes))),
                serial(
                        "findSerial",
                        list,
                        (l, f) -> LwtList.findSerial(l, n -> f.apply(n).map(yes -> !yes))),
                serial("filterSerial", list, LwtList::filterSerial),
                serial(
                        "filterMapSerial",
                        list,
                        (l, f) -> LwtList.filterMapSerial(l, n -> f.apply(n).map(Optional::of))),
                serial("partitionSerial", list, LwtList::partitionSerial),
                parallel("iterParallel", list, (l, f) -> LwtList.iterParallel(l, f)),
                parallel("iteriParallel", list, (l, f) -> LwtList.iteriParallel(l, (i, n) -> f.apply(n))),
                parallel("mapParallel", list, (l, f) -> LwtList.mapParallel(l, f)),
                parallel("mapiParallel", list, (l, f) -> LwtList.mapiParallel(l, (i, n) -> f.apply(n))),
                parallel("revMapParallel", list, (l, f) -> LwtList.revMapParallel(l, f)),
                parallel("forAllParallel", list, LwtList::forAllParallel),
                parallel("existsParallel", list, LwtList::existsParallel),
                parallel("filterParallel", list, LwtList::filterParallel),
                parallel(
                        "filterMapParallel",
                        list,
                        (l, f) -> LwtList.filterMapParallel(l, n -> f.apply(n).map(Optional::of))),
                parallel("partitionParallel", list, LwtList::partitionParallel));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void name_saysWhetherAllCallsAreMadeAtOnce(Named function) {
        Resolver<Boolean> first = Lwt.waiter();
        Promise<?> result = function.run.apply(n -> {
            log(n);
            return n == 0 ? first.promise() : Lwt.of(true);
        });
        if (function.parallel) {
            assertLog("0", "1");
        } else {
            assertLog("0");
        }
        assertSleeping(result);
        first.wakeup(true);
        if (!function.parallel) {
            assertLog("1");
        }
        assertThat(result.isSleeping()).isFalse();
    }

    @Test
    void foldRightSerial_waitsForTheLastElementFirst() {
        Resolver<Integer> last = Lwt.waiter();
        Promise<Integer> sum = LwtList.foldRightSerial(LIST, 0, (n, acc) -> {
            log(n);
            return n == 3 ? last.promise() : Lwt.of(acc + n);
        });
        assertLog("3");
        last.wakeup(10);
        assertLog("2", "1");
        assertReturned(sum, 13);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void throwingFunction_neverEscapes(Named function) {
        Promise<?> result = function.run.apply(n -> {
            if (n == 1) {
                throw a;
            }
            return Lwt.of(true);
        });
        assertFailed(result, a);
    }

    @ParameterizedTest
    @MethodSource("functionsOfBigList")
    void bigList_needsNoStack(Named function) {
        assertThat(function.run.apply(_ -> Lwt.of(true)).isSleeping()).isFalse();
    }

    /* ---- Waiting and canceling ---- */

    @Test
    void iterParallel_waitsForAllAlsoAfterAFailure() {
        Resolver<Void> slow = Lwt.waiter();
        Promise<Void> all = LwtList.iterParallel(List.of(0, 1), n -> n == 0 ? slow.promise() : Lwt.fail(a));
        assertSleeping(all);
        slow.wakeup(null);
        assertFailed(all, a);
    }

    @Test
    void mapParallel_resultsInOrderOfTheList() {
        List<Resolver<Integer>> resolvers = new ArrayList<>();
        Promise<List<Integer>> all = LwtList.mapParallel(LIST, n -> {
            resolvers.add(Lwt.waiter());
            return resolvers.getLast().promise();
        });
        Collections.reverse(resolvers);
        int value = 10;
        for (Resolver<Integer> resolver : resolvers) {
            resolver.wakeup(value++);
        }
        assertReturned(all, List.of(12, 11, 10));
    }

    @Test
    void mapParallel_cancel_reachesTheElementThatIsWaitedFor() {
        List<Resolver<Integer>> resolvers = new ArrayList<>();
        Promise<List<Integer>> all = LwtList.mapParallel(LIST, n -> {
            resolvers.add(Lwt.task());
            return resolvers.getLast().promise();
        });
        all.cancel();
        assertCanceled(all);
        assertCanceled(resolvers.get(2).promise());
        assertSleeping(resolvers.get(0).promise());
    }
}
