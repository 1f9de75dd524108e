package lwt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The semantics of the core written down as simply as they are told: by recursion, with lists, without any of the
/// means that make the core fast and its stack flat. RandomProgramsTest compares the two.
final class NaiveLwt {
    enum Kind {
        SLEEP,
        TASK,
        RETURN,
        FAIL,
        PROXY
    }

    /// A promise of integers; a failure is a number too, CANCELED is one of them.
    static final class Cell {
        Kind kind = Kind.SLEEP;
        int content;

        @Nullable
        Cell target;

        List<Runnable> callbacks = new ArrayList<>(); // newest first
        List<Runnable> cancelCallbacks = new ArrayList<>(); // newest first
        List<Cell> sources = List.of();

        Cell root() {
            return target == null ? this : target.root();
        }

        boolean sleeps() {
            Kind k = root().kind;
            return k == Kind.SLEEP || k == Kind.TASK;
        }
    }

    static final int CANCELED = -1;

    private record Deferred(Cell cell, List<Runnable> cancelCallbacks, List<Runnable> callbacks) {}

    private final ArrayDeque<Deferred> queue = new ArrayDeque<>();
    private List<Cell> paused = new ArrayList<>();
    private int depth;

    @Nullable
    Integer storage; // the value of the one key

    /* ---- Resolution ---- */

    Cell resolved(Kind kind, int content) {
        Cell cell = new Cell();
        cell.kind = kind;
        cell.content = content;
        return cell;
    }

    Cell pending(Kind kind) {
        return resolved(kind, 0);
    }

    private static @Nullable Deferred settle(Cell p, Kind kind, int content) {
        Cell cell = p.root();
        if (!cell.sleeps()) {
            return null;
        }
        Deferred lists = new Deferred(cell, cell.cancelCallbacks, cell.callbacks);
        cell.kind = kind;
        cell.content = content;
        cell.cancelCallbacks = new ArrayList<>();
        cell.callbacks = new ArrayList<>();
        cell.sources = List.of();
        return lists;
    }

    void resolve(Cell p, Kind kind, int content) {
        Deferred lists = settle(p, kind, content);
        if (lists != null) {
            run(lists);
        }
    }

    void resolveLater(Cell p, Kind kind, int content) {
        Deferred lists = settle(p, kind, content);
        if (lists != null && depth > 0) {
            queue.add(lists);
        } else if (lists != null) {
            run(lists);
        }
    }

    private static void call(Deferred lists) {
        if (lists.cell.kind == Kind.FAIL && lists.cell.content == CANCELED) {
            lists.cancelCallbacks.forEach(Runnable::run);
        }
        lists.callbacks.forEach(Runnable::run);
    }

    private void run(Deferred lists) {
        depth++;
        Integer saved = storage;
        call(lists);
        while (depth == 1 && !queue.isEmpty()) {
            call(queue.remove());
        }
        depth--;
        storage = saved;
    }

    private void onResolved(Cell p, Runnable callback) {
        Cell root = p.root();
        if (root.sleeps()) {
            root.callbacks.addFirst(callback);
        } else {
            callback.run();
        }
    }

    /* ---- Sequencing ---- */

    private void connect(Cell q, Cell returned) {
        Cell p = returned.root();
        Cell root = q.root();
        if (p == root) {
            return;
        }
        if (!p.sleeps()) {
            resolve(root, p.kind, p.content);
            return;
        }
        root.kind = p.kind;
        root.sources = p.sources;
        root.callbacks.addAll(p.callbacks);
        root.cancelCallbacks.addAll(p.cancelCallbacks);
        p.kind = Kind.PROXY;
        p.target = root;
    }

    /// bind for both ends; null: that end passes through.
    Cell tryBind(Cell p, @Nullable Function<Integer, Cell> onValue, @Nullable Function<Integer, Cell> onFailure) {
        Cell source = p.root();
        if (!source.sleeps()) {
            Function<Integer, Cell> f = source.kind == Kind.RETURN ? onValue : onFailure;
            return f == null ? source : f.apply(source.content);
        }
        Cell result = pending(Kind.SLEEP);
        result.sources = List.of(source);
        Integer captured = storage;
        onResolved(source, () -> {
            Cell end = source.root();
            Function<Integer, Cell> f = end.kind == Kind.RETURN ? onValue : onFailure;
            if (f == null) {
                resolve(result, end.kind, end.content);
            } else {
                storage = captured;
                connect(result, f.apply(end.content));
            }
        });
        return result;
    }

    Cell bind(Cell p, Function<Integer, Cell> f) {
        return tryBind(p, f, null);
    }

    Cell map(Cell p, Function<Integer, Integer> f) {
        return bind(p, x -> resolved(Kind.RETURN, f.apply(x)));
    }

    Cell finalizing(Cell p, Supplier<Cell> action) {
        return tryBind(
                p,
                x -> bind(action.get(), _ -> resolved(Kind.RETURN, x)),
                e -> bind(action.get(), _ -> resolved(Kind.FAIL, e)));
    }

