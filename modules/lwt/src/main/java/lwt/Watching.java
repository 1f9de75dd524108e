package lwt;

import org.jspecify.annotations.Nullable;

/*
 * Callbacks from which no promise is made. What they throw has no promise to go to, so it goes to the loop's
 * hook; the other callbacks go on.
 */
final class Watching {
    private static final ThrowingRunnable NOTHING = () -> {};

    private Watching() {}

    /* ---- Calling the user's code ---- */

    static void run(Loop loop, ThrowingRunnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            loop.report(Sequencing.captured(thrown));
        }
    }

    static <A extends @Nullable Object> void accept(Loop loop, ThrowingConsumer<? super A> action, A argument) {
        try {
            action.accept(argument);
        } catch (Throwable thrown) {
            loop.report(Sequencing.captured(thrown));
        }
    }

    /* ---- onSuccess, onFailure, onTermination, onAny ---- */

    static <T extends @Nullable Object> void onSuccess(Promise<T> p, ThrowingConsumer<? super T> f) {
        if (p.isPending()) {
            p.add(new OnSuccess<>(f, p.owner().storage));
        } else if (p.state == Promise.RETURN) {
            accept(Loop.current(), f, p.value());
        }
    }

    static <T extends @Nullable Object> void onFailure(Promise<T> p, ThrowingConsumer<? super Throwable> f) {
        if (p.isPending()) {
            p.add(new OnAny<T>(null, f, p.owner().storage));
        } else if (p.state == Promise.FAIL) {
            accept(Loop.current(), f, p.failure());
        }
    }

    static void onTermination(Promise<?> p, ThrowingRunnable f) {
        if (p.isPending()) {
            p.add(new OnTermination(f, p.owner().storage));
        } else {
            run(Loop.current(), f);
        }
    }

    static <T extends @Nullable Object> void onAny(
            Promise<T> p, ThrowingConsumer<? super T> f, ThrowingConsumer<? super Throwable> g) {
        if (p.isPending()) {
            p.add(new OnAny<T>(f, g, p.owner().storage));
        } else if (p.state == Promise.RETURN) {
            accept(Loop.current(), f, p.value());
        } else {
            accept(Loop.current(), g, p.failure());
        }
    }

    private static final class OnSuccess<T extends @Nullable Object> extends Callback {
        private final ThrowingConsumer<? super T> action;
        private final @Nullable Storage storage;

        OnSuccess(ThrowingConsumer<? super T> action, @Nullable Storage storage) {
            this.action = action;
            this.storage = storage;
        }

        @Override
        @SuppressWarnings("unchecked") // registered with a Promise<T>
        @Nullable
        Promise<?> fire(Loop loop, Promise<?> source) {
            if (source.state == Promise.RETURN) {
                loop.storage = storage;
                accept(loop, action, ((Promise<T>) source).value());
            }
            return null;
        }
    }

    private static final class OnTermination extends Callback {
        private final ThrowingRunnable action;
        private final @Nullable Storage storage;

        OnTermination(ThrowingRunnable action, @Nullable Storage storage) {
            this.action = action;
            this.storage = storage;
        }

        @Override
        @Nullable
        Promise<?> fire(Loop loop, Promise<?> source) {
            loop.storage = storage;
            run(loop, action);
            return null;
        }
    }

    private static final class OnAny<T extends @Nullable Object> extends Callback {
        private final @Nullable ThrowingConsumer<? super T> success;
        private final ThrowingConsumer<? super Throwable> failure;
        private final @Nullable Storage storage;

        OnAny(
                @Nullable ThrowingConsumer<? super T> success,
                ThrowingConsumer<? super Throwable> failure,
                @Nullable Storage storage) {
            this.success = success;
            this.failure = failure;
            this.storage = storage;
        }

        @Override
        @SuppressWarnings("unchecked") // registered with a Promise<T>
        @Nullable
        Promise<?> fire(Loop loop, Promise<?> source) {
            if (source.state == Promise.FAIL) {
                loop.storage = storage;
                accept(loop, failure, source.failure());
            } else if (success != null) {
                loop.storage = storage;
                accept(loop, success, ((Promise<T>) source).value());
            }
            return null;
        }
    }

    /* ---- onCancel ---- */

    static void onCancel(Promise<?> p, ThrowingRunnable f) {
        if (p.isPending()) {
            p.add(new OnCancel(f, p.owner().storage));
        } else if (p.isCanceled()) {
            run(Loop.current(), f);
        }
    }

    /// Stands for the original's own cancel callback, where it has one: all that shows of it is that it sets
    /// the values of keys.
    static OnCancel silent(@Nullable Storage storage) {
        return new OnCancel(NOTHING, storage);
    }

    /* ---- async, dontWait, ignoreResult ---- */

    static void ignoreResult(Promise<?> p) {
        if (p.state == Promise.FAIL) {
            throw Watching.<RuntimeException>thrownAsIs(p.failure());
        }
        reportFailure(p);
    }

    static void reportFailure(Promise<?> p) {
        if (p.isPending()) {
            p.add(new Unhandled(null));
        } else if (p.state == Promise.FAIL) {
            Loop.current().report(p.failure());
        }
    }

    static void handleFailure(Promise<?> p, ThrowingConsumer<? super Throwable> handler) {
        if (p.isPending()) {
            p.add(new Unhandled(handler));
        } else if (p.state == Promise.FAIL) {
            accept(Loop.current(), handler, p.failure());
        }
    }

    @SuppressWarnings("unchecked") // the cast is not checked: that is how any Throwable is thrown as it is
    static <X extends Throwable> RuntimeException thrownAsIs(Throwable failure) throws X {
        throw (X) failure;
    }

    /// Takes the failure of a promise that nobody waits for. It sets no values of keys.
    private static final class Unhandled extends Callback {
        private final @Nullable ThrowingConsumer<? super Throwable> handler; // null: the loop's hook

        Unhandled(@Nullable ThrowingConsumer<? super Throwable> handler) {
            this.handler = handler;
        }

        @Override
        @Nullable
        Promise<?> fire(Loop loop, Promise<?> source) {
            if (source.state == Promise.FAIL) {
                if (handler == null) {
                    loop.report(source.failure());
                } else {
                    accept(loop, handler, source.failure());
                }
            }
            return null;
        }
    }
}
