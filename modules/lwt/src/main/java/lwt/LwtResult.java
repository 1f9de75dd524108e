package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Composes promises of results: errors that the program expects travel as values, beside failures.
///
/// Failures pass through all these functions, and so does a cancel, as with [Promise#bind]; only [#catching]
/// makes an error of a failure.
///
/// @see "OCaml's `Lwt_result`"
public final class LwtResult {
    private LwtResult() {}

    /* ---- Making ---- */

    /// A promise of [Result.Ok].
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<Result<T, E>> of(T value) {
        return Lwt.of(new Result.Ok<>(value));
    }

    /// A promise of [Result.Error].
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<Result<T, E>> fail(E error) {
        return Lwt.of(new Result.Error<>(error));
    }

    /// The value of a promise as [Result.Ok].
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<Result<T, E>> ok(Promise<T> p) {
        return p.map(Result.Ok::new);
    }

    /// The value of a promise as [Result.Error].
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<Result<T, E>> error(Promise<E> p) {
        return p.map(Result.Error::new);
    }

    /// What `f` gives, as a result: a failure becomes [Result.Error].
    public static <T extends @Nullable Object> Promise<Result<T, Throwable>> catching(
            ThrowingSupplier<? extends Promise<T>> f) {
        return Lwt.<Result<T, Throwable>>catching(() -> ok(f.get()), LwtResult::fail);
    }

    /// The value of a result; its error becomes a failure.
    public static <T extends @Nullable Object> Promise<T> orFail(Promise<? extends Result<T, ? extends Throwable>> p) {
        return p.bind(result -> switch (result) {
            case Result.Ok<T, ? extends Throwable>(var value) -> Lwt.of(value);
            case Result.Error<T, ? extends Throwable>(var error) -> Lwt.fail(error);
        });
    }

    /* ---- Going on ---- */

    /// Transforms the value, if there is one.
    public static <T extends @Nullable Object, E extends @Nullable Object, U extends @Nullable Object>
            Promise<Result<U, E>> map(Promise<Result<T, E>> p, ThrowingFunction<? super T, ? extends U> f) {
        Objects.requireNonNull(f, "f");
        return p.map(result -> switch (result) {
            case Result.Ok<T, E>(var value) -> new Result.Ok<>(f.apply(value));
            case Result.Error<T, E>(var error) -> new Result.Error<>(error);
        });
    }

    /// Transforms the error, if there is one.
    public static <T extends @Nullable Object, E extends @Nullable Object, F extends @Nullable Object>
            Promise<Result<T, F>> mapError(Promise<Result<T, E>> p, ThrowingFunction<? super E, ? extends F> f) {
        Objects.requireNonNull(f, "f");
        return p.map(result -> switch (result) {
            case Result.Ok<T, E>(var value) -> new Result.Ok<>(value);
            case Result.Error<T, E>(var error) -> new Result.Error<>(f.apply(error));
        });
    }

    /// Goes on with the value, if there is one.
    public static <T extends @Nullable Object, E extends @Nullable Object, U extends @Nullable Object>
            Promise<Result<U, E>> bind(
                    Promise<Result<T, E>> p, ThrowingFunction<? super T, ? extends Promise<Result<U, E>>> f) {
        Objects.requireNonNull(f, "f");
        return p.bind(result -> switch (result) {
            case Result.Ok<T, E>(var value) -> f.apply(value);
            case Result.Error<T, E>(var error) -> fail(error);
        });
    }

    /// Goes on with the error, if there is one.
    public static <T extends @Nullable Object, E extends @Nullable Object, F extends @Nullable Object>
            Promise<Result<T, F>> bindError(
                    Promise<Result<T, E>> p, ThrowingFunction<? super E, ? extends Promise<Result<T, F>>> f) {
        Objects.requireNonNull(f, "f");
        return p.bind(result -> switch (result) {
            case Result.Ok<T, E>(var value) -> of(value);
            case Result.Error<T, E>(var error) -> f.apply(error);
        });
    }

