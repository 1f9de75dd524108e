package bench.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Vert.x futures, without a context. They cannot be canceled and carry no values.
final class VertxPeer extends Peer {
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
                on(Workload.W05C, this::choose),
                on(Workload.W06, this::pauseLoop),
                on(Workload.W07, VertxPeer::resolvedLoop),
                on(Workload.W11A, ignored -> catchPending()),
                on(Workload.W11B, ignored -> catchThrown()),
                on(Workload.W11C, ignored -> finalizePending()),
                on(Workload.W11D, ignored -> tryBindPending()),
                on(Workload.W15, this::pending),
                on(Workload.W16, this::manyPauseLoops));
    }

    private static Future<Integer> of(Integer value) {
        return Future.succeededFuture(value);
    }

    private static Future<Integer> plus(int x, int k) {
        return of((x + k) & 127);
    }

    private int mapResolved() {
        Future<Integer> result = resolved.get(turn++ & 1023).map(Peer::next);
        escapedResult = result;
        return result.result();
    }

    private int bindResolved() {
        Future<Integer> result = resolved.get(turn++ & 1023).compose(x -> of(next(x)));
        escapedResult = result;
        return result.result();
    }

    private int cycle() {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> result = promise.future().compose(x -> of(next(x)));
        escapedResult = result;
        promise.complete(turn++ & 127);
        return result.result();
    }

    private int cycleOfEight() {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> result = promise.future().compose(EIGHT.get(turn & 7));
        escapedResult = result;
        promise.complete(turn++ & 127);
        return result.result();
    }

    private int chain(int length) {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> last = promise.future();
        for (int k = 0; k < length; k++) {
            last = last.compose(x -> of(next(x)));
        }
        escapedResult = last;
        promise.complete(turn++ & 127);
        return last.result();
    }

    private int callbacks(int count) {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        sum = 0;
        Future<Integer> future = promise.future();
        for (int k = 0; k < count; k++) {
            future.onSuccess(x -> sum += x);
        }
        promise.complete(1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private static List<Future<Integer>> futures(List<Promise<Integer>> promises) {
        List<Future<Integer>> futures = new ArrayList<>(promises.size());
        for (Promise<Integer> promise : promises) {
            futures.add(promise.future());
        }
        return futures;
    }

    private static List<Promise<Integer>> make(int count) {
        List<Promise<Integer>> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            promises.add(Promise.promise());
        }
        return promises;
    }

    private int join(int count) {
        List<Promise<Integer>> promises = make(count);
        Future<?> joined = Future.join(futures(promises));
        escaped = promises;
        escapedResult = joined;
        for (Promise<Integer> promise : promises) {
            promise.complete(1);
        }
        check(joined.isComplete(), "join is pending");
        return 1;
    }

    private int choose(int count) {
        List<Promise<Integer>> promises = make(count);
        var first = Future.any(futures(promises));
        escaped = promises;
        escapedResult = first;
        promises.get(5).complete(turn++ & 127);
        check(first.isComplete(), "any is pending");
        return first.<Integer>resultAt(5);
    }

    private Future<Integer> overPauses(int rounds) {
        return rounds == 0 ? ZERO : paused().compose(ignored -> overPauses(rounds - 1));
    }

    private Future<Integer> paused() {
        Promise<Integer> promise = Promise.promise();
        pause(() -> promise.complete(0));
        return promise.future();
    }

    private int pauseLoop(int rounds) {
        Future<Integer> end = overPauses(rounds);
        runPaused();
        check(end.succeeded(), "the loop did not end");
        return 1;
    }

    private int manyPauseLoops(int count) {
        List<Future<Integer>> ends = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            ends.add(overPauses(Workload.PAUSES));
        }
        Future<?> end = Future.join(ends);
        runPaused();
        check(end.succeeded(), "the loops did not end");
        return 1;
    }

    private static Future<Integer> overResolved(int rounds) {
        return rounds == 0 ? ZERO : ZERO.compose(ignored -> overResolved(rounds - 1));
    }

    private static int resolvedLoop(int rounds) {
        Future<Integer> end = overResolved(rounds);
        if (end.failed()) {
            throw new IllegalStateException("the loop failed", end.cause());
        }
        return 1;
    }

    private int catchPending() {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> result = promise.future().recover(ignored -> of(7));
        escapedResult = result;
        promise.fail(BOOM);
        return result.result();
    }

    private int catchThrown() {
        Future<Integer> result = resolved.get(turn++ & 1023)
                .<Integer>compose(ignored -> {
                    throw BOOM;
                })
                .recover(ignored -> of(7));
        escapedResult = result;
        return result.result();
    }

    private int finalizePending() {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> result = promise.future().eventually(() -> {
            sum++;
            return ZERO;
        });
        escapedResult = result;
        promise.fail(BOOM);
        check(result.failed(), "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        Promise<Integer> promise = Promise.promise();
        escaped = promise;
        Future<Integer> result = promise.future().compose(x -> of(next(x)), ignored -> of(7));
        escapedResult = result;
        promise.fail(BOOM);
        return result.result();
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            Promise<Integer> promise = Promise.promise();
            promise.future().compose(x -> of(next(x)));
            held[k] = promise;
        }
        escaped = held;
        return count;
    }
}
