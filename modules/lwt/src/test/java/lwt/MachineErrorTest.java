package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A VirtualMachineError is captured nowhere: it goes through the call that ran the callback. Afterwards the loop
/// can be used as before; CoreTest checks that it is at rest.
class MachineErrorTest extends CoreTest {
    private static final class TestError extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    private static final TestError ERROR = new TestError();

    @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns, so it fits every callback
    private static <R> R broken() {
        throw ERROR;
    }

    record Case(String name, BiConsumer<Promise<Integer>, Key<String>> use) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, Consumer<Promise<Integer>> use) {
        return new Case(name, (p, _) -> use.accept(p));
    }

    static Stream<Case> onValue() {
        return Stream.of(
                of("bind", p -> p.bind(_ -> broken())),
                of("map", p -> p.map(_ -> broken())),
                of("then", p -> p.then(() -> broken())),
                of("tryBind", p -> Lwt.tryBind(() -> p, _ -> broken(), Lwt::fail)),
                of("finalizing", p -> Lwt.finalizing(() -> p, () -> broken())),
                of("onSuccess", p -> p.onSuccess(_ -> broken())),
                of("onTermination", p -> p.onTermination(() -> broken())),
                of("onAny", p -> p.onAny(_ -> broken(), _ -> {})),
                of("bind in bind", p -> p.bind(_ -> Lwt.unit().bind(_ -> broken()))),
                of("bind of a derived", p -> p.map(x -> x).map(x -> x).bind(_ -> broken())),
                of("callback of a join", p -> Lwt.join(p, p).bind(_ -> broken())));
    }

    static Stream<Case> onFailure() {
        return Stream.of(
                of("catching", p -> Lwt.catching(() -> p, _ -> broken())),
                of("tryBind", p -> Lwt.tryBind(() -> p, _ -> Lwt.unit(), _ -> broken())),
                of("finalizing", p -> Lwt.finalizing(() -> p, () -> broken())),
                of("onFailure", p -> p.onFailure(_ -> broken())),
                of("onTermination", p -> p.onTermination(() -> broken())),
                of("onAny", p -> p.onAny(_ -> {}, _ -> broken())),
                of("ignoreResult", p -> p.ignoreResult(_ -> broken())),
                of("dontWait", p -> Lwt.dontWait(() -> p, _ -> broken())));
    }

    static Stream<Case> thunks() {
        return Stream.of(
                of("catching", _ -> Lwt.catching(() -> broken(), Lwt::fail)),
                of("tryBind", _ -> Lwt.tryBind(() -> broken(), Lwt::of, Lwt::fail)),
                of("finalizing", _ -> Lwt.finalizing(() -> broken(), Lwt::unit)),
                of("async", _ -> Lwt.async(() -> broken())),
                of("dontWait", _ -> Lwt.dontWait(() -> broken(), _ -> {})),
                of("apply", _ -> Lwt.apply(_ -> broken(), 1)),
                of("wrap", _ -> Lwt.wrap(() -> broken())),
                new Case("withValue", (_, key) -> key.withValue("v", () -> broken())),
                of("onCancel", _ -> Lwt.fail(new CanceledException()).onCancel(() -> broken())));
    }

    private void use(Case c, Promise<Integer> p) {
        Key<String> key = new Key<>();
        key.withValue("v", () -> {
            c.use.accept(p, key);
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("onValue")
    void wakeup_throwsIt(Case c) {
        Resolver<Integer> r = Lwt.waiter();
        use(c, r.promise());
        assertThatThrownBy(() -> r.wakeup(1)).isSameAs(ERROR);
        assertReturned(r.promise(), 1);
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("onValue")
    void wakeupLater_throwsIt(Case c) {
        Resolver<Integer> r = Lwt.waiter();
        use(c, r.promise());
        assertThatThrownBy(() -> r.wakeupLater(1)).isSameAs(ERROR);
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("onFailure")
    void fail_throwsIt(Case c) {
        Resolver<Integer> r = Lwt.waiter();
        use(c, r.promise());
        assertThatThrownBy(() -> r.fail(a)).isSameAs(ERROR);
        assertFailed(r.promise(), a);
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("onFailure")
    void cancel_throwsIt(Case c) {
        Resolver<Integer> r = Lwt.task();
        use(c, r.promise());
        assertThatThrownBy(() -> r.promise().cancel()).isSameAs(ERROR);
        assertCanceled(r.promise());
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("onValue")
    void onAReturnedPromise_theCallThrowsIt(Case c) {
        assertThatThrownBy(() -> use(c, Lwt.of(1))).isSameAs(ERROR);
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("onFailure")
    void onAFailedPromise_theCallThrowsIt(Case c) {
        assertThatThrownBy(() -> use(c, Lwt.fail(a))).isSameAs(ERROR);
        loopIsUsable();
    }

    @ParameterizedTest
    @MethodSource("thunks")
    void inAThunk_theCallThrowsIt(Case c) {
        assertThatThrownBy(() -> use(c, Lwt.of(1))).isSameAs(ERROR);
        loopIsUsable();
    }

    @Test
    void inTheHook_isThrown() {
        Lwt.setAsyncExceptionHook(_ -> broken());
        assertThatThrownBy(() -> Lwt.async(() -> Lwt.fail(a))).isSameAs(ERROR);
        loopIsUsable();
    }

    @Test
    void inATask_turnThrowsIt_andTheOtherTasksAreNotLost() {
        Loop loop = Loop.current();
        loop.enqueue(() -> broken());
        loop.enqueue(() -> log("ready"));
        loop.execute(() -> broken());
        loop.execute(() -> log("door"));
        assertThatThrownBy(loop::turn).isSameAs(ERROR);
        assertThatThrownBy(loop::turn).isSameAs(ERROR);
        loop.turn();
        assertLog("door", "ready");
        assertThat(loop.isIdle()).as("the loop is idle").isTrue();
    }

    @Test
    void beyondTheNestingLimit_isThrown_andTheNextLoopOfBindsWorks() {
        assertThatThrownBy(() -> brokenLoop(3 * Resolution.MAX_NESTING)).isSameAs(ERROR);
        loopIsUsable();
    }

    private Promise<Void> brokenLoop(int n) {
        return n == 0 ? broken() : Lwt.unit().bind(_ -> brokenLoop(n - 1));
    }

    @Test
    void wakeupsPutOffBefore_runWithTheNextWakeup() {
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        first.promise().onSuccess(_ -> {
            later.wakeupLater(1);
            broken();
        });
        assertThatThrownBy(() -> first.wakeup(1)).isSameAs(ERROR);
        loopIsUsable();
        assertLog("later");
    }

    @Test
    void bindsPutOffBefore_runWithTheNextTurn() {
        assertThatThrownBy(() -> brokenBelow(Resolution.MAX_NESTING)).isSameAs(ERROR);
        assertLog();
        Loop.current().turn();
        assertLog("put off");
        loopIsUsable();
    }

    private Promise<Integer> brokenBelow(int n) {
        if (n > 0) {
            return Lwt.unit().bind(_ -> brokenBelow(n - 1));
        }
        Lwt.unit().bind(_ -> {
            log("put off");
            return Lwt.unit();
        });
        return broken();
    }

    @Test
    void stackOverflow_goesThrough_andTheLoopIsUsable() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().map(_ -> deep(0));
        assertThatThrownBy(() -> r.wakeup(1)).isInstanceOf(StackOverflowError.class);
        loopIsUsable();
    }

    @SuppressWarnings("InfiniteRecursion") // it is what the test wants
    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    /// Orders, nesting and wakeupLater are as in a fresh loop.
    private void loopIsUsable() {
        List<String> order = new java.util.ArrayList<>();
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> order.add("later"));
        first.promise().onSuccess(_ -> order.add("older"));
        first.promise().onSuccess(_ -> {
            later.wakeupLater(1);
            order.add("newer");
        });
        first.wakeup(1);
        assertThat(order).as("order of callbacks after the error").containsExactly("newer", "older", "later");
        assertReturned(TrampolineTest.count(3 * Resolution.MAX_NESTING), 0);
        assertThat(Loop.current().storage).as("values of keys after the error").isNull();
    }
}
