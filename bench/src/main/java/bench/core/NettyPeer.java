package bench.core;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Netty's promises, on the executor that runs in the calling thread: the cheapest that they have.
///
/// They have listeners, and nothing that makes a promise from a promise: a program writes the few
/// lines of [#map] and [#bind] itself. Nor have they a first of several, cancel along chains, or
/// values.
final class NettyPeer extends Peer {
    private static final EventExecutor EXECUTOR = ImmediateEventExecutor.INSTANCE;
    private static final Future<Integer> ZERO = of(0);

    private static final List<Function<Integer, Future<Integer>>> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final List<Future<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> of(k & 127)).toList();

    @Override
    public Map<Workload, IntUnaryOperator> operations() {
        return Map.ofEntries(
                on(Workload.W01A, ignored -> mapResolved()),
                on(Workload.W01B, ignored -> bindResolved()),
                on(Workload.W02, ignored -> cycle()),
                on(Workload.W02P, ignored -> cycleOfEight()),
                on(Workload.W03_10, this::chain),
                on(Workload.W03_100, this::chain),
                on(Workload.W03_1000, this::chain),
                on(Workload.W04, this::callbacks),
                on(Workload.W05A, this::join),
                on(Workload.W06, this::pauseLoop),
                on(Workload.W07, NettyPeer::resolvedLoop),
                on(Workload.W11A, ignored -> catchPending()),
                on(Workload.W11B, ignored -> catchThrown()),
                on(Workload.W11C, ignored -> finalizePending()),
                on(Workload.W11D, ignored -> tryBindPending()),
                on(Workload.W15, this::pending),
                on(Workload.W16, this::manyPauseLoops));
    }

    private static Future<Integer> of(Integer value) {
        return EXECUTOR.newSucceededFuture(value);
    }

    private static Future<Integer> plus(int x, int k) {
        return of((x + k) & 127);
    }

    private static Promise<Integer> make() {
        return EXECUTOR.newPromise();
    }

    /* ---- What Netty leaves to its users ---- */

    private static Future<Integer> map(Future<Integer> future, Function<Integer, Integer> f) {
        Promise<Integer> result = make();
        future.addListener((Future<Integer> done) -> {
            if (!done.isSuccess()) {
                result.setFailure(done.cause());
                return;
            }
            Integer value;
            try {
                value = f.apply(done.getNow());
            } catch (RuntimeException e) {
                result.setFailure(e);
                return;
            }
            result.setSuccess(value);
        });
        return result;
    }

    private static Future<Integer> bind(Future<Integer> future, Function<Integer, Future<Integer>> f) {
        Promise<Integer> result = make();
        future.addListener((Future<Integer> done) -> {
            if (done.isSuccess()) {
                follow(result, f, done.getNow());
            } else {
                result.setFailure(done.cause());
            }
        });
        return result;
    }

    private static Future<Integer> catching(Future<Integer> future, Function<Throwable, Future<Integer>> handler) {
        Promise<Integer> result = make();
        future.addListener((Future<Integer> done) -> {
            if (done.isSuccess()) {
                result.setSuccess(done.getNow());
            } else {
                follow(result, handler, done.cause());
            }
        });
        return result;
    }

    private static Future<Integer> tryBind(
            Future<Integer> future,
            Function<Integer, Future<Integer>> f,
            Function<Throwable, Future<Integer>> handler) {
        Promise<Integer> result = make();
        future.addListener((Future<Integer> done) -> {
            if (done.isSuccess()) {
                follow(result, f, done.getNow());
            } else {
                follow(result, handler, done.cause());
            }
        });
        return result;
    }

    /// Makes the next future and resolves `result` as it is resolved.
    private static <A> void follow(Promise<Integer> result, Function<A, Future<Integer>> f, A argument) {
        Future<Integer> next;
        try {
            next = f.apply(argument);
        } catch (RuntimeException e) {
            result.setFailure(e);
            return;
        }
        next.addListener((Future<Integer> done) -> finish(result, done));
    }

    private static void finish(Promise<Integer> result, Future<Integer> done) {
        if (done.isSuccess()) {
            result.setSuccess(done.getNow());
        } else {
            result.setFailure(done.cause());
        }
    }

    /* ---- The workloads ---- */

    private int mapResolved() {
        Future<Integer> result = map(resolved.get(turn++ & 1023), Peer::next);
        escapedResult = result;
        return result.getNow();
    }

    private int bindResolved() {
        Future<Integer> result = bind(resolved.get(turn++ & 1023), x -> of(next(x)));
        escapedResult = result;
        return result.getNow();
    }

    private int cycle() {
        Promise<Integer> promise = make();
        escaped = promise;
        Future<Integer> result = bind(promise, x -> of(next(x)));
        escapedResult = result;
        promise.setSuccess(turn++ & 127);
        return result.getNow();
    }

    private int cycleOfEight() {
        Promise<Integer> promise = make();
        escaped = promise;
        Future<Integer> result = bind(promise, EIGHT.get(turn & 7));
        escapedResult = result;
        promise.setSuccess(turn++ & 127);
        return result.getNow();
    }

    private int chain(int length) {
        Promise<Integer> promise = make();
        escaped = promise;
        Future<Integer> last = promise;
        for (int k = 0; k < length; k++) {
            last = bind(last, x -> of(next(x)));
        }
        escapedResult = last;
        promise.setSuccess(turn++ & 127);
        return last.getNow();
    }

    private int callbacks(int count) {
        Promise<Integer> promise = make();
        escaped = promise;
        sum = 0;
        for (int k = 0; k < count; k++) {
            promise.addListener((Future<Integer> done) -> sum += done.getNow());
        }
        promise.setSuccess(1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private int join(int count) {
        List<Promise<Integer>> promises = new ArrayList<>(count);
        PromiseCombiner combiner = new PromiseCombiner(EXECUTOR);
        for (int k = 0; k < count; k++) {
            Promise<Integer> promise = make();
            promises.add(promise);
            combiner.add((Future<Integer>) promise);
        }
        Promise<Void> joined = EXECUTOR.newPromise();
        combiner.finish(joined);
        escaped = promises;
        escapedResult = joined;
        for (Promise<Integer> promise : promises) {
            promise.setSuccess(1);
        }
        check(joined.isSuccess(), "the combined promise is pending");
        return 1;
    }

    private Future<Integer> overPauses(int rounds) {
        return rounds == 0 ? ZERO : bind(paused(), ignored -> overPauses(rounds - 1));
    }

    private Future<Integer> paused() {
        Promise<Integer> promise = make();
        pause(() -> promise.setSuccess(0));
        return promise;
    }

    private int pauseLoop(int rounds) {
        Future<Integer> end = overPauses(rounds);
        runPaused();
        check(end.isSuccess(), "the loop did not end");
        return 1;
    }

    private int manyPauseLoops(int count) {
        List<Future<Integer>> ends = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            ends.add(overPauses(Workload.PAUSES));
        }
        runPaused();
        for (Future<Integer> end : ends) {
            check(end.isSuccess(), "a loop did not end");
        }
        return 1;
    }

    private static Future<Integer> overResolved(int rounds) {
        return rounds == 0 ? ZERO : bind(ZERO, ignored -> overResolved(rounds - 1));
    }

    private static int resolvedLoop(int rounds) {
        check(overResolved(rounds).isSuccess(), "the loop did not end");
        return 1;
    }

    private int catchPending() {
        Promise<Integer> promise = make();
        escaped = promise;
        Future<Integer> result = catching(promise, ignored -> of(7));
        escapedResult = result;
        promise.setFailure(BOOM);
        return result.getNow();
    }

    private int catchThrown() {
        Future<Integer> result = catching(
                bind(resolved.get(turn++ & 1023), ignored -> {
                    throw BOOM;
                }),
                ignored -> of(7));
        escapedResult = result;
        return result.getNow();
    }

    private int finalizePending() {
        Promise<Integer> promise = make();
        escaped = promise;
        Promise<Integer> result = make();
        promise.addListener((Future<Integer> done) -> {
            sum++;
            finish(result, done);
        });
        escapedResult = result;
        promise.setFailure(BOOM);
        check(result.cause() == BOOM, "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        Promise<Integer> promise = make();
        escaped = promise;
        Future<Integer> result = tryBind(promise, x -> of(next(x)), ignored -> of(7));
        escapedResult = result;
        promise.setFailure(BOOM);
        return result.getNow();
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            Promise<Integer> promise = make();
            escapedResult = bind(promise, x -> of(next(x)));
            held[k] = promise;
        }
        escaped = held;
        return count;
    }
}
