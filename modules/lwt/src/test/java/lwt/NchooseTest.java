package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// nchoose, npick, nchooseSplit.
class NchooseTest extends CoreTest {
    private final Resolver<Integer> r1 = Lwt.task();
    private final Resolver<Integer> r2 = Lwt.task();

    /// One of the three, seen as a function to the list of values.
    record Race(
            String name,
            boolean cancels,
            Function<List<Promise<Integer>>, Promise<List<Integer>>> values,
            Function<List<Promise<Integer>>, Promise<?>> raw) {
        Race(String name, boolean cancels, Function<List<Promise<Integer>>, Promise<List<Integer>>> values) {
            this(name, cancels, values, values::apply);
        }

        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        final Promise<List<Integer>> of(Promise<Integer>... ps) {
            return values.apply(Arrays.asList(ps));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        return Stream.of(
                new Race("nchoose", false, ps -> Lwt.nchoose(ps)),
                new Race("npick", true, ps -> Lwt.npick(ps)),
                new Race(
                        "nchooseSplit",
                        false,
                        ps -> Lwt.nchooseSplit(ps).map(Split::values),
                        ps -> Lwt.nchooseSplit(ps)));
    }

    private static void assertLoser(Race race, Promise<?> p) {
        if (race.cancels) {
            assertCanceled(p);
        } else {
            assertSleeping(p);
        }
    }

    @ParameterizedTest
    @MethodSource("races")
    void empty_isRefused(Race race) {
        assertThatThrownBy(() -> race.raw.apply(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(race.name
                        + ": the list is empty; with no promise to wait for, the result could never be resolved");
    }

    @ParameterizedTest
    @MethodSource("races")
    void null_isRefused(Race race) {
        assertThatThrownBy(() -> race.raw.apply(Arrays.asList(r1.promise(), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(race.name + ": argument number 1 is null");
        assertThatThrownBy(() -> race.raw.apply(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(race.name + ": the list is null");
        assertSleeping(r1.promise());
    }

    @ParameterizedTest
    @MethodSource("races")
    void allReturned_valuesInOrder(Race race) {
        assertReturned(race.of(Lwt.of(1), Lwt.of(2)), List.of(1, 2));
    }

    @ParameterizedTest
    @MethodSource("races")
    void returnedAndFailed(Race race) {
        assertFailed(race.of(Lwt.of(1), Lwt.fail(a)), a);
    }

    @ParameterizedTest
    @MethodSource("races")
    void failedAndReturned(Race race) {
        assertFailed(race.of(Lwt.fail(a), Lwt.of(1)), a);
    }

    @ParameterizedTest
    @MethodSource("races")
    void twoFailed_theFirstInTheListWins(Race race) {
        assertFailed(race.of(Lwt.of(1), Lwt.fail(a), Lwt.fail(b)), a);
    }

    @ParameterizedTest
    @MethodSource("races")
    void pendingAndReturned(Race race) {
        assertReturned(race.of(r1.promise(), Lwt.of(2), r2.promise(), Lwt.of(4)), List.of(2, 4));
        assertLoser(race, r1.promise());
        assertLoser(race, r2.promise());
    }

    @ParameterizedTest
    @MethodSource("races")
    void pendingAndFailed(Race race) {
        assertFailed(race.of(r1.promise(), Lwt.fail(a)), a);
        assertLoser(race, r1.promise());
    }

    @ParameterizedTest
    @MethodSource("races")
    void allPending(Race race) {
        assertSleeping(race.of(r1.promise(), r2.promise()));
    }

    @ParameterizedTest
    @MethodSource("races")
    void pendingThenReturned(Race race) {
        Promise<List<Integer>> p = race.of(r1.promise(), r2.promise());
        r2.wakeup(2);
        assertReturned(p, List.of(2));
        assertLoser(race, r1.promise());
        r1.wakeup(1);
        assertReturned(p, List.of(2));
    }

    @ParameterizedTest
    @MethodSource("races")
    void pendingThenFailed(Race race) {
        Promise<List<Integer>> p = race.of(r1.promise(), r2.promise());
        r2.fail(a);
        assertFailed(p, a);
        assertLoser(race, r1.promise());
    }

    @ParameterizedTest
    @MethodSource("races")
    void samePromiseTwice(Race race) {
        Promise<List<Integer>> p = race.of(r1.promise(), r2.promise(), r1.promise());
        r1.wakeup(1);
        assertReturned(p, List.of(1, 1));
    }

    @ParameterizedTest
    @MethodSource("races")
    void samePromiseTwice_failing(Race race) {
        Promise<List<Integer>> p = race.of(r1.promise(), r1.promise());
        r1.fail(a);
        assertFailed(p, a);
    }

    @ParameterizedTest
    @MethodSource("races")
    void diamond_onlyWhatIsResolvedByThen(Race race) {
        Resolver<Integer> root = Lwt.waiter();
        Promise<Integer> left = root.promise().map(x -> x + 1);
        Promise<Integer> right = root.promise().map(x -> x + 2);
        Promise<List<Integer>> p = race.of(left, right);
        root.wakeup(0);
        assertReturned(p, List.of(2)); // the newest callback runs first
    }

    @ParameterizedTest
    @MethodSource("races")
    void cancel_cancelsAll(Race race) {
        Promise<?> p = race.raw.apply(List.of(r1.promise(), r2.promise()));
        p.cancel();
        assertCanceled(r1.promise());
        assertCanceled(r2.promise());
        assertCanceled(p);
    }

    /* ---- npick ---- */

    @Test
    void npick_valuesAreTakenBeforeTheLosersAreCanceled() {
        Promise<Integer> recovering = Lwt.catching(r1::promise, _ -> Lwt.of(7));
        assertReturned(Lwt.npick(List.of(recovering, Lwt.of(2))), List.of(2));
        assertReturned(recovering, 7);
    }

    @Test
    void npick_waited_valuesAreTakenBeforeTheLosersAreCanceled() {
        Promise<Integer> recovering = Lwt.catching(r1::promise, _ -> Lwt.of(7));
        Promise<List<Integer>> p = Lwt.npick(List.of(recovering, r2.promise()));
        r2.wakeup(2);
        assertReturned(p, List.of(2));
        assertReturned(recovering, 7);
    }

    @Test
    void npick_losersAreCanceledBeforeTheResultIsResolved() {
        Promise<List<Integer>> p = Lwt.npick(List.of(r1.promise(), r2.promise()));
        r2.promise().onCancel(() -> log("canceled while the result is " + p));
        p.onSuccess(_ -> log("resolved"));
        r1.wakeup(1);
        assertLog("canceled while the result is Promise[Sleep]", "resolved");
    }

    /* ---- nchooseSplit ---- */

    @Test
    void nchooseSplit_resolvedAtOnce_pendingOnesInReverseOrder() {
        assertReturned(
                Lwt.nchooseSplit(List.of(r1.promise(), Lwt.of(1), r2.promise())),
                new Split<>(List.of(1), List.of(r2.promise(), r1.promise())));
    }

    @Test
    void nchooseSplit_waited_pendingOnesInOrder() {
        Resolver<Integer> r3 = Lwt.waiter();
        Promise<Split<Integer>> p = Lwt.nchooseSplit(List.of(r1.promise(), r3.promise(), r2.promise()));
        r3.wakeup(3);
        assertReturned(p, new Split<>(List.of(3), List.of(r1.promise(), r2.promise())));
    }

    @Test
    void nchooseSplit_allReturned_noneIsLeft() {
        assertReturned(Lwt.nchooseSplit(List.of(Lwt.of(1), Lwt.of(2))), new Split<>(List.of(1, 2), List.of()));
    }

    @Test
    void nchooseSplit_samePendingTwice_isLeftTwice() {
        Promise<Split<Integer>> p = Lwt.nchooseSplit(List.of(r1.promise(), r2.promise(), r1.promise()));
        r2.wakeup(2);
        assertReturned(p, new Split<>(List.of(2), List.of(r1.promise(), r1.promise())));
    }

    @Test
    void nchooseSplit_thePendingOnesGoOn() {
        Promise<Split<Integer>> p = Lwt.nchooseSplit(List.of(r1.promise(), r2.promise()));
        r1.wakeup(1);
        Promise<Integer> rest = p.bind(split -> split.pending().getFirst());
        assertSleeping(rest);
        r2.wakeup(2);
        assertReturned(rest, 2);
    }

    @Test
    void nchooseSplit_theListsCannotBeChanged() {
        Promise<Split<Integer>> p = Lwt.nchooseSplit(List.of(r1.promise(), Lwt.of(2)));
        p.onSuccess(split -> {
            assertThatThrownBy(() -> split.values().set(0, 1)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> split.pending().clear()).isInstanceOf(UnsupportedOperationException.class);
            log("seen");
        });
        assertLog("seen");
        assertThat(p.isSleeping()).isFalse();
    }
}
