package lwt.unix;

import java.util.ArrayDeque;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Lets the operations of one channel in one at a time, in the order in which they came, and none
/// once it is closed.
final class ChannelGate {
    /*
     * An operation that can finish without waiting does not come here: its channel asks isFree() and does the work
     * on the spot. So the gate's promises are paid only by operations that wait.
     *
     * Invariant: `busy` from the moment an operation is let in until its promise resolves. The operation's own
     * callback leaves the gate before the caller's callbacks run, because the caller is given the promise of that
     * callback and not the operation's; a caller who asks for the next operation from his callback finds the gate
     * free, or queues behind those who asked before.
     *
     * A turn is given with wakeupLater: the code that ends one operation never finds the next one running inside it.
     *
     * An atomic section is an operation of the outer gate, and has a gate of its own for the operations that belong
     * to it (within). The outer gate stays busy until the section's promise is resolved and nothing that was begun
     * in the section is under way any more: so at no time are there two who touch the channel's buffer. What was
     * begun and left to itself is waited for if the section succeeded, and canceled if it failed: a reader who gave
     * up must not keep the channel for ever.
     */
    private final Loop loop = Loop.current();
    private final ArrayDeque<Resolver<@Nullable Void>> queue = new ArrayDeque<>(2);
    private final String kind;
    private final Object end;
    private final @Nullable ChannelGate outer;
    private final Runnable whenFree;
    private @Nullable Promise<?> running;
    private @Nullable ChannelGate section;
    private boolean busy;
    private boolean closed;
    private boolean over;

    /// For the channel that messages call `kind` of `end`.
    ChannelGate(String kind, Object end, Runnable whenFree) {
        this.kind = kind;
        this.end = end;
        this.outer = null;
        this.whenFree = whenFree;
    }

    /// For an atomic section of the channel of `outer`.
    ChannelGate(ChannelGate outer, Runnable whenFree) {
        this.kind = outer.kind;
        this.end = outer.end;
        this.outer = outer;
        this.whenFree = whenFree;
    }

    /// Whether an operation that does not wait may be done right now.
    boolean isFree() {
        requireLoop();
        return !busy && !closed && !over;
    }

    /// Whether an operation is under way.
    boolean isBusy() {
        return busy;
    }

    boolean isClosed() {
        return closed || (outer != null && outer.isClosed());
    }

    boolean isOfSection() {
        return outer != null;
    }

    private Exception refusal() {
        return isClosed() || !over
                ? new ChannelClosedException(kind + " of " + end)
                : new IllegalStateException("the atomic section of the " + kind + " of " + end
                        + " has ended; use the channel itself, or begin another section");
    }

    /// What is said to those who want to close the channel from inside of a section.
    IllegalStateException notFromSection(String operation) {
        return new IllegalStateException(operation + " inside an atomic section of the " + kind + " of " + end
                + "; call it on the channel itself");
    }

    /// Runs `operation` when its turn comes. Canceling the result leaves the queue, or cancels the
    /// operation.
    <T extends @Nullable Object> Promise<T> run(ThrowingSupplier<? extends Promise<T>> operation) {
        requireLoop();
        if (closed || over) {
            return Lwt.fail(refusal());
        }
        if (!busy) {
            busy = true;
            return perform(operation);
        }
        Resolver<@Nullable Void> turn = Lwt.task();
        queue.addLast(turn);
        turn.promise().onCancel(() -> queue.remove(turn));
        return turn.promise().then(() -> perform(operation));
    }

    private <T extends @Nullable Object> Promise<T> perform(ThrowingSupplier<? extends Promise<T>> operation) {
        if (closed || over) {
            leave();
            return Lwt.fail(refusal());
        }
        Promise<T> result = start(operation);
        if (!result.isSleeping()) {
            leave();
            return result;
        }
        running = result;
        return Lwt.tryBind(
                () -> result, _ -> left(result), _ -> closed || over ? left(Lwt.fail(refusal())) : left(result));
    }

    private static <T extends @Nullable Object> Promise<T> start(ThrowingSupplier<? extends Promise<T>> operation) {
        try {
            return operation.get();
        } catch (Throwable thrown) {
            return Lwt.apply(
                    _ -> {
                        throw thrown;
                    },
                    "");
        }
    }

    private <T extends @Nullable Object> Promise<T> left(Promise<T> result) {
        running = null;
        leave();
        return result;
    }

    private void leave() {
        Resolver<@Nullable Void> next = queue.pollFirst();
        if (next != null) {
            next.wakeupLater(null);
        } else {
            busy = false;
            whenFree.run();
        }
    }

    /* ---- Atomic sections ---- */

    /// Runs `body`, whose operations go through the gate `inner`, as one operation of this gate; to
    /// be called inside this gate.
    <T extends @Nullable Object> Promise<T> within(ChannelGate inner, ThrowingSupplier<? extends Promise<T>> body) {
        section = inner;
        return Lwt.tryBind(
                body,
                value -> inner.endSection(false).map(_ -> value),
                failure -> inner.endSection(true).then(() -> Lwt.fail(failure)));
    }

    private Promise<@Nullable Void> endSection(boolean failed) {
        over = true;
        if (outer != null) {
            outer.section = null;
        }
        refuseQueue();
        Promise<?> inside = running;
        if (inside == null) {
            return Lwt.unit();
        }
        if (failed) {
            inside.cancel();
        }
        return Lwt.tryBind(() -> inside, _ -> Lwt.unit(), _ -> Lwt.unit());
    }

    /* ---- Closing ---- */

    /// Lets nobody in any more; those inside and those in the queue fail with
    /// [ChannelClosedException].
    void close() {
        closed = true;
        ChannelGate inner = section;
        if (inner != null) {
            inner.close();
        }
        Promise<?> inside = running;
        if (inside != null) {
            inside.cancel();
        }
        refuseQueue();
    }

    private void refuseQueue() {
        for (Resolver<@Nullable Void> turn = queue.pollFirst(); turn != null; turn = queue.pollFirst()) {
            turn.failLater(refusal());
        }
    }

    private void requireLoop() {
        if (!loop.isCurrent()) {
            throw new IllegalStateException("the " + kind + " of " + end + " belongs to the loop of " + loop.owner()
                    + " and was used from " + Thread.currentThread()
                    + "; hand the work over with Loop.execute");
        }
    }
}
