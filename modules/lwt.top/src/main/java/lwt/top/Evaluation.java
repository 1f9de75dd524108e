package lwt.top;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import lwt.Lwt;
import lwt.Promise;
import lwt.direct.Direct;
import lwt.unix.LwtIo;
import org.jspecify.annotations.Nullable;

/*
 * One call of a snippet's code: in a fiber of the user's loop, so that `await` works, while the thread of the
 * compiler waits.
 *
 * The value is made into text right there, as its parts belong to that loop. What was printed is flushed before
 * the value is told.
 */
final class Evaluation {
    /// How it ended.
    sealed interface Outcome {
        /// With this value, which looks so.
        record Value(@Nullable Object value, String text) implements Outcome {}

        record Failure(Throwable cause) implements Outcome {}

        /// The user did not want to wait.
        record Interrupted() implements Outcome {}
    }

    private final UserLoop user;
    private final Method code;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private volatile boolean interrupted;
    private volatile boolean reached;
    private volatile @Nullable Thread fiber;
    private @Nullable Promise<Outcome> running; // belongs to the loop

    Evaluation(UserLoop user, Method code) {
        this.user = user;
        this.code = code;
    }

    /// **The compiler's thread.** Runs the code, and waits for its end.
    Outcome run() {
        user.loop().execute(this::start);
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            return new Outcome.Failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException _) {
            return new Outcome.Interrupted();
        }
    }

    private void start() {
        if (interrupted) {
            outcome.complete(new Outcome.Interrupted());
            return;
        }
        Promise<Outcome> promise = Direct.spawn(this::body);
        running = promise;
        promise.onAny(this::end, failure -> end(new Outcome.Failure(failure)));
    }

    private Outcome body() {
        fiber = Thread.currentThread();
        try {
            Object value = code.invoke(null);
            return new Outcome.Value(value, Values.show(value));
        } catch (InvocationTargetException e) {
            return new Outcome.Failure(e.getCause() == null ? e : e.getCause());
        } catch (Throwable failure) { // a failing toString
            return new Outcome.Failure(failure);
        } finally {
            fiber = null;
        }
    }

    private void end(Outcome result) {
        Outcome told = interrupted && result instanceof Outcome.Failure ? new Outcome.Interrupted() : result;
        flush().onTermination(() -> outcome.complete(told));
    }

    private static Promise<@Nullable Void> flush() {
        return Lwt.catching(
                () -> Lwt.join(LwtIo.stdout().flush(), LwtIo.stderr().flush()), _ -> Lwt.unit());
    }

    /* ---- Interrupting: any thread ---- */

    /// Cancels what the code awaits.
    void cancel() {
        interrupted = true;
        user.loop().execute(() -> {
            reached = true;
            Promise<Outcome> promise = running;
            if (promise != null) {
                promise.cancel();
            }
        });
    }

    boolean hasEnded() {
        return outcome.isDone();
    }

    Outcome outcome() {
        return outcome.getNow(new Outcome.Interrupted());
    }

    /// Whether the loop has got the cancellation: otherwise some code does not give its turn away.
    boolean hasReachedLoop() {
        return reached;
    }

    /// Interrupts the threads that may be in a blocking call.
    void interruptThreads() {
        Thread present = fiber;
        if (present != null) {
            present.interrupt();
        }
        if (!reached) {
            user.thread().interrupt();
        }
    }

    /// Waits no more: what still runs goes on in the background.
    void abandon() {
        outcome.complete(new Outcome.Interrupted());
    }
}