    /// Goes on with the value, if there is one, by a promise of a plain value.
    public static <T extends @Nullable Object, E extends @Nullable Object, U extends @Nullable Object>
            Promise<Result<U, E>> bindPromise(
                    Promise<Result<T, E>> p, ThrowingFunction<? super T, ? extends Promise<U>> f) {
        Objects.requireNonNull(f, "f");
        return LwtResult.<T, E, U>bind(p, value -> ok(f.apply(value)));
    }

    /// Goes on with the error, if there is one, by a promise of a plain error.
    public static <T extends @Nullable Object, E extends @Nullable Object, F extends @Nullable Object>
            Promise<Result<T, F>> bindErrorPromise(
                    Promise<Result<T, E>> p, ThrowingFunction<? super E, ? extends Promise<F>> f) {
        Objects.requireNonNull(f, "f");
        return LwtResult.<T, E, F>bindError(p, problem -> error(f.apply(problem)));
    }

    /// Goes on with the value, if there is one, by a plain result.
    public static <T extends @Nullable Object, E extends @Nullable Object, U extends @Nullable Object>
            Promise<Result<U, E>> bindResult(
                    Promise<Result<T, E>> p, ThrowingFunction<? super T, ? extends Result<U, E>> f) {
        Objects.requireNonNull(f, "f");
        return LwtResult.<T, E, U>bind(p, value -> Lwt.of(f.apply(value)));
    }

    /// Both values; else the error that came first in time. Waits for both.
    public static <A extends @Nullable Object, B extends @Nullable Object, E extends @Nullable Object>
            Promise<Result<Both<A, B>, E>> both(Promise<Result<A, E>> first, Promise<Result<B, E>> second) {
        return new BothResults<A, B, E>().of(first, second);
    }

    /// Remembers which error was the first.
    private static final class BothResults<
            A extends @Nullable Object, B extends @Nullable Object, E extends @Nullable Object> {
        private Result.@Nullable Error<?, E> earliest;

        Promise<Result<Both<A, B>, E>> of(Promise<Result<A, E>> first, Promise<Result<B, E>> second) {
            return Lwt.both(first.map(this::noted), second.map(this::noted)).map(this::joined);
        }

        private <T extends @Nullable Object> Result<T, E> noted(Result<T, E> result) {
            if (earliest == null && result instanceof Result.Error<T, E> error) {
                earliest = error;
            }
            return result;
        }

        private Result<Both<A, B>, E> joined(Both<Result<A, E>, Result<B, E>> results) {
            if (earliest != null) {
                return new Result.Error<>(earliest.error());
            }
            return new Result.Ok<>(new Both<>(value(results.first()), value(results.second())));
        }

        private static <T extends @Nullable Object, E extends @Nullable Object> T value(Result<T, E> result) {
            return ((Result.Ok<T, E>) result).value(); // there was no error
        }
    }

    /* ---- Watching ---- */

    /// Calls `f` with the value, if there is one, and waits for its promise.
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<?> iter(
            ThrowingFunction<? super T, ? extends Promise<?>> f, Promise<Result<T, E>> p) {
        Objects.requireNonNull(f, "f");
        return p.bind(result -> result instanceof Result.Ok<T, E>(var value)
                ? Sequencing.<@Nullable Object>widened(f.apply(value))
                : Lwt.<@Nullable Object>of(null));
    }

    /// Calls `f` with the error, if there is one, and waits for its promise.
    public static <T extends @Nullable Object, E extends @Nullable Object> Promise<?> iterError(
            ThrowingFunction<? super E, ? extends Promise<?>> f, Promise<Result<T, E>> p) {
        Objects.requireNonNull(f, "f");
        return p.bind(result -> result instanceof Result.Error<T, E>(var error)
                ? Sequencing.<@Nullable Object>widened(f.apply(error))
                : Lwt.<@Nullable Object>of(null));
    }
}
