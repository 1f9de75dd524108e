package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * bind and its siblings. Bind is the model: read it first, the others are like it.
 *
 * Each has two halves. On a resolved promise the function is called at once (xxxNow). On a pending one a record
 * is registered (xxxLater), which is also the promise that the caller gets; when the source is resolved the
 * record fires: it restores the values that keys had when it was made, calls the function, and connects itself
 * to what comes back. What does not concern it passes through: a failure through bind, a value through
 * catching; then no value of a key is touched.
 *
 * A record drops its functions when it fires: it may live long as a promise.
 *
 * Cost: bind on a pending promise, one object of 32 bytes; on a resolved one, nothing but what the function
 * makes.
 */
final class Sequencing {
    private Sequencing() {}

    /// A function together with the values of keys to call it with; a bare function stands for "with none".
    private record Keyed(Object function, Storage storage) {}

    static Object keyed(Loop loop, Object function) {
        Storage storage = loop.storage;
        return storage == null ? function : new Keyed(function, storage);
    }

    /// Installs the values that belong to a keyed function, and returns the function.
    static Object unkeyed(Loop loop, @Nullable Object function) {
        if (function instanceof Keyed keyed) {
            loop.storage = keyed.storage;
            return keyed.function;
        }
        loop.storage = null;
        return Objects.requireNonNull(function, "fired twice");
    }

    /// The function of a keyed function.
    private static @Nullable Object unkeyed(@Nullable Object function) {
        return function instanceof Keyed keyed ? keyed.function : function;
    }

