package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AllBothTest extends CoreTest {
    private final Resolver<Integer> r1 = Lwt.waiter();
    private final Resolver<Integer> r2 = Lwt.waiter();

    /* ---- all ---- */

    @Test
    void all_empty() {
        assertReturned(Lwt.all(List.<Promise<Integer>>of()), List.of());
    }

    @Test
    void all_one() {
        assertReturned(Lwt.all(List.of(Lwt.of(1))), List.of(1));
    }

    @Test
    void all_two() {
        assertReturned(Lwt.all(List.of(Lwt.of(1), Lwt.of(2))), List.of(1, 2));
    }

    @Test
    void all_many_keepTheirOrder() {
        List<Resolver<Integer>> resolvers =
                IntStream.range(0, 20).mapToObj(_ -> Lwt.<Integer>waiter()).toList();
        Promise<List<Integer>> p =
                Lwt.all(resolvers.stream().map(Resolver::promise).toList());
        for (int i = 0; i < 20; i++) {
            int j = i * 7 % 20; // every index once
            assertSleeping(p);
            resolvers.get(j).wakeup(j);
        }
        assertReturned(p, IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void all_allFailed_failsWithTheFirstInTheList() {
        assertFailed(Lwt.all(List.of(Lwt.fail(a), Lwt.fail(b))), a);
    }

    @Test
    void all_returnedAndPending_thenReturned() {
        Promise<List<Integer>> p = Lwt.all(List.of(Lwt.of(1), r1.promise()));
        assertSleeping(p);
        r1.wakeup(2);
        assertReturned(p, List.of(1, 2));
    }

    @Test
    void all_returnedPendingReturned() {
        Promise<List<Integer>> p = Lwt.all(List.of(Lwt.of(1), r1.promise(), Lwt.of(3)));
        r1.wakeup(2);
        assertReturned(p, List.of(1, 2, 3));
    }

    @Test
    void all_longMixedList() {
        Promise<List<Integer>> p =
                Lwt.all(List.of(r1.promise(), Lwt.of(2), r2.promise(), r1.promise(), Lwt.of(5), r2.promise()));
        r2.wakeup(3);
        assertSleeping(p);
        r1.wakeup(1);
        assertReturned(p, List.of(1, 2, 3, 1, 5, 3));
    }

    @Test
    void all_samePendingTwice() {
        Promise<List<Integer>> p = Lwt.all(List.of(r1.promise(), r1.promise()));
        r1.wakeup(1);
        assertReturned(p, List.of(1, 1));
    }

    @Test
    void all_failedAndPending_waits() {
        Promise<List<Integer>> p = Lwt.all(List.of(Lwt.fail(a), r1.promise()));
        assertSleeping(p);
        r1.wakeup(1);
        assertFailed(p, a);
    }

    @Test
    void all_returnedAndPending_thenFailed() {
        Promise<List<Integer>> p = Lwt.all(List.of(Lwt.of(1), r1.promise()));
        r1.fail(a);
        assertFailed(p, a);
    }

    @Test
    void all_failedAndPending_thenFailed_theFirstFailureStays() {
        Promise<List<Integer>> p = Lwt.all(List.of(r1.promise(), Lwt.fail(a)));
        r1.fail(b);
        assertFailed(p, a);
    }

    @Test
    void all_diamond() {
        Promise<Integer> left = r1.promise().map(x -> x + 1);
        Promise<Integer> right = r1.promise().map(x -> x + 2);
        Promise<List<Integer>> p = Lwt.all(List.of(left, right));
        r1.wakeup(0);
        assertReturned(p, List.of(1, 2));
    }

    @Test
    void all_nullValues() {
        assertReturned(Lwt.all(List.of(Lwt.unit(), Lwt.unit())), Arrays.asList(null, null));
    }

    @Test
    void all_theListCannotBeChanged() {
        Promise<List<Integer>> p = Lwt.all(List.of(Lwt.of(1), Lwt.of(2)));
        p.onSuccess(list -> assertThatThrownBy(() -> list.set(0, 7)).isInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void all_doesNotSeeLaterChangesOfTheArgument() {
        List<Promise<Integer>> promises = new ArrayList<>(List.of(r1.promise(), Lwt.of(2)));
        Promise<List<Integer>> p = Lwt.all(promises);
        promises.set(1, Lwt.of(7));
        promises.clear();
        r1.wakeup(1);
        assertReturned(p, List.of(1, 2));
    }

    @Test
    void all_null_isRefused() {
        assertThatThrownBy(() -> Lwt.all(Arrays.asList(r1.promise(), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("all: argument number 1 is null");
        assertThatThrownBy(() -> Lwt.all((List<Promise<Void>>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("all: the list is null");
    }

    /* ---- both ---- */

    enum Kind {
        RETURNED,
        FAILED,
        PENDING
    }

    private static Promise<Integer> of(Kind kind, Resolver<Integer> r, Throwable failure) {
        return switch (kind) {
            case RETURNED -> Lwt.of(1);
            case FAILED -> Lwt.fail(failure);
            case PENDING -> r.promise();
        };
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Kind.values()).flatMap(x -> Stream.of(Kind.values()).map(y -> Arguments.of(x, y)));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs")
    void both_start(Kind first, Kind second) {
        Promise<Both<Integer, Integer>> p = Lwt.both(of(first, r1, a), of(second, r2, b));
        if (first == Kind.PENDING || second == Kind.PENDING) {
            assertSleeping(p);
        } else if (first == Kind.FAILED) {
            assertFailed(p, a);
        } else if (second == Kind.FAILED) {
            assertFailed(p, b);
        } else {
            assertReturned(p, new Both<>(1, 1));
        }
    }

    @ParameterizedTest(name = "{0} and pending, then returned")
    @EnumSource(names = {"RETURNED", "FAILED"})
    void both_oneEndsWithAValue(Kind fixed) {
        Promise<Both<Integer, Integer>> right = Lwt.both(of(fixed, r1, a), r2.promise());
        Promise<Both<Integer, Integer>> left = Lwt.both(r2.promise(), of(fixed, r1, a));
        r2.wakeup(2);
        if (fixed == Kind.RETURNED) {
            assertReturned(right, new Both<>(1, 2));
            assertReturned(left, new Both<>(2, 1));
        } else {
            assertFailed(right, a);
            assertFailed(left, a);
        }
    }

    @ParameterizedTest(name = "{0} and pending, then failed")
    @EnumSource(names = {"RETURNED", "FAILED"})
    void both_oneEndsWithAFailure(Kind fixed) {
        Promise<Both<Integer, Integer>> right = Lwt.both(of(fixed, r1, a), r2.promise());
        Promise<Both<Integer, Integer>> left = Lwt.both(r2.promise(), of(fixed, r1, a));
        r2.fail(b);
        Boom first = fixed == Kind.RETURNED ? b : a;
        assertFailed(right, first);
        assertFailed(left, first);
    }

    record End(String name, boolean fails, Consumer<Resolver<Integer>> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> endings() {
        List<End> ends = List.of(
                new End("returned", false, r -> r.wakeup(5)),
                new End("failed", true, r -> r.fail(new Boom("end"))),
                new End("canceled", true, r -> r.promise().cancel()));
        return ends.stream()
                .flatMap(first -> ends.stream()
                        .flatMap(second -> Stream.of(
                                Arguments.of(first, second, "left first"),
                                Arguments.of(first, second, "right first"))));
    }

    @ParameterizedTest(name = "{0} and {1}, {2}")
    @MethodSource("endings")
    void both_pendingBoth(End left, End right, String order) {
        Resolver<Integer> t1 = Lwt.task();
        Resolver<Integer> t2 = Lwt.task();
        Promise<Both<Integer, Integer>> p = Lwt.both(t1.promise(), t2.promise());
        boolean leftFirst = order.equals("left first");
        (leftFirst ? left : right).run.accept(leftFirst ? t1 : t2);
        assertSleeping(p);
        (leftFirst ? right : left).run.accept(leftFirst ? t2 : t1);
        if (!left.fails && !right.fails) {
            assertReturned(p, new Both<>(5, 5));
            return;
        }
        boolean leftWins = leftFirst ? left.fails : !right.fails;
        assertThat(p.state())
                .as("the state, which is that of the first one to fail in time")
                .hasToString((leftWins ? t1 : t2).promise().state().toString());
        assertThat(failureOf(p)).isSameAs(failureOf((leftWins ? t1 : t2).promise()));
    }

    @Test
    void both_samePromise() {
        Promise<Both<Integer, Integer>> p = Lwt.both(r1.promise(), r1.promise());
        r1.wakeup(1);
        assertReturned(p, new Both<>(1, 1));
    }

    @Test
    void both_differentTypes() {
        Promise<Both<Integer, String>> p = Lwt.both(r1.promise(), Lwt.of("two"));
        r1.wakeup(1);
        assertReturned(p.map(v -> v.first() + v.second()), "1two");
    }

    @Test
    void both_null_isRefused() {
        assertThatThrownBy(() -> Lwt.both(null, Lwt.unit()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("first");
        assertThatThrownBy(() -> Lwt.both(Lwt.unit(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("second");
    }
}
