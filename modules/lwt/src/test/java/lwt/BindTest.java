package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// bind, map, then.
class BindTest extends CoreTest {

    /* ---- bind ---- */

    @Test
    void bind_returned() {
        assertReturned(Lwt.of("foo").bind(s -> Lwt.of(s + "bar")), "foobar");
    }

    @Test
    void bind_returned_functionRunsAtOnce() {
        Lwt.of(1).bind(_ -> {
            log("function");
            return Lwt.unit();
        });
        log("after");
        assertLog("function", "after");
    }

    @Test
    void bind_returned_functionThrows() {
        assertFailed(
                Lwt.of(1).bind(_ -> {
                    throw a;
                }),
                a);
    }

    @Test
    void bind_returned_functionReturnsPending_isThatPromise() {
        Resolver<Integer> r = Lwt.waiter();
        assertThat(Lwt.of(1).bind(_ -> r.promise())).as("the result").isSameAs(r.promise());
    }

    @Test
    void bind_failed() {
        assertFailed(Lwt.<Integer>fail(a).bind(_ -> mustNotRun()), a);
        assertLog();
    }

    @Test
    void bind_pending() {
        assertSleeping(Lwt.<Integer>waiter().promise().bind(_ -> mustNotRun()));
        assertLog();
    }

    @Test
    void bind_pendingThenReturned() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = r.promise().bind(s -> Lwt.of(s + "bar"));
        r.wakeup("foo");
        assertReturned(p, "foobar");
    }

    @Test
    void bind_pendingThenReturned_functionThrows() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = r.promise().bind(_ -> {
            throw a;
        });
        r.wakeup("foo");
        assertFailed(p, a);
    }

    @Test
    void bind_pendingThenFailed() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = r.promise().bind(_ -> mustNotRun());
        r.fail(a);
        assertFailed(p, a);
        assertLog();
    }

    @Test
    void bind_chain() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = r.promise().bind(s -> Lwt.of(s + "bar")).bind(s -> Lwt.of(s + "!!1"));
        r.wakeup("foo");
        assertReturned(p, "foobar!!1");
    }

    @Test
    void bind_suspendedChain() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> first = r.promise().bind(Lwt::of);
        Promise<String> second = r.promise().bind(_ -> first);
        r.wakeup("foo");
        assertReturned(second, "foo");
    }

    @Test
    void bind_fanOut() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p1 = r.promise().bind(s -> Lwt.of(s + "1"));
        Promise<String> p2 = r.promise().bind(s -> Lwt.of(s + "2"));
        Promise<String> p3 = r.promise().bind(s -> Lwt.of(s + "3"));
        r.wakeup("foo");
        assertReturned(p1, "foo1");
        assertReturned(p2, "foo2");
        assertReturned(p3, "foo3");
    }

    @Test
    void bind_functionReturnsPending_sleeps() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<Integer> inner = Lwt.waiter();
        Promise<Integer> p = r.promise().bind(_ -> inner.promise());
        r.wakeup(0);
        assertSleeping(p);
    }

    @Test
    void bind_functionReturnsPending_thenReturned() {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        proxied.resolver().wakeup(3);
        assertReturned(proxied.promise(), 3);
    }

    @Test
    void bind_functionReturnsPending_thenFailed() {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        proxied.resolver().fail(a);
        assertFailed(proxied.promise(), a);
    }

    @Test
    void bind_functionReturnsPending_callbacksOfBothRun_thoseOfTheResultFirst() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<Integer> inner = Lwt.waiter();
        Promise<Integer> outer = r.promise().bind(_ -> inner.promise());
        outer.onSuccess(_ -> log("outer 1"));
        inner.promise().onSuccess(_ -> log("inner 1"));
        outer.onSuccess(_ -> log("outer 2"));
        inner.promise().onSuccess(_ -> log("inner 2"));
        r.wakeup(0);
        outer.onSuccess(_ -> log("outer 3"));
        inner.promise().onSuccess(_ -> log("inner 3"));
        inner.wakeup(0);
        assertLog("inner 3", "outer 3", "outer 2", "outer 1", "inner 2", "inner 1");
    }

    @ParameterizedTest(name = "{0} callbacks of the result, {1} of the inner promise")
    @CsvSource({"0, 1", "0, 2", "1, 0", "1, 1", "1, 2", "2, 0", "2, 1", "2, 2", "9, 1", "1, 9", "9, 9"})
    void bind_functionReturnsPending_noCallbackIsLostOrDoubled(int ofResult, int ofInner) {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<Integer> inner = Lwt.waiter();
        Promise<Integer> outer = r.promise().bind(_ -> inner.promise());
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= ofResult; i++) {
            String entry = "result " + i;
            outer.onSuccess(_ -> log(entry));
            expected.addFirst(entry);
        }
        for (int i = 1; i <= ofInner; i++) {
            String entry = "inner " + i;
            inner.promise().onSuccess(_ -> log(entry));
            expected.add(ofResult, entry);
        }
        r.wakeup(0);
        assertLog();
        inner.wakeup(0);
        assertLog(expected.toArray(String[]::new));
    }

    @Test
    void bind_functionReturnsTheSamePromise() {
        Resolver<String> r = Lwt.waiter();
        Promise<String> p = r.promise().bind(_ -> r.promise());
        r.wakeup("foo");
        assertReturned(p, "foo");
    }

    @Test
    void bind_nested() {
        Resolver<String> r1 = Lwt.waiter();
        Resolver<String> r2 = Lwt.waiter();
        Promise<String> p = r1.promise().bind(s1 -> r2.promise().bind(s2 -> Lwt.of(s1 + s2)));
        r1.wakeup("foo");
        r2.wakeup("bar");
        assertReturned(p, "foobar");
    }

    @Test
    void bind_proxyChain() {
        Resolver<Integer> r1 = Lwt.waiter();
        Resolver<Integer> r2 = Lwt.waiter();
        Resolver<Integer> r3 = Lwt.waiter();
        Promise<Integer> p4 = r1.promise().bind(_ -> r3.promise());
        Promise<Integer> p5 = r2.promise().bind(_ -> p4);
        r1.wakeup(0);
        r2.wakeup(0);
        r3.wakeup(3);
        assertReturned(r3.promise(), 3);
        assertReturned(p4, 3);
        assertReturned(p5, 3);
    }

    @Test
    void bind_longProxyChain_linksBecomeShort() {
        Resolver<Integer> last = Lwt.waiter();
        Promise<Integer> p = last.promise();
        for (int i = 0; i < 1000; i++) {
            Resolver<Integer> start = Lwt.waiter();
            Promise<Integer> target = p;
            p = start.promise().bind(_ -> target);
            start.wakeup(0);
        }
        assertThat(last.promise().underlying()).as("what all of them became").isSameAs(p);
        assertThat(last.promise().slot).as("where the first one points now").isSameAs(p);
    }

    @Test
    void bind_cycle() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<?>[] result = new Promise<?>[1];
        result[0] = r.promise().bind(_ -> {
            @SuppressWarnings("unchecked") // it is a Promise<Integer>
            Promise<Integer> self = (Promise<Integer>) result[0];
            return self;
        });
        r.wakeup(0);
        assertSleeping(result[0]);
    }

    @Test
    void bind_cycle_ofTwo() {
        Resolver<Integer> r1 = Lwt.waiter();
        Resolver<Integer> r2 = Lwt.waiter();
        Promise<?>[] second = new Promise<?>[1];
        @SuppressWarnings("unchecked") // it is a Promise<Integer>
        Promise<Integer> p1 = r1.promise().bind(_ -> (Promise<Integer>) second[0]);
        second[0] = r2.promise().bind(_ -> p1);
        r1.wakeup(0);
        r2.wakeup(0);
        assertSleeping(p1);
        assertSleeping(second[0]);
    }

    @Test
    void bind_becomesAProxyWhileItsFunctionRuns() {
        Resolver<Void> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Resolver<Integer> last = Lwt.waiter();
        Promise<Integer> inner = startInner.promise().bind(_ -> {
            startOuter.wakeup(null);
            return last.promise();
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        startInner.wakeup(null);
        assertSleeping(inner);
        assertSleeping(outer);
        last.wakeup(1);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
    }

    @Test
    void bind_becomesAProxyWhileItsFunctionRuns_andReturnsAValue() {
        Resolver<Void> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Promise<Integer> inner = startInner.promise().bind(_ -> {
            startOuter.wakeup(null);
            return Lwt.of(1);
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        outer.onSuccess(v -> log("outer " + v));
        startInner.wakeup(null);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
        assertLog("outer 1");
    }

    @Test
    void bind_returnsNull_returned() {
        assertNoPromise(Lwt.of(1).bind(_ -> null));
    }

    @Test
    void bind_returnsNull_pending() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = r.promise().bind(_ -> null);
        r.wakeup(0);
        assertNoPromise(p);
    }

    static void assertNoPromise(Promise<?> p) {
        assertThat(failureOf(p))
                .as("failure of a promise whose callback returned null")
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the callback returned null where a promise is needed;"
                        + " return Lwt.unit() or Lwt.of(value) instead");
    }

    @Test
    void bind_nullFunction_isRefused() {
        for (Promise<Integer> p :
                List.of(Lwt.of(1), Lwt.<Integer>fail(a), Lwt.<Integer>waiter().promise())) {
            assertThatThrownBy(() -> p.bind(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("f");
        }
    }

    /* ---- map ---- */

    @Test
    void map_returned() {
        assertReturned(Lwt.of(1).map(x -> x + 1), 2);
    }

    @Test
    void map_returned_toNull() {
        assertReturned(Lwt.of(1).map(_ -> null), null);
    }

    @Test
    void map_returned_functionThrows() {
        assertFailed(
                Lwt.of(1).map(_ -> {
                    throw a;
                }),
                a);
    }

    @Test
    void map_failed() {
        assertFailed(Lwt.<Integer>fail(a).map(_ -> mustNotRun()), a);
        assertLog();
    }

    @Test
    void map_pending() {
        assertSleeping(Lwt.<Integer>waiter().promise().map(_ -> mustNotRun()));
        assertLog();
    }

    @Test
    void map_pendingThenReturned() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = r.promise().map(x -> x + 1);
        r.wakeup(1);
        assertReturned(p, 2);
    }

    @Test
    void map_pendingThenReturned_functionThrows() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = r.promise().map(_ -> {
            throw a;
        });
        r.wakeup(1);
        assertFailed(p, a);
    }

    @Test
    void map_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = r.promise().map(_ -> mustNotRun());
        r.fail(a);
        assertFailed(p, a);
        assertLog();
    }

    @Test
    void map_becomesAProxyWhileItsFunctionRuns() {
        Resolver<Void> startInner = Lwt.waiter();
        Resolver<Void> startOuter = Lwt.waiter();
        Promise<Integer> inner = startInner.promise().map(_ -> {
            startOuter.wakeup(null);
            return 1;
        });
        Promise<Integer> outer = startOuter.promise().bind(_ -> inner);
        startInner.wakeup(null);
        assertReturned(inner, 1);
        assertReturned(outer, 1);
    }

    @Test
    void map_nullFunction_isRefused() {
        for (Promise<Integer> p :
                List.of(Lwt.of(1), Lwt.<Integer>fail(a), Lwt.<Integer>waiter().promise())) {
            assertThatThrownBy(() -> p.map(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("f");
        }
    }

    /* ---- then ---- */

    @Test
    void then_dropsTheValue() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<String> p = r.promise().then(() -> Lwt.of("next"));
        assertSleeping(p);
        r.wakeup(1);
        assertReturned(p, "next");
    }

    @Test
    void then_failed() {
        assertFailed(Lwt.<Integer>fail(a).then(() -> mustNotRun()), a);
        assertLog();
    }

    @Test
    void then_nullFunction_isRefused() {
        assertThatThrownBy(() -> Lwt.unit().then(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("next");
    }
}