    void onAny(Cell p, Function<Cell, Void> f) {
        Cell source = p.root();
        boolean later = source.sleeps();
        Integer captured = storage;
        onResolved(source, () -> {
            if (later) {
                storage = captured;
            }
            f.apply(source.root());
        });
    }

    void ignoreResult(Cell p, Runnable f) {
        onResolved(p, () -> {
            if (p.root().kind == Kind.FAIL) {
                f.run();
            }
        });
    }

    void onCancel(Cell p, Runnable f) {
        Cell source = p.root();
        if (source.sleeps()) {
            Integer captured = storage;
            source.cancelCallbacks.addFirst(() -> {
                storage = captured;
                f.run();
            });
        } else if (source.kind == Kind.FAIL && source.content == CANCELED) {
            f.run();
        }
    }

    /* ---- Several ---- */

    private static @Nullable Cell firstFailed(List<Cell> ps) {
        return ps.stream()
                .map(Cell::root)
                .filter(p -> p.kind == Kind.FAIL)
                .findFirst()
                .orElse(null);
    }

    Cell join(List<Cell> ps) {
        Cell[] failed = {firstFailed(ps)};
        List<Cell> sleeping = ps.stream().filter(Cell::sleeps).toList();
        if (sleeping.isEmpty()) {
            return failed[0] == null ? resolved(Kind.RETURN, 0) : failed[0];
        }
        Cell result = pending(Kind.SLEEP);
        result.sources = ps;
        int[] left = {sleeping.size()};
        for (Cell p : sleeping) {
            onResolved(p, () -> {
                if (failed[0] == null && p.root().kind == Kind.FAIL) {
                    failed[0] = p.root();
                }
                if (--left[0] == 0) {
                    Cell f = failed[0];
                    resolve(result, f == null ? Kind.RETURN : Kind.FAIL, f == null ? 0 : f.content);
                }
            });
        }
        return result;
    }

    Cell both(Cell a, Cell b) {
        int[] values = new int[2];
        Cell first = map(a, x -> {
            values[0] = x;
            return 0;
        });
        Cell second = map(b, x -> {
            values[1] = x;
            return 0;
        });
        return map(join(List.of(first, second)), _ -> values[0] * 31 + values[1]);
    }

    Cell choose(List<Cell> ps, boolean cancelsLosers) {
        Cell failed = firstFailed(ps);
        if (failed != null || ps.stream().anyMatch(p -> !p.sleeps())) {
            return chooseResolved(ps, failed, cancelsLosers);
        }
        Cell result = pending(Kind.SLEEP);
        result.sources = ps;
        boolean[] over = new boolean[1];
        for (Cell p : ps) {
            onResolved(p, () -> {
                if (!over[0]) {
                    over[0] = true;
                    Cell winner = p.root();
                    if (cancelsLosers) {
                        ps.forEach(this::cancel);
                    }
                    resolve(result, winner.kind, winner.content);
                }
            });
        }
        return result;
    }

    private Cell chooseResolved(List<Cell> ps, @Nullable Cell failed, boolean cancelsLosers) {
        if (!cancelsLosers) {
            return failed != null
                    ? failed
                    : ps.stream()
                            .map(Cell::root)
                            .filter(p -> !p.sleeps())
                            .findFirst()
                            .orElseThrow();
        }
        if (failed != null) {
            ps.forEach(this::cancel);
            return failed;
        }
        Cell picked = null;
        for (Cell p : ps) {
            if (p.sleeps() || picked != null) {
                cancel(p);
            } else {
                picked = p.root();
            }
        }
        return java.util.Objects.requireNonNull(picked);
    }

    /* ---- Cancel ---- */

    void cancel(Cell p) {
        ArrayDeque<Deferred> found = new ArrayDeque<>();
        search(p, found);
        found.forEach(this::run); // the last found first
    }

    private static void search(Cell p, ArrayDeque<Deferred> found) {
        Cell root = p.root();
        if (root.kind == Kind.TASK) {
            Deferred lists = settle(root, Kind.FAIL, CANCELED);
            if (lists != null) {
                found.addFirst(lists);
            }
        } else if (root.kind == Kind.SLEEP) {
            root.sources.forEach(source -> search(source, found));
        }
    }

    Cell copy(Cell p, String how) {
        Cell source = p.root();
        if (!source.sleeps()) {
            return source;
        }
        Cell copy = pending(how.equals("noCancel") ? Kind.SLEEP : Kind.TASK);
        if (how.equals("shielded")) {
            onCancel(copy, () -> {});
        } else if (how.equals("wrapInCancelable")) {
            onCancel(copy, () -> cancel(source));
        }
        Integer captured = storage;
        onResolved(source, () -> {
            if (how.equals("wrapInCancelable")) {
                storage = captured;
            }
            Cell end = source.root();
            resolve(copy, end.kind, end.content);
        });
        return copy;
    }

    /* ---- pause ---- */

    Cell pause() {
        Cell cell = pending(Kind.TASK);
        onCancel(cell, () -> {});
        paused.add(cell);
        return cell;
    }

    void wakeupPaused() {
        List<Cell> now = paused;
        paused = new ArrayList<>();
        now.forEach(p -> resolve(p, Kind.RETURN, 0));
    }
}
