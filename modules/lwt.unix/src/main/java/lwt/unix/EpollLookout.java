package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Watches an epoll descriptor, which is itself readable while it has an event to tell.
///
/// It does not wait in epoll as the engine does: of two who wait there, one may take an edge-triggered event from
/// the other.
final class EpollLookout implements Lookout {
    private final Libc libc = new Libc();
    private final MemorySegment counter = Arena.ofAuto().allocate(JAVA_LONG);
    private final MemorySegment watched = Arena.ofAuto().allocate(2 * Structs.POLLFD_SIZE, 8);
    private final WakeUpEvent wakeUpEvent = new WakeUpEvent();

    EpollLookout(int epoll) throws UnixException {
        watch(0, epoll);
        watch(Structs.POLLFD_SIZE, wakeUpEvent.number());
    }

    private void watch(long offset, int number) {
        watched.set(JAVA_INT, offset + Structs.POLLFD_FD, number);
        watched.set(JAVA_SHORT, offset + Structs.POLLFD_EVENTS, (short) Structs.POLLIN);
    }

    @Override
    public void await(long timeoutNanos) {
        int count = libc.poll(watched, 2, Times.toMillisRoundedUp(timeoutNanos));
        if (count < 0 && count != -Errno.EINTR.code) {
            throw new IllegalStateException("the wait failed", UnixException.of(-count, "poll", ""));
        }
        if (watched.get(JAVA_SHORT, Structs.POLLFD_SIZE + Structs.POLLFD_REVENTS) != 0) {
            libc.read(wakeUpEvent.number(), counter, 8);
        }
    }

    @Override
    public void wakeUp() {
        wakeUpEvent.set();
    }

    @Override
    public void close() {
        wakeUpEvent.close();
    }
}
