package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FinalizingTest extends CoreTest {

    private Promise<?> cleanup() {
        log("cleanup");
        return Lwt.unit();
    }

    /* ---- Resolved at once ---- */

    @Test
    void finalizing_returned() {
        assertReturned(Lwt.finalizing(() -> Lwt.of(1), this::cleanup), 1);
        assertLog("cleanup");
    }

    @Test
    void finalizing_returned_cleanupFails() {
        assertFailed(Lwt.finalizing(() -> Lwt.of(1), () -> Lwt.fail(a)), a);
    }

    @Test
    void finalizing_returned_cleanupThrows() {
        assertFailed(
                Lwt.finalizing(() -> Lwt.of(1), () -> {
                    throw a;
                }),
                a);
    }

    @Test
    void finalizing_failed() {
        assertFailed(Lwt.finalizing(() -> Lwt.fail(a), this::cleanup), a);
        assertLog("cleanup");
    }

    @Test
    void finalizing_throws() {
        assertFailed(
                Lwt.finalizing(
                        () -> {
                            throw a;
                        },
                        this::cleanup),
                a);
        assertLog("cleanup");
    }

    @Test
    void finalizing_failed_cleanupFails() {
        assertFailed(Lwt.finalizing(() -> Lwt.fail(a), () -> Lwt.fail(b)), b);
    }

    @Test
    void finalizing_failed_cleanupThrows() {
        assertFailed(
                Lwt.finalizing(() -> Lwt.fail(a), () -> {
                    throw b;
                }),
                b);
    }

    @Test
    void finalizing_returned_cleanupPending() {
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(() -> Lwt.of(1), cleaning::promise);
        assertSleeping(p);
        cleaning.wakeup("clean");
        assertReturned(p, 1);
    }

    @Test
    void finalizing_failed_cleanupPending() {
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(() -> Lwt.fail(a), cleaning::promise);
        assertSleeping(p);
        cleaning.wakeup("clean");
        assertFailed(p, a);
    }

    /* ---- Pending ---- */

    @Test
    void finalizing_pending() {
        assertSleeping(Lwt.finalizing(() -> Lwt.waiter().promise(), this::cleanup));
        assertLog();
    }

    @Test
    void finalizing_pendingThenReturned() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, this::cleanup);
        r.wakeup(1);
        assertReturned(p, 1);
        assertLog("cleanup");
    }

    @Test
    void finalizing_pendingThenReturned_cleanupFails() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, () -> Lwt.fail(a));
        r.wakeup(1);
        assertFailed(p, a);
    }

    @Test
    void finalizing_pendingThenReturned_cleanupThrows() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, () -> {
            throw a;
        });
        r.wakeup(1);
        assertFailed(p, a);
    }

    @Test
    void finalizing_pendingThenReturned_cleanupPending() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, cleaning::promise);
        r.wakeup(1);
        assertSleeping(p);
        cleaning.wakeup("clean");
        assertReturned(p, 1);
    }

    @Test
    void finalizing_pendingThenReturned_cleanupPendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, cleaning::promise);
        r.wakeup(1);
        cleaning.fail(a);
        assertFailed(p, a);
    }

    @Test
    void finalizing_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, this::cleanup);
        r.fail(a);
        assertFailed(p, a);
        assertLog("cleanup");
    }

    @Test
    void finalizing_pendingThenFailed_cleanupFails() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, () -> Lwt.fail(b));
        r.fail(a);
        assertFailed(p, b);
    }

    @Test
    void finalizing_pendingThenFailed_cleanupThrows() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, () -> {
            throw b;
        });
        r.fail(a);
        assertFailed(p, b);
    }

    @Test
    void finalizing_pendingThenFailed_cleanupPending() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, cleaning::promise);
        r.fail(a);
        assertSleeping(p);
        cleaning.wakeup("clean");
        assertFailed(p, a);
    }

    @Test
    void finalizing_pendingThenFailed_cleanupPendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<String> cleaning = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, cleaning::promise);
        r.fail(a);
        cleaning.fail(b);
        assertFailed(p, b);
    }

    @Test
    void finalizing_becomesAProxyWhileItsCleanupRuns_returned() {
        Resolver<Integer> startInner = Lwt.waiter();
        assertBecomesAProxy(startInner, () -> startInner.wakeup(1));
    }

    @Test
    void finalizing_becomesAProxyWhileItsCleanupRuns_failed() {
        Resolver<Integer> startInner = Lwt.waiter();
        assertBecomesAProxy(startInner, () -> startInner.fail(a));
    }

    private static void assertBecomesAProxy(Resolver<Integer> startInner, Runnable start) {
        Resolver<Void> startOuter = Lwt.waiter();
        Resolver<Void> cleaning = Lwt.waiter();
        Promise<Integer> inner = Lwt.finalizing(startInner::promise, () -> {
            startOuter.wakeup(null);
            return cleaning.promise();
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        start.run();
        assertSleeping(inner);
        assertSleeping(outer);
        cleaning.wakeup(null);
        org.assertj.core.api.Assertions.assertThat(outer.state())
                .as("the outer promise ends as the body did")
                .isEqualTo(startInner.promise().state())
                .isEqualTo(inner.state());
    }

    @Test
    void finalizing_bodyReturnsNull() {
        BindTest.assertNoPromise(Lwt.finalizing(() -> null, this::cleanup));
        assertLog("cleanup");
    }

    @Test
    void finalizing_cleanupReturnsNull() {
        BindTest.assertNoPromise(Lwt.finalizing(() -> Lwt.of(1), () -> null));
    }

    @Test
    void finalizing_cleanupReturnsNull_pending() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.finalizing(r::promise, () -> null);
        r.wakeup(1);
        BindTest.assertNoPromise(p);
    }

    @Test
    void finalizing_nullFunctions_areRefused() {
        assertThatThrownBy(() -> Lwt.finalizing(null, this::cleanup))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("f");
        assertThatThrownBy(() -> Lwt.finalizing(() -> mustNotRun(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("action");
        assertLog();
    }
}
