package bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lwt.CanceledException;
import lwt.Key;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// This library, through its public interface only.
final class LwtPeer extends Peer {
    private static final Promise<@Nullable Void> UNIT = Lwt.unit();
    private static final Key<Integer> KEY = new Key<>();

    private static final List<ThrowingFunction<Integer, Promise<Integer>>> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final List<Promise<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> Lwt.of(k & 127)).toList();

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
                on(Workload.W06, LwtPeer::pauseLoop),
                on(Workload.W07, LwtPeer::resolvedLoop),
                on(Workload.W08, LwtCoordination::mailboxes),
                on(Workload.W09, LwtCoordination::mutex),
                on(Workload.W10A, LwtCoordination::pushed),
                on(Workload.W10B, LwtCoordination::pulled),
                on(Workload.W11A, ignored -> catchPending()),
                on(Workload.W11B, ignored -> catchThrown()),
                on(Workload.W11C, ignored -> finalizePending()),
                on(Workload.W11D, ignored -> tryBindPending()),
                on(Workload.W12, this::cancelChain),
                on(Workload.W13A, ignored -> withValue()),
                on(Workload.W13B, ignored -> valueAcrossBind()),
                on(Workload.W15, this::pending),
                on(Workload.W16, LwtPeer::manyPauseLoops));
    }

    private static Promise<Integer> plus(int x, int k) {
        return Lwt.of((x + k) & 127);
    }

    private static int valueOf(Promise<Integer> promise) {
        return switch (promise.state()) {
            case State.Return<Integer>(Integer value) -> value;
            case State.Fail<Integer>(Throwable cause) -> throw new IllegalStateException(cause);
            case State.Sleep<Integer>() -> throw new IllegalStateException("still pending");
        };
    }

    private int mapResolved() {
        Promise<Integer> result = resolved.get(turn++ & 1023).map(Peer::next);
        escapedResult = result;
        return valueOf(result);
    }

    private int bindResolved() {
        Promise<Integer> result = resolved.get(turn++ & 1023).bind(x -> Lwt.of(next(x)));
        escapedResult = result;
        return valueOf(result);
    }

    private int cycle() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> result = resolver.promise().bind(x -> Lwt.of(next(x)));
        escapedResult = result;
        resolver.wakeup(turn++ & 127);
        return valueOf(result);
    }

    private int cycleOfEight() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> result = resolver.promise().bind(EIGHT.get(turn & 7));
        escapedResult = result;
        resolver.wakeup(turn++ & 127);
        return valueOf(result);
    }

    private int chain(int length) {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> last = resolver.promise();
        for (int k = 0; k < length; k++) {
            last = last.bind(x -> Lwt.of(next(x)));
        }
        escapedResult = last;
        resolver.wakeup(turn++ & 127);
        return valueOf(last);
    }

    private int callbacks(int count) {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        sum = 0;
        Promise<Integer> promise = resolver.promise();
        for (int k = 0; k < count; k++) {
            promise.onSuccess(x -> sum += x);
        }
        resolver.wakeup(1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private int join(int count) {
        List<Resolver<Integer>> resolvers = new ArrayList<>(count);
        List<Promise<Integer>> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Resolver<Integer> resolver = Lwt.waiter();
            resolvers.add(resolver);
            promises.add(resolver.promise());
        }
        Promise<@Nullable Void> joined = Lwt.join(promises);
        escaped = resolvers;
        escapedResult = joined;
        for (Resolver<Integer> resolver : resolvers) {
            resolver.wakeup(1);
        }
        check(!joined.isSleeping(), "join is pending");
        return 1;
    }

    private int pick(int count) {
        List<Resolver<Integer>> resolvers = new ArrayList<>(count);
        List<Promise<Integer>> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Resolver<Integer> resolver = Lwt.task();
            resolvers.add(resolver);
            promises.add(resolver.promise());
        }
        Promise<Integer> first = Lwt.pick(promises);
        escaped = resolvers;
        escapedResult = first;
        resolvers.get(5).wakeup(turn++ & 127);
        check(isCanceled(promises.getLast()), "the last was not canceled");
        return valueOf(first);
    }

    private int choose(int count) {
        List<Resolver<Integer>> resolvers = new ArrayList<>(count);
        List<Promise<Integer>> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            Resolver<Integer> resolver = Lwt.waiter();
            resolvers.add(resolver);
            promises.add(resolver.promise());
        }
        Promise<Integer> first = Lwt.choose(promises);
        escaped = resolvers;
        escapedResult = first;
        resolvers.get(5).wakeup(turn++ & 127);
        return valueOf(first);
    }

    private static boolean isCanceled(Promise<?> promise) {
        return promise.state() instanceof State.Fail<?>(CanceledException canceled);
    }

    private static Promise<@Nullable Void> overPauses(int rounds) {
        return rounds == 0 ? UNIT : Lwt.pause().bind(ignored -> overPauses(rounds - 1));
    }

    private static int pauseLoop(int rounds) {
        Promise<@Nullable Void> end = overPauses(rounds);
        while (end.isSleeping()) {
            Lwt.wakeupPaused();
        }
        return 1;
    }

    private static int manyPauseLoops(int count) {
        List<Promise<@Nullable Void>> ends = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            ends.add(overPauses(Workload.PAUSES));
        }
        Promise<@Nullable Void> end = Lwt.join(ends);
        while (end.isSleeping()) {
            Lwt.wakeupPaused();
        }
        return 1;
    }

    private static Promise<@Nullable Void> overResolved(int rounds) {
        return rounds == 0 ? UNIT : UNIT.bind(ignored -> overResolved(rounds - 1));
    }

    private static int resolvedLoop(int rounds) {
        Promise<@Nullable Void> end = overResolved(rounds);
        check(!end.isSleeping(), "the loop did not end");
        return 1;
    }

    private int catchPending() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> promise = resolver.promise();
        Promise<Integer> result = Lwt.catching(() -> promise, ignored -> Lwt.of(7));
        escapedResult = result;
        resolver.fail(BOOM);
        return valueOf(result);
    }

    private int catchThrown() {
        Promise<Integer> promise = resolved.get(turn++ & 1023);
        Promise<Integer> result = Lwt.catching(
                () -> promise.bind(ignored -> {
                    throw BOOM;
                }),
                ignored -> Lwt.of(7));
        escapedResult = result;
        return valueOf(result);
    }

    private int finalizePending() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> promise = resolver.promise();
        Promise<Integer> result = Lwt.finalizing(() -> promise, () -> {
            sum++;
            return UNIT;
        });
        escapedResult = result;
        resolver.fail(BOOM);
        check(result.state() instanceof State.Fail<Integer>, "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> promise = resolver.promise();
        Promise<Integer> result = Lwt.tryBind(() -> promise, x -> Lwt.of(next(x)), ignored -> Lwt.of(7));
        escapedResult = result;
        resolver.fail(BOOM);
        return valueOf(result);
    }

    private int cancelChain(int length) {
        Resolver<Integer> resolver = Lwt.task();
        escaped = resolver;
        Promise<Integer> last = resolver.promise();
        for (int k = 0; k < length; k++) {
            last = last.bind(x -> Lwt.of(next(x)));
        }
        escapedResult = last;
        last.cancel();
        check(isCanceled(resolver.promise()) && isCanceled(last), "the chain was not canceled");
        return 1;
    }

    private int withValue() {
        return KEY.withValue(turn++ & 127, () -> KEY.get().orElseThrow());
    }

    private int valueAcrossBind() {
        Resolver<Integer> resolver = Lwt.waiter();
        escaped = resolver;
        Promise<Integer> promise = resolver.promise();
        Promise<Integer> result = KEY.withValue(
                turn++ & 127, () -> promise.bind(ignored -> Lwt.of(KEY.get().orElseThrow())));
        escapedResult = result;
        resolver.wakeup(0);
        return valueOf(result);
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            Promise<Integer> promise = Lwt.<Integer>waiter().promise();
            promise.bind(x -> Lwt.of(next(x)));
            held[k] = promise;
        }
        escaped = held;
        return count;
    }
}
