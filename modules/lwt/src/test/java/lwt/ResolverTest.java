package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The write end: what each of its methods does, and how it refuses.
class ResolverTest extends CoreTest {

    /* ---- Resolution ---- */

    @Test
    void wakeup_waiter() {
        Resolver<String> r = Lwt.waiter();
        r.wakeup("foo");
        assertReturned(r.promise(), "foo");
    }

    @Test
    void wakeup_task() {
        Resolver<String> r = Lwt.task();
        r.wakeup("foo");
        assertReturned(r.promise(), "foo");
    }

    @Test
    void wakeup_null() {
        Resolver<String> r = Lwt.waiter();
        r.wakeup(null);
        assertReturned(r.promise(), null);
    }

    @Test
    void fail_waiter() {
        Resolver<String> r = Lwt.waiter();
        r.fail(a);
        assertFailed(r.promise(), a);
    }

    @Test
    void fail_task() {
        Resolver<String> r = Lwt.task();
        r.fail(a);
        assertFailed(r.promise(), a);
    }

    @Test
    void wakeupLater_basic() {
        Resolver<String> r = Lwt.waiter();
        r.wakeupLater("foo");
        assertReturned(r.promise(), "foo");
    }

    @Test
    void failLater_basic() {
        Resolver<String> r = Lwt.waiter();
        r.failLater(a);
        assertFailed(r.promise(), a);
    }

    @Test
    void fail_null_isRefused() {
        Resolver<String> r = Lwt.waiter();
        assertThatThrownBy(() -> r.fail(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("failure");
        assertSleeping(r.promise());
    }

    @Test
    void failLater_null_isRefused() {
        Resolver<String> r = Lwt.waiter();
        assertThatThrownBy(() -> r.failLater(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("failure");
        assertSleeping(r.promise());
    }

    @Test
    void wakeup_ofAProxy_resolvesWhatItBecame() {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        proxied.resolver().wakeup(5);
        assertReturned(proxied.promise(), 5);
    }

    /* ---- Order ---- */

    @Test
    void wakeup_callbacksRunNewestFirst() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("1"));
        r.promise().map(x -> {
            log("2");
            return x;
        });
        r.promise().onTermination(() -> log("3"));
        r.wakeup(0);
        assertLog("3", "2", "1");
    }

    @Test
    void wakeup_callbacksHaveRunWhenItReturns() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("callback"));
        r.wakeup(0);
        log("after");
        assertLog("callback", "after");
    }

    @Test
    void wakeup_nested() {
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> second = Lwt.waiter();
        second.promise().onSuccess(_ -> log("second"));
        first.promise().onSuccess(_ -> log("last"));
        first.promise().onSuccess(_ -> {
            log("before");
            second.wakeup(0);
            log("after");
        });
        first.wakeup(0);
        assertLog("before", "second", "after", "last");
    }

    @Test
    void wakeup_nestedSixtyDeep_runsDepthFirst() {
        int depth = 60;
        Resolver<Integer> next = Lwt.waiter();
        next.promise().onSuccess(_ -> log("deepest"));
        for (int i = 0; i < depth; i++) {
            Resolver<Integer> inner = next;
            Resolver<Integer> outer = Lwt.waiter();
            outer.promise().onSuccess(_ -> {
                inner.wakeup(0);
                log("up");
            });
            next = outer;
        }
        next.wakeup(0);
        String[] expected = new String[depth + 1];
        java.util.Arrays.fill(expected, "up");
        expected[0] = "deepest";
        assertLog(expected);
    }

