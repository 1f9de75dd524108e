package lwt.direct;

import java.util.Objects;
import lwt.Backtrace;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.Strand;
import lwt.ThrowingRunnable;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A fiber: its life, which is the same for both mechanisms.
 *
 *     spawn ---> QUEUED -------- turn -------> RUNNING -- body ends --> DONE
 *                  ^                            |  | ^
 *                  |                            |  | | goOn
 *                  | promise                    |  v |
 *                  | resolved                   |  OUTSIDE: blocked in a call of the JDK
 *                  |                            |
 *                  '-------- AWAITING <- await -'
 *
 * The loop's thread runs the fiber by resume(), and looks at what happened when resume() returns (afterwards): the
 * fiber has set `awaiting` just before it suspended, or DONE at its end, or else it is blocked. All other changes
 * happen on the loop's thread, outside the fiber. So the callback on the awaited promise is registered only
 * when the fiber really has left the stack, and an await that turns out to be impossible leaves nothing behind.
 *
 * A fiber becomes QUEUED only through the loop's queue, never inside the call that resolved the promise: code that
 * resolves a promise is not interrupted by the fibers that wait for it.
 *
 * Cancel: the promise of the fiber passes a cancel on to its source, which is always the promise that the fiber
 * awaits, or none. Before the fiber has begun it awaits `turn`, a promise that nobody resolves but that can be
 * canceled.
 *
 * Nothing but the awaited promise's callback and the loop's queue refers to a suspended fiber. If the promise
 * becomes garbage, so does the fiber.
 */
abstract class Fiber<T extends @Nullable Object> extends Strand implements Runnable {
    private static final int QUEUED = 0;
    private static final int RUNNING = 1;
    private static final int AWAITING = 2;
    private static final int OUTSIDE = 3;
    private static final int DONE = 4;

    private final Resolver<T> result;
    private int state;

    /// What the fiber is about to await or awaits.
    private @Nullable Promise<?> awaiting;

    /// What to run, until it runs; then its value or failure.
    private @Nullable Object content;

    private boolean failed;

    Fiber(Loop loop, Object body) {
        super(loop);
        Promise<?> turn = Lwt.task().promise();
        content = body;
        awaiting = turn;
        result = Lwt.waiter(turn);
    }

    /// Starts a fiber; `body` is a ThrowingSupplier of a T or, where T may be null, a ThrowingRunnable.
    static <T extends @Nullable Object> Promise<T> spawn(Object body) {
        Loop loop = Loop.current();
        Fiber<T> fiber = Mechanism.of(loop).fiber(loop, body);
        loop.enqueue(fiber::turn);
        return fiber.result.promise();
    }

    /// The value of `p`, for which the caller's fiber waits if it is pending; or throws its failure.
    static <T extends @Nullable Object> T valueOrWait(Promise<T> p) {
        return hasValue(p) ? valueOf(p) : valueLater(p);
    }

    private static <T extends @Nullable Object> T valueLater(Promise<T> p) {
        if (p.isSleeping()) {
            current(p).await(p);
        }
        if (hasValue(p)) {
            return valueOf(p);
        }
        throw failure(p);
    }

    private static RuntimeException failure(Promise<?> p) {
        if (p.state() instanceof State.Fail<?>(Throwable cause)) {
            Backtrace.passed("await", cause);
            throw Fiber.<RuntimeException>unchecked(cause);
        }
        throw new AssertionError("resumed before the promise was resolved");
    }

    // the cast is erased: that is how a checked exception leaves a method that declares none
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }

    /// The fiber that the caller is part of; `awaited` is a pending promise.
    static Fiber<?> current(Promise<?> awaited) {
        Loop loop = Loop.current();
        if (loop.strand() instanceof Fiber<?> fiber) {
            return fiber;
        }
        Lwt.waiter(awaited); // refuses a promise of another thread's loop, and says so
        throw new IllegalStateException("await of a pending promise outside a fiber, on " + Thread.currentThread()
                + ": start the code that awaits with Direct.spawn, or use bind");
    }

    /* ---- What the mechanism does ---- */

    /// The Java thread that the fiber's code runs on.
    abstract Thread thread();

    /// **Loop's thread.** Runs the fiber's code, from its beginning or its last suspension, until it suspends,
    /// blocks or ends.
    abstract void resume();

    /// **Fiber.** Waits for `p`, which is pending: ends the call of [#resume], returns when the next one is made.
    ///
    /// @throws IllegalStateException if that is impossible here; the fiber has its turn still
    abstract void await(Promise<?> p);

    /* ---- On the fiber ---- */

    /// Says what the fiber is going to wait for.
    final void beginAwait(Promise<?> p) {
        result.setSource(p); // refuses a promise of another loop
        awaiting = p;
    }

    /// Takes [#beginAwait] back: the fiber cannot wait.
    final void dropAwait() {
        awaiting = null;
        result.setSource(null);
    }

    /// The whole of the fiber's code: what its thread runs.
    ///
    /// The fiber is itself the thread's task, as a task of its own would cost every sleeping fiber 16 bytes.
    @Override
    public final void run() {
        Object body = content;
        content = null;
        try {
            if (body instanceof ThrowingSupplier<?> supplier) {
                content = supplier.get();
            } else if (body instanceof ThrowingRunnable runnable) {
                runnable.run();
            }
        } catch (Throwable e) {
            content = e;
            failed = true;
        }
        awaiting = null; // still set if the stack overflowed where the fiber was to wait
        state = DONE;
    }

    /* ---- On the loop's thread ---- */

    /// The fiber's turn, from the loop's queue.
    private void turn() {
        Promise<?> awaited = Objects.requireNonNull(awaiting);
        dropAwait();
        if (content != null && awaited.state() instanceof State.Fail<?>(Throwable canceled)) {
            state = DONE;
            content = null;
            result.fail(canceled);
        } else {
            takeTurn();
        }
    }

    /// **Loop's thread.** The JDK says that a thread which was blocked can go on.
    ///
    /// It also says so of a thread that was not blocked, when somebody has looked at its stack: then there is
    /// nothing to do.
    final void goOn() {
        if (state == OUTSIDE) {
            loop().release();
            takeTurn();
        }
    }

    @Override
    protected final void promiseResolved() {
        state = QUEUED;
        loop().enqueue(this::turn);
    }

    private void takeTurn() {
        loop().enter(this, thread());
        state = RUNNING;
        try {
            try {
                resume();
            } finally {
                loop().leave(loop().owner());
            }
        } finally {
            afterwards();
        }
    }

    private void afterwards() {
        Promise<?> awaited = awaiting;
        if (awaited != null) {
            state = AWAITING;
            wakeWhenResolved(awaited);
        } else if (state == DONE) {
            finish();
        } else {
            state = OUTSIDE;
            loop().retain();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // not failed: content is what the body returned, a T
    private void finish() {
        Object outcome = content;
        content = null;
        if (!failed) {
            result.wakeup((T) outcome);
        } else if (outcome instanceof VirtualMachineError error) {
            throw error;
        } else {
            result.fail((Throwable) outcome);
        }
    }
}
