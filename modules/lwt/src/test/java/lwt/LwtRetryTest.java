package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import lwt.LwtRetry.Failed;
import org.junit.jupiter.api.Test;

class LwtRetryTest extends CoreTest {
    private int attempts;

    private LwtStream<Result<Integer, Failed<String, String>>> onError(
            ThrowingFunction<Integer, Promise<Result<Integer, LwtRetry.Problem<String, String>>>> attempt) {
        return LwtRetry.onError(() -> attempt.apply(++attempts));
    }

    private static Promise<Result<Integer, LwtRetry.Problem<String, String>>> ok(int value) {
        return LwtResult.of(value);
    }

    private static Promise<Result<Integer, LwtRetry.Problem<String, String>>> retry(String error) {
        return LwtResult.fail(new LwtRetry.Problem.Retry<>(error));
    }

    private static Promise<Result<Integer, LwtRetry.Problem<String, String>>> fatal(String error) {
        return LwtResult.fail(new LwtRetry.Problem.Fatal<>(error));
    }

    private static Result<Integer, Failed<String, String>> isOk(int value) {
        return new Result.Ok<>(value);
    }

    private static Result<Integer, Failed<String, String>> isRetry(String error, int attempt) {
        return new Result.Error<>(new Failed<>(new LwtRetry.Problem.Retry<>(error), attempt));
    }

    private static Result<Integer, Failed<String, String>> isFatal(String error, int attempt) {
        return new Result.Error<>(new Failed<>(new LwtRetry.Problem.Fatal<>(error), attempt));
    }

    @Test
    void error_isPrintedAndComparedByItsContent() {
        assertThat(new LwtRetry.Problem.Retry<>("busy")).hasToString("Retry[error=busy]");
        assertThat(new LwtRetry.Problem.Fatal<>("gone")).hasToString("Fatal[error=gone]");
        assertThat(isRetry("busy", 2)).hasToString("Error[error=Failed[problem=Retry[error=busy], attempt=2]]");
        assertThat(new LwtRetry.Problem.Retry<>("busy"))
                .isEqualTo(new LwtRetry.Problem.Retry<>("busy"))
                .isNotEqualTo(new LwtRetry.Problem.Fatal<>("busy"));
    }

