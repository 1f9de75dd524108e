package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LwtFutureTest {
    private final LoopThread thread = new LoopThread();

    @AfterEach
    void endLoop() {
        thread.close();
    }

    /* ---- From a stage to a promise ---- */

    @Test
    void of_completedOnAnotherThread_resolvedOnTheLoop() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        Promise<Thread> resolvedOn = thread.call(() -> LwtFuture.of(future).map(_ -> Thread.currentThread()));
        future.complete("value");
        assertThat(resolvedOn.join()).isSameAs(thread.loop().owner());
    }

    @Test
    void of_completeAlready_resolvedAtOnce() {
        assertThat(thread.call(
                        () -> LwtFuture.of(CompletableFuture.completedFuture(7)).state()))
                .isEqualTo(Lwt.of(7).state());
        IOException failure = new IOException("f");
        assertThat(thread.call(() ->
                        LwtFuture.of(CompletableFuture.failedFuture(failure)).state()))
                .isEqualTo(Lwt.fail(failure).state());
    }

    @Test
    void of_nullValue_isAValue() throws Exception {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Promise<Void> promise = thread.call(() -> LwtFuture.of(future));
        future.complete(null);
        assertThat(promise.join()).isNull();
    }

    @Test
    void of_stageFails_failureWithoutItsWrapper() {
        IOException failure = new IOException("f");
        CompletableFuture<Integer> first = new CompletableFuture<>();
        Promise<Integer> promise = thread.call(() -> LwtFuture.of(first.thenApply(n -> n + 1)));
        first.completeExceptionally(new CompletionException(failure));
        assertThatThrownBy(promise::join).isSameAs(failure);
    }

    @Test
    void of_promiseCanceled_cancelsTheFuture() {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        thread.call(() -> {
            Promise<Integer> promise = LwtFuture.of(future).map(n -> n + 1);
            promise.cancel();
            return 0;
        });
        assertThat(future).isCancelled();
    }

    @Test
    void of_futureCanceled_cancelsThePromise() {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        Promise<Integer> promise = thread.call(() -> {
            Promise<Integer> made = LwtFuture.of(future.thenApply(n -> n + 1));
            made.onCancel(() -> told.complete(true));
            return made;
        });
        future.cancel(true);
        assertThatThrownBy(promise::join).isInstanceOf(CanceledException.class);
        assertThat(LoopThread.within(told)).isTrue();
    }

    @Test
    void of_stageThatCannotBeCanceled_promiseIs() {
        CompletableFuture<Integer> hidden = new CompletableFuture<>();
        CompletionStage<Integer> stage = hidden.minimalCompletionStage();
        Promise<Integer> promise = thread.call(() -> {
            Promise<Integer> made = LwtFuture.of(stage);
            made.cancel();
            assertThat(Loop.current().outstanding()).isZero();
            return made;
        });
        hidden.complete(1); // too late, and dropped
        assertThatThrownBy(promise::join).isInstanceOf(CanceledException.class);
    }

    @Test
    void of_pending_isCountedAsWorkUnderWayUntilItEnds() throws Exception {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Promise<Integer> promise = thread.call(() -> {
            Promise<Integer> made = LwtFuture.of(future);
            assertThat(Loop.current().outstanding()).isEqualTo(1);
            return made;
        });
        future.complete(1);
        promise.join();
        assertThat(thread.call(() -> Loop.current().outstanding())).isZero();
    }

    @Test
    void of_inAnEndlessLoop_needsNoStack() throws Exception {
        assertThat(thread.await(() -> rounds(100_000))).isZero();
    }

    private static Promise<Integer> rounds(int n) {
        return n == 0
                ? Lwt.of(0)
                : LwtFuture.of(CompletableFuture.completedFuture(n - 1)).bind(LwtFutureTest::rounds);
    }

    /* ---- From a promise to a future ---- */

    @Test
    void toFuture_promiseResolved_futureCompleted() {
        CompletableFuture<Integer> future =
                thread.call(() -> LwtFuture.toFuture(Lwt.pause().map(_ -> 7)));
        assertThat(LoopThread.within(future)).isEqualTo(7);
        assertThat(thread.call(() -> LwtFuture.toFuture(Lwt.of(7)).getNow(0))).isEqualTo(7);
    }

    @Test
    void toFuture_promiseFails_futureFails() {
        IOException failure = new IOException("f");
        CompletableFuture<Integer> future =
                thread.call(() -> LwtFuture.toFuture(Lwt.pause().bind(_ -> Lwt.fail(failure))));
        assertThatThrownBy(() -> LoopThread.within(future)).isSameAs(failure);
    }

    @Test
    void toFuture_promiseCanceled_futureIsCanceled() {
        CompletableFuture<Integer> future = thread.call(() -> {
            Resolver<Integer> task = Lwt.task();
            CompletableFuture<Integer> made = LwtFuture.toFuture(task.promise());
            task.promise().cancel();
            return made;
        });
        assertThat(future).isCancelled();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void toFuture_futureCanceledOnAnotherThread_cancelsThePromiseOnItsLoop() {
        CompletableFuture<Thread> canceledOn = new CompletableFuture<>();
        CompletableFuture<Integer> future = thread.call(() -> {
            Promise<Integer> promise = Lwt.<Integer>task().promise();
            promise.onCancel(() -> canceledOn.complete(Thread.currentThread()));
            return LwtFuture.toFuture(promise.map(n -> n + 1));
        });
        assertThat(future.cancel(false)).isTrue();
        assertThat(LoopThread.within(canceledOn)).isSameAs(thread.loop().owner());
    }

    @Test
    void toFuture_timesOut_cancelsThePromise() {
        CompletableFuture<Boolean> canceled = new CompletableFuture<>();
        CompletableFuture<Integer> future = thread.call(() -> {
            Promise<Integer> promise = Lwt.<Integer>task().promise();
            promise.onCancel(() -> canceled.complete(true));
            return LwtFuture.toFuture(promise);
        });
        CompletableFuture<Integer> limited = future.orTimeout(10, TimeUnit.MILLISECONDS);
        assertThat(LoopThread.within(canceled)).isTrue();
        assertThat(limited).isCompletedExceptionally();
    }

    @Test
    void toFuture_shielded_leavesThePromiseAlone() {
        Promise<Integer> promise = thread.call(() -> Lwt.<Integer>task().promise());
        thread.call(() -> LwtFuture.toFuture(promise.shielded())).cancel(true);
        assertThat(thread.call(promise::isSleeping)).isTrue();
    }

    @Test
    void roundTrip_cancelTravelsThroughBoth() {
        CompletableFuture<Integer> origin = new CompletableFuture<>();
        CompletableFuture<Integer> end = thread.call(() -> LwtFuture.toFuture(LwtFuture.of(origin)));
        end.cancel(true);
        assertThatThrownBy(() -> origin.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    /* ---- The loop as an executor ---- */

    @Test
    void loop_asTheExecutorOfAStage_runsItThere() {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Thread> ranOn = CompletableFuture.runAsync(() -> {
                    try {
                        open.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .thenApplyAsync(_ -> Thread.currentThread(), thread.loop());
        open.countDown();
        assertThat(LoopThread.within(ranOn)).isSameAs(thread.loop().owner());
    }
}
