package lwt.unix;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// Promises and the futures of the JDK: each can stand for the other, and a cancel travels both ways.
///
/// {@snippet class=lwt.unix.Snippets region=future}
///
/// A thread that wants to wait for a promise, and runs no loop, calls [Promise#join]. A library that wants an
/// [java.util.concurrent.Executor] takes the loop itself: [Loop#execute].
///
/// @see LwtFlow
public final class LwtFuture {
    private LwtFuture() {}

    /// The promise of what a stage completes with, on whichever thread. It is resolved on this loop, in one of its
    /// next turns, at once if the stage is a future that is complete.
    ///
    /// Fails as the stage fails; a [CompletionException] around the failure is taken off. Canceling the promise
    /// cancels the stage, if that can be done ([CompletionStage#toCompletableFuture]); a stage that was
    /// canceled cancels the promise.
    public static <T extends @Nullable Object> Promise<T> of(CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        if (stage.getClass() == CompletableFuture.class && ((CompletableFuture<T>) stage).isDone()) {
            return resolved((CompletableFuture<T>) stage); // subclasses may refuse to tell
        }
        Incoming<T> incoming = new Incoming<>(stage);
        return incoming.start();
    }

    private static <T extends @Nullable Object> Promise<T> resolved(CompletableFuture<T> future) {
        return switch (future.state()) {
            case SUCCESS -> Lwt.of(future.resultNow());
            case FAILED -> Lwt.fail(cause(future.exceptionNow()));
            case CANCELLED -> Lwt.fail(new CanceledException());
            case RUNNING -> throw new AssertionError("a future that is done does not run");
        };
    }

    /// A future that is completed as the promise is resolved, on the loop's thread: with its value, or
    /// exceptionally with its failure; one that was canceled counts as canceled.
    ///
    /// **Any thread** may use the future. Canceling it, or completing it in any other way such as
    /// [CompletableFuture#orTimeout], cancels the promise, in one of the next turns of its loop. To leave the
    /// promise alone give its [Promise#shielded]. As always in the JDK, stages that are made from the future do
    /// not pass a cancel on to it.
    public static <T extends @Nullable Object> CompletableFuture<T> toFuture(Promise<T> promise) {
        Objects.requireNonNull(promise, "promise");
        Loop loop = Loop.current();
        CompletableFuture<T> future = new CompletableFuture<>();
        promise.onAny(future::complete, future::completeExceptionally);
        if (!future.isDone()) {
            var _ = future.whenComplete((_, _) -> cancel(loop, promise));
        }
        return future;
    }

    private static void cancel(Loop loop, Promise<?> promise) {
        if (loop.isCurrent()) {
            promise.cancel(); // nothing happens to one that is resolved
        } else {
            loop.execute(promise::cancel);
        }
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof CancellationException && !(cause instanceof CanceledException)
                ? new CanceledException()
                : cause;
    }

    /// A stage that is waited for; its fields belong to the loop.
    private static final class Incoming<T extends @Nullable Object> {
        private final CompletionStage<T> stage;
        private final Loop loop = Loop.current();
        private final Resolver<T> resolver = Lwt.task();
        private boolean isCounted = true; // among the work that the loop waits for

        Incoming(CompletionStage<T> stage) {
            this.stage = stage;
        }

        Promise<T> start() {
            Promise<T> promise = resolver.promise();
            loop.retain();
            promise.onCancel(this::cancel);
            stage.whenComplete((value, failure) -> loop.execute(() -> completed(value, failure)));
            return promise;
        }

        private void completed(T value, @Nullable Throwable failure) {
            release();
            if (!resolver.promise().isSleeping()) {
                return;
            }
            if (failure == null) {
                resolver.wakeup(value);
            } else {
                resolver.fail(cause(failure));
            }
        }

        private void cancel() {
            release();
            try {
                if (stage instanceof Future<?> future) {
                    future.cancel(true);
                } else {
                    stage.toCompletableFuture().cancel(true);
                }
            } catch (UnsupportedOperationException uncancelable) {
                return; // what it brings is dropped
            }
        }

        private void release() {
            if (isCounted) {
                isCounted = false;
                loop.release();
            }
        }
    }
}
