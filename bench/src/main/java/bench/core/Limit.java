package bench.core;

import static bench.core.LimitCells.FORWARDED;
import static bench.core.LimitCells.FULFILLED;
import static bench.core.LimitCells.PENDING;
import static bench.core.LimitCells.REJECTED;
import static bench.core.LimitCells.call;
import static bench.core.LimitCells.started;
import static bench.core.LimitCells.value;

import bench.core.LimitCells.Action;
import bench.core.LimitCells.Bind;
import bench.core.LimitCells.CancelableBind;
import bench.core.LimitCells.Catch;
import bench.core.LimitCells.Cell;
import bench.core.LimitCells.Finalize;
import bench.core.LimitCells.First;
import bench.core.LimitCells.Join;
import bench.core.LimitCells.Listener;
import bench.core.LimitCells.Mapped;
import bench.core.LimitCells.Mapping;
import bench.core.LimitCells.Start;
import bench.core.LimitCells.Step;
import bench.core.LimitCells.Stored;
import bench.core.LimitCells.StoringBind;
import bench.core.LimitCells.Task;
import bench.core.LimitCells.TryBind;
import bench.core.LimitCells.Waiter;
import bench.core.LimitCells.Waiters;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The least that Lwt's semantics cost: a kernel for one thread, without types, checks or services.
///
/// It keeps what makes Lwt Lwt: callbacks run at once and newest first; what a callback throws is
/// captured; the result of a bind and the promise its function returns become one promise, so
/// endless loops need constant memory; chains of any length resolve without recursion; a bind on a
/// resolved promise calls its function directly, to a bounded depth.
///
/// It leaves out what a workload does not need: cancellation reaches tasks through binds that have
/// not run yet (W05b, W12 use a record with a source, the others do not carry one), values are kept
/// by one kind of bind only (W13b).
final class Limit {
    static final Object UNIT = new Object();

    private static final int MAX_DEPTH = 128;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
    private static final Throwable CANCELED = new Canceled();

