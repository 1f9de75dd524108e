package lwt.unix;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The portable engine: a selector of `java.nio`, which watches sockets and pipes; threads do for
/// standard input.
final class SelectorEngine extends Engine {
    /*
     * The interest of a key is as lazy as EpollEngine's registrations: who stops wanting to read stays in it, until an
     * event finds no taker.
     *
     * The JDK really closes a channel only when its key leaves the selector, which is at the next selection.
     */
    private final PortableCalls calls = new PortableCalls(this);
    private final Parking parking = new Parking();
    private final List<Port> withoutKey = new ArrayList<>();
    private boolean changed;
    private volatile @Nullable Selector selector; // read by whoever wakes the loop up

    @Override
    public boolean iterate(long timeoutNanos) {
        Selector current = selector;
        if (current == null) {
            if (timeoutNanos != 0 && mayWait()) {
                parking.park(timeoutNanos);
                waited();
            }
            return false;
        }
        await(current, timeoutNanos);
        if (current.selectedKeys().isEmpty()) {
            return false;
        }
        SelectionKey[] selected = current.selectedKeys().toArray(SelectionKey[]::new);
        current.selectedKeys().clear();
        boolean served = false;
        for (SelectionKey key : selected) {
            served |= key.isValid() && serve((ChannelPort) key.attachment(), key);
        }
        return served;
    }

    private void await(Selector current, long timeoutNanos) {
        try {
            if (timeoutNanos != 0 && mayWait()) {
                parking.putInterruptionAside();
                current.select(Math.max(0, Times.toMillisRoundedUp(timeoutNanos))); // 0 is without limit
                waited();
            } else {
                current.selectNow();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the wait failed", Failures.translate(e, "select", ""));
        }
    }

    private boolean serve(ChannelPort port, SelectionKey key) {
        int served = port.directions(key.readyOps()) & port.wanted;
        if (served == 0) {
            key.interestOps(port.operations(port.wanted)); // else the event would come again and again
            return false;
        }
        port.owner().ready(served);
        return true;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void wakeUp() {
        Selector current = selector;
        if (current != null) {
            current.wakeup(); // of a closed one does nothing
        } else {
            parking.unpark();
        }
    }

    @Override
    public List<FileDescriptor> waiting() {
        List<FileDescriptor> waiting = new ArrayList<>();
        Selector current = selector;
        if (current != null) {
            for (SelectionKey key : current.keys()) {
                addIfWaiting((Port) key.attachment(), waiting);
            }
        }
        withoutKey.forEach(port -> addIfWaiting(port, waiting));
        return waiting;
    }

    private static void addIfWaiting(Port port, List<FileDescriptor> waiting) {
        if (port.wanted != 0 && port.owner().isAwaited()) {
            waiting.add(port.owner());
        }
    }

    @Override
    public void close() {
        Selector current = selector;
        if (current == null) {
            return;
        }
        for (SelectionKey key : current.keys()) {
            ((ChannelPort) key.attachment()).lostKey();
        }
        selector = null;
        try {
            current.close();
        } catch (IOException e) {
            throw new IllegalStateException("the selector cannot be closed", e);
        }
    }

    @Override
    SystemCalls calls() {
        return calls;
    }

    /// Keys are told of changes by whoever makes them, but a selection that is in progress does not see them.
    @Override
    boolean hasChanges() {
        return changed;
    }

    @Override
    boolean settle() {
        changed = false;
        return true;
    }

    @Override
    Lookout lookout() throws UnixException {
        try {
            return new SelectorLookout(openSelector());
        } catch (IOException e) {
            throw Failures.translate(e, "select", "");
        }
    }

    /// Selects what [#iterate] finds selected. A second selection waits for the end of this one: so before each,
    /// whoever might be here is woken.
    private static final class SelectorLookout implements Lookout {
        private final Selector selector;

        SelectorLookout(Selector selector) {
            this.selector = selector;
        }

        @Override
        public void await(long timeoutNanos) {
            try {
                selector.select(Math.max(0, Times.toMillisRoundedUp(timeoutNanos))); // 0 is without limit
            } catch (IOException e) {
                throw new IllegalStateException("the wait failed", Failures.translate(e, "select", ""));
            }
        }

        @Override
        public void wakeUp() {
            selector.wakeup();
        }

        @Override
        public void close() {
            // The selector is the engine's.
        }
    }

    private Selector openSelector() throws IOException {
        Selector current = selector;
        if (current == null) {
            current = Selector.open();
            selector = current;
        }
        return current;
    }

    @Override
    void rest() {
        parking.giveBackInterruption();
        Selector current = selector;
        if (current == null) {
            return;
        }
        if (waiting().isEmpty()) {
            close();
        } else {
            try {
                current.selectNow(); // to close what was closed
            } catch (IOException e) {
                throw new IllegalStateException("the selector failed", e);
            }
        }
    }

    /* ---- What ports ask for ---- */

    /// A port has asked for more.
    void noteChange() {
        changed = true;
    }

    SelectionKey register(ChannelPort port, int operations) throws UnixException {
        noteChange();
        try {
            return port.channel().register(openSelector(), operations, port);
        } catch (ClosedChannelException | CancelledKeyException e) {
            throw UnixException.of(Errno.EBADF, "select", port.toString());
        } catch (IOException e) {
            throw Failures.translate(e, "select", port.toString());
        }
    }

    /// Takes a channel out of the selector, at once.
    void remove(SelectionKey key) throws UnixException {
        key.cancel();
        key.selector().wakeup(); // a lookout may be in a selection
        try {
            key.selector().selectNow(); // what it finds is served in the next turn
        } catch (IOException e) {
            throw Failures.translate(e, "select", key.attachment().toString());
        }
    }

    /// It has no key in the selector; how it gets ready it tells itself.
    void addWithoutKey(Port port) {
        withoutKey.add(port);
    }

    void removeWithoutKey(Port port) {
        withoutKey.remove(port);
    }
}
