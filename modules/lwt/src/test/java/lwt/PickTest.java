package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PickTest extends CoreTest {
    private final Resolver<Integer> r1 = Lwt.task();
    private final Resolver<Integer> r2 = Lwt.task();

    @Test
    void pick_empty_isRefused() {
        assertThatThrownBy(() -> Lwt.pick(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pick: the list is empty; with no promise to wait for, the result could never be resolved");
    }

    @Test
    void pick_null_isRefused() {
        assertThatThrownBy(() -> Lwt.pick(Arrays.asList(r1.promise(), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("pick: argument number 1 is null");
        assertSleeping(r1.promise());
        assertThatThrownBy(() -> Lwt.pick((List<Promise<Void>>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("pick: the list is null");
        assertThatThrownBy(() -> Lwt.pick((Promise<Void>[]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("pick: the list is null");
    }

    @Test
    void pick_pendingAndReturned_losersAreCanceled() {
        assertReturned(Lwt.pick(r1.promise(), Lwt.of(2), r2.promise()), 2);
        assertCanceled(r1.promise());
        assertCanceled(r2.promise());
    }

    @Test
    void pick_pendingAndFailed_losersAreCanceled() {
        assertFailed(Lwt.pick(r1.promise(), Lwt.fail(a)), a);
        assertCanceled(r1.promise());
    }

    @Test
    void pick_severalResolved_aFailureIsAlwaysPreferred() {
        for (int seed = 0; seed < 100; seed++) {
            Loop.current().setRandom(new SplittableRandom(seed));
            Resolver<Integer> loser = Lwt.task();
            assertFailed(Lwt.pick(Lwt.of(1), loser.promise(), Lwt.fail(a), Lwt.of(3)), a);
            assertCanceled(loser.promise());
        }
        Loop.current().setRandom(new SplittableRandom(0));
    }

    @Test
    void pick_allPending() {
        assertSleeping(Lwt.pick(r1.promise(), r2.promise()));
    }

    @Test
    void pick_pendingThenReturned_losersAreCanceled() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r2.promise());
        r2.wakeup(2);
        assertReturned(p, 2);
        assertCanceled(r1.promise());
    }

    @Test
    void pick_pendingThenFailed_losersAreCanceled() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r2.promise());
        r1.fail(a);
        assertFailed(p, a);
        assertCanceled(r2.promise());
    }

    @Test
    void pick_diamond() {
        Resolver<Integer> root = Lwt.task();
        Promise<Integer> left = root.promise().map(x -> x + 1);
        Promise<Integer> right = root.promise().map(x -> x + 2);
        Promise<Integer> p = Lwt.pick(left, right);
        root.wakeup(0);
        assertReturned(p, 2); // the newest callback runs first
    }

    @Test
    void pick_samePromiseTwice() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r1.promise());
        r1.wakeup(1);
        assertReturned(p, 1);
    }

    @Test
    void pick_cancel_cancelsAll() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r2.promise());
        p.cancel();
        assertCanceled(r1.promise());
        assertCanceled(r2.promise());
        assertCanceled(p);
    }

    @Test
    void pick_losersAreCanceledBeforeTheResultIsResolved() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r2.promise());
        r2.promise().onCancel(() -> log("canceled while the result is " + p));
        p.onSuccess(_ -> log("resolved while the loser sleeps: " + r2.promise().isSleeping()));
        r1.wakeup(1);
        assertLog("canceled while the result is Promise[Sleep]", "resolved while the loser sleeps: false");
    }

    @Test
    void pick_losersAreCanceledOneAfterTheOther_inOrder() {
        Resolver<Integer> r3 = Lwt.task();
        Lwt.pick(r1.promise(), r2.promise(), r3.promise());
        r1.promise()
                .onCancel(
                        () -> log("first; the last one sleeps: " + r3.promise().isSleeping()));
        r3.promise().onCancel(() -> log("last"));
        r2.wakeup(2);
        assertLog("first; the last one sleeps: true", "last");
    }

    @Test
    void pick_aLoserThatRecoversDoesNotWin() {
        Promise<Integer> recovering = Lwt.catching(r2::promise, _ -> Lwt.of(7));
        Promise<Integer> p = Lwt.pick(r1.promise(), recovering);
        r1.wakeup(1);
        assertReturned(p, 1);
        assertReturned(recovering, 7);
    }

    @Test
    void pick_cancelingTheFirstFailsAnotherWhichIsThenTaken() {
        Promise<Integer> derived = r1.promise().map(x -> x);
        assertCanceled(Lwt.pick(r1.promise(), derived, Lwt.of(1)));
    }

    @Test
    void pick_callbackOfALoserCancelsTheResult_theWinnerStays() {
        Promise<Integer> p = Lwt.pick(r1.promise(), r2.promise());
        r2.promise().onCancel(p::cancel);
        r1.wakeup(1);
        assertReturned(p, 1);
    }
}
