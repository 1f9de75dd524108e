package lwt.unix;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// One direction of a descriptor: the operations that wait for it, in the order in which they were
/// asked for.
final class OperationQueue {
    /*
     * Overview
     *
     * A call is made at once only if it will most likely not have to wait (`likely`): a write until a write fell
     * short, a read when the last one got all it asked for. Otherwise the operation waits for the engine to call
     * `ready`. So a server that answers one message at a time makes no call in vain.
     *
     * A direction makes at most BURST calls at once per turn of the loop, then waits for the next turn even if it is
     * ready: so a fast peer cannot keep the loop to itself.
     *
     * A canceled operation stays in the list until it comes first, or until the list has doubled: nobody tells the
     * list, which would cost every operation a callback. It makes no call, so it takes no byte.
     *
     * User code runs where an operation ends (`end`, `fail`) and in watches. Before that the operation has left the
     * list; after it nothing is taken for granted: the descriptor may be closed.
     */
    private static final int BURST = 16;
    private static final int FIRST_SWEEP = 8;

    private final FileDescriptor file;
    private final int direction;

    private @Nullable Operation<?> first;
    private @Nullable Operation<?> last;
    private int size;
    private int sweepAt = FIRST_SWEEP;

    private boolean likely;
    private boolean held;
    private int credit = BURST;
    private int creditTurn;

    private List<Order> orders = List.of();

    OperationQueue(FileDescriptor file, int direction) {
        this.file = file;
        this.direction = direction;
        likely = direction == Port.WRITE;
    }

    Port port() {
        return file.port();
    }

    /// Makes the operation's call, now or when the descriptor is ready.
    <T> Promise<T> submit(Operation<T> operation) {
        if (first == null && likely && !held && takeCredit()) {
            T result;
            try {
                result = operation.attempt(this);
            } catch (Exception e) {
                return Lwt.fail(e);
            }
            if (result != null) {
                return Lwt.of(result);
            }
            likely = false;
        }
        return enqueue(operation);
    }

    /// Makes the operation's call when the descriptor is ready, not before.
    <T> Promise<T> submitLater(Operation<T> operation) {
        return enqueue(operation);
    }

    /// Whether a further call would most likely not have to wait.
    void expectMore(boolean more) {
        likely = more;
    }

    private boolean takeCredit() {
        int turn = file.main().turns();
        if (turn != creditTurn) {
            creditTurn = turn;
            credit = BURST;
        }
        return credit-- > 0;
    }

    private <T> Promise<T> enqueue(Operation<T> operation) {
        dropCanceled();
        if (!held) {
            try {
                port().watch(direction);
            } catch (UnixException e) {
                return Lwt.fail(e);
            }
        }
        if (last == null) {
            first = operation;
        } else {
            last.next = operation;
        }
        last = operation;
        Promise<T> promise = operation.await();
        if (++size >= sweepAt) {
            sweep();
        }
        return promise;
    }

    /* ---- When the descriptor is ready ---- */

    void ready() {
        likely = !held;
        creditTurn = file.main().turns();
        credit = BURST;
        dropCanceled();
        while (first != null && likely && !held && credit-- > 0) {
            serve(first);
            dropCanceled();
        }
        if (!orders.isEmpty()) {
            for (Order order : List.copyOf(orders)) {
                order.call();
            }
        }
        dropCanceled();
        if (first == null && orders.isEmpty() && !file.isClosed()) {
            port().unwatch(direction);
        }
    }

    private <T> void serve(Operation<T> operation) {
        T result;
        try {
            result = operation.attempt(this);
        } catch (Exception e) {
            removeFirst();
            operation.fail(e);
            return;
        }
        if (result == null) {
            likely = false;
            return;
        }
        removeFirst();
        operation.end(result);
    }

    /* ---- When it cannot be ---- */

    /// Makes no call until [#release].
    void hold() {
        held = true;
        likely = false;
        port().unwatch(direction);
    }

    boolean isHeld() {
        return held;
    }

    void release() {
        if (!held || file.isClosed()) {
            return;
        }
        held = false;
        dropCanceled();
        if (first != null || !orders.isEmpty()) {
            try {
                port().watch(direction);
            } catch (UnixException e) {
                failAll(e);
            }
        }
    }

    /// Fails all that wait, each with an exception for its own call if `cause` is null.
    void failAll(@Nullable Throwable cause) {
        Operation<?> operation = first;
        first = null;
        last = null;
        size = 0;
        orders = List.of();
        while (operation != null) {
            Operation<?> next = operation.next;
            if (operation.isWaiting()) {
                operation.fail(cause != null ? cause : file.closedFailure(operation.function()));
            }
            operation = next;
        }
    }

    /* ---- The list ---- */

    boolean isAwaited() {
        dropCanceled();
        return first != null || !orders.isEmpty();
    }

    /// Operations in the list, canceled ones that were not yet met included.
    int size() {
        return size;
    }

    private void dropCanceled() {
        while (first != null && !first.isWaiting()) {
            removeFirst();
        }
    }

    private void removeFirst() {
        Operation<?> removed = Objects.requireNonNull(first, "only what is there is removed");
        first = removed.next;
        removed.next = null;
        size--;
        if (first == null) {
            last = null;
        }
    }

    private void sweep() {
        Operation<?> operation = first;
        first = null;
        last = null;
        size = 0;
        while (operation != null) {
            Operation<?> next = operation.next;
            operation.next = null;
            if (operation.isWaiting()) {
                if (last == null) {
                    first = operation;
                } else {
                    last.next = operation;
                }
                last = operation;
                size++;
            }
            operation = next;
        }
        sweepAt = Math.max(FIRST_SWEEP, 2 * size);
    }

    /* ---- Standing orders ---- */

    Engine.Watch watch(Runnable callback) {
        Order order = new Order(callback);
        try {
            if (!held) {
                port().watch(direction);
            }
        } catch (UnixException e) {
            throw new UncheckedIOException(e);
        }
        List<Order> more = new ArrayList<>(orders);
        more.add(order);
        orders = more;
        return order;
    }

    private final class Order implements Engine.Watch {
        private final Runnable callback;

        Order(Runnable callback) {
            this.callback = callback;
        }

        void call() {
            if (!orders.contains(this)) {
                return; // canceled by another one's callback
            }
            try {
                callback.run();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                Lwt.asyncExceptionHook().accept(e);
            }
        }

        @Override
        public void cancel() {
            List<Order> fewer = new ArrayList<>(orders);
            fewer.remove(this);
            orders = fewer;
        }
    }
}