    private static final class Canceled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Canceled() {
            super("canceled", null, false, false);
        }
    }

    private int depth;

    /// The callbacks of the cell that was settled last, not yet run.
    private @Nullable Object detached;

    /// Lists begun and not finished, each with the cell it waited for: a stack of our own.
    private Waiters[] begun = new Waiters[16];

    private Cell[] begunSource = new Cell[16];
    private int begunCount;

    /// Binds on resolved promises that were met too deep, each followed by its source.
    private final ArrayDeque<Cell> deferred = new ArrayDeque<>();

    private final ArrayDeque<Cell> paused = new ArrayDeque<>();

    @Nullable
    Stored storage;

    static boolean isCanceled(Cell cell) {
        Cell end = cell.end();
        return end.state == REJECTED && end.slot == CANCELED;
    }

    Cell bind(Cell promise, Step step) {
        Cell source = promise.end();
        if (source.state == PENDING) {
            Bind result = new Bind(step);
            source.add(result);
            return result;
        }
        return source.state == FULFILLED ? bindResolved(source, step) : source;
    }

    private Cell bindResolved(Cell source, Step step) {
        if (depth == MAX_DEPTH) {
            Bind result = new Bind(step);
            deferred.add(result);
            deferred.add(source);
            return result;
        }
        depth++;
        Cell result = call(step, value(source));
        leave();
        return result;
    }

    Cell bindCancelable(Cell promise, Step step) {
        Cell source = promise.end();
        check(source);
        CancelableBind result = new CancelableBind(step, source);
        source.add(result);
        return result;
    }

    Cell bindStoring(Cell promise, Step step) {
        Cell source = promise.end();
        check(source);
        StoringBind result = new StoringBind(step, storage);
        source.add(result);
        return result;
    }

    private static void check(Cell source) {
        if (source.state != PENDING) {
            throw new IllegalStateException("only a pending promise, here");
        }
    }

    Cell map(Cell promise, Mapping mapping) {
        Cell source = promise.end();
        if (source.state == PENDING) {
            Mapped result = new Mapped(mapping);
            source.add(result);
            return result;
        }
        return source.state == FULFILLED ? LimitCells.map(mapping, value(source)) : source;
    }

    Cell catching(Start start, Step handler) {
        Cell source = started(start);
        if (source.state == PENDING) {
            Catch result = new Catch(handler);
            source.add(result);
            return result;
        }
        return source.state == FULFILLED ? source : call(handler, value(source));
    }

    Cell tryBind(Start start, Step onValue, Step onFailure) {
        Cell source = started(start);
        if (source.state == PENDING) {
            TryBind result = new TryBind(onValue, onFailure);
            source.add(result);
            return result;
        }
        return call(source.state == FULFILLED ? onValue : onFailure, value(source));
    }

    Cell finalizing(Start start, Step last) {
        Cell source = started(start);
        check(source);
        Finalize result = new Finalize(last);
        source.add(result);
        return result;
    }

    static void onSuccess(Cell promise, Action action) {
        Cell source = promise.end();
        check(source);
        source.add(new Listener(action));
    }

    static Cell join(List<Cell> promises) {
        Join result = new Join(promises.size());
        for (Cell promise : promises) {
            Cell source = promise.end();
            check(source);
            source.add(result);
        }
        return result;
    }

    static Cell first(List<Cell> promises, boolean cancels) {
        First result = new First(promises.toArray(new Cell[0]), cancels);
        for (Cell promise : promises) {
            Cell source = promise.end();
            check(source);
            source.add(result);
        }
        return result;
    }

    void cancel(Cell promise) {
        Cell cell = promise.end();
        while (cell.state == PENDING) {
            if (cell instanceof Task) {
                run(settle(cell, REJECTED, CANCELED));
            } else if (cell instanceof CancelableBind bind) {
                cell = bind.source.end();
            } else {
                return;
            }
        }
    }

    void wakeup(Cell promise, Object value) {
        resolve(promise, FULFILLED, value);
    }

    void fail(Cell promise, Throwable failure) {
        resolve(promise, REJECTED, failure);
    }

    private void resolve(Cell promise, int state, Object result) {
        Cell cell = promise.end();
        if (cell.state != PENDING) {
            throw new IllegalStateException("resolved twice");
        }
        run(settle(cell, state, result));
    }

    /// Resolves `cell`, whose callbacks it leaves in `detached`.
    Cell settle(Cell cell, int state, @Nullable Object result) {
        Cell end = cell.end();
        detached = end.slot;
        end.state = state;
        end.slot = result;
        return end;
    }

    /// Makes `target` behave as `returned`: a resolved result is taken over, a pending promise
    /// becomes one with it.
    @Nullable
    Cell connect(Cell target, Cell returned) {
        Cell result = returned.end();
        if (result.state != PENDING) {
            return settle(target, result.state, result.slot);
        }
        Cell end = target.end();
        if (result != end) {
            merge(end, result.slot);
            result.state = FORWARDED;
            result.slot = end;
        }
        return null;
    }

    /// The callbacks of the forwarded cell are the older ones of the list.
    private static void merge(Cell end, @Nullable Object older) {
        Object newer = end.slot;
        if (older == null) {
            return;
        }
        end.slot = older;
        if (newer instanceof Waiters several) {
            for (int k = 0; k < several.count; k++) {
                end.add(several.items[k]);
            }
        } else if (newer instanceof Waiter one) {
            end.add(one);
        }
    }

    /// Runs the detached callbacks of `settled` and of all that becomes resolved by them, depth
    /// first, newest first.
    private void run(Cell settled) {
        if (detached == null) {
            return;
        }
        depth++;
        runAll(settled);
        leave();
    }

    private void runAll(Cell settled) {
        int base = begunCount;
        Cell source = settled;
        while (true) {
            Object callbacks = detached;
            detached = null;
            Cell next = null;
            if (callbacks instanceof Waiters several) {
                begin(several, source);
            } else if (callbacks != null) {
                next = ((Waiter) callbacks).run(this, source);
            }
            while (next == null) {
                if (begunCount == base) {
                    return;
                }
                next = runNewest();
            }
            source = next;
        }
    }

    private void begin(Waiters several, Cell source) {
        if (begunCount == begun.length) {
            begun = Arrays.copyOf(begun, begunCount * 2);
            begunSource = Arrays.copyOf(begunSource, begunCount * 2);
        }
        begun[begunCount] = several;
        begunSource[begunCount++] = source;
    }

    private @Nullable Cell runNewest() {
        Waiters several = begun[begunCount - 1];
        Cell source = begunSource[begunCount - 1];
        if (several.count == 0) {
            begunCount--;
            return null;
        }
        return several.items[--several.count].run(this, source);
    }

    private void leave() {
        depth--;
        if (depth == 0 && !deferred.isEmpty()) {
            runDeferred();
        }
    }

    private void runDeferred() {
        Cell bind;
        while ((bind = deferred.poll()) != null) {
            Cell source = deferred.remove();
            depth++;
            Cell settled = bind.run(this, source);
            if (settled != null) {
                runAll(settled);
            }
            depth--;
        }
    }

    Cell pause() {
        Cell promise = new Cell();
        paused.add(promise);
        return promise;
    }

    boolean isPaused() {
        return !paused.isEmpty();
    }

    void wakeupPaused() {
        for (int present = paused.size(); present > 0; present--) {
            wakeup(paused.remove(), UNIT);
        }
    }

    <T> T withValue(Object key, Object value, Supplier<T> body) {
        Stored saved = storage;
        storage = new Stored(key, value, saved);
        try {
            return body.get();
        } finally {
            storage = saved;
        }
    }

    Object get(Object key) {
        Stored stored = storage;
        while (stored != null && stored.key() != key) {
            stored = stored.older();
        }
        if (stored == null) {
            throw new IllegalStateException("no value");
        }
        return stored.value();
    }
}
