package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CatchingTest extends CoreTest {

    @Test
    void catching_returned() {
        assertReturned(Lwt.catching(() -> Lwt.of("foo"), _ -> mustNotRun()), "foo");
        assertLog();
    }

    @Test
    void catching_throws() {
        assertReturned(
                Lwt.catching(
                        () -> {
                            throw a;
                        },
                        Lwt::of),
                a);
    }

    @Test
    void catching_failed() {
        assertReturned(Lwt.catching(() -> Lwt.<Throwable>fail(a), Lwt::of), a);
    }

    @Test
    void catching_failed_handlerFails() {
        assertFailed(Lwt.catching(() -> Lwt.fail(a), _ -> Lwt.fail(b)), b);
    }

    @Test
    void catching_failed_handlerPassesTheFailureOn() {
        assertFailed(Lwt.catching(() -> Lwt.fail(a), Lwt::fail), a);
    }

    @Test
    void catching_failed_handlerThrows() {
        assertFailed(
                Lwt.catching(() -> Lwt.fail(a), _ -> {
                    throw b;
                }),
                b);
    }

    @Test
    void catching_pending() {
        assertSleeping(Lwt.catching(() -> Lwt.waiter().promise(), _ -> mustNotRun()));
        assertLog();
    }

    @Test
    void catching_pendingThenReturned() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = Lwt.catching(r::promise, _ -> mustNotRun());
        r.wakeup("foo");
        assertReturned(p, "foo");
        assertLog();
    }

    @Test
    void catching_pendingThenFailed() {
        Resolver<Throwable> r = Lwt.waiter();
        Promise<Throwable> p = Lwt.catching(r::promise, Lwt::of);
        r.fail(a);
        assertReturned(p, a);
    }

    @Test
    void catching_pendingThenFailed_handlerThrows() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = Lwt.catching(r::promise, _ -> {
            throw b;
        });
        r.fail(a);
        assertFailed(p, b);
    }

    @Test
    void catching_pendingThenFailed_handlerPending() {
        Resolver<String> r = Lwt.waiter();
        Resolver<String> handled = Lwt.waiter();
        Promise<String> p = Lwt.catching(r::promise, _ -> handled.promise());
        r.fail(a);
        assertSleeping(p);
        handled.wakeup("foo");
        assertReturned(p, "foo");
    }

    @Test
    void catching_becomesAProxyWhileItsHandlerRuns() {
        Resolver<Integer> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Promise<Integer> inner = Lwt.catching(startInner::promise, _ -> {
            startOuter.wakeup(null);
            return Lwt.of(1);
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        startInner.fail(a);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
    }

    @Test
    void catching_bodyReturnsNull() {
        Promise<Throwable> p = Lwt.catching(() -> null, Lwt::of);
        Throwable seen = switch (p.state()) {
            case State.Return<Throwable>(Throwable cause) -> cause;
            case State<Throwable> other -> throw new AssertionError("the handler should have run: " + other);
        };
        BindTest.assertNoPromise(Lwt.fail(seen));
    }

    @Test
    void catching_handlerReturnsNull_failed() {
        BindTest.assertNoPromise(Lwt.catching(() -> Lwt.fail(a), _ -> null));
    }

    @Test
    void catching_handlerReturnsNull_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = Lwt.catching(r::promise, _ -> null);
        r.fail(a);
        BindTest.assertNoPromise(p);
    }

    @Test
    void catching_nullFunctions_areRefused() {
        assertThatThrownBy(() -> Lwt.catching(null, Lwt::fail))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("f");
        assertThatThrownBy(() -> Lwt.catching(() -> mustNotRun(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("handler");
        assertLog();
    }
}
