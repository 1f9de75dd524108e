package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// cancel and onCancel on promises that are not made from others.
class CancelTest extends CoreTest {

    @Test
    void cancel_returned() {
        Promise<Integer> p = Lwt.of(1);
        p.cancel();
        assertReturned(p, 1);
    }

    @Test
    void cancel_failed() {
        Promise<Integer> p = Lwt.fail(a);
        p.cancel();
        assertFailed(p, a);
    }

    @Test
    void cancel_waiter_sleepsOn() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().cancel();
        assertSleeping(r.promise());
        r.wakeup(1);
        assertReturned(r.promise(), 1);
    }

    @Test
    void cancel_task() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.cancel();
        assertCanceled(p);
    }

    @Test
    void cancel_twice() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onCancel(() -> log("canceled"));
        p.cancel();
        State<Integer> first = p.state();
        p.cancel();
        assertThat(p.state()).as("state after the second cancel").isEqualTo(first);
        assertLog("canceled");
    }

    @Test
    void cancel_task_callbacksSeeIt() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onFailure(e -> log(e.getClass().getSimpleName()));
        p.cancel();
        assertLog("CanceledException");
    }

    @Test
    void cancel_insideACallbackOfCancel_isAtOnce() {
        Resolver<Integer> first = Lwt.task();
        Resolver<Integer> second = Lwt.task();
        second.promise().onFailure(_ -> log("second"));
        first.promise().onFailure(_ -> {
            log("before");
            second.promise().cancel();
            log("after");
        });
        first.promise().cancel();
        assertLog("before", "second", "after");
    }

    @Test
    void cancel_task_thatBecameAProxy() {
        Proxied<Integer> proxied = proxied(Lwt.task());
        proxied.promise().cancel();
        assertCanceled(proxied.promise());
        assertCanceled(proxied.resolver().promise());
    }

    @Test
    void cancel_ofTheProxyItself() {
        Proxied<Integer> proxied = proxied(Lwt.task());
        proxied.resolver().promise().cancel();
        assertCanceled(proxied.promise());
    }

    /* ---- onCancel ---- */

    @Test
    void onCancel_cancel() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onCancel(() -> log("canceled"));
        assertLog();
        p.cancel();
        assertLog("canceled");
    }

    @Test
    void onCancel_several_runNewestFirst() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onCancel(() -> log("1"));
        p.onCancel(() -> log("2"));
        p.onCancel(() -> log("3"));
        p.cancel();
        assertLog("3", "2", "1");
    }

    @Test
    void onCancel_runsBeforeOrdinaryCallbacks_whateverTheOrder() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onFailure(_ -> log("ordinary 1"));
        p.onCancel(() -> log("cancel 1"));
        p.onTermination(() -> log("ordinary 2"));
        p.onCancel(() -> log("cancel 2"));
        p.onFailure(_ -> log("ordinary 3"));
        p.cancel();
        assertLog("cancel 2", "cancel 1", "ordinary 3", "ordinary 2", "ordinary 1");
    }

    @Test
    void onCancel_returned_neverRuns() {
        Lwt.of(1).onCancel(this::mustNotRun);
        assertLog();
    }

    @Test
    void onCancel_failedOtherwise_neverRuns() {
        Lwt.fail(a).onCancel(this::mustNotRun);
        assertLog();
    }

    @Test
    void onCancel_alreadyCanceled_runsAtOnce() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.cancel();
        p.onCancel(() -> log("canceled"));
        assertLog("canceled");
    }

    @Test
    void onCancel_failedWithCanceled_runsAtOnce() {
        Lwt.fail(new CanceledException()).onCancel(() -> log("canceled"));
        assertLog("canceled");
    }

    @Test
    void onCancel_pendingThenReturned_neverRuns() {
        Resolver<Integer> r = Lwt.task();
        r.promise().onCancel(this::mustNotRun);
        r.promise().onCancel(this::mustNotRun);
        r.wakeup(1);
        assertLog();
    }

    @Test
    void onCancel_pendingThenFailed_neverRuns() {
        Resolver<Integer> r = Lwt.task();
        r.promise().onCancel(this::mustNotRun);
        r.fail(a);
        assertLog();
    }

    @Test
    void onCancel_failWithCanceled_countsAsCancel() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onFailure(_ -> log("ordinary"));
        r.promise().onCancel(() -> log("canceled"));
        r.promise().onFailure(_ -> log("ordinary"));
        r.fail(new CanceledException());
        assertLog("canceled", "ordinary", "ordinary");
    }

    @Test
    void onCancel_waiter_neverRuns() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onCancel(this::mustNotRun);
        r.promise().cancel();
        assertLog();
    }

    @Test
    void onCancel_throws_goesToTheHook() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        p.onFailure(_ -> log("ordinary"));
        p.onCancel(() -> log("older"));
        p.onCancel(() -> {
            throw a;
        });
        p.cancel();
        assertHooked(a);
        assertLog("older", "ordinary");
    }

    @Test
    void onCancel_throwsAtOnce_goesToTheHook() {
        Lwt.fail(new CanceledException()).onCancel(() -> {
            throw a;
        });
        assertHooked(a);
    }

    /* ---- The search ---- */

    @Test
    void cancel_allFoundAreCanceledBeforeTheFirstCallbackRuns() {
        Resolver<Integer> r1 = Lwt.task();
        Resolver<Integer> r2 = Lwt.task();
        Promise<Void> p = Lwt.join(r1.promise(), r2.promise());
        r1.promise().onCancel(() -> log("1; the other sleeps: " + r2.promise().isSleeping()));
        r2.promise().onCancel(() -> log("2; the other sleeps: " + r1.promise().isSleeping()));
        p.cancel();
        assertLog("2; the other sleeps: false", "1; the other sleeps: false"); // the last found runs first
    }

    @Test
    void cancel_ofAPromiseAndItsShieldedCopyTogether_isHarmless() {
        Resolver<Integer> r = Lwt.task();
        Promise<Integer> copy = r.promise().shielded();
        Promise<Void> p = Lwt.join(copy, r.promise());
        p.cancel();
        assertCanceled(copy);
        assertCanceled(r.promise());
        assertCanceled(p);
    }

    @Test
    void cancel_diamondOfDiamonds_isQuick() {
        Resolver<Integer> r = Lwt.task();
        Promise<?> p = r.promise();
        for (int i = 0; i < 60; i++) { // 2^60 paths
            p = Lwt.join(List.of(p, p));
        }
        p.cancel();
        assertCanceled(r.promise());
        assertCanceled(p);
    }

    @Test
    void cancel_cycleOfBinds_ends() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<?>[] ring = new Promise<?>[1];
        @SuppressWarnings("unchecked") // it is a Promise<Integer>
        Promise<Integer> p =
                r.promise().bind(_ -> ((Promise<Integer>) ring[0]).bind(Lwt::of).bind(Lwt::of));
        ring[0] = p;
        r.wakeup(0);
        p.cancel();
        assertSleeping(p);
    }

    @Test
    void cancel_cycleThroughJoin_ends() {
        Resolver<Void> r = Lwt.waiter();
        Resolver<Void> other = Lwt.task();
        Promise<?>[] ring = new Promise<?>[1];
        Promise<Void> p = r.promise().bind(_ -> Lwt.join(ring[0], other.promise()));
        ring[0] = p;
        r.wakeup(null);
        p.cancel();
        assertCanceled(other.promise());
        assertSleeping(p);
    }
}
