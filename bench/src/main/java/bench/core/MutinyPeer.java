package bench.core;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Mutiny's `Uni`. It is lazy: every operation builds its pipeline and subscribes to it. Several
/// subscribers share one result only through `memoize`.
final class MutinyPeer extends Peer {
    private static final Uni<Integer> ZERO = of(0);

    private static final List<Function<Integer, Uni<? extends Integer>>> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final List<Uni<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> of(k & 127)).toList();
    private @Nullable UniEmitter<? super Integer> emitter;
    private int result;
    private int canceled;

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
                on(Workload.W06, this::pauseLoop),
                on(Workload.W07, this::resolvedLoop),
                on(Workload.W10A, this::pushed),
                on(Workload.W10B, this::pulled),
                on(Workload.W11A, ignored -> catchPending()),
                on(Workload.W11B, ignored -> catchThrown()),
                on(Workload.W11C, ignored -> finalizePending()),
                on(Workload.W11D, ignored -> tryBindPending()),
                on(Workload.W12, this::cancelChain),
                on(Workload.W15, this::pending),
                on(Workload.W16, this::manyPauseLoops));
    }

    private static Uni<Integer> of(Integer value) {
        return Uni.createFrom().item(value);
    }

    private static Uni<Integer> plus(int x, int k) {
        return of((x + k) & 127);
    }

    private Uni<Integer> pending() {
        return Uni.createFrom().emitter(e -> emitter = e);
    }

    private UniEmitter<? super Integer> emitter() {
        return Objects.requireNonNull(emitter);
    }

    /// Subscribes; the value goes to `result`, which is -1 until then.
    private void subscribe(Uni<Integer> uni) {
        escaped = uni;
        result = -1;
        escapedResult = uni.subscribe().with(x -> result = x);
    }

    private int mapResolved() {
        subscribe(resolved.get(turn++ & 1023).map(Peer::next));
        return result;
    }

    private int bindResolved() {
        subscribe(resolved.get(turn++ & 1023).flatMap(x -> of(next(x))));
        return result;
    }

    private int cycle() {
        subscribe(pending().flatMap(x -> of(next(x))));
        emitter().complete(turn++ & 127);
        return result;
    }

    private int cycleOfEight() {
        subscribe(pending().flatMap(EIGHT.get(turn & 7)));
        emitter().complete(turn++ & 127);
        return result;
    }

    private int chain(int length) {
        Uni<Integer> last = pending();
        for (int k = 0; k < length; k++) {
            last = last.flatMap(x -> of(next(x)));
        }
        subscribe(last);
        emitter().complete(turn++ & 127);
        return result;
    }

    private int callbacks(int count) {
        Uni<Integer> shared = pending().memoize().indefinitely();
        escaped = shared;
        sum = 0;
        for (int k = 0; k < count; k++) {
            escapedResult = shared.subscribe().with(x -> sum += x);
        }
        emitter().complete(1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private int join(int count) {
        List<UniEmitter<? super Integer>> emitters = new ArrayList<>(count);
        List<Uni<Integer>> unis = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            unis.add(Uni.createFrom().emitter(emitters::add));
        }
        subscribe(Uni.join().all(unis).andCollectFailures().replaceWith(1));
        for (UniEmitter<? super Integer> each : emitters) {
            each.complete(1);
        }
        check(result == 1, "join is pending");
        return 1;
    }

    private int pick(int count) {
        List<UniEmitter<? super Integer>> emitters = new ArrayList<>(count);
        List<Uni<Integer>> unis = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Uni<Integer> uni = Uni.createFrom().emitter(emitters::add);
            unis.add(uni.onCancellation().invoke(() -> canceled++));
        }
        canceled = 0;
        subscribe(Uni.join().first(unis).toTerminate());
        emitters.get(5).complete(turn++ & 127);
        check(canceled == count - 1, "canceled: " + canceled);
        return result;
    }

    private Uni<Integer> overPauses(int rounds) {
        return rounds == 0 ? ZERO : paused().flatMap(ignored -> overPauses(rounds - 1));
    }

    private Uni<Integer> paused() {
        return Uni.createFrom().emitter(e -> pause(() -> e.complete(0)));
    }

    private int pauseLoop(int rounds) {
        subscribe(overPauses(rounds));
        runPaused();
        check(result == 0, "the loop did not end");
        return 1;
    }

    private int manyPauseLoops(int count) {
        int[] left = {count};
        for (int k = 0; k < count; k++) {
            escapedResult = overPauses(Workload.PAUSES).subscribe().with(ignored -> left[0]--);
        }
        runPaused();
        check(left[0] == 0, "loops that did not end: " + left[0]);
        return 1;
    }

    private Uni<Integer> overResolved(int rounds) {
        return rounds == 0 ? ZERO : ZERO.flatMap(ignored -> overResolved(rounds - 1));
    }

    private int resolvedLoop(int rounds) {
        subscribe(overResolved(rounds));
        check(result == 0, "the loop did not end");
        return 1;
    }

    private int pushed(int elements) {
        UnicastProcessor<Integer> processor = UnicastProcessor.create();
        for (int i = 0; i < elements; i++) {
            processor.onNext(i & 127);
        }
        processor.onComplete();
        subscribe(processor
                .map(Peer::next)
                .select()
                .where(x -> (x & 1) == 0)
                .collect()
                .in(() -> new int[1], (total, x) -> total[0] += x)
                .map(total -> total[0]));
        return result;
    }

    private int pulled(int elements) {
        subscribe(Multi.createFrom()
                .range(0, elements)
                .map(i -> i & 127)
                .collect()
                .in(() -> new int[1], (total, x) -> total[0] += x)
                .map(total -> total[0]));
        return result;
    }

    private int catchPending() {
        subscribe(pending().onFailure().recoverWithUni(ignored -> of(7)));
        emitter().fail(BOOM);
        return result;
    }

    private int catchThrown() {
        subscribe(resolved.get(turn++ & 1023)
                .<Integer>flatMap(ignored -> {
                    throw BOOM;
                })
                .onFailure()
                .recoverWithUni(ignored -> of(7)));
        return result;
    }

    private int finalizePending() {
        Uni<Integer> uni = pending().eventually(() -> {
            sum++;
        });
        escaped = uni;
        result = -1;
        escapedResult = uni.subscribe().with(ignored -> result = 0, ignored -> result = 1);
        emitter().fail(BOOM);
        check(result == 1, "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        subscribe(pending().onItemOrFailure().transformToUni((x, e) -> e == null ? of(next(x)) : of(7)));
        emitter().fail(BOOM);
        return result;
    }

    private int cancelChain(int length) {
        canceled = 0;
        Uni<Integer> last = pending().onCancellation().invoke(() -> canceled++);
        for (int k = 0; k < length; k++) {
            last = last.flatMap(x -> of(next(x)));
        }
        escaped = last;
        Cancellable subscription = last.subscribe().with(x -> result = x);
        escapedResult = subscription;
        subscription.cancel();
        check(canceled == 1, "the chain was not canceled");
        return 1;
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            subscribe(pending().flatMap(x -> of(next(x))));
            held[k] = emitter();
        }
        escaped = held;
        return count;
    }
}
