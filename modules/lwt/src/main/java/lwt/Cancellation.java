package lwt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * cancel walks backwards: from a promise to what it was made from, until it finds promises that are cancelable
 * themselves (made by task, pause, shielded, wrapInCancelable). Those fail with CanceledException; everything
 * in between fails, or recovers, because its source failed.
 *
 * Two steps. First all such promises are marked, in the order of the walk, and nothing runs. Then their
 * callbacks run, those of the last one found first. So the first callback that runs sees all of them canceled.
 *
 * The walk uses no stack of the machine, as a chain may have a million binds. It visits a promise with several
 * sources once: a second visit would find nothing new, and without that rule a diamond of diamonds would take
 * exponential time and a ring would take for ever. A ring of single sources cannot be entered: each of them
 * would be pending on itself, and the walk remembers one promise in every power of two steps to notice that.
 */
final class Cancellation {
    private Cancellation() {}

    static void cancel(Promise<?> p) {
        cancel(p, null);
    }

    /// Cancels each in turn, all with one and the same failure.
    static void cancelAll(Promise<?>[] ps) {
        CanceledException canceled = null;
        for (Promise<?> p : ps) {
            canceled = cancel(p, canceled);
        }
    }

    /// Cancels with the failure given, or else with a new one; returns the one to go on with.
    private static @Nullable CanceledException cancel(Promise<?> p, @Nullable CanceledException given) {
        Promise<?> root = p.underlying();
        if (!root.isPending()) {
            return given;
        }
        Loop loop = root.owner();
        loop.checkCurrent("cancel");
        CanceledException canceled = given == null ? new CanceledException() : given;
        if (root.state < Promise.SLEEP) {
            Object callbacks = mark(root, canceled);
            if (callbacks != null) {
                Resolution.run(loop, root, callbacks);
            }
            return canceled;
        }
        List<Object> found = new Walk(canceled).from(root);
        for (int i = found.size() - 2; i >= 0; i -= 2) {
            Resolution.run(loop, (Promise<?>) found.get(i), found.get(i + 1));
        }
        return canceled;
    }

    /// Makes a cancelable promise canceled; returns its callbacks.
    private static @Nullable Object mark(Promise<?> task, CanceledException canceled) {
        boolean queued = task.state == Promise.QUEUED;
        Object callbacks = task.resolve(Promise.FAIL, canceled);
        if (queued && callbacks != null) {
            return Batch.concat(Watching.silent(null), callbacks); // see Plain.queued
        }
        return callbacks;
    }

    private static final class Walk {
        private final CanceledException canceled;
        private final List<Object> found = new ArrayList<>(); // promise, callbacks, promise, callbacks …
        private @Nullable ArrayDeque<Promise<?>> todo; // created by the first promise with several sources
        private @Nullable Set<Promise<?>> branched;

        Walk(CanceledException canceled) {
            this.canceled = canceled;
        }

        List<Object> from(Promise<?> start) {
            Promise<?> p = start;
            while (p != null) {
                chain(p);
                p = todo == null ? null : todo.poll();
            }
            return found;
        }

        /// Follows single sources from `start`.
        private void chain(Promise<?> start) {
            Promise<?> remembered = null;
            long steps = 0;
            for (Promise<?> p = start.underlying(); p.isPending() && p != remembered; ) {
                if (p.state < Promise.SLEEP) {
                    Object callbacks = mark(p, canceled);
                    if (callbacks != null) {
                        found.add(p);
                        found.add(callbacks);
                    }
                    return;
                }
                Object source = p instanceof Derived<?> derived ? derived.source : null;
                if (source instanceof Promise<?>[] several) {
                    branch(p, several);
                    return;
                }
                if (source == null) {
                    return;
                }
                if (Long.bitCount(++steps) == 1) {
                    remembered = p;
                }
                p = ((Promise<?>) source).underlying();
            }
        }

        private void branch(Promise<?> p, Promise<?>[] several) {
            if (todo == null) {
                todo = new ArrayDeque<>();
                branched = Collections.newSetFromMap(new IdentityHashMap<>());
            }
            if (Objects.requireNonNull(branched).add(p)) {
                for (int i = several.length - 1; i >= 0; i--) {
                    todo.push(several[i]);
                }
            }
        }
    }

    /* ---- Copies that change how a promise is canceled ---- */

    static <T extends @Nullable Object> Promise<T> shielded(Promise<T> p) {
        if (!p.isPending()) {
            return p;
        }
        Copy<T> copy = new Copy<>(p.owner(), Promise.TASK);
        copy.add(Watching.silent(p.owner().storage));
        p.add(copy);
        return copy;
    }

    static <T extends @Nullable Object> Promise<T> noCancel(Promise<T> p) {
        if (!p.isPending()) {
            return p;
        }
        Copy<T> copy = new Copy<>(p.owner(), Promise.SLEEP);
        p.add(copy);
        return copy;
    }

    static <T extends @Nullable Object> Promise<T> wrapInCancelable(Promise<T> p) {
        if (!p.isPending()) {
            return p;
        }
        KeyedCopy<T> copy = new KeyedCopy<>(p.owner());
        copy.add(new OnCancel(p::cancel, p.owner().storage));
        p.add(copy);
        return copy;
    }

    /// Takes the result of its source, unless it has one already.
    private static class Copy<T extends @Nullable Object> extends Derived<T> {
        Copy(Loop loop, int state) {
            super(loop, null);
            this.state = state;
        }

        @Override
        String kind() {
            return "a shielded promise or another copy";
        }

        @Override
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            return settle(on, from.state, from.slot);
        }

        @Override
        final boolean isDead() {
            return !underlying().isPending();
        }
    }

    /// A copy that sets the values of keys, as it stands for a callback of the kind onAny.
    private static final class KeyedCopy<T extends @Nullable Object> extends Copy<T> {
        private final @Nullable Storage storage;

        KeyedCopy(Loop loop) {
            super(loop, TASK);
            this.storage = loop.storage;
        }

        @Override
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            on.storage = storage;
            return super.fire(on, from);
        }
    }
}
