package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine of Linux: epoll, which watches every descriptor that can wait.
final class EpollEngine extends Engine {
    /*
     * Overview
     *
     * A descriptor is registered level-triggered, and as lazily as libev does it. `port.wanted` is what the program
     * waits for, `port.registered` what the kernel was told. They may differ between waits:
     *
     *  - a new wish goes to the list of changes, which is applied before the next wait;
     *  - who stops wanting to read stays registered, since most likely the next read comes soon; if data come instead,
     *    the event finds no taker and the kernel is told then. So an echo costs no call of epoll_ctl per round;
     *  - who stops wanting to write is taken off before the next wait, since there is nearly always room to write and
     *    the event would come at once.
     *
     * An event carries the descriptor's number and the port's serial number: the former finds the port, the latter
     * tells an old event from one of a descriptor that got the same number in the same batch.
     *
     * What epoll refuses (regular files) is always ready; it is served in each turn, and no wait is made meanwhile.
     *
     * A callback may call iterate() again: one that shows a modal dialog in a guest loop. Then the rest of the interrupted
     * batch is dropped; what is still ready is found again.
     *
     * Other threads end a wait through an eventfd, edge-triggered, so that nobody has to read it. While nothing waits
     * for a descriptor after a run's end, both kernel objects are closed; the thread parks until they are needed. They
     * must come and go together, also for a fiber that opens them: nothing here waits for a monitor.
     */
    private static final int BATCH = 512;
    private static final int WAKE_UP = -1;

    private final Libc libc = new Libc();
    private final LinuxCalls calls = new LinuxCalls(this, libc);
    private final Parking parking = new Parking();
    private final MemorySegment events = Arena.ofAuto().allocate((long) BATCH * Structs.EPOLL_EVENT_SIZE, 8);
    private final MemorySegment change = Arena.ofAuto().allocate(Structs.EPOLL_EVENT_SIZE, 8);
    private final MemorySegment timespec = Arena.ofAuto().allocate(Structs.TIMESPEC_SIZE, 8);

    private @Nullable LinuxPort[] ports = new LinuxPort[64];
    private ArrayList<LinuxPort> changed = new ArrayList<>();
    private ArrayList<LinuxPort> spareChanged = new ArrayList<>();
    private final ArrayList<LinuxPort> alwaysReady = new ArrayList<>();
    private boolean fineClock = NativeCalls.has("epoll_pwait2");

    private int batches;
    private int epoll = -1;
    private volatile @Nullable WakeUpEvent wakeUpEvent; // null while the thread would park

    @Override
    public boolean iterate(long timeoutNanos) {
        if (epoll < 0) {
            park(timeoutNanos);
            return false;
        }
        long timeout = alwaysReady.isEmpty() ? timeoutNanos : 0;
        if (!changed.isEmpty() && !applyChanges()) {
            timeout = 0; // who was told of a failure may have given the loop work to do
        }
        int count = await(timeout);
        return serveBatch(count);
    }

    private void park(long timeoutNanos) {
        if (timeoutNanos != 0 && mayWait()) {
            parking.park(timeoutNanos);
            waited();
        }
    }

