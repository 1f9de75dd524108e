package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// shielded, noCancel, wrapInCancelable.
class ShieldedTest extends CoreTest {
    private final Resolver<Integer> task = Lwt.task();
    private final Resolver<Integer> waiter = Lwt.waiter();

    /* ---- shielded ---- */

    @Test
    void shielded_returned_isThePromiseItself() {
        Promise<Integer> p = Lwt.of(1);
        assertThat(p.shielded()).as("copy of a resolved promise").isSameAs(p);
    }

    @Test
    void shielded_failed() {
        assertFailed(Lwt.fail(a).shielded(), a);
    }

    @Test
    void shielded_pending() {
        assertSleeping(task.promise().shielded());
    }

    @Test
    void shielded_pendingThenReturned() {
        Promise<Integer> copy = task.promise().shielded();
        task.wakeup(1);
        assertReturned(copy, 1);
    }

    @Test
    void shielded_pendingThenFailed() {
        Promise<Integer> copy = task.promise().shielded();
        task.fail(a);
        assertFailed(copy, a);
    }

    @Test
    void shielded_pendingThenCanceled() {
        Promise<Integer> copy = task.promise().shielded();
        copy.onCancel(() -> log("copy canceled"));
        task.promise().cancel();
        assertCanceled(copy);
        assertLog("copy canceled");
    }

    @Test
    void shielded_cancel_leavesTheOriginalAlone() {
        Promise<Integer> copy = task.promise().shielded();
        copy.cancel();
        assertCanceled(copy);
        assertSleeping(task.promise());
    }

    @Test
    void shielded_cancel_thenTheOriginalReturns() {
        Promise<Integer> copy = task.promise().shielded();
        copy.cancel();
        task.wakeup(1);
        assertReturned(task.promise(), 1);
        assertCanceled(copy);
    }

    @Test
    void shielded_ofAWaiter_canBeCanceled() {
        Promise<Integer> copy = waiter.promise().shielded();
        copy.cancel();
        assertCanceled(copy);
        assertSleeping(waiter.promise());
    }

    @Test
    void shielded_becameAProxy_cancel() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> copy = task.promise().shielded();
        Promise<Integer> outer = start.promise().bind(_ -> copy);
        start.wakeup(null);
        outer.cancel();
        assertCanceled(outer);
        assertCanceled(copy);
        assertSleeping(task.promise());
        task.wakeup(1);
        assertCanceled(copy);
    }

    @Test
    void shielded_becameAProxy_thenReturned() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> copy = task.promise().shielded();
        Promise<Integer> outer = start.promise().bind(_ -> copy);
        start.wakeup(null);
        task.wakeup(1);
        assertReturned(outer, 1);
        assertReturned(copy, 1);
    }

    @Test
    void shielded_originalBecameAProxy() {
        Proxied<Integer> proxied = proxied(task);
        Promise<Integer> copy = task.promise().shielded();
        proxied.resolver().wakeup(1);
        assertReturned(copy, 1);
    }

    /* ---- noCancel ---- */

    @Test
    void noCancel_resolved_isThePromiseItself() {
        Promise<Integer> p = Lwt.of(1);
        assertThat(p.noCancel()).as("copy of a resolved promise").isSameAs(p);
        assertFailed(Lwt.fail(a).noCancel(), a);
    }

    @Test
    void noCancel_pendingThenReturned() {
        Promise<Integer> copy = task.promise().noCancel();
        assertSleeping(copy);
        task.wakeup(1);
        assertReturned(copy, 1);
    }

    @Test
    void noCancel_pendingThenFailed() {
        Promise<Integer> copy = task.promise().noCancel();
        task.fail(a);
        assertFailed(copy, a);
    }

    @Test
    void noCancel_cancel_changesNothing() {
        Promise<Integer> copy = task.promise().noCancel();
        copy.cancel();
        assertSleeping(copy);
        assertSleeping(task.promise());
        task.wakeup(1);
        assertReturned(copy, 1);
    }

    @Test
    void noCancel_originalCanceled() {
        Promise<Integer> copy = task.promise().noCancel();
        task.promise().cancel();
        assertCanceled(copy);
    }

    /* ---- wrapInCancelable ---- */

    @Test
    void wrapInCancelable_resolved_isThePromiseItself() {
        Promise<Integer> p = Lwt.of(1);
        assertThat(p.wrapInCancelable()).as("copy of a resolved promise").isSameAs(p);
        assertFailed(Lwt.fail(a).wrapInCancelable(), a);
    }

    @Test
    void wrapInCancelable_pendingThenReturned() {
        Promise<Integer> copy = waiter.promise().wrapInCancelable();
        assertSleeping(copy);
        waiter.wakeup(1);
        assertReturned(copy, 1);
    }

    @Test
    void wrapInCancelable_pendingThenFailed() {
        Promise<Integer> copy = waiter.promise().wrapInCancelable();
        waiter.fail(a);
        assertFailed(copy, a);
    }

    @Test
    void wrapInCancelable_task_cancel_failsBoth() {
        Promise<Integer> copy = task.promise().wrapInCancelable();
        copy.cancel();
        assertCanceled(copy);
        assertCanceled(task.promise());
    }

    @Test
    void wrapInCancelable_waiter_cancel_failsOnlyTheWrapper() {
        Promise<Integer> copy = waiter.promise().wrapInCancelable();
        copy.cancel();
        assertCanceled(copy);
        assertSleeping(waiter.promise());
    }

    @Test
    void wrapInCancelable_task_cancelThenWakeup_isIgnored() {
        Promise<Integer> copy = task.promise().wrapInCancelable();
        copy.cancel();
        task.wakeup(1);
        assertCanceled(task.promise());
        assertCanceled(copy);
    }

    @Test
    void wrapInCancelable_waiter_cancelThenReturned() {
        Promise<Integer> copy = waiter.promise().wrapInCancelable();
        copy.cancel();
        waiter.wakeup(1);
        assertReturned(waiter.promise(), 1);
        assertCanceled(copy);
    }

    @Test
    void wrapInCancelable_waiter_cancelThenFailed() {
        Promise<Integer> copy = waiter.promise().wrapInCancelable();
        copy.cancel();
        waiter.fail(a);
        assertFailed(waiter.promise(), a);
        assertCanceled(copy);
    }

    @Test
    void wrapInCancelable_originalCanceled() {
        Promise<Integer> copy = task.promise().wrapInCancelable();
        task.promise().cancel();
        assertCanceled(copy);
    }

    @Test
    void wrapInCancelable_becameAProxy_cancel() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> copy = task.promise().wrapInCancelable();
        Promise<Integer> outer = start.promise().bind(_ -> copy);
        start.wakeup(null);
        outer.cancel();
        assertCanceled(outer);
        assertCanceled(task.promise());
    }
}
