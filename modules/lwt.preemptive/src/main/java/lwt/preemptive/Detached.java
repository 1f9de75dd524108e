package lwt.preemptive;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// A function that was detached, from its call on the loop over its run on a thread of the pool to its
/// end on the loop.
final class Detached<T extends @Nullable Object> {
    /*
     * The stages; cancel (on the loop) and the thread that runs the function meet here:
     *
     *                          INTERRUPTING
     *                  cancel ──^     │
     *                           │     v
     *     WAITING ── run ──> RUNNING ── the function returns or throws ──> ENDED
     *        └──── cancel ────────────────────────────────────────────────────^
     *
     * An interrupt is delivered in INTERRUPTING only, whose end the thread awaits before it leaves RUNNING; so it hits
     * the function and nothing else, and what is left of it when the function ends is taken away. The loop waits for
     * nothing here: at a monitor a canceling fiber could lose its turn.
     */
    private static final ThreadLocal<@Nullable Detached<?>> CURRENT = new ThreadLocal<>();

    private enum Stage {
        WAITING,
        RUNNING,
        INTERRUPTING,
        ENDED
    }

    private final Callable<T> body;
    private final boolean interruptible;
    private final Loop loop = Loop.current();
    private final Door door = Door.withPresentKeys(loop);
    private final Resolver<T> resolver = Lwt.task();
    private final DetachedException origin = new DetachedException("it was detached here");

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile @Nullable Thread thread; // set before RUNNING

    private Detached(Callable<T> body, boolean interruptible) {
        this.body = body;
        this.interruptible = interruptible;
    }

    static <T extends @Nullable Object> Promise<T> start(Callable<T> body, boolean interruptible) {
        Detached<T> detached = new Detached<>(body, interruptible);
        Promise<T> promise = detached.resolver.promise();
        promise.onCancel(detached::cancel);
        detached.loop.retain();
        try {
            Pool.SHARED.execute(detached::run);
        } catch (OutOfMemoryError noThread) {
            detached.loop.release();
            throw noThread;
        }
        return promise;
    }

    /// The one that the calling thread runs.
    static Detached<?> current(String function) {
        Detached<?> current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException(function + " was called on thread "
                    + Thread.currentThread().getName()
                    + ", which runs no detached function: from other threads, call it with the loop as argument");
        }
        return current;
    }

    Door door() {
        return door;
    }

    /* ---- On a thread of the pool ---- */

    private void run() {
        if (!begin()) {
            loop.execute(loop::release);
            return;
        }
        CURRENT.set(this);
        T value = null;
        Throwable failure = null;
        try {
            value = body.call();
        } catch (Throwable e) {
            failure = e;
        }
        CURRENT.remove();
        leave();
        if (failure == null) {
            T result = value;
            loop.execute(() -> succeed(result));
        } else {
            Throwable thrown = failure;
            loop.execute(() -> fail(thrown));
            if (thrown instanceof VirtualMachineError error) {
                throw error; // nobody knows what state this thread is in
            }
        }
    }

    private boolean begin() {
        thread = Thread.currentThread();
        return stage.compareAndSet(Stage.WAITING, Stage.RUNNING);
    }

    private void leave() {
        while (!stage.compareAndSet(Stage.RUNNING, Stage.ENDED)) {
            Thread.onSpinWait(); // an interrupt is on its way
        }
        thread = null;
        Thread.interrupted();
    }

    /* ---- On the loop ---- */

    @SuppressWarnings("NullAway") // null only if the function returned it
    private void succeed(@Nullable T value) {
        loop.release();
        if (resolver.promise().isSleeping()) {
            resolver.wakeup(value);
        }
    }

    private void fail(Throwable failure) {
        loop.release();
        failure.addSuppressed(origin);
        if (resolver.promise().isSleeping()) {
            resolver.fail(failure);
        }
    }

    private void cancel() {
        if (!stage.compareAndSet(Stage.WAITING, Stage.ENDED)
                && interruptible
                && stage.compareAndSet(Stage.RUNNING, Stage.INTERRUPTING)) {
            Objects.requireNonNull(thread, "it runs").interrupt();
            stage.set(Stage.RUNNING);
        }
    }

    /// Throws the failure itself, of whatever kind it is. The compiler is told that it is
    /// unchecked.
    static RuntimeException sneaky(Throwable failure) {
        Detached.<RuntimeException>throwAs(failure);
        throw new AssertionError("throwAs throws");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    private static <X extends Throwable> void throwAs(Throwable failure) throws X {
        throw (X) failure;
    }
}