    private boolean serveBatch(int count) {
        boolean served = false;
        int batch = ++batches;
        for (int i = 0; i < count && batch == batches; i++) {
            long event = (long) i * Structs.EPOLL_EVENT_SIZE;
            int number = events.get(JAVA_INT_UNALIGNED, event + Structs.EPOLL_EVENT_DATA);
            if (number != WAKE_UP) {
                int serial = events.get(JAVA_INT_UNALIGNED, event + Structs.EPOLL_EVENT_DATA + 4);
                served |= serve(number, serial, events.get(JAVA_INT_UNALIGNED, event + Structs.EPOLL_EVENT_EVENTS));
            }
        }
        return alwaysReady.isEmpty() ? served : serveAlwaysReady() || served;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void wakeUp() {
        WakeUpEvent event = wakeUpEvent;
        // It changes only while the loop's thread is awake: who is to be woken sleeps where we look.
        if (event != null) {
            event.set();
        } else {
            parking.unpark();
        }
    }

    @Override
    public List<FileDescriptor> waiting() {
        List<FileDescriptor> waiting = new ArrayList<>();
        for (LinuxPort port : ports) {
            if (port != null && port.wanted != 0 && port.owner().isAwaited()) {
                waiting.add(port.owner());
            }
        }
        return waiting;
    }

    @Override
    public void close() {
        WakeUpEvent event = wakeUpEvent;
        if (event == null) {
            return;
        }
        wakeUpEvent = null;
        libc.close(epoll);
        epoll = -1;
        event.close();
        for (LinuxPort port : ports) {
            if (port != null) {
                port.registered = 0;
                port.wanted = 0;
                port.isChanged = false;
            }
        }
        changed.clear();
        alwaysReady.clear();
        Arrays.fill(ports, null);
    }

    @Override
    SystemCalls calls() {
        return calls;
    }

    @Override
    boolean hasChanges() {
        return !changed.isEmpty() || !alwaysReady.isEmpty();
    }

    @Override
    boolean settle() {
        return (changed.isEmpty() || applyChanges()) && alwaysReady.isEmpty();
    }

    @Override
    Lookout lookout() throws UnixException {
        if (epoll < 0) {
            open();
        }
        return new EpollLookout(epoll);
    }

    @Override
    void rest() {
        parking.giveBackInterruption();
        if (waiting().isEmpty()) {
            close();
        }
    }

    /* ---- What ports ask for ---- */

    /// The port wants something that the kernel was not told.
    void register(LinuxPort port) throws UnixException {
        if (epoll < 0) {
            open();
        }
        if (port.number >= ports.length) {
            ports = Arrays.copyOf(ports, Math.max(port.number + 1, ports.length * 2));
        }
        ports[port.number] = port;
        if (!port.canWait) {
            if (!alwaysReady.contains(port)) {
                alwaysReady.add(port);
            }
        } else {
            noteChange(port);
        }
    }

    void noteChange(LinuxPort port) {
        if (!port.isChanged) {
            port.isChanged = true;
            changed.add(port);
        }
    }

    /// The port is about to be closed.
    void forget(LinuxPort port) {
        port.wanted = 0;
        if (port.registered != 0) {
            // Closing would do that too, unless a child process has the descriptor as well.
            libc.epollCtl(epoll, Structs.EPOLL_CTL_DEL, port.number, change);
            port.registered = 0;
        }
        if (port.number < ports.length && ports[port.number] == port) {
            ports[port.number] = null;
        }
        if (!port.canWait) {
            alwaysReady.remove(port);
        }
    }

    private void open() throws UnixException {
        WakeUpEvent event = new WakeUpEvent();
        int created = libc.epollCreate(Structs.EPOLL_CLOEXEC);
        if (created < 0) {
            event.close();
            throw UnixException.of(-created, "epoll_create1", "");
        }
        setChange(Structs.EPOLLIN | Structs.EPOLLET, WAKE_UP, 0);
        int added = libc.epollCtl(created, Structs.EPOLL_CTL_ADD, event.number(), change);
        if (added < 0) {
            libc.close(created);
            event.close();
            throw UnixException.of(-added, "epoll_ctl", "eventfd");
        }
        epoll = created;
        wakeUpEvent = event;
    }

    /* ---- What the kernel is told ---- */

    /// Returns whether all went well; owners of ports with which it did not were told.
    private boolean applyChanges() {
        ArrayList<LinuxPort> list = changed;
        changed = spareChanged.isEmpty() ? spareChanged : new ArrayList<>(); // not if this is called within itself
        spareChanged = list;
        boolean well = true;
        for (int i = 0; i < list.size(); i++) {
            LinuxPort port = list.get(i);
            if (port.isChanged) { // else the engine was closed meanwhile
                port.isChanged = false;
                well &= setEvents(port, port.wanted | (port.registered & Port.READ));
            }
        }
        list.clear();
        return well;
    }

    private boolean setEvents(LinuxPort port, int mask) {
        int registered = port.registered;
        if (mask == registered || port.isClosed()) {
            return true;
        }
        int operation =
                mask == 0 ? Structs.EPOLL_CTL_DEL : registered == 0 ? Structs.EPOLL_CTL_ADD : Structs.EPOLL_CTL_MOD;
        setChange(mask, port.number, port.serial);
        int result = libc.epollCtl(epoll, operation, port.number, change);
        if (result == -Errno.EPERM.code && operation == Structs.EPOLL_CTL_ADD) {
            port.canWait = false;
            alwaysReady.add(port);
            return false;
        }
        if (result < 0 && operation != Structs.EPOLL_CTL_DEL) {
            port.registered = 0;
            port.wanted = 0;
            port.owner().failWaiting(UnixException.of(-result, "epoll_ctl", port.toString()));
            return false;
        }
        port.registered = mask;
        return true;
    }

    private void setChange(int mask, int number, int serial) {
        change.set(JAVA_INT_UNALIGNED, Structs.EPOLL_EVENT_EVENTS, mask);
        change.set(JAVA_INT_UNALIGNED, Structs.EPOLL_EVENT_DATA, number);
        change.set(JAVA_INT_UNALIGNED, Structs.EPOLL_EVENT_DATA + 4, serial);
    }

    /* ---- What the kernel tells ---- */

    private int await(long timeoutNanos) {
        boolean waits = timeoutNanos != 0 && mayWait();
        int count = fineClock ? awaitFinely(waits ? timeoutNanos : 0) : awaitCoarsely(waits ? timeoutNanos : 0);
        if (count == -Errno.ENOSYS.code && fineClock) {
            fineClock = false;
            count = awaitCoarsely(waits ? timeoutNanos : 0);
        }
        if (waits) {
            waited();
        }
        if (count >= 0 || count == -Errno.EINTR.code) {
            return count;
        }
        throw new IllegalStateException("the wait failed", UnixException.of(-count, "epoll_wait", ""));
    }

    private int awaitFinely(long timeoutNanos) {
        if (timeoutNanos < 0) {
            return libc.epollPwait2(epoll, events, BATCH, MemorySegment.NULL);
        }
        timespec.set(JAVA_LONG, Structs.TIMESPEC_SEC, timeoutNanos / 1_000_000_000);
        timespec.set(JAVA_LONG, Structs.TIMESPEC_NSEC, timeoutNanos % 1_000_000_000);
        return libc.epollPwait2(epoll, events, BATCH, timespec);
    }

    private int awaitCoarsely(long timeoutNanos) {
        return libc.epollWait(epoll, events, BATCH, Times.toMillisRoundedUp(timeoutNanos));
    }

    private boolean serve(int number, int serial, int events) {
        LinuxPort port = number < ports.length ? ports[number] : null;
        if (port == null || port.serial != serial) {
            return false;
        }
        boolean both = (events & (Structs.EPOLLERR | Structs.EPOLLHUP)) != 0;
        int ready = both ? Port.READ | Port.WRITE : events & (Port.READ | Port.WRITE);
        int served = ready & port.wanted;
        if (served == 0) {
            setEvents(port, port.wanted); // else the event would come again and again
            return false;
        }
        port.owner().ready(served);
        return true;
    }

    private boolean serveAlwaysReady() {
        boolean served = false;
        for (LinuxPort port : alwaysReady.toArray(LinuxPort[]::new)) {
            if (port.wanted == 0) {
                alwaysReady.remove(port);
            } else {
                port.owner().ready(port.wanted);
                served = true;
            }
        }
        return served;
    }

    static {
        // What a port wants is told to the kernel without translation.
        assert Port.READ == Structs.EPOLLIN && Port.WRITE == Structs.EPOLLOUT;
    }
}
