package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// An eventfd, by which any thread ends a wait in epoll.
final class WakeUpEvent {
    /*
     * Its number must not become another file's before it is written to. So who writes first counts itself among the
     * writers, then looks at `closed`; who closes first sets `closed`, then looks for writers: one of them sees the
     * other. No monitor: see BriefLock.
     */
    private final Libc libc = new Libc(); // the calls of many threads, none of which looks at errno
    private final MemorySegment one = Arena.ofAuto().allocateFrom(JAVA_LONG, 1);
    private final int number;
    private final AtomicInteger writers = new AtomicInteger();
    private volatile boolean closed;

    WakeUpEvent() throws UnixException {
        number = LinuxCalls.check(libc.eventfd(0, Structs.EFD_CLOEXEC | Structs.EFD_NONBLOCK), "eventfd", "");
    }

    int number() {
        return number;
    }

    /// **Any thread.** Makes the descriptor readable, unless it is closed.
    void set() {
        writers.incrementAndGet();
        try {
            if (!closed) {
                libc.write(number, one, 8);
            }
        } finally {
            writers.decrementAndGet();
        }
    }

    /// Closes the descriptor, once nobody writes to it.
    void close() {
        closed = true;
        for (int look = 1; writers.get() > 0; look++) {
            BriefLock.pause(look);
        }
        libc.close(number);
    }
}
