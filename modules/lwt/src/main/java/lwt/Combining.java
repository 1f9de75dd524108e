package lwt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Waiting for all of several promises: join, both, all. Waiting for one of them is Racing.
 *
 * Each is one record, registered with every promise that is pending, that counts down. The first failure in
 * time is kept; promises that had failed before the call count as earlier than all others, in the order of the
 * arguments. A promise that is given twice is counted twice.
 */
final class Combining {
    private Combining() {}

    /// The promises themselves, behind proxies, checked.
    @SuppressWarnings("unchecked") // an array of promises of T, filled with such
    static <T extends @Nullable Object> Promise<T>[] arguments(
            String what, @Nullable List<? extends Promise<? extends T>> list) {
        if (list == null) {
            throw new NullPointerException(what + ": the list is null");
        }
        Promise<T>[] ps = (Promise<T>[]) new Promise<?>[list.size()];
        int i = 0;
        for (Promise<? extends T> p : list) {
            if (p == null) {
                throw new NullPointerException(what + ": argument number " + i + " is null");
            }
            ps[i++] = (Promise<T>) p;
        }
        return ps;
    }

    static <P> @Nullable List<P> list(P @Nullable [] array) {
        return array == null ? null : Arrays.asList(array);
    }

    /// The first failure in order among promises that are resolved, or null.
    private static @Nullable Throwable firstFailure(Promise<?>[] ps) {
        for (Promise<?> p : ps) {
            Promise<?> root = p.underlying();
            if (root.state == Promise.FAIL) {
                return root.failure();
            }
        }
        return null;
    }

    static int pending(Promise<?>[] ps) {
        int count = 0;
        for (Promise<?> p : ps) {
            if (p.isSleeping()) {
                count++;
            }
        }
        return count;
    }

    /// The loop of the pending ones among `ps`; there is at least one.
    static Loop loopOf(Promise<?>[] ps) {
        Loop loop = null;
        for (Promise<?> p : ps) {
            Promise<?> root = p.underlying();
            if (root.isPending()) {
                if (loop == null) {
                    loop = root.owner();
                } else if (loop != root.loop) {
                    throw loop.mixedWith(root.owner());
                }
            }
        }
        if (loop == null) {
            throw new AssertionError("none is pending");
        }
        return loop;
    }

    static void register(Callback record, Promise<?>[] ps) {
        for (Promise<?> p : ps) {
            Promise<?> root = p.underlying();
            if (root.isPending()) {
                root.add(record);
            }
        }
    }

    /* ---- join ---- */

    static Promise<@Nullable Void> join(Promise<?>[] ps) {
        Throwable failure = firstFailure(ps);
        int pending = pending(ps);
        if (pending == 0) {
            return failure == null ? Lwt.unit() : Plain.failed(failure);
        }
        Join result = new Join(loopOf(ps), ps, pending, failure);
        register(result, ps);
        return result;
    }

    private static final class Join extends Derived<@Nullable Void> {
        private int pending;
        private @Nullable Throwable failure;

        Join(Loop loop, Promise<?>[] sources, int pending, @Nullable Throwable failure) {
            super(loop, sources);
            this.pending = pending;
            this.failure = failure;
        }

        @Override
        String kind() {
            return "join";
        }

        @Override
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            if (failure == null && from.state == FAIL) {
                failure = from.failure();
            }
            if (--pending > 0) {
                return null;
            }
            return failure == null ? settle(on, RETURN, null) : settleFailed(on, failure);
        }
    }

    /* ---- all, both ---- */

    static <T extends @Nullable Object> Promise<List<T>> all(Promise<T>[] ps) {
        return gather(ps, values -> unmodifiable(values));
    }

    @SuppressWarnings("unchecked") // the two values have the types of the two promises
    static <A extends @Nullable Object, B extends @Nullable Object> Promise<Both<A, B>> both(
            Promise<A> a, Promise<B> b) {
        Promise<Object>[] ps = (Promise<Object>[]) new Promise<?>[] {a, b};
        return gather(ps, values -> new Both<>((A) values[0], (B) values[1]));
    }

    @SuppressWarnings("unchecked") // the array was filled with values of T
    private static <T extends @Nullable Object> List<T> unmodifiable(@Nullable Object[] values) {
        return (List<T>) Collections.unmodifiableList(Arrays.asList(values));
    }

    private static <T extends @Nullable Object, R> Promise<R> gather(
            Promise<T>[] ps, ThrowingFunction<@Nullable Object[], R> assemble) {
        Throwable failure = firstFailure(ps);
        int pending = pending(ps);
        if (pending == 0) {
            return failure == null ? Sequencing.mapNow(Lwt.of(values(ps)), assemble) : Plain.failed(failure);
        }
        Loop loop = loopOf(ps);
        Gather<R> result = new Gather<>(loop, ps.clone(), pending, failure, assemble);
        register(result, ps);
        return result;
    }

    private static @Nullable Object[] values(Promise<?>[] ps) {
        @Nullable Object[] values = new @Nullable Object[ps.length];
        for (int i = 0; i < ps.length; i++) {
            values[i] = ps[i].underlying().slot;
        }
        return values;
    }

    /// Stands for a bind of each source, a join of these, and a map of that: so a value, but no failure, sets
    /// the values of keys.
    private static final class Gather<R> extends Derived<R> {
        private final @Nullable Storage storage;
        private int pending;
        private @Nullable Throwable failure;
        private Promise<?> @Nullable [] arguments;
        private final ThrowingFunction<@Nullable Object[], R> assemble;

        Gather(
                Loop loop,
                Promise<?>[] arguments,
                int pending,
                @Nullable Throwable failure,
                ThrowingFunction<@Nullable Object[], R> assemble) {
            super(loop, arguments);
            this.storage = loop.storage;
            this.arguments = arguments;
            this.pending = pending;
            this.failure = failure;
            this.assemble = assemble;
        }

        @Override
        String kind() {
            return "all";
        }

        @Override
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            if (from.state == RETURN) {
                on.storage = storage;
            } else if (failure == null) {
                failure = from.failure();
            }
            if (--pending > 0) {
                return null;
            }
            Promise<?>[] ps = arguments;
            arguments = null;
            if (failure != null || ps == null) {
                return settle(on, FAIL, failure);
            }
            try {
                return settle(on, RETURN, assemble.apply(values(ps)));
            } catch (Throwable thrown) {
                return settleFailed(on, Sequencing.captured(thrown));
            }
        }
    }

    static <T extends @Nullable Object> List<T> fulfilledValues(Promise<T>[] ps) {
        List<T> values = new ArrayList<>();
        for (Promise<T> p : ps) {
            Promise<T> root = p.underlying();
            if (root.state == Promise.RETURN) {
                values.add(root.value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /// The first promise in order that has failed, or null.
    static <T extends @Nullable Object> @Nullable Promise<T> firstFailed(Promise<T>[] ps) {
        for (Promise<T> p : ps) {
            Promise<T> root = p.underlying();
            if (root.state == Promise.FAIL) {
                return root;
            }
        }
        return null;
    }
}
