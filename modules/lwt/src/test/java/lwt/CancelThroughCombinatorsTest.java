package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How a cancel finds its way through promises that are made from others.
class CancelThroughCombinatorsTest extends CoreTest {
    private final Resolver<Integer> task = Lwt.task();
    private final Resolver<Integer> waiter = Lwt.waiter();

    /* ---- bind, map ---- */

    @Test
    void bind_waiter() {
        Promise<Integer> p = waiter.promise().bind(_ -> mustNotRun());
        p.cancel();
        assertSleeping(p);
        assertSleeping(waiter.promise());
    }

    @Test
    void bind_task() {
        Promise<Integer> p = task.promise().bind(_ -> mustNotRun());
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
        assertThat(failureOf(p)).as("the failure of the derived promise").isSameAs(failureOf(task.promise()));
        assertLog();
    }

    @Test
    void bind_pendingInner_waiter() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> p = start.promise().bind(_ -> waiter.promise());
        start.wakeup(null);
        p.cancel();
        assertSleeping(p);
        assertSleeping(waiter.promise());
    }

    @Test
    void bind_pendingInner_task() {
        Resolver<Void> start = Lwt.task();
        Promise<Integer> p = start.promise().bind(_ -> task.promise());
        start.wakeup(null);
        p.cancel();
        assertCanceled(p);
        assertCanceled(task.promise());
    }

    @Test
    void bind_chainOfTwoProxies() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> inner = start.promise().bind(_ -> task.promise());
        Promise<Integer> outer = start.promise().bind(_ -> inner);
        start.wakeup(null);
        outer.cancel();
        assertCanceled(task.promise());
        assertCanceled(inner);
        assertCanceled(outer);
    }

    @Test
    void bind_innerNotYetReached_itsCancelCallbackDoesNotRun() {
        Resolver<Void> start = Lwt.task();
        Promise<Integer> p = start.promise().bind(_ -> task.promise());
        task.promise().onCancel(() -> log("inner"));
        p.onCancel(() -> log("derived"));
        p.cancel();
        assertLog("derived");
        assertSleeping(task.promise());
    }

    @Test
    void bind_innerReached_bothCancelCallbacksRun() {
        Resolver<Void> start = Lwt.task();
        Promise<Integer> p = start.promise().bind(_ -> task.promise());
        task.promise().onCancel(() -> log("inner"));
        p.onCancel(() -> log("derived"));
        start.wakeup(null);
        p.cancel();
        assertLog("derived", "inner");
    }

    @Test
    void bind_onCancel_ofTheSourceToo() {
        Promise<Integer> p = task.promise().bind(Lwt::of);
        task.promise().onCancel(() -> log("source"));
        p.onCancel(() -> log("derived"));
        p.cancel();
        assertLog("source", "derived");
    }

    @Test
    void map_waiter() {
        Promise<Integer> p = waiter.promise().map(_ -> mustNotRun());
        p.cancel();
        assertSleeping(p);
    }

    @Test
    void map_task() {
        Promise<Integer> p = task.promise().map(_ -> mustNotRun());
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
        assertLog();
    }

    /* ---- catching ---- */

    @Test
    void catching_waiter() {
        Promise<Integer> p = Lwt.catching(waiter::promise, _ -> mustNotRun());
        p.cancel();
        assertSleeping(p);
        assertLog();
    }

    @Test
    void catching_task_handlerRecovers() {
        Promise<Integer> p = Lwt.catching(task::promise, e -> {
            log(e.getClass().getSimpleName());
            return Lwt.of(1);
        });
        task.promise().onCancel(() -> log("source canceled"));
        p.onCancel(this::mustNotRun);
        p.cancel();
        assertCanceled(task.promise());
        assertReturned(p, 1);
        assertLog("source canceled", "CanceledException");
    }

    @Test
    void catching_task_handlerPassesItOn() {
        Promise<Integer> p = Lwt.catching(task::promise, Lwt::fail);
        p.onCancel(() -> log("derived canceled"));
        p.cancel();
        assertCanceled(p);
        assertLog("derived canceled");
    }

    @Test
    void catching_handlerPending_cancelGoesThere() {
        Resolver<Integer> source = Lwt.task();
        Promise<Integer> p = Lwt.catching(source::promise, _ -> task.promise());
        source.fail(a);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
        assertFailed(source.promise(), a);
    }

    @Test
    void catching_handlerWaits_cancelDoesNothing() {
        Resolver<Integer> source = Lwt.task();
        Promise<Integer> p = Lwt.catching(source::promise, _ -> waiter.promise());
        p.cancel(); // the handler runs
        assertSleeping(p);
        p.cancel();
        assertSleeping(p);
        waiter.wakeup(1);
        assertReturned(p, 1);
    }

    /* ---- tryBind ---- */

    @Test
    void tryBind_waiter() {
        Promise<Integer> p = Lwt.tryBind(waiter::promise, _ -> mustNotRun(), _ -> mustNotRun());
        p.cancel();
        assertSleeping(p);
        assertLog();
    }

    @Test
    void tryBind_task_handlerRecovers() {
        Promise<Integer> p = Lwt.tryBind(task::promise, _ -> mustNotRun(), _ -> Lwt.of(1));
        p.onCancel(this::mustNotRun);
        p.cancel();
        assertCanceled(task.promise());
        assertReturned(p, 1);
        assertLog();
    }

    @Test
    void tryBind_task_handlerPassesItOn() {
        Promise<Integer> p = Lwt.tryBind(task::promise, _ -> mustNotRun(), Lwt::fail);
        p.cancel();
        assertCanceled(p);
        assertLog();
    }

    @Test
    void tryBind_functionPending_cancelGoesThere() {
        Resolver<Integer> source = Lwt.task();
        Promise<Integer> p = Lwt.tryBind(source::promise, _ -> task.promise(), _ -> mustNotRun());
        source.wakeup(0);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
        assertLog();
    }

    @Test
    void tryBind_handlerPending_cancelGoesThere() {
        Resolver<Integer> source = Lwt.task();
        Promise<Integer> p = Lwt.tryBind(source::promise, _ -> mustNotRun(), _ -> task.promise());
        source.fail(a);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
        assertLog();
    }

    /* ---- finalizing ---- */

    @Test
    void finalizing_waiter() {
        Promise<Integer> p = Lwt.finalizing(waiter::promise, () -> mustNotRun());
        p.cancel();
        assertSleeping(p);
        assertLog();
    }

    @Test
    void finalizing_task_cleanupRuns() {
        Promise<Integer> p = Lwt.finalizing(task::promise, () -> {
            log("cleanup");
            return Lwt.unit();
        });
        p.cancel();
        assertCanceled(p);
        assertLog("cleanup");
    }

    @Test
    void finalizing_task_cleanupFails() {
        Promise<Integer> p = Lwt.finalizing(task::promise, () -> Lwt.fail(a));
        p.cancel();
        assertFailed(p, a);
    }

    @Test
    void finalizing_cleanupPending_cancelGoesThere() {
        Resolver<Integer> body = Lwt.task();
        Promise<Integer> p = Lwt.finalizing(body::promise, task::promise);
        body.wakeup(1);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
    }

    @Test
    void finalizing_bodyFailed_cleanupPending_cancelGoesThere() {
        Resolver<Integer> body = Lwt.task();
        Promise<Integer> p = Lwt.finalizing(body::promise, task::promise);
        body.fail(a);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
    }

    @Test
    void finalizing_returnedAtOnce_cleanupPending_cancelGoesThere() {
        Promise<Integer> p = Lwt.finalizing(() -> Lwt.of(1), task::promise);
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(p);
    }

    /* ---- Callbacks ---- */

    @Test
    void callbacks_runWithCanceled() {
        task.promise().onSuccess(_ -> mustNotRun());
        task.promise().onFailure(e -> log("onFailure " + e.getClass().getSimpleName()));
        task.promise().onTermination(() -> log("onTermination"));
        task.promise().onAny(_ -> mustNotRun(), e -> log("onAny " + e.getClass().getSimpleName()));
        task.promise().cancel();
        assertLog("onAny CanceledException", "onTermination", "onFailure CanceledException");
    }

    @Test
    void ignoreResult_canceled_goesToTheHook() {
        task.promise().ignoreResult();
        task.promise().cancel();
        assertHooked(failureOf(task.promise()));
    }

    /* ---- join and its relatives: done when all are ---- */

    record Combinator(String name, Function<List<Promise<Integer>>, Promise<?>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Combinator> waitingForAll() {
        return Stream.of(
                new Combinator("join", ps -> Lwt.join(ps)),
                new Combinator("all", ps -> Lwt.all(ps)),
                new Combinator("both", ps -> Lwt.both(ps.getFirst(), ps.getLast())));
    }

    static Stream<Combinator> waitingForOne() {
        return Stream.of(
                new Combinator("choose", ps -> Lwt.choose(ps)),
                new Combinator("pick", ps -> Lwt.pick(ps)),
                new Combinator("nchoose", ps -> Lwt.nchoose(ps)),
                new Combinator("npick", ps -> Lwt.npick(ps)),
                new Combinator("nchooseSplit", ps -> Lwt.nchooseSplit(ps)));
    }

    static Stream<Combinator> all() {
        return Stream.concat(waitingForAll(), waitingForOne());
    }

    @ParameterizedTest
    @MethodSource("all")
    void allWaiters(Combinator combinator) {
        Resolver<Integer> other = Lwt.waiter();
        Promise<?> p = combinator.of.apply(List.of(waiter.promise(), other.promise()));
        p.cancel();
        assertSleeping(waiter.promise());
        assertSleeping(other.promise());
        assertSleeping(p);
    }

    @ParameterizedTest
    @MethodSource("all")
    void allTasks(Combinator combinator) {
        Resolver<Integer> other = Lwt.task();
        Promise<?> p = combinator.of.apply(List.of(task.promise(), other.promise()));
        p.cancel();
        assertCanceled(task.promise());
        assertCanceled(other.promise());
        assertCanceled(p);
    }

    @ParameterizedTest
    @MethodSource("waitingForAll")
    void mixed_waitsForTheOthers(Combinator combinator) {
        Promise<?> p = combinator.of.apply(List.of(task.promise(), waiter.promise()));
        p.cancel();
        assertCanceled(task.promise());
        assertSleeping(waiter.promise());
        assertSleeping(p);
        waiter.wakeup(1);
        assertCanceled(p);
    }

    @ParameterizedTest
    @MethodSource("waitingForOne")
    void mixed_isCanceledAtOnce(Combinator combinator) {
        Promise<?> p = combinator.of.apply(List.of(waiter.promise(), task.promise()));
        p.cancel();
        assertCanceled(task.promise());
        assertSleeping(waiter.promise());
        assertCanceled(p);
    }

    @ParameterizedTest
    @MethodSource("all")
    void diamond_onCancelRunsOnce(Combinator combinator) {
        task.promise().onCancel(() -> log("root"));
        Promise<Integer> left = task.promise().map(x -> x);
        Promise<Integer> right = task.promise().map(x -> x);
        Promise<?> p = combinator.of.apply(List.of(left, right));
        p.onCancel(() -> log("derived"));
        p.cancel();
        assertCanceled(p);
        assertLog("root", "derived");
    }

    @ParameterizedTest
    @MethodSource("all")
    void ofProxies(Combinator combinator) {
        Proxied<Integer> proxied = proxied(task);
        Resolver<Integer> other = Lwt.task();
        Promise<?> p = combinator.of.apply(List.of(task.promise(), other.promise()));
        p.cancel();
        assertCanceled(proxied.promise());
        assertCanceled(p);
    }

    @ParameterizedTest
    @MethodSource("all")
    void argumentsThatBecomeProxiesLater(Combinator combinator) {
        Resolver<Void> start = Lwt.waiter();
        Promise<?> p = combinator.of.apply(List.of(task.promise(), task.promise()));
        Promise<Integer> outer = start.promise().bind(_ -> task.promise());
        start.wakeup(null);
        p.cancel();
        assertCanceled(outer);
        assertCanceled(p);
    }
}
