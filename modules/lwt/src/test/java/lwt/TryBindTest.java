package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TryBindTest extends CoreTest {

    @Test
    void tryBind_returned() {
        assertReturned(Lwt.tryBind(() -> Lwt.of("foo"), s -> Lwt.of(s + "bar"), _ -> mustNotRun()), "foobar");
        assertLog();
    }

    @Test
    void tryBind_returned_functionThrows() {
        assertFailed(
                Lwt.tryBind(
                        () -> Lwt.of(1),
                        _ -> {
                            throw a;
                        },
                        _ -> mustNotRun()),
                a);
        assertLog();
    }

    @Test
    void tryBind_failed() {
        assertReturned(Lwt.tryBind(() -> Lwt.fail(a), _ -> mustNotRun(), Lwt::of), a);
        assertLog();
    }

    @Test
    void tryBind_throws() {
        assertReturned(
                Lwt.tryBind(
                        () -> {
                            throw a;
                        },
                        _ -> mustNotRun(),
                        Lwt::of),
                a);
        assertLog();
    }

    @Test
    void tryBind_failed_handlerThrows() {
        assertFailed(
                Lwt.tryBind(() -> Lwt.fail(a), _ -> mustNotRun(), _ -> {
                    throw b;
                }),
                b);
        assertLog();
    }

    @Test
    void tryBind_pending() {
        assertSleeping(Lwt.tryBind(() -> Lwt.waiter().promise(), _ -> mustNotRun(), _ -> mustNotRun()));
        assertLog();
    }

    @Test
    void tryBind_pendingThenReturned() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = Lwt.tryBind(r::promise, s -> Lwt.of(s + "bar"), _ -> mustNotRun());
        r.wakeup("foo");
        assertReturned(p, "foobar");
        assertLog();
    }

    @Test
    void tryBind_pendingThenReturned_functionThrows() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = Lwt.tryBind(
                r::promise,
                _ -> {
                    throw a;
                },
                _ -> mustNotRun());
        r.wakeup("foo");
        assertFailed(p, a);
        assertLog();
    }

    @Test
    void tryBind_pendingThenReturned_functionPending() {
        Resolver<String> r = Lwt.waiter();
        Resolver<String> inner = Lwt.waiter();
        Promise<String> p = Lwt.tryBind(r::promise, _ -> inner.promise(), _ -> mustNotRun());
        r.wakeup("foo");
        assertSleeping(p);
        inner.fail(a); // not for the handler
        assertFailed(p, a);
        assertLog();
    }

    @Test
    void tryBind_pendingThenFailed() {
        Resolver<String> r = Lwt.waiter();
        Promise<Throwable> p = Lwt.tryBind(r::promise, _ -> mustNotRun(), Lwt::of);
        r.fail(a);
        assertReturned(p, a);
        assertLog();
    }

    @Test
    void tryBind_pendingThenFailed_handlerThrows() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = Lwt.tryBind(r::promise, _ -> mustNotRun(), _ -> {
            throw b;
        });
        r.fail(a);
        assertFailed(p, b);
        assertLog();
    }

    @Test
    void tryBind_pendingThenFailed_handlerPending() {
        Resolver<String> r = Lwt.waiter();
        Resolver<String> handled = Lwt.waiter();
        Promise<String> p = Lwt.tryBind(r::promise, _ -> mustNotRun(), _ -> handled.promise());
        r.fail(a);
        assertSleeping(p);
        handled.wakeup("foo");
        assertReturned(p, "foo");
        assertLog();
    }

    @Test
    void tryBind_becomesAProxyWhileItsFunctionRuns() {
        Resolver<Void> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Promise<Integer> inner = Lwt.tryBind(
                startInner::promise,
                _ -> {
                    startOuter.wakeup(null);
                    return Lwt.of(1);
                },
                Lwt::fail);
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        startInner.wakeup(null);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
    }

    @Test
    void tryBind_becomesAProxyWhileItsHandlerRuns() {
        Resolver<Void> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Promise<Integer> inner = Lwt.tryBind(startInner::promise, _ -> mustNotRun(), _ -> {
            startOuter.wakeup(null);
            return Lwt.of(1);
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        startInner.fail(a);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
    }

    @Test
    void tryBind_returnsNull_returned() {
        BindTest.assertNoPromise(Lwt.tryBind(() -> Lwt.of(1), _ -> null, Lwt::fail));
    }

    @Test
    void tryBind_returnsNull_failed() {
        BindTest.assertNoPromise(Lwt.tryBind(() -> Lwt.fail(a), _ -> mustNotRun(), _ -> null));
    }

    @Test
    void tryBind_returnsNull_pending() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.tryBind(r::promise, _ -> null, Lwt::fail);
        r.wakeup(0);
        BindTest.assertNoPromise(p);
    }

    @Test
    void tryBind_nullFunctions_areRefused() {
        assertThatThrownBy(() -> Lwt.tryBind(null, Lwt::of, Lwt::fail))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("f");
        assertThatThrownBy(() -> Lwt.tryBind(() -> mustNotRun(), null, Lwt::fail))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("g");
        assertThatThrownBy(() -> Lwt.tryBind(() -> mustNotRun(), Lwt::of, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("handler");
        assertLog();
    }
}
