package lwt.glib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/// Makes one descriptor of several: it is readable while one of them is ready. See man epoll(7).
@SuppressWarnings("restricted") // the C library is called
final class Epoll {
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int CLOEXEC = 0x80000;
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EVENT_SIZE = 16; // the largest; the events are at its beginning

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_FIELD =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CREATE = link("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            link("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
    private final MemorySegment event = Arena.ofAuto().allocate(EVENT_SIZE, 8);
    private final int number;
    private Map<Integer, Integer> watched = new HashMap<>();

    Epoll() throws IOException {
        try {
            number = (int) CREATE.invokeExact(state, CLOEXEC);
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
        if (number < 0) {
            throw new IOException("epoll_create1: error number " + errno());
        }
    }

    private static MethodHandle link(String function, FunctionDescriptor type) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), type, ERRNO);
    }

    /// The descriptor. It belongs to whoever asks.
    int number() {
        return number;
    }

    /// From now on watches these descriptors for these events, and no others. Returns false if one of them cannot be
    /// watched, as it is always ready.
    boolean watch(Map<Integer, Integer> wanted) {
        boolean well = true;
        for (int fd : watched.keySet()) {
            if (!wanted.containsKey(fd)) {
                control(DELETE, fd, 0); // fails if it was closed meanwhile
            }
        }
        for (Map.Entry<Integer, Integer> entry : wanted.entrySet()) {
            well &= watch(entry.getKey(), entry.getValue());
        }
        watched = wanted;
        return well;
    }

    /// The kernel is told each time: the number may be another file's since the last time.
    private boolean watch(int fd, int events) {
        int error = control(MODIFY, fd, events);
        if (error == ENOENT) {
            error = control(ADD, fd, events);
        }
        return error != EPERM;
    }

    private int control(int operation, int fd, int events) {
        event.set(JAVA_INT, 0, events);
        try {
            return (int) CONTROL.invokeExact(state, number, operation, fd, event) < 0 ? errno() : 0;
        } catch (Throwable e) {
            throw new AssertionError("C throws nothing", e);
        }
    }

    private int errno() {
        return (int) ERRNO_FIELD.get(state, 0L);
    }
}
