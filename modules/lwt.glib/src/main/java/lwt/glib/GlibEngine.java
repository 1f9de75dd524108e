package lwt.glib;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import lwt.unix.Direction;
import lwt.unix.Engine;
import lwt.unix.FileDescriptor;
import lwt.unix.ForwardingEngine;
import lwt.unix.LwtMain;

/// GLib's main context inside the loop: takes part in each of its waits.
final class GlibEngine extends ForwardingEngine implements Installation {
    /*
     * Overview
     *
     * One turn of GLib's own loop is prepare, query, poll, check, dispatch. Here the poll is the wait of the engine
     * below, in which GLib's descriptors are watched as one; then GLib's are polled without waiting, since check wants
     * to know which are ready.
     *
     * The numbers in GLib's list may be closed and used anew at any time, so they are not made descriptors of the
     * library: an epoll descriptor of our own is told the whole list before each wait.
     */
    private static final int POLLFD_SIZE = 8;
    private static final int EVENTS = 4;
    private static final long NANOS = 1_000_000;

    private final Engine below;
    private final MemorySegment context;
    private final Epoll epoll;
    private final FileDescriptor watched;
    private final MemorySegment priority = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment timeout = Arena.ofAuto().allocate(JAVA_INT);
    private MemorySegment fds = Arena.ofAuto().allocate(16 * POLLFD_SIZE, 8);
    private boolean removed;

    private GlibEngine(Engine below, MemorySegment context, Epoll epoll, FileDescriptor watched) {
        super(below);
        this.below = below;
        this.context = context;
        this.epoll = epoll;
        this.watched = watched;
    }

    static GlibEngine install(MemorySegment context) throws IOException {
        Epoll epoll = new Epoll();
        FileDescriptor watched = FileDescriptor.of(epoll.number(), false, false);
        GlibEngine engine = new GlibEngine(LwtMain.engine(), context, epoll, watched);
        LwtMain.setEngine(engine);
        return engine;
    }

    @Override
    public void remove() {
        if (LwtMain.engine() != this) {
            throw new IllegalStateException(
                    "LwtGlib cannot be removed here: it was installed on another thread, or another engine was"
                            + " installed after it");
        }
        removed = true;
        LwtMain.setEngine(below);
        watched.close().ignoreResult();
        Glib.release(context);
    }

    @Override
    public boolean iterate(long timeoutNanos) {
        boolean ready = Glib.prepare(context, priority);
        int most = priority.get(JAVA_INT, 0);
        int count = query(most);
        long wait = ready ? 0 : shorter(timeoutNanos, timeout.get(JAVA_INT, 0));
        boolean waits = wait != 0 && epoll.watch(descriptors(count));
        boolean served = waits ? waitWithGlib(wait) : super.iterate(0);
        if (removed) {
            return served;
        }
        Glib.poll(fds, count, 0);
        if (Glib.check(context, most, fds, count)) {
            Glib.dispatch(context);
            return true;
        }
        return served;
    }

    private boolean waitWithGlib(long nanos) {
        Engine.Watch watch = below.watch(watched, Direction.READ, () -> {});
        try {
            return super.iterate(nanos);
        } finally {
            watch.cancel();
        }
    }

    private int query(int most) {
        while (true) {
            int room = (int) (fds.byteSize() / POLLFD_SIZE);
            int count = Glib.query(context, most, timeout, fds, room);
            if (count <= room) {
                return count;
            }
            fds = Arena.ofAuto().allocate(2L * count * POLLFD_SIZE, 8);
        }
    }

    private static long shorter(long nanos, int millis) {
        return millis < 0 ? nanos : nanos < 0 ? millis * NANOS : Math.min(nanos, millis * NANOS);
    }

    private Map<Integer, Integer> descriptors(int count) {
        Map<Integer, Integer> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int fd = fds.get(JAVA_INT, (long) i * POLLFD_SIZE);
            int events = fds.get(JAVA_SHORT, (long) i * POLLFD_SIZE + EVENTS);
            map.merge(fd, events, (a, b) -> a | b);
        }
        return map;
    }
}
