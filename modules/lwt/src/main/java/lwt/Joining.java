package lwt;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * How another thread waits for a promise. It never reads the promise, which changes under the loop's hands: it sends
 * a task through the door, which registers a callback, which leaves the outcome here and opens the latch. Only what
 * was made resolved has no loop and never changes.
 *
 * The loop may stand still for a while (between two runs), so the wait has no limit; but a loop whose thread has ended
 * never turns again, and that is looked at now and then.
 */
final class Joining<T extends @Nullable Object> {
    private static final long LOOK_MILLIS = 500;

    private final Promise<T> promise;
    private final CountDownLatch known = new CountDownLatch(1);

    // the loop's
    private @Nullable Promise<T> watched;
    private boolean gaveUp;

    private @Nullable State<T> outcome; // written before the latch opens

    private Joining(Promise<T> promise) {
        this.promise = promise;
    }

    static <T extends @Nullable Object> T join(Promise<T> promise) throws InterruptedException {
        Loop loop = promise.loop;
        if (loop == null) {
            return result(promise.state());
        }
        if (loop.isCurrent()) {
            if (promise.isSleeping()) {
                throw deadlock(loop);
            }
            return result(promise.state());
        }
        return result(new Joining<>(promise).await(loop));
    }

    private static IllegalStateException deadlock(Loop loop) {
        return new IllegalStateException("join would be a deadlock: it was called on "
                + Thread.currentThread() + ", which runs the loop of " + loop.owner()
                + " that must resolve the promise. Use bind, or await in a fiber, or LwtMain.run outside the loop");
    }

    private State<T> await(Loop loop) throws InterruptedException {
        loop.execute(this::watch);
        try {
            while (!known.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!loop.owner().isAlive()) {
                    throw new IllegalStateException("join waits in vain: " + loop.owner()
                            + " has ended, and the promise can only be resolved by its loop");
                }
            }
        } catch (InterruptedException e) {
            loop.execute(this::giveUp);
            throw e;
        }
        State<T> state = outcome;
        if (state == null) {
            throw new AssertionError("the latch opens when the outcome is known");
        }
        return state;
    }

    /* ---- On the loop ---- */

    private void watch() {
        if (gaveUp) {
            return;
        }
        Promise<T> copy = promise.shielded(); // so that giving up leaves the promise alone, and nothing behind
        watched = copy;
        copy.onTermination(() -> {
            outcome = copy.state();
            known.countDown();
        });
    }

    private void giveUp() {
        gaveUp = true;
        if (watched != null) {
            watched.cancel();
        }
    }

    private static <T extends @Nullable Object> T result(State<T> state) {
        return switch (state) {
            case State.Return<T>(var value) -> value;
            case State.Fail<T>(var cause) -> throw Joining.<RuntimeException>unchecked(cause);
            case State.Sleep<T>() -> throw new AssertionError("only a promise with a loop sleeps");
        };
    }

    // the cast is erased: the failure is thrown as it is, whatever its type
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