    /// Rethrows what must never be captured.
    static Throwable captured(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error) {
            throw error;
        }
        return thrown;
    }

    /// The same promise, where its type has been lost on the way.
    @SuppressWarnings("unchecked") // the caller knows what the values are
    static <T extends @Nullable Object> Promise<T> widened(Promise<?> p) {
        return (Promise<T>) p;
    }

    /* ---- bind ---- */

    static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> bindNow(
            Promise<T> p, ThrowingFunction<? super T, ? extends Promise<U>> f) {
        Loop loop = Loop.current();
        int nesting = loop.nesting;
        if (nesting >= Resolution.MAX_NESTING) {
            return postponed(loop, new Bind<>(loop, null, keyed(loop, f)), p);
        }
        loop.nesting = nesting + 1;
        Promise<U> result = null;
        try {
            result = f.apply(p.value());
        } catch (Throwable thrown) {
            loop.nesting = nesting;
            result = Plain.failed(captured(thrown));
        }
        return finishNow(loop, nesting, result);
    }

    private static <U extends @Nullable Object> Promise<U> finishNow(
            Loop loop, int nesting, @Nullable Promise<U> result) {
        loop.nesting = nesting;
        if (nesting == Resolution.DRAINING && loop.hasPostponed) {
            Resolution.runPostponed(loop);
        }
        return result == null ? Plain.failed(Derived.noPromise()) : result;
    }

    private static <U extends @Nullable Object> Promise<U> postponed(Loop loop, Derived<U> record, Promise<?> source) {
        Resolution.postpone(loop, record, source);
        return record;
    }

    static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> bindLater(
            Promise<T> p, ThrowingFunction<? super T, ? extends Promise<U>> f) {
        Loop loop = p.owner();
        Bind<T, U> result = new Bind<>(loop, p, keyed(loop, f));
        p.add(result);
        return result;
    }

    private static final class Bind<T extends @Nullable Object, U extends @Nullable Object> extends Derived<U> {
        private @Nullable Object function;

        Bind(Loop loop, @Nullable Object source, Object function) {
            super(loop, source);
            this.function = function;
        }

        @Override
        String kind() {
            return Waiting.written("bind", unkeyed(function));
        }

        @Override
        @SuppressWarnings("unchecked") // bindNow and bindLater put a function of T there and register with a Promise<T>
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            Object kept = function;
            function = null;
            if (from.state == FAIL) {
                return settle(on, FAIL, from.slot);
            }
            var f = (ThrowingFunction<T, Promise<U>>) unkeyed(on, kept);
            Promise<U> returned;
            try {
                returned = f.apply(((Promise<T>) from).value());
            } catch (Throwable thrown) {
                return settleFailed(on, captured(thrown));
            }
            return connect(on, returned);
        }
    }

    /* ---- map ---- */

    static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> mapNow(
            Promise<T> p, ThrowingFunction<? super T, ? extends U> f) {
        try {
            return new Plain<>(Promise.RETURN, f.apply(p.value()), null);
        } catch (Throwable thrown) {
            return Plain.failed(captured(thrown));
        }
    }

    static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> mapLater(
            Promise<T> p, ThrowingFunction<? super T, ? extends U> f) {
        Loop loop = p.owner();
        Mapped<T, U> result = new Mapped<>(loop, p, keyed(loop, f));
        p.add(result);
        return result;
    }

    private static final class Mapped<T extends @Nullable Object, U extends @Nullable Object> extends Derived<U> {
        private @Nullable Object function;

        Mapped(Loop loop, Object source, Object function) {
            super(loop, source);
            this.function = function;
        }

        @Override
        String kind() {
            return Waiting.written("map", unkeyed(function));
        }

        @Override
        @SuppressWarnings("unchecked") // as in Bind
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            Object kept = function;
            function = null;
            if (from.state == FAIL) {
                return settle(on, FAIL, from.slot);
            }
            var f = (ThrowingFunction<T, U>) unkeyed(on, kept);
            U value;
            try {
                value = f.apply(((Promise<T>) from).value());
            } catch (Throwable thrown) {
                return settleFailed(on, captured(thrown));
            }
            return settle(on, RETURN, value);
        }
    }

    /* ---- catching, tryBind ---- */

    /// Starts a computation: what it throws is its failure.
    @SuppressWarnings("unchecked") // the same promise comes back
    static <T extends @Nullable Object> Promise<T> start(ThrowingSupplier<? extends Promise<T>> f) {
        return (Promise<T>) startAny(f);
    }

    static Promise<?> startAny(ThrowingSupplier<? extends Promise<?>> f) {
        try {
            Promise<?> p = f.get();
            return p == null ? Plain.failed(Derived.noPromise()) : p.underlying();
        } catch (Throwable thrown) {
            return Plain.failed(captured(thrown));
        }
    }

    static <T extends @Nullable Object> Promise<T> catching(
            Promise<T> p, ThrowingFunction<? super Throwable, ? extends Promise<T>> handler) {
        if (p.state == Promise.RETURN) {
            return p;
        }
        if (p.state == Promise.FAIL) {
            return handleNow(p, handler);
        }
        Loop loop = p.owner();
        Caught<T> result = new Caught<>(loop, p, keyed(loop, handler));
        p.add(result);
        return result;
    }

    private static final class Caught<T extends @Nullable Object> extends Derived<T> {
        private @Nullable Object handler;

        Caught(Loop loop, @Nullable Object source, Object handler) {
            super(loop, source);
            this.handler = handler;
        }

        @Override
        String kind() {
            return Waiting.written("catching", unkeyed(handler));
        }

        @Override
        @SuppressWarnings("unchecked") // as in Bind
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            Object kept = handler;
            handler = null;
            if (from.state == RETURN) {
                return settle(on, RETURN, from.slot);
            }
            var h = (ThrowingFunction<Throwable, Promise<T>>) unkeyed(on, kept);
            Promise<T> returned;
            try {
                returned = h.apply(from.failure());
            } catch (Throwable thrown) {
                return settleFailed(on, captured(thrown));
            }
            return connect(on, returned);
        }
    }

    private static <T extends @Nullable Object> Promise<T> handleNow(
            Promise<?> p, ThrowingFunction<? super Throwable, ? extends Promise<T>> handler) {
        Loop loop = Loop.current();
        int nesting = loop.nesting;
        if (nesting >= Resolution.MAX_NESTING) {
            return postponed(loop, new Caught<>(loop, null, keyed(loop, handler)), p);
        }
        loop.nesting = nesting + 1;
        Promise<T> result = null;
        try {
            result = handler.apply(p.failure());
        } catch (Throwable thrown) {
            loop.nesting = nesting;
            result = Plain.failed(captured(thrown));
        }
        return finishNow(loop, nesting, result);
    }

    static <T extends @Nullable Object, U extends @Nullable Object> Promise<U> tryBind(
            Promise<T> p,
            ThrowingFunction<? super T, ? extends Promise<U>> f,
            ThrowingFunction<? super Throwable, ? extends Promise<U>> handler) {
        if (p.state == Promise.RETURN) {
            return bindNow(p, f);
        }
        if (p.state == Promise.FAIL) {
            return handleNow(p, handler);
        }
        Loop loop = p.owner();
        TryBind<T, U> result = new TryBind<>(loop, p, f, keyed(loop, handler));
        p.add(result);
        return result;
    }

    /// A bind for both outcomes.
    private static final class TryBind<T extends @Nullable Object, U extends @Nullable Object> extends Derived<U> {
        private @Nullable ThrowingFunction<? super T, ? extends Promise<U>> function;
        private @Nullable Object handler; // keyed for both

        TryBind(Loop loop, Object source, ThrowingFunction<? super T, ? extends Promise<U>> function, Object handler) {
            super(loop, source);
            this.function = function;
            this.handler = handler;
        }

        @Override
        String kind() {
            return Waiting.written("tryBind", unkeyed(handler));
        }

        @Override
        @SuppressWarnings("unchecked") // as in Bind
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            var f = Objects.requireNonNull(function, "fired twice");
            var h = (ThrowingFunction<Throwable, Promise<U>>) unkeyed(on, handler);
            function = null;
            handler = null;
            Promise<U> returned;
            try {
                returned = from.state == RETURN ? f.apply(((Promise<T>) from).value()) : h.apply(from.failure());
            } catch (Throwable thrown) {
                return settleFailed(on, captured(thrown));
            }
            return connect(on, returned);
        }
    }

    /* ---- finalizing ---- */

    static <T extends @Nullable Object> Promise<T> finalizing(
            Promise<T> p, ThrowingSupplier<? extends Promise<?>> action) {
        if (p.isPending()) {
            Loop loop = p.owner();
            Finalized<T> result = new Finalized<>(loop, p, keyed(loop, action));
            p.add(result);
            return result;
        }
        Promise<?> done = startAny(action);
        return switch (done.state) {
            case Promise.RETURN -> p;
            case Promise.FAIL -> Plain.failed(done.failure());
            default -> done.bind(ignored -> p);
        };
    }

    private static final class Finalized<T extends @Nullable Object> extends Derived<T> {
        private @Nullable Object action;

        Finalized(Loop loop, Object source, Object action) {
            super(loop, source);
            this.action = action;
        }

        @Override
        String kind() {
            return Waiting.written("finalizing", unkeyed(action));
        }

        @Override
        @SuppressWarnings("unchecked") // as in Bind
        @Nullable
        Promise<?> fire(Loop on, Promise<?> from) {
            Object kept = action;
            action = null;
            Promise<?> done = startAny((ThrowingSupplier<Promise<?>>) unkeyed(on, kept));
            return switch (done.state) {
                case RETURN -> settle(on, from.state, from.slot);
                case FAIL -> settle(on, FAIL, done.slot);
                default -> connect(on, done.bind(ignored -> (Promise<T>) from));
            };
        }
    }
}
