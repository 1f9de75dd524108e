package bench.core;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The objects of [Limit]: promises, called cells, and what waits for them.
///
/// What a function makes of a promise is at the same time the record of what has still to be done:
/// one object. So every kind of waiting is a kind of cell.
final class LimitCells {
    static final int PENDING = 0;
    static final int FULFILLED = 1;
    static final int REJECTED = 2;

    /// Unified with another cell, which stands in the slot.
    static final int FORWARDED = 3;

    private LimitCells() {}

    static Cell of(Object value) {
        return new Cell(FULFILLED, value);
    }

    /// The value of a fulfilled cell, the failure of a rejected one.
    static Object value(Cell cell) {
        return Objects.requireNonNull(cell.slot);
    }

    /// Calls a function that a cell has kept till now; what it throws is a failure.
    static Cell map(@Nullable Mapping mapping, Object value) {
        try {
            return of(Objects.requireNonNull(mapping).apply(value));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return new Cell(REJECTED, e);
        }
    }

    /// Begins a computation; what is thrown is its failure.
    static Cell started(Start start) {
        try {
            return start.begin().end();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return new Cell(REJECTED, e);
        }
    }

    /// Like [#map], for a function that returns a promise.
    static Cell call(@Nullable Step step, Object value) {
        try {
            return Objects.requireNonNull(step).apply(value);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return new Cell(REJECTED, e);
        }
    }

    /// A function from a value, or from a failure, to a promise.
    interface Step {
        Cell apply(Object value) throws Throwable;
    }

    /// What a computation is begun with.
    interface Start {
        Cell begin() throws Throwable;
    }

    interface Mapping {
        Object apply(Object value) throws Throwable;
    }

    interface Action {
        void accept(Object value) throws Throwable;
    }

    /// What waits for a cell.
    abstract static class Waiter {
        /// Called once, when `source` is resolved.
        ///
        /// @return the cell that became resolved by it, or null; its callbacks are now in
        /// `detached`
        abstract @Nullable Cell run(Limit kernel, Cell source);
    }

    /// A promise. Only subclasses wait for something, so only they are ever run as callbacks.
    static class Cell extends Waiter {
        int state;

        /// The value, the failure or the cell forwarded to; while pending: null, one waiter, or
        /// several.
        @Nullable
        Object slot;

        Cell() {}

        Cell(int state, @Nullable Object slot) {
            this.state = state;
            this.slot = slot;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            throw new IllegalStateException("this promise waits for nothing");
        }

        final Cell end() {
            Cell cell = this;
            while (cell.state == FORWARDED) {
                cell = (Cell) value(cell);
            }
            return cell;
        }

        final void add(Waiter waiter) {
            Object present = slot;
            if (present == null) {
                slot = waiter;
            } else if (present instanceof Waiters several) {
                several.add(waiter);
            } else {
                Waiters several = new Waiters((Waiter) present);
                several.add(waiter);
                slot = several;
            }
        }

        final void remove(Waiter waiter) {
            if (slot == waiter) {
                slot = null;
            } else if (slot instanceof Waiters several) {
                several.remove(waiter);
            }
        }
    }

    /// Several callbacks, oldest first.
    static final class Waiters {
        Waiter[] items = new Waiter[4];
        int count;

        Waiters(Waiter first) {
            items[count++] = first;
        }

        void add(Waiter waiter) {
            if (count == items.length) {
                items = Arrays.copyOf(items, count * 2);
            }
            items[count++] = waiter;
        }

        void remove(Waiter waiter) {
            int kept = 0;
            for (int k = 0; k < count; k++) {
                if (items[k] != waiter) {
                    items[kept++] = items[k];
                }
            }
            Arrays.fill(items, kept, count, null);
            count = kept;
        }
    }

    /// A cell that can be canceled.
    static final class Task extends Cell {}

    /// The result of a bind, and at the same time its waiter record: one object.
    static class Bind extends Cell {
        @Nullable
        Step step;

        Bind(Step step) {
            this.step = step;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Step taken = step;
            step = null;
            return source.state == REJECTED
                    ? kernel.settle(this, REJECTED, source.slot)
                    : kernel.connect(this, call(taken, value(source)));
        }
    }

    static final class CancelableBind extends Bind {
        final Cell source;

        CancelableBind(Step step, Cell source) {
            super(step);
            this.source = source;
        }
    }

    static final class StoringBind extends Bind {
        final @Nullable Stored stored;

        StoringBind(Step step, @Nullable Stored stored) {
            super(step);
            this.stored = stored;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Stored saved = kernel.storage;
            kernel.storage = stored;
            Cell settled = super.run(kernel, source);
            kernel.storage = saved;
            return settled;
        }
    }

    static final class Mapped extends Cell {
        @Nullable
        Mapping mapping;

        Mapped(Mapping mapping) {
            this.mapping = mapping;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Mapping taken = mapping;
            mapping = null;
            if (source.state == REJECTED) {
                return kernel.settle(this, REJECTED, source.slot);
            }
            Cell result = map(taken, value(source));
            return kernel.settle(this, result.state, result.slot);
        }
    }

    static final class TryBind extends Cell {
        @Nullable
        Step onValue;

        @Nullable
        Step onFailure;

        TryBind(Step onValue, Step onFailure) {
            this.onValue = onValue;
            this.onFailure = onFailure;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Step taken = source.state == REJECTED ? onFailure : onValue;
            onValue = null;
            onFailure = null;
            return kernel.connect(this, call(taken, value(source)));
        }
    }

    static final class Catch extends Cell {
        @Nullable
        Step handler;

        Catch(Step handler) {
            this.handler = handler;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Step taken = handler;
            handler = null;
            return source.state == FULFILLED
                    ? kernel.settle(this, FULFILLED, source.slot)
                    : kernel.connect(this, call(taken, value(source)));
        }
    }

    static final class Finalize extends Cell {
        @Nullable
        Step last;

        Finalize(Step last) {
            this.last = last;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            Step taken = last;
            last = null;
            Cell done = call(taken, value(source)).end();
            return done.state == FULFILLED
                    ? kernel.settle(this, source.state, source.slot)
                    : kernel.connect(this, kernel.bind(done, ignored -> source));
        }
    }

    static final class Listener extends Waiter {
        private final Action action;

        Listener(Action action) {
            this.action = action;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            if (source.state == FULFILLED) {
                try {
                    action.accept(value(source));
                } catch (Throwable e) {
                    throw new IllegalStateException("a listener threw", e);
                }
            }
            return null;
        }
    }

    static final class Join extends Cell {
        int left;

        @Nullable
        Object failure;

        Join(int left) {
            this.left = left;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            if (source.state == REJECTED && failure == null) {
                failure = source.slot;
            }
            if (--left > 0) {
                return null;
            }
            return failure == null
                    ? kernel.settle(this, FULFILLED, Limit.UNIT)
                    : kernel.settle(this, REJECTED, failure);
        }
    }

    /// The result of choose, and with `cancels` that of pick.
    static final class First extends Cell {
        final Cell[] among;
        final boolean cancels;

        First(Cell[] among, boolean cancels) {
            this.among = among;
            this.cancels = cancels;
        }

        @Override
        @Nullable
        Cell run(Limit kernel, Cell source) {
            for (Cell each : among) {
                each.end().remove(this);
            }
            if (cancels) {
                for (Cell each : among) {
                    kernel.cancel(each);
                }
            }
            return kernel.settle(this, source.state, source.slot);
        }
    }

    /// A value in the storage, in front of those set before it.
    record Stored(Object key, Object value, @Nullable Stored older) {}
}
