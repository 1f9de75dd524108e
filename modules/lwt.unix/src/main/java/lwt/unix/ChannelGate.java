package lwt.unix;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
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
     */
    private final Loop loop = Loop.current();
    private final ArrayDeque<Resolver<@Nullable Void>> queue = new ArrayDeque<>(2);
    private final String kind;
    private final Object end;
    private final Runnable whenFree;
    private @Nullable Promise<?> running;
    private boolean busy;
    private boolean closed;

    /// For the channel that messages call `kind` of `end`.
    ChannelGate(String kind, Object end, Runnable whenFree) {
        this.kind = kind;
        this.end = end;
        this.whenFree = whenFree;
    }

    /// Whether an operation that does not wait may be done right now.
    boolean isFree() {
        requireLoop();
        return !busy && !closed;
    }

    boolean isClosed() {
        return closed;
    }

    ChannelClosedException closedException() {
        return new ChannelClosedException(kind + " of " + end);
    }

    /// Runs `operation` when its turn comes. Canceling the result leaves the queue, or cancels the
    /// operation.
    <T extends @Nullable Object> Promise<T> run(Supplier<Promise<T>> operation) {
        requireLoop();
        if (closed) {
            return Lwt.fail(closedException());
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

    private <T extends @Nullable Object> Promise<T> perform(Supplier<Promise<T>> operation) {
        if (closed) {
            leave();
            return Lwt.fail(closedException());
        }
        Promise<T> result = start(operation);
        if (!result.isSleeping()) {
            leave();
            return result;
        }
        running = result;
        return Lwt.tryBind(
                () -> result, _ -> left(result), _ -> closed ? left(Lwt.fail(closedException())) : left(result));
    }

    /// Operations fail through their promise; one that throws has a bug, which must not leave the
    /// gate shut.
    private <T extends @Nullable Object> Promise<T> start(Supplier<Promise<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
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

    /// Lets nobody in any more; those inside and those in the queue fail with
    /// [ChannelClosedException].
    void close() {
        closed = true;
        Promise<?> inside = running;
        if (inside != null) {
            inside.cancel();
        }
        for (Resolver<@Nullable Void> turn = queue.pollFirst(); turn != null; turn = queue.pollFirst()) {
            turn.failLater(closedException());
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
