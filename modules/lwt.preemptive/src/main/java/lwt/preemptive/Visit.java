package lwt.preemptive;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// A call that another thread makes on a loop, and waits for.
final class Visit<T extends @Nullable Object> {
    private static final long LOOK_SECONDS = 1;

    private final ThrowingSupplier<? extends Promise<T>> body;
    private final CountDownLatch ended = new CountDownLatch(1);

    // the loop's, until the latch is open
    private @Nullable Promise<T> promise;
    private boolean canceled;

    // written before the latch opens
    private @Nullable State<T> outcome;

    Visit(ThrowingSupplier<? extends Promise<T>> body) {
        this.body = body;
    }

    /// On the visitor's thread.
    T callAndWait(Door door) throws InterruptedException {
        Loop loop = door.loop();
        if (loop.isCurrent()) {
            throw new IllegalStateException("runInMain was called on the loop's own thread, "
                    + Thread.currentThread().getName()
                    + ", which would wait for itself: call the function, or use the promise, directly");
        }
        door.enter(this::begin);
        try {
            while (!ended.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                if (!loop.owner().isAlive()) {
                    throw new IllegalStateException("the loop of thread "
                            + loop.owner().getName() + " will never answer: its thread has ended");
                }
            }
        } catch (InterruptedException e) {
            loop.execute(this::cancel);
            throw e;
        }
        return result();
    }

    private T result() {
        return switch (outcome) {
            case State.Return<T>(var value) -> value;
            case State.Fail<T>(var cause) -> {
                cause.addSuppressed(new DetachedException("runInMain was called here"));
                throw Detached.sneaky(cause);
            }
            case State.Sleep<T> _ -> throw new AssertionError("the latch opens when the promise is resolved");
            case null -> throw new AssertionError("the latch opens when the outcome is known");
        };
    }

    /* ---- On the loop ---- */

    private void begin() {
        if (canceled) {
            return;
        }
        Promise<T> called = Lwt.apply(_ -> body.get(), "");
        promise = called;
        called.onTermination(() -> {
            outcome = called.state();
            ended.countDown();
        });
    }

    private void cancel() {
        canceled = true;
        if (promise != null) {
            promise.cancel();
        }
    }
}
