package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mutex, condition, mailbox, switch, region.
class SynchronisationTest extends CoreTest {

    /* ---- mutex ---- */

    @Test
    void mutex_locksAreServedInOrder() {
        Mutex mutex = new Mutex();
        assertReturned(mutex.lock(), null);
        Promise<Void> second = mutex.lock();
        Promise<Void> third = mutex.lock();
        mutex.unlock();
        assertReturned(second, null);
        assertSleeping(third);
        assertThat(mutex.isLocked()).isTrue();
        mutex.unlock();
        mutex.unlock();
        assertReturned(third, null);
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void mutex_canceledWaiterNeverGetsTheLock() {
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Void> second = mutex.lock();
        Promise<Void> third = mutex.lock();
        second.cancel();
        assertCanceled(second);
        mutex.unlock();
        assertReturned(third, null);
    }

    @Test
    void mutex_waiterChosenByUnlockCannotBeCanceledAnyMore() {
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Void> second = mutex.lock();
        Promise<Void> body = second.bind(_ -> {
            log("has the lock");
            mutex.unlock();
            return Lwt.unit();
        });
        Resolver<Void> callback = Lwt.waiter();
        callback.promise().onSuccess(_ -> {
            mutex.unlock(); // the callbacks of `second` wait for the end of this one
            second.cancel();
            log("canceled");
        });
        callback.wakeup(null);
        assertLog("canceled", "has the lock");
        assertReturned(body, null);
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void mutex_unlockOfUnlocked_doesNothing() {
        Mutex mutex = new Mutex();
        mutex.unlock();
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void mutex_isEmpty_ignoresCanceled() {
        Mutex mutex = new Mutex();
        mutex.lock();
        assertThat(mutex.isEmpty()).isTrue();
        Promise<Void> waiter = mutex.lock();
        assertThat(mutex.isEmpty()).isFalse();
        waiter.cancel();
        assertThat(mutex.isEmpty()).isTrue();
    }

    @Test
    void mutex_withLock_releasesAfterFailure() {
        Mutex mutex = new Mutex();
        assertFailed(mutex.withLock(() -> Lwt.fail(a)), a);
        assertFailed(
                mutex.withLock(() -> {
                    throw b;
                }),
                b);
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void mutex_tenThousandCanceledWaiters_areSweptOut() {
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Void> first = mutex.lock();
        for (int i = 0; i < 10_000; i++) {
            mutex.lock().cancel();
        }
        Promise<Void> last = mutex.lock();
        mutex.unlock();
        assertReturned(first, null);
        mutex.unlock();
        assertReturned(last, null);
    }

    /* ---- condition ---- */

    @Test
    void condition_signal_givesTheValueToOne() {
        Condition<Integer> condition = new Condition<>();
        Promise<Integer> first = condition.await();
        Promise<Integer> second = condition.await();
        condition.signal(1);
        assertReturned(first, 1);
        assertSleeping(second);
    }

    @Test
    void condition_mutexIsFreeDuringTheWaitAndHeldAfterwards() {
        Condition<Integer> condition = new Condition<>();
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Integer> waiter = condition.await(mutex);
        assertThat(mutex.isLocked()).as("during the wait").isFalse();
        condition.signal(1);
        assertReturned(waiter, 1);
        assertThat(mutex.isLocked()).as("after the wait").isTrue();
    }

    @Test
    void condition_canceledWait_takesTheMutexAgain() {
        Condition<Integer> condition = new Condition<>();
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Integer> waiter = condition.await(mutex);
        mutex.lock();
        waiter.cancel();
        assertSleeping(waiter);
        mutex.unlock();
        assertCanceled(waiter);
        assertThat(mutex.isLocked()).isTrue();
    }

    @Test
    void condition_signalWithoutWaiter_isLost() {
        Condition<Integer> condition = new Condition<>();
        condition.signal(1);
        assertSleeping(condition.await());
    }

    @Test
    void condition_broadcast_tellsAllInOrder() {
        Condition<Integer> condition = new Condition<>();
        condition.await().onSuccess(v -> log("first " + v));
        condition.await().onSuccess(v -> log("second " + v));
        condition.broadcast(1);
        assertLog("first 1", "second 1");
        assertSleeping(condition.await());
    }

    @Test
    void condition_broadcastFailure_failsAll() {
        Condition<Integer> condition = new Condition<>();
        Promise<Integer> first = condition.await();
        Promise<Integer> second = condition.await();
        condition.broadcastFailure(a);
        assertFailed(first, a);
        assertFailed(second, a);
    }

    /* ---- mvar ---- */

    @Test
    void mvar_takeOfFull() {
        assertReturned(new Mvar<>(1).take(), 1);
    }

    @Test
    void mvar_takeAvailable_fullThenEmpty() {
        Mvar<Integer> mvar = new Mvar<>(1);
        assertThat(mvar.takeAvailable()).isEqualTo(Optional.of(1));
        assertThat(mvar.takeAvailable()).isEmpty();
    }

    @Test
    void mvar_isEmpty() {
        assertThat(new Mvar<>().isEmpty()).isTrue();
        assertThat(new Mvar<>(1).isEmpty()).isFalse();
    }

    @Test
    void mvar_putOnFull_waits() {
        Mvar<Integer> mvar = new Mvar<>(1);
        Promise<Void> put = mvar.put(2);
        assertSleeping(put);
        assertReturned(mvar.take(), 1);
        assertReturned(put, null);
        assertReturned(mvar.take(), 2);
    }

    @Test
    void mvar_takeThenPut() {
        Mvar<Integer> mvar = new Mvar<>();
        Promise<Integer> taken = mvar.take();
        assertReturned(mvar.put(1), null);
        assertReturned(taken, 1);
        assertThat(mvar.isEmpty()).isTrue();
    }

    @Test
    void mvar_putThenTake() {
        Mvar<Integer> mvar = new Mvar<>();
        assertReturned(mvar.put(1), null);
        assertReturned(mvar.take(), 1);
    }

    @Test
    void mvar_writersAndReaders_areServedInOrder() {
        Mvar<Integer> mvar = new Mvar<>(1);
        mvar.put(2);
        mvar.put(3);
        assertReturned(mvar.take(), 1);
        assertReturned(mvar.take(), 2);
        assertReturned(mvar.take(), 3);
        Promise<Integer> first = mvar.take();
        Promise<Integer> second = mvar.take();
        mvar.put(4);
        assertReturned(first, 4);
        assertSleeping(second);
    }

    @Test
    void mvar_canceledWriter_itsMessageNeverAppears() {
        Mvar<Integer> mvar = new Mvar<>(1);
        Promise<Void> put = mvar.put(2);
        put.cancel();
        assertCanceled(put);
        assertReturned(mvar.take(), 1);
        assertThat(mvar.isEmpty()).isTrue();
    }

    @Test
    void mvar_canceledReader_losesNoMessage() {
        Mvar<Integer> mvar = new Mvar<>();
        mvar.take().cancel();
        mvar.put(1);
        assertReturned(mvar.take(), 1);
    }

    @Test
    void mvar_null_isRefused() {
        assertThatThrownBy(() -> new Mvar<Integer>().put(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("message");
    }

    /* ---- switch ---- */

    @Test
    void switch_turnOff_runsHooksOnceLastAddedFirst() {
        Switch sw = new Switch();
        sw.addHook(() -> logged("first"));
        sw.addHook(() -> logged("second"));
        assertReturned(sw.turnOff(), null);
        assertReturned(sw.turnOff(), null);
        assertLog("second", "first");
        assertThat(sw.isOn()).isFalse();
    }

    private Promise<Void> logged(String entry) {
        log(entry);
        return Lwt.unit();
    }

    @Test
    void switch_addHookWhenOff_throwsOff() {
        Switch sw = new Switch();
        sw.turnOff();
        assertThatThrownBy(() -> sw.addHook(Lwt::unit)).isInstanceOf(Switch.OffException.class);
        assertThatThrownBy(sw::check).isInstanceOf(Switch.OffException.class);
    }

    @Test
    void switch_check_passesWhenOn() {
        new Switch().check();
    }

    @Test
    void switch_addHookOrRun_onLaterOffNow() {
        Switch sw = new Switch();
        sw.addHookOrRun(() -> logged("hook"));
        assertLog();
        sw.turnOff();
        assertLog("hook");
        sw.addHookOrRun(() -> logged("now"));
        assertLog("now");
    }

    @Test
    void switch_hookFailure_isReportedAfterAllHooksEnded() {
        Switch sw = new Switch();
        Resolver<Void> slow = Lwt.waiter();
        sw.addHook(slow::promise);
        sw.addHook(() -> {
            throw a;
        });
        Promise<Void> off = sw.turnOff();
        assertSleeping(off);
        slow.wakeup(null);
        assertFailed(off, a);
    }

    @Test
    void switch_withSwitch_turnsOffAtNormalEndAndAtFailure() {
        List<Switch> made = new ArrayList<>();
        assertReturned(
                Switch.withSwitch(sw -> {
                    made.add(sw);
                    return Lwt.of(1);
                }),
                1);
        assertFailed(
                Switch.withSwitch(sw -> {
                    made.add(sw);
                    throw a;
                }),
                a);
        assertThat(made).hasSize(2).noneMatch(Switch::isOn);
    }

    /* ---- region ---- */

    @Test
    void region_full_waitsUntilSomethingIsLeft() {
        Region region = new Region(2);
        Resolver<Void> first = Lwt.waiter();
        Resolver<Void> second = Lwt.waiter();
        region.run(1, first::promise);
        region.run(1, second::promise);
        Promise<Integer> third = region.run(1, () -> Lwt.of(3));
        assertSleeping(third);
        first.fail(a);
        assertReturned(third, 3);
    }

    @Test
    void region_resized_admitsThoseWhoWait() {
        Region region = new Region(0);
        Promise<Integer> waiting = region.run(1, () -> Lwt.of(1));
        assertSleeping(waiting);
        region.resize(1);
        assertReturned(waiting, 1);
    }

    @Test
    void region_canceledWaiter_takesNothing() {
        Region region = new Region(1);
        Resolver<Void> first = Lwt.waiter();
        region.run(1, first::promise);
        region.run(1, this::mustNotRun).cancel();
        first.wakeup(null);
        assertReturned(region.run(1, () -> Lwt.of(2)), 2);
        assertLog();
    }

    @Test
    void region_negativeSize_isRefused() {
        assertThatThrownBy(() -> new Region(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Region(1).run(-1, Lwt::unit)).isInstanceOf(IllegalArgumentException.class);
    }
}
