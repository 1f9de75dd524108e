package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChooseTest extends CoreTest {
    private final Resolver<Integer> r1 = Lwt.waiter();
    private final Resolver<Integer> r2 = Lwt.waiter();

    @Test
    void choose_empty_isRefused() {
        assertThatThrownBy(() -> Lwt.choose(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("choose: the list is empty; with no promise to wait for,"
                        + " the result could never be resolved");
        assertThatThrownBy(() -> Lwt.choose()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void choose_null_isRefused() {
        assertThatThrownBy(() -> Lwt.choose(Arrays.asList(null, r1.promise())))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("choose: argument number 0 is null");
        assertThatThrownBy(() -> Lwt.choose((List<Promise<Void>>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("choose: the list is null");
        assertThatThrownBy(() -> Lwt.choose((Promise<Void>[]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("choose: the list is null");
    }

    @Test
    void choose_pendingAndReturned() {
        assertReturned(Lwt.choose(r1.promise(), Lwt.of(2)), 2);
        assertSleeping(r1.promise());
    }

    @Test
    void choose_pendingAndFailed() {
        assertFailed(Lwt.choose(r1.promise(), Lwt.fail(a)), a);
    }

    @Test
    void choose_severalResolved_aFailureIsAlwaysPreferred() {
        for (int seed = 0; seed < 100; seed++) {
            Loop.current().setRandom(new SplittableRandom(seed));
            assertFailed(Lwt.choose(Lwt.of(1), Lwt.of(2), Lwt.fail(a), r1.promise(), Lwt.of(3)), a);
        }
        Loop.current().setRandom(new SplittableRandom(0));
    }

    @Test
    void choose_severalReturned_eachMayBeChosen() {
        Set<State<Integer>> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            seen.add(Lwt.choose(r1.promise(), Lwt.of(1), Lwt.of(2)).state());
        }
        assertThat(seen)
                .as("what was chosen in a hundred tries")
                .isEqualTo(Set.of(new State.Return<>(1), new State.Return<>(2)));
    }

    @Test
    void choose_sameSeed_sameChoice() {
        List<Promise<Integer>> promises = List.of(Lwt.of(1), Lwt.of(2), Lwt.of(3));
        Loop.current().setRandom(new SplittableRandom(7));
        State<Integer> first = Lwt.choose(promises).state();
        Loop.current().setRandom(new SplittableRandom(7));
        assertThat(Lwt.choose(promises).state()).as("choice with the same seed").isEqualTo(first);
        Loop.current().setRandom(new SplittableRandom(0));
    }

    @Test
    void choose_allPending() {
        assertSleeping(Lwt.choose(r1.promise(), r2.promise()));
    }

    @Test
    void choose_pendingThenReturned_laterOnesAreIgnored() {
        Promise<Integer> p = Lwt.choose(r1.promise(), r2.promise());
        r2.wakeup(2);
        assertReturned(p, 2);
        r1.wakeup(1);
        assertReturned(p, 2);
    }

    @Test
    void choose_pendingThenFailed() {
        Promise<Integer> p = Lwt.choose(r1.promise(), r2.promise());
        r1.fail(a);
        assertFailed(p, a);
        r2.wakeup(2);
        assertFailed(p, a);
    }

    @Test
    void choose_samePromiseTwice() {
        Promise<Integer> p = Lwt.choose(r1.promise(), r1.promise());
        p.onSuccess(v -> log(v));
        r1.wakeup(1);
        assertReturned(p, 1);
        assertLog("1");
    }

    @Test
    void choose_doesNotCancelTheLosers() {
        Resolver<Integer> loser = Lwt.task();
        Promise<Integer> p = Lwt.choose(r1.promise(), loser.promise());
        r1.wakeup(1);
        assertReturned(p, 1);
        assertSleeping(loser.promise());
    }

    @Test
    void choose_thousandsAgainstOnePending_leaveItsOtherCallbacksIntact() {
        Resolver<Integer> lasting = Lwt.waiter();
        lasting.promise().onSuccess(_ -> log("first"));
        for (int i = 0; i < 5000; i++) {
            Resolver<Integer> quick = Lwt.waiter();
            Promise<Integer> p = Lwt.choose(lasting.promise(), quick.promise());
            if (i == 2500) {
                lasting.promise().onSuccess(_ -> log("middle"));
            }
            quick.wakeup(i);
            assertReturned(p, i);
        }
        lasting.promise().onSuccess(_ -> log("last"));
        Promise<Integer> waiting = Lwt.choose(lasting.promise(), r1.promise());
        lasting.wakeup(1);
        assertLog("last", "middle", "first");
        assertReturned(waiting, 1);
    }

    @Test
    void choose_thousandsAgainstTwoThatBecomeOne_leaveCallbacksIntact() {
        Resolver<Void> start = Lwt.waiter();
        Resolver<Integer> inner = Lwt.waiter();
        Promise<Integer> outer = start.promise().bind(_ -> inner.promise());
        for (int i = 0; i < 3000; i++) {
            Resolver<Integer> quick = Lwt.waiter();
            Promise<Integer> p = Lwt.choose(i % 2 == 0 ? inner.promise() : outer, quick.promise());
            quick.wakeup(i);
            assertReturned(p, i);
        }
        outer.onSuccess(_ -> log("outer"));
        inner.promise().onSuccess(_ -> log("inner"));
        start.wakeup(null);
        for (int i = 0; i < 3000; i++) {
            Resolver<Integer> quick = Lwt.waiter();
            Promise<Integer> p = Lwt.choose(i % 2 == 0 ? inner.promise() : outer, quick.promise());
            quick.wakeup(i);
            assertReturned(p, i);
        }
        inner.wakeup(1);
        assertLog("outer", "inner");
    }
}