    @Test
    void onError_successAtOnce_isTheOnlyAttempt() {
        var stream = onError(n -> ok(42));
        assertReturned(stream.toList(), List.of(isOk(42)));
        assertReturned(stream.isEmpty(), true);
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void onError_nobodyReads_noAttemptIsMade() {
        onError(n -> ok(42));
        assertThat(attempts).isZero();
    }

    @Test
    void onError_retryErrors_areNumbered() {
        assertReturned(
                onError(n -> retry("busy")).nget(3),
                List.of(isRetry("busy", 1), isRetry("busy", 2), isRetry("busy", 3)));
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void onError_fatalError_endsTheStream() {
        assertReturned(
                onError(n -> n <= 3 ? retry("busy") : fatal("gone")).toList(),
                List.of(isRetry("busy", 1), isRetry("busy", 2), isRetry("busy", 3), isFatal("gone", 4)));
        assertThat(attempts).isEqualTo(4);
    }

    @Test
    void onError_successAfterErrors_endsTheStream() {
        assertReturned(
                onError(n -> n <= 3 ? retry("busy") : ok(42)).toList(),
                List.of(isRetry("busy", 1), isRetry("busy", 2), isRetry("busy", 3), isOk(42)));
    }

    @Test
    void onError_failureOfAnAttempt_failsThatReadingAndCounts() {
        var stream = onError(n -> switch (n) {
            case 1 -> Lwt.fail(a);
            case 2 -> throw b;
            default -> retry("busy");
        });
        assertFailed(stream.get(), a);
        assertFailed(stream.get(), b);
        assertReturned(stream.next(), isRetry("busy", 3));
    }

    @Test
    void nTimes_zero_makesOneAttempt() {
        assertReturned(LwtRetry.nTimes(0, onError(n -> retry("busy"))), isRetry("busy", 1));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void nTimes_fatalError_isTheLastAttempt() {
        assertReturned(LwtRetry.nTimes(5, onError(n -> n <= 3 ? retry("busy") : fatal("gone"))), isFatal("gone", 4));
        assertThat(attempts).isEqualTo(4);
    }

    @Test
    void nTimes_exhausted_givesTheLastError() {
        assertReturned(LwtRetry.nTimes(5, onError(n -> retry("busy"))), isRetry("busy", 6));
        assertThat(attempts).isEqualTo(6);
    }

    @Test
    void nTimes_success_isTheResult() {
        assertReturned(LwtRetry.nTimes(5, onError(n -> n <= 3 ? retry("busy") : ok(42))), isOk(42));
    }

    @Test
    void nTimes_greatestNumber_doesNotOverflow() {
        assertReturned(
                LwtRetry.nTimes(Integer.MAX_VALUE, onError(n -> n <= 100_000 ? retry("busy") : ok(42))), isOk(42));
    }

    @Test
    void nTimes_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LwtRetry.nTimes(-1, onError(n -> ok(42))))
                .withMessageContaining("nTimes")
                .withMessageContaining("-1");
        assertThat(attempts).isZero();
    }

    @Test
    void nTimes_streamThatHasEnded_fails() {
        var stream = onError(n -> ok(42));
        LwtRetry.nTimes(3, stream);
        assertThat(failureOf(LwtRetry.nTimes(3, stream))).isInstanceOf(EmptyException.class);
    }

    @Test
    void nTimes_failureOfAnAttempt_isTheResult() {
        assertFailed(LwtRetry.nTimes(5, onError(n -> n == 1 ? retry("busy") : Lwt.fail(a))), a);
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void nTimes_canceled_makesNoFurtherAttempt() {
        Resolver<Result<Integer, LwtRetry.Problem<String, String>>> answer = Lwt.task();
        Promise<?> result = LwtRetry.nTimes(5, onError(n -> answer.promise()));
        result.cancel();
        assertCanceled(result);
        assertSleeping(answer.promise());
        answer.wakeup(new Result.Error<>(new LwtRetry.Problem.Retry<>("busy")));
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void withSleep_attemptIsGivenAfterItsPause() {
        Resolver<Void> first = Lwt.waiter();
        Resolver<Void> second = Lwt.waiter();
        var stream = LwtRetry.withSleep(
                onError(n -> n <= 2 ? retry("busy") : ok(42)),
                duration -> {
                    log(duration);
                    return attempts == 1 ? first.promise() : second.promise();
                },
                n -> Duration.ofMillis(n * 100L));
        Promise<?> result = LwtRetry.nTimes(5, stream);
        assertLog("PT0.1S");
        assertThat(attempts).isEqualTo(1);
        first.wakeup(null);
        assertLog("PT0.2S");
        assertThat(attempts).isEqualTo(2);
        assertSleeping(result);
        second.wakeup(null);
        assertReturned(result, isOk(42)); // without a pause
        assertLog();
    }

    @Test
    void withSleep_fatalError_isGivenAtOnce() {
        var stream = LwtRetry.withSleep(
                onError(n -> fatal("gone")), duration -> Lwt.<Void>waiter().promise());
        assertReturned(stream.next(), isFatal("gone", 1));
    }

    @Test
    void withSleep_pauseFails_failsTheReading() {
        var stream = LwtRetry.withSleep(onError(n -> n == 1 ? retry("busy") : ok(42)), duration -> Lwt.fail(a));
        assertFailed(stream.next(), a);
        assertReturned(stream.next(), isOk(42));
    }

    @Test
    void defaultSleepDuration_grows() {
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .extracting(LwtRetry::defaultSleepDuration)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 4L, 16L, 48L, 128L, 320L);
    }

    @Test
    void defaultSleepDuration_greatNumbers_doNotOverflow() {
        assertThat(LwtRetry.defaultSleepDuration(55)).isPositive();
        assertThat(LwtRetry.defaultSleepDuration(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> LwtRetry.defaultSleepDuration(-1));
    }
}
