package lwt;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Tries again what may fail: the attempts are a stream, and each is made when it is read.
///
/// The program says of each error whether to try again. Here at most three more attempts are made, after
/// pauses that grow; `sleep` is `LwtUnix::sleep` in most programs:
///
/// {@snippet class=Snippets region=retry}
///
/// What an attempt _fails_ with is not an error in this sense: it fails the reading of that attempt, and the
/// next reading makes another one. [LwtResult#catching] makes an error of a failure, as above.
///
/// @see "OCaml's `Lwt_retry`"
public final class LwtRetry {
    private LwtRetry() {}

    /// Why an attempt did not succeed.
    public sealed interface Problem<R, F> {

        /// Something that may be over when the next attempt is made.
        record Retry<R, F>(R error) implements Problem<R, F> {}

        /// Something that further attempts cannot change.
        record Fatal<R, F>(F error) implements Problem<R, F> {}
    }

    /// An attempt that did not succeed: why, and its number, counted from 1.
    public record Failed<R, F>(Problem<R, F> problem, int attempt) {}

    /// The attempts that `f` makes, each when it is read, until one succeeds or meets a fatal error; that one is
    /// the last element.
    ///
    /// Canceling who reads leaves the attempt under way alone, as with every stream.
    public static <T extends @Nullable Object, R, F> LwtStream<Result<T, Failed<R, F>>> onError(
            ThrowingSupplier<? extends Promise<Result<T, Problem<R, F>>>> f) {
        return LwtStream.from(new Attempts<>(Objects.requireNonNull(f, "f")));
    }

    private static final class Attempts<T extends @Nullable Object, R, F>
            implements ThrowingSupplier<Promise<Optional<Result<T, Failed<R, F>>>>> {
        private final ThrowingSupplier<? extends Promise<Result<T, Problem<R, F>>>> f;
        private int count;
        private boolean over;

        Attempts(ThrowingSupplier<? extends Promise<Result<T, Problem<R, F>>>> f) {
            this.f = f;
        }

        @Override
        public Promise<Optional<Result<T, Failed<R, F>>>> get() throws Throwable {
            if (over) {
                return Lwt.of(Optional.empty());
            }
            count++;
            return f.get().map(result -> Optional.of(numbered(result)));
        }

        private Result<T, Failed<R, F>> numbered(Result<T, Problem<R, F>> result) {
            return switch (result) {
                case Result.Ok<T, Problem<R, F>>(var value) -> {
                    over = true;
                    yield new Result.Ok<>(value);
                }
                case Result.Error<T, Problem<R, F>>(var error) -> {
                    over = error instanceof Problem.Fatal;
                    yield new Result.Error<>(new Failed<>(error, count));
                }
            };
        }
    }

    /// The same attempts with [#defaultSleepDuration] between them. Else like
    /// [#withSleep(LwtStream, ThrowingFunction, IntFunction)].
    public static <T extends @Nullable Object, R, F> LwtStream<Result<T, Failed<R, F>>> withSleep(
            LwtStream<Result<T, Failed<R, F>>> attempts,
            ThrowingFunction<? super Duration, ? extends Promise<?>> sleep) {
        return withSleep(attempts, sleep, LwtRetry::defaultSleepDuration);
    }

    /// The same attempts with pauses between them: attempt number n, if it can be tried again, is given to who
    /// reads it only when the promise of `sleep` for `duration` of n is resolved.
    ///
    /// If that promise fails, so does the reading, and the attempt is lost.
    ///
    /// @apiNote The code of `Lwt_retry` waits after a fatal error too, its documentation does not; we follow the
    /// documentation.
    public static <T extends @Nullable Object, R, F> LwtStream<Result<T, Failed<R, F>>> withSleep(
            LwtStream<Result<T, Failed<R, F>>> attempts,
            ThrowingFunction<? super Duration, ? extends Promise<?>> sleep,
            IntFunction<Duration> duration) {
        Objects.requireNonNull(sleep, "sleep");
        Objects.requireNonNull(duration, "duration");
        return attempts.mapSerial(attempt ->
                attempt instanceof Result.Error<T, Failed<R, F>>(Failed<R, F>(Problem.Retry<R, F> again, int number))
                        ? sleep.apply(duration.apply(number)).map(ignored -> attempt)
                        : Lwt.of(attempt));
    }

    /// How long to wait after attempt number `attempt`: that number times 2 to its power, times 2 seconds, so
    /// 4, 16, 48, 128 seconds … after the first, second, third, fourth attempt.
    ///
    /// It never gets longer than `Long.MAX_VALUE` seconds.
    ///
    /// @throws IllegalArgumentException if the number is negative
    public static Duration defaultSleepDuration(int attempt) {
        checkNumber("defaultSleepDuration", attempt);
        double seconds = 2.0 * attempt * Math.pow(2, attempt);
        return Duration.ofSeconds((long) seconds); // the greatest long if it is more
    }

    /// Reads attempts until one succeeds or meets a fatal error, and at most `retries` more than one: the last
    /// that was made.
    ///
    /// So with 0 retries there is one attempt. Fails with what reading an attempt fails with, and with
    /// [EmptyException] if the stream has ended already. Canceling it leaves the attempt under way alone; no
    /// other one is made.
    ///
    /// @throws IllegalArgumentException if `retries` is negative
    public static <T extends @Nullable Object, R, F> Promise<Result<T, Failed<R, F>>> nTimes(
            int retries, LwtStream<Result<T, Failed<R, F>>> attempts) {
        checkNumber("nTimes", retries);
        return attempts.get()
                .bind(first -> first.isPresent()
                        ? lastOf(attempts, retries, first.get())
                        : Lwt.fail(new EmptyException("nTimes: the stream of attempts has ended already")));
    }

    private static <T> Promise<T> lastOf(LwtStream<T> elements, int more, T read) {
        return more == 0
                ? Lwt.of(read)
                : elements.get().bind(next -> next.isPresent() ? lastOf(elements, more - 1, next.get()) : Lwt.of(read));
    }

    private static void checkNumber(String what, int number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + ": the number is negative: " + number);
        }
    }
}
