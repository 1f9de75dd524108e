package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The kernel's requests to terminals, which those of the C library's termios(3) stand for. They may
/// wait for the line, so they are made by workers.
final class TerminalCalls extends NativeCalls {
    private static final class IoCtl {
        static final MethodHandle CALL =
                link("ioctl", of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), Linker.Option.firstVariadicArg(2));
    }

    private static final ThreadLocal<TerminalCalls> OF_THREAD = ThreadLocal.withInitial(TerminalCalls::new);

    private TerminalCalls() {}

    /// The object of the calling thread.
    static TerminalCalls ofThread() {
        return OF_THREAD.get();
    }

    /// With a number as argument.
    int ioctl(int fd, int request, long argument) {
        try {
            int result;
            do {
                long unsigned = Integer.toUnsignedLong(request);
                result = result((int) IoCtl.CALL.invokeExact(state, fd, unsigned, argument));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// With a place in memory as argument.
    int ioctl(int fd, int request, MemorySegment argument) {
        return ioctl(fd, request, argument.address()); // the caller's arena outlives the call
    }
}
