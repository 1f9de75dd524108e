package bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// `java.util.concurrent.CompletableFuture`. Cancel does not travel up a chain, and there are no
/// sequence-associated values.
final class FuturePeer extends Peer {
    private static final CompletableFuture<Integer> ZERO = of(0);

    private static final List<Function<Integer, CompletionStage<Integer>>> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final List<CompletableFuture<Integer>> resolved =
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
                on(Workload.W05B, this::pick),
                on(Workload.W05C, this::choose),
                on(Workload.W06, this::pauseLoop),
                on(Workload.W07, FuturePeer::resolvedLoop),
                on(Workload.W11A, ignored -> catchPending()),
                on(Workload.W11B, ignored -> catchThrown()),
                on(Workload.W11C, ignored -> finalizePending()),
                on(Workload.W11D, ignored -> tryBindPending()),
                on(Workload.W15, this::pending),
                on(Workload.W16, this::manyPauseLoops));
    }

    private static CompletableFuture<Integer> of(Integer value) {
        return CompletableFuture.completedFuture(value);
    }

    private static CompletableFuture<Integer> plus(int x, int k) {
        return of((x + k) & 127);
    }

    private int mapResolved() {
        CompletableFuture<Integer> result = resolved.get(turn++ & 1023).thenApply(Peer::next);
        escapedResult = result;
        return result.getNow(-1);
    }

    private int bindResolved() {
        CompletableFuture<Integer> result = resolved.get(turn++ & 1023).thenCompose(x -> of(next(x)));
        escapedResult = result;
        return result.getNow(-1);
    }

    private int cycle() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<Integer> result = promise.thenCompose(x -> of(next(x)));
        escapedResult = result;
        promise.complete(turn++ & 127);
        return result.getNow(-1);
    }

    private int cycleOfEight() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<Integer> result = promise.thenCompose(EIGHT.get(turn & 7));
        escapedResult = result;
        promise.complete(turn++ & 127);
        return result.getNow(-1);
    }

    private int chain(int length) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<Integer> last = promise;
        for (int k = 0; k < length; k++) {
            last = last.thenCompose(x -> of(next(x)));
        }
        escapedResult = last;
        promise.complete(turn++ & 127);
        return last.getNow(-1);
    }

    private int callbacks(int count) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        sum = 0;
        for (int k = 0; k < count; k++) {
            escapedResult = promise.thenAccept(x -> sum += x);
        }
        promise.complete(1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private static List<CompletableFuture<Integer>> make(int count) {
        List<CompletableFuture<Integer>> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            promises.add(new CompletableFuture<>());
        }
        return promises;
    }

    private int join(int count) {
        List<CompletableFuture<Integer>> promises = make(count);
        CompletableFuture<Void> joined = CompletableFuture.allOf(promises.toArray(new CompletableFuture<?>[0]));
        escaped = promises;
        escapedResult = joined;
        for (CompletableFuture<Integer> promise : promises) {
            promise.complete(1);
        }
        check(joined.isDone(), "allOf is pending");
        return 1;
    }

    private int pick(int count) {
        List<CompletableFuture<Integer>> promises = make(count);
        CompletableFuture<Object> first = CompletableFuture.anyOf(promises.toArray(new CompletableFuture<?>[0]))
                .whenComplete((value, failure) -> {
                    for (CompletableFuture<Integer> each : promises) {
                        each.cancel(false);
                    }
                });
        escaped = promises;
        escapedResult = first;
        promises.get(5).complete(turn++ & 127);
        check(promises.getLast().isCancelled(), "the last was not canceled");
        return (Integer) first.getNow(-1);
    }

    private int choose(int count) {
        List<CompletableFuture<Integer>> promises = make(count);
        CompletableFuture<Object> first = CompletableFuture.anyOf(promises.toArray(new CompletableFuture<?>[0]));
        escaped = promises;
        escapedResult = first;
        promises.get(5).complete(turn++ & 127);
        return (Integer) first.getNow(-1);
    }

    private CompletableFuture<Integer> overPauses(int rounds) {
        return rounds == 0 ? ZERO : paused().thenCompose(ignored -> overPauses(rounds - 1));
    }

    private CompletableFuture<Integer> paused() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        pause(() -> promise.complete(0));
        return promise;
    }

    private int pauseLoop(int rounds) {
        CompletableFuture<Integer> end = overPauses(rounds);
        runPaused();
        check(end.isDone(), "the loop did not end");
        end.join();
        return 1;
    }

    private int manyPauseLoops(int count) {
        CompletableFuture<?>[] ends = new CompletableFuture<?>[count];
        for (int k = 0; k < count; k++) {
            ends[k] = overPauses(Workload.PAUSES);
        }
        CompletableFuture<Void> end = CompletableFuture.allOf(ends);
        runPaused();
        check(end.isDone(), "the loops did not end");
        end.join();
        return 1;
    }

    private static CompletableFuture<Integer> overResolved(int rounds) {
        return rounds == 0 ? ZERO : ZERO.thenCompose(ignored -> overResolved(rounds - 1));
    }

    private static int resolvedLoop(int rounds) {
        overResolved(rounds).join();
        return 1;
    }

    private int catchPending() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<Integer> result = promise.exceptionallyCompose(ignored -> of(7));
        escapedResult = result;
        promise.completeExceptionally(BOOM);
        return result.getNow(-1);
    }

    private int catchThrown() {
        CompletableFuture<Integer> result = resolved.get(turn++ & 1023)
                .<Integer>thenCompose(ignored -> {
                    throw BOOM;
                })
                .exceptionallyCompose(ignored -> of(7));
        escapedResult = result;
        return result.getNow(-1);
    }

    private int finalizePending() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<Integer> result = promise.whenComplete((value, failure) -> sum++);
        escapedResult = result;
        promise.completeExceptionally(BOOM);
        check(result.isCompletedExceptionally(), "the failure was lost");
        return 1;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the inner future is not ignored: thenCompose waits for it
    private int tryBindPending() {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        escaped = promise;
        CompletableFuture<CompletableFuture<Integer>> handled =
                promise.handle((x, e) -> e == null ? of(next(x)) : of(7));
        CompletableFuture<Integer> result = handled.thenCompose(each -> each);
        escapedResult = result;
        promise.completeExceptionally(BOOM);
        return result.getNow(-1);
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            CompletableFuture<Integer> promise = new CompletableFuture<>();
            escapedResult = promise.thenCompose(x -> of(next(x)));
            held[k] = promise;
        }
        escaped = held;
        return count;
    }
}
