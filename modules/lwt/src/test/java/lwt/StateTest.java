package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How promises are made, and what can be read of them.
class StateTest extends CoreTest {

    @Test
    void of_returns() {
        assertReturned(Lwt.of(42), 42);
    }

    @Test
    void of_null_returnsNull() {
        assertReturned(Lwt.of(null), null);
    }

    @Test
    void of_optional_returnsIt() {
        assertReturned(Lwt.of(Optional.of("foo")), Optional.of("foo"));
    }

    @Test
    void unit_returnsNull() {
        assertReturned(Lwt.unit(), null);
    }

    @Test
    void fail_failsAtOnce() {
        assertFailed(Lwt.fail(a), a);
    }

    @Test
    void fail_null_isRefused() {
        assertThatThrownBy(() -> Lwt.fail(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("failure");
    }

    @Test
    void waiter_sleeps() {
        assertSleeping(Lwt.waiter().promise());
    }

    @Test
    void task_sleeps() {
        assertSleeping(Lwt.task().promise());
    }

    @Test
    void isSleeping_returned() {
        assertThat(Lwt.unit().isSleeping()).as("a returned promise sleeps").isFalse();
    }

    @Test
    void isSleeping_failed() {
        assertThat(Lwt.fail(a).isSleeping()).as("a failed promise sleeps").isFalse();
    }

    @Test
    void isSleeping_pending() {
        assertThat(Lwt.waiter().promise().isSleeping())
                .as("a pending promise sleeps")
                .isTrue();
    }

    @Test
    void isSleeping_proxy() {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        assertThat(proxied.resolver().promise().isSleeping())
                .as("a proxy of a pending promise sleeps")
                .isTrue();
    }

    @Test
    void state_proxy_isThatOfTheOther() {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        assertSleeping(proxied.resolver().promise());
        proxied.resolver().wakeup(1);
        assertReturned(proxied.resolver().promise(), 1);
        assertReturned(proxied.promise(), 1);
    }

    @Test
    void toString_tellsTheState() {
        assertThat(Lwt.of(42)).hasToString("Promise[Return 42]");
        assertThat(Lwt.fail(new IOException("disk"))).hasToString("Promise[Fail java.io.IOException: disk]");
        assertThat(Lwt.waiter().promise()).hasToString("Promise[Sleep]");
        assertThat(proxied(Lwt.waiter()).resolver().promise()).hasToString("Promise[Sleep]");
    }

    @Test
    void canceledException_hasNoTrace() {
        assertThat(new CanceledException().getStackTrace())
                .as("trace of a CanceledException")
                .isEmpty();
    }

    /* ---- apply, wrap ---- */

    @Test
    void apply_returns() {
        assertReturned(Lwt.apply(x -> Lwt.of(x + 1), 41), 42);
    }

    @Test
    void apply_throws() {
        assertFailed(
                Lwt.apply(
                        _ -> {
                            throw a;
                        },
                        1),
                a);
    }

    @Test
    void apply_pending_isThatPromise() {
        Resolver<Integer> r = Lwt.waiter();
        assertThat(Lwt.apply(_ -> r.promise(), 1))
                .as("the promise of the function")
                .isSameAs(r.promise());
    }

    @Test
    void wrap_returns() {
        assertReturned(Lwt.wrap(() -> 42), 42);
    }

    @Test
    void wrap_throws() {
        assertFailed(
                Lwt.wrap(() -> {
                    throw a;
                }),
                a);
    }
}
