package bench.core;

import bench.core.LimitCells.Cell;
import bench.core.LimitCells.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The lower bound.
final class LimitPeer extends Peer {
    private static final Cell UNIT = LimitCells.of(Limit.UNIT);
    private static final Object KEY = new Object();

    private static final List<Step> EIGHT = List.of(
            x -> plus(x, 1),
            x -> plus(x, 2),
            x -> plus(x, 3),
            x -> plus(x, 4),
            x -> plus(x, 5),
            x -> plus(x, 6),
            x -> plus(x, 7),
            x -> plus(x, 8));

    private final Limit kernel = new Limit();
    private final List<Cell> resolved =
            IntStream.range(0, 1024).mapToObj(k -> LimitCells.of(k & 127)).toList();

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
                on(Workload.W07, this::resolvedLoop),
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

    private static Cell plus(Object x, int k) {
        return LimitCells.of(((Integer) x + k) & 127);
    }

    private static int valueOf(Cell cell) {
        Cell end = cell.end();
        check(end.state == LimitCells.FULFILLED, "no value");
        return (Integer) LimitCells.value(end);
    }

    private int mapResolved() {
        Cell result = kernel.map(resolved.get(turn++ & 1023), x -> next((Integer) x));
        escapedResult = result;
        return valueOf(result);
    }

    private int bindResolved() {
        Cell result = kernel.bind(resolved.get(turn++ & 1023), x -> plus(x, 1));
        escapedResult = result;
        return valueOf(result);
    }

    private int cycle() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.bind(promise, x -> plus(x, 1));
        escapedResult = result;
        kernel.wakeup(promise, turn++ & 127);
        return valueOf(result);
    }

    private int cycleOfEight() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.bind(promise, EIGHT.get(turn & 7));
        escapedResult = result;
        kernel.wakeup(promise, turn++ & 127);
        return valueOf(result);
    }

    private int chain(int length) {
        Cell promise = new Cell();
        escaped = promise;
        Cell last = promise;
        for (int k = 0; k < length; k++) {
            last = kernel.bind(last, x -> plus(x, 1));
        }
        escapedResult = last;
        kernel.wakeup(promise, turn++ & 127);
        return valueOf(last);
    }

    private int callbacks(int count) {
        Cell promise = new Cell();
        escaped = promise;
        sum = 0;
        for (int k = 0; k < count; k++) {
            Limit.onSuccess(promise, x -> sum += (Integer) x);
        }
        kernel.wakeup(promise, 1);
        check(sum == count, "callbacks run: " + sum);
        return sum;
    }

    private int join(int count) {
        List<Cell> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            promises.add(new Cell());
        }
        Cell joined = Limit.join(promises);
        escaped = promises;
        escapedResult = joined;
        for (Cell promise : promises) {
            kernel.wakeup(promise, 1);
        }
        check(joined.state == LimitCells.FULFILLED, "join is pending");
        return 1;
    }

    private int pick(int count) {
        List<Cell> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            promises.add(new LimitCells.Task());
        }
        Cell first = Limit.first(promises, true);
        escaped = promises;
        escapedResult = first;
        kernel.wakeup(promises.get(5), turn++ & 127);
        check(Limit.isCanceled(promises.getLast()), "the last was not canceled");
        return valueOf(first);
    }

    private int choose(int count) {
        List<Cell> promises = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            promises.add(new Cell());
        }
        Cell first = Limit.first(promises, false);
        escaped = promises;
        escapedResult = first;
        kernel.wakeup(promises.get(5), turn++ & 127);
        return valueOf(first);
    }

    private Cell overPauses(int rounds) {
        return rounds == 0 ? UNIT : kernel.bind(kernel.pause(), ignored -> overPauses(rounds - 1));
    }

    private int pauseLoop(int rounds) {
        Cell end = overPauses(rounds);
        while (end.end().state == LimitCells.PENDING) {
            kernel.wakeupPaused();
        }
        return 1;
    }

    private int manyPauseLoops(int count) {
        List<Cell> ends = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            ends.add(overPauses(Workload.PAUSES));
        }
        Cell end = Limit.join(ends);
        while (end.state == LimitCells.PENDING) {
            kernel.wakeupPaused();
        }
        return 1;
    }

    private Cell overResolved(int rounds) {
        return rounds == 0 ? UNIT : kernel.bind(UNIT, ignored -> overResolved(rounds - 1));
    }

    private int resolvedLoop(int rounds) {
        check(overResolved(rounds).end().state == LimitCells.FULFILLED, "the loop did not end");
        return 1;
    }

    private int catchPending() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.catching(() -> promise, ignored -> LimitCells.of(7));
        escapedResult = result;
        kernel.fail(promise, BOOM);
        return valueOf(result);
    }

    private int catchThrown() {
        Cell promise = resolved.get(turn++ & 1023);
        Cell result = kernel.catching(
                () -> kernel.bind(promise, ignored -> {
                    throw BOOM;
                }),
                ignored -> LimitCells.of(7));
        escapedResult = result;
        return valueOf(result);
    }

    private int finalizePending() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.finalizing(() -> promise, ignored -> {
            sum++;
            return UNIT;
        });
        escapedResult = result;
        kernel.fail(promise, BOOM);
        check(result.state == LimitCells.REJECTED, "the failure was lost");
        return 1;
    }

    private int tryBindPending() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.tryBind(() -> promise, x -> plus(x, 1), ignored -> LimitCells.of(7));
        escapedResult = result;
        kernel.fail(promise, BOOM);
        return valueOf(result);
    }

    private int cancelChain(int length) {
        Cell promise = new LimitCells.Task();
        escaped = promise;
        Cell last = promise;
        for (int k = 0; k < length; k++) {
            last = kernel.bindCancelable(last, x -> plus(x, 1));
        }
        escapedResult = last;
        kernel.cancel(last);
        check(Limit.isCanceled(promise) && Limit.isCanceled(last), "the chain was not canceled");
        return 1;
    }

    private int withValue() {
        return kernel.withValue(KEY, turn++ & 127, () -> (Integer) kernel.get(KEY));
    }

    private int valueAcrossBind() {
        Cell promise = new Cell();
        escaped = promise;
        Cell result = kernel.withValue(
                KEY, turn++ & 127, () -> kernel.bindStoring(promise, ignored -> LimitCells.of(kernel.get(KEY))));
        escapedResult = result;
        kernel.wakeup(promise, 0);
        return valueOf(result);
    }

    private int pending(int count) {
        Object[] held = new Object[count];
        for (int k = 0; k < count; k++) {
            Cell promise = new Cell();
            kernel.bind(promise, x -> plus(x, 1));
            held[k] = promise;
        }
        escaped = held;
        return count;
    }
}
