package bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Reactor's `Mono`. It is lazy: every operation builds its pipeline and subscribes to it. Its
/// context is what comes nearest to sequence-associated values.
final class ReactorPeer extends Peer {
    private static final Mono<Integer> ZERO = of(0);

    private static final List<Function<Integer, Mono<Integer>>> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final List<Mono<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> of(k & 127)).toList();
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
                on(Workload.W13A, ignored -> withValue()),
                on(Workload.W13B, ignored -> valueAcrossBind()),
                on(Workload.W15, this::pending),
                on(Workload.W16, this::manyPauseLoops));
    }

    private static Mono<Integer> of(Integer value) {
        return Mono.just(value);
    }

    private static Mono<Integer> plus(int x, int k) {
        return of((x + k) & 127);
    }

    /// Subscribes; the value goes to `result`, which is -1 until then.
    private void subscribe(Mono<Integer> mono) {
        result = -1;
        escapedResult = mono.subscribe(x -> result = x);
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
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        subscribe(sink.asMono().flatMap(x -> of(next(x))));
        emit(sink, turn++ & 127);
        return result;
    }

    private static void emit(Sinks.One<Integer> sink, Integer value) {
        check(sink.tryEmitValue(value).isSuccess(), "not emitted");
    }

    private static void emitFailure(Sinks.One<Integer> sink) {
        check(sink.tryEmitError(BOOM).isSuccess(), "not emitted");
    }

    private int cycleOfEight() {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        subscribe(sink.asMono().flatMap(EIGHT.get(turn & 7)));
        emit(sink, turn++ & 127);
        return result;
    }

    private int chain(int length) {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        Mono<Integer> last = sink.asMono();
        for (int k = 0; k < length; k++) {
            last = last.flatMap(x -> of(next(x)));
        }
        subscribe(last);
        emit(sink, turn++ & 127);
        return result;
    }

    private int callbacks(int count) {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        sum = 0;
        Mono<Integer> mono = sink.asMono();
        for (int k = 0; k < count; k++) {
            escapedResult = mono.subscribe(x -> sum += x);
        }
        emit(sink, 1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private int join(int count) {
        List<Sinks.One<Integer>> sinks = new ArrayList<>(count);
        List<Mono<Integer>> monos = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Sinks.One<Integer> sink = Sinks.one();
            sinks.add(sink);
            monos.add(sink.asMono());
        }
        escaped = sinks;
        result = -1;
        escapedResult = Mono.when(monos).subscribe(ignored -> {}, ignored -> {}, () -> result = 1);
        for (Sinks.One<Integer> sink : sinks) {
            emit(sink, 1);
        }
        check(result == 1, "when is pending");
        return 1;
    }

    private int pick(int count) {
        List<Sinks.One<Integer>> sinks = new ArrayList<>(count);
        List<Mono<Integer>> monos = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Sinks.One<Integer> sink = Sinks.one();
            sinks.add(sink);
            monos.add(sink.asMono().doOnCancel(() -> canceled++));
        }
        escaped = sinks;
        canceled = 0;
        subscribe(Mono.firstWithSignal(monos));
        emit(sinks.get(5), turn++ & 127);
        check(canceled == count - 1, "canceled: " + canceled);
        return result;
    }

    private Mono<Integer> overPauses(int rounds) {
        return rounds == 0 ? ZERO : paused().flatMap(ignored -> overPauses(rounds - 1));
    }

    private Mono<Integer> paused() {
        return Mono.create(sink -> pause(() -> sink.success(0)));
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
            escapedResult = overPauses(Workload.PAUSES).subscribe(ignored -> left[0]--);
        }
        runPaused();
        check(left[0] == 0, "loops that did not end: " + left[0]);
        return 1;
    }

    private Mono<Integer> overResolved(int rounds) {
        return rounds == 0 ? ZERO : ZERO.flatMap(ignored -> overResolved(rounds - 1));
    }

    private int resolvedLoop(int rounds) {
        subscribe(overResolved(rounds));
        check(result == 0, "the loop did not end");
        return 1;
    }

    private int pushed(int elements) {
        Sinks.Many<Integer> sink = Sinks.unsafe().many().unicast().onBackpressureBuffer();
        for (int i = 0; i < elements; i++) {
            sink.emitNext(i & 127, Sinks.EmitFailureHandler.FAIL_FAST);
        }
        sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
        subscribe(sink.asFlux().map(Peer::next).filter(x -> (x & 1) == 0).reduce(0, Integer::sum));
        return result;
    }

    private int pulled(int elements) {
        subscribe(Flux.range(0, elements).map(i -> i & 127).reduce(0, Integer::sum));
        return result;
    }

    private int catchPending() {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        subscribe(sink.asMono().onErrorResume(ignored -> of(7)));
        emitFailure(sink);
        return result;
    }

    private int catchThrown() {
        Mono<Integer> failed = resolved.get(turn++ & 1023).flatMap(ignored -> {
            throw BOOM;
        });
        subscribe(failed.onErrorResume(ignored -> of(7)));
        return result;
    }

    private int finalizePending() {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        result = -1;
        escapedResult =
                sink.asMono().doFinally(ignored -> sum++).subscribe(ignored -> result = 0, ignored -> result = 1);
        emitFailure(sink);
        check(result == 1, "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        subscribe(sink.asMono().flatMap(x -> of(next(x))).onErrorResume(ignored -> of(7)));
        emitFailure(sink);
        return result;
    }

    private int cancelChain(int length) {
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        canceled = 0;
        Mono<Integer> last = sink.asMono().doOnCancel(() -> canceled++);
        for (int k = 0; k < length; k++) {
            last = last.flatMap(x -> of(next(x)));
        }
        Disposable subscription = last.subscribe(x -> result = x);
        escapedResult = subscription;
        subscription.dispose();
        check(canceled == 1, "the chain was not canceled");
        return 1;
    }

    private int withValue() {
        int value = turn++ & 127;
        Mono<Integer> read = Mono.deferContextual(context -> of(context.<Integer>get("key")));
        subscribe(read.contextWrite(context -> context.put("key", value)));
        return result;
    }

    private int valueAcrossBind() {
        int value = turn++ & 127;
        Sinks.One<Integer> sink = Sinks.one();
        escaped = sink;
        Mono<Integer> read =
                sink.asMono().flatMap(ignored -> Mono.deferContextual(context -> of(context.<Integer>get("key"))));
        subscribe(read.contextWrite(context -> context.put("key", value)));
        emit(sink, 0);
        return result;
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            Sinks.One<Integer> sink = Sinks.one();
            escapedResult = sink.asMono().flatMap(x -> of(next(x))).subscribe(x -> result = x);
            held[k] = sink;
        }
        escaped = held;
        return count;
    }
}