    @Test
    void wakeup_derivedPromise_itsCallbacksRunBeforeOlderOnesOfTheSource() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("older"));
        Promise<Integer> derived = r.promise().map(x -> x);
        derived.onSuccess(_ -> log("of the derived"));
        r.promise().onSuccess(_ -> log("newer"));
        r.wakeup(0);
        assertLog("newer", "of the derived", "older");
    }

    @Test
    void wakeup_stateIsFinalBeforeCallbacksRun() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log(r.promise()));
        r.wakeup(7);
        assertLog("Promise[Return 7]");
    }

    @Test
    void wakeupLater_outsideCallbacks_actsAtOnce() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("callback"));
        r.wakeupLater(0);
        log("after");
        assertLog("callback", "after");
    }

    @Test
    void wakeupLater_insideACallback_isDeferred() {
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> second = Lwt.waiter();
        second.promise().onSuccess(_ -> log("second"));
        first.promise().onSuccess(_ -> log("last of first"));
        first.promise().onSuccess(_ -> {
            second.wakeupLater(0);
            log("second is " + second.promise());
        });
        first.wakeup(0);
        assertLog("second is Promise[Return 0]", "last of first", "second");
    }

    @Test
    void failLater_insideACallback_isDeferred() {
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> second = Lwt.waiter();
        second.promise().onFailure(_ -> log("second"));
        first.promise().onSuccess(_ -> {
            second.failLater(a);
            log("second is " + second.promise().isSleeping());
        });
        first.wakeup(0);
        assertLog("second is false", "second");
    }

    @Test
    void wakeupLater_severalAreServedOldestFirst() {
        Resolver<Integer> start = Lwt.waiter();
        Resolver<Integer> one = Lwt.waiter();
        Resolver<Integer> two = Lwt.waiter();
        Resolver<Integer> three = Lwt.waiter();
        one.promise().onSuccess(_ -> {
            log("one");
            three.wakeupLater(0); // queued while the queue is drained: goes to its end
        });
        two.promise().onSuccess(_ -> log("two"));
        three.promise().onSuccess(_ -> log("three"));
        start.promise().onSuccess(_ -> {
            one.wakeupLater(0);
            two.wakeupLater(0);
        });
        start.wakeup(0);
        assertLog("one", "two", "three");
    }

    @Test
    void wakeupLater_insideANestedWakeup_waitsForTheOutermost() {
        Resolver<Integer> outer = Lwt.waiter();
        Resolver<Integer> inner = Lwt.waiter();
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        inner.promise().onSuccess(_ -> later.wakeupLater(0));
        outer.promise().onSuccess(_ -> log("end of outer"));
        outer.promise().onSuccess(_ -> {
            inner.wakeup(0);
            log("inner done");
        });
        outer.wakeup(0);
        assertLog("inner done", "end of outer", "later");
    }

    @Test
    void wakeupLater_inACallbackOfAResolvedPromise_isAtOnce() {
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        Lwt.of(1).bind(_ -> {
            later.wakeupLater(0);
            log("after");
            return Lwt.unit();
        });
        assertLog("later", "after");
    }

    @Test
    void abandonWakeups_theyNeverRun() {
        Resolver<Integer> start = Lwt.waiter();
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        start.promise().onSuccess(_ -> {
            later.wakeupLater(0);
            Lwt.abandonWakeups();
        });
        start.wakeup(0);
        assertLog();
        assertReturned(later.promise(), 0);
    }

    /* ---- Twice ---- */

    record Call(String name, Consumer<Resolver<Integer>> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("wakeup", r -> r.wakeup(1)),
                new Call("fail", r -> r.fail(new Boom("second"))),
                new Call("wakeupLater", r -> r.wakeupLater(1)),
                new Call("failLater", r -> r.failLater(new Boom("second"))));
    }

    static Stream<Arguments> pairsOfCalls() {
        return calls().flatMap(first -> calls().map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest(name = "{0} then {1}")
    @MethodSource("pairsOfCalls")
    void twice_waiter(Call first, Call second) {
        twice(Lwt.waiter(), first, second);
    }

    @ParameterizedTest(name = "{0} then {1}")
    @MethodSource("pairsOfCalls")
    void twice_task(Call first, Call second) {
        twice(Lwt.task(), first, second);
    }

    private static void twice(Resolver<Integer> r, Call first, Call second) {
        first.run.accept(r);
        State<Integer> before = r.promise().state();
        assertThatThrownBy(() -> second.run.accept(r))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("%s: the promise is resolved already, it is %s; a promise can be resolved only once"
                        .formatted(second.name, r.promise()));
        assertThat(r.promise().state()).as("state after the refused call").isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void afterCancel_isIgnored(Call call) {
        Resolver<Integer> r = Lwt.task();
        r.promise().cancel();
        assertThatCode(() -> call.run.accept(r)).doesNotThrowAnyException();
        assertCanceled(r.promise());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void afterFailWithCanceled_isIgnored(Call call) {
        Resolver<Integer> r = Lwt.waiter();
        r.fail(new CanceledException());
        assertThatCode(() -> call.run.accept(r)).doesNotThrowAnyException();
        assertCanceled(r.promise());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void insideItsOwnCallback_isRefused(Call call) {
        Resolver<Integer> r = Lwt.waiter();
        r.promise()
                .onSuccess(_ -> assertThatThrownBy(() -> call.run.accept(r))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(call.name + ": the promise is resolved already"));
        r.wakeup(0);
        assertReturned(r.promise(), 0);
    }

    /* ---- From another thread ---- */

    @ParameterizedTest
    @MethodSource("calls")
    void fromAnotherThread_isRefused(Call call) throws Exception {
        Resolver<Integer> r = Lwt.waiter();
        Thread owner = Thread.currentThread();
        onAnotherThread(() -> assertThatThrownBy(() -> call.run.accept(r))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("%s: called on %s, but the promise belongs to the loop of %s; use Loop.execute to get there"
                        .formatted(call.name, Thread.currentThread(), owner))
                .hasMessageContaining("stranger"));
        assertSleeping(r.promise());
    }

    @Test
    void cancel_fromAnotherThread_isRefused() throws Exception {
        Resolver<Integer> r = Lwt.task();
        Thread owner = Thread.currentThread();
        onAnotherThread(() -> assertThatThrownBy(() -> r.promise().cancel())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cancel: called on " + Thread.currentThread())
                .hasMessageContaining("the loop of " + owner));
        assertSleeping(r.promise());
    }

    @Test
    void fromAnotherThread_cancelOfAResolvedPromise_doesNothing() throws Exception {
        Promise<Integer> p = Lwt.of(1);
        onAnotherThread(p::cancel);
        assertReturned(p, 1);
    }

    /* ---- A resolver with a source ---- */

    @Test
    void waiterOfSource_cancelGoesToTheSource() {
        Resolver<Integer> source = Lwt.task();
        Resolver<Integer> r = Lwt.waiter(source.promise());
        r.promise().cancel();
        assertCanceled(source.promise());
        assertSleeping(r.promise());
    }

    @Test
    void setSource_cancelGoesToTheNewSource() {
        Resolver<Integer> first = Lwt.task();
        Resolver<Integer> second = Lwt.task();
        Resolver<Integer> r = Lwt.waiter(first.promise());
        r.setSource(second.promise());
        r.promise().cancel();
        assertSleeping(first.promise());
        assertCanceled(second.promise());
    }

    @Test
    void setSource_null_cancelGoesNowhere() {
        Resolver<Integer> source = Lwt.task();
        Resolver<Integer> r = Lwt.waiter(source.promise());
        r.setSource(null);
        r.promise().cancel();
        assertSleeping(source.promise());
        assertSleeping(r.promise());
    }

    @Test
    void setSource_afterItBecameAProxy() {
        Resolver<Integer> source = Lwt.task();
        Proxied<Integer> proxied = proxied(Lwt.waiter(null));
        proxied.resolver().setSource(source.promise());
        proxied.promise().cancel();
        assertCanceled(source.promise());
    }

    @Test
    void setSource_resolved_isLeftAlone() {
        Resolver<Integer> r = Lwt.waiter(null);
        r.wakeup(1);
        r.setSource(Lwt.task().promise());
        assertReturned(r.promise(), 1);
    }

    @Test
    void setSource_ofAPlainWaiter_isRefused() {
        Resolver<Integer> r = Lwt.waiter();
        assertThatThrownBy(() -> r.setSource(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("setSource: only for a resolver made by Lwt.waiter(source)");
    }
}
