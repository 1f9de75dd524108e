package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The C library's calls on sockets that not every program needs; those are in [Libc]. Calls that a
/// signal interrupted are made again. With `MSG_DONTWAIT` none of them waits. See man pages, section
/// 2.
final class SocketCalls extends NativeCalls {
    // @formatter:off
    private static final class SocketPair {
        static final MethodHandle CALL = link("socketpair", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    }

    private static final class SendTo {
        static final MethodHandle CALL =
                link("sendto", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), NOW);
    }

    private static final class RecvFrom {
        static final MethodHandle CALL =
                link("recvfrom", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS), NOW);
    }

    private static final class SendMsg {
        static final MethodHandle CALL = link("sendmsg", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class RecvMsg {
        static final MethodHandle CALL = link("recvmsg", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    }
    // @formatter:on

    int socketpair(int domain, int type, int protocol, MemorySegment ends) {
        try {
            return result((int) SocketPair.CALL.invokeExact(state, domain, type, protocol, ends));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `bytes` may be on Java's heap; `address` may be `NULL`, with length 0.
    int sendto(int fd, MemorySegment bytes, long length, int flags, MemorySegment address, int addressLength) {
        try {
            int result;
            do {
                result =
                        result((long) SendTo.CALL.invokeExact(state, fd, bytes, length, flags, address, addressLength));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `bytes` may be on Java's heap; `address` and `addressLength` may both be `NULL`.
    int recvfrom(
            int fd, MemorySegment bytes, long length, int flags, MemorySegment address, MemorySegment addressLength) {
        try {
            int result;
            do {
                result = result(
                        (long) RecvFrom.CALL.invokeExact(state, fd, bytes, length, flags, address, addressLength));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int sendmsg(int fd, MemorySegment message, int flags) {
        try {
            int result;
            do {
                result = result((long) SendMsg.CALL.invokeExact(state, fd, message, flags));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int recvmsg(int fd, MemorySegment message, int flags) {
        try {
            int result;
            do {
                result = result((long) RecvMsg.CALL.invokeExact(state, fd, message, flags));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
