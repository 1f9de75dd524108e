package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The C library's calls that the engine and its descriptors make; those that a signal interrupted
/// are made again. See man pages, section 2.
final class Libc extends NativeCalls {
    // @formatter:off
    private static final class Read {
        static final MethodHandle CALL = link("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), NOW);
    }

    private static final class Write {
        static final MethodHandle CALL = link("write", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), NOW);
    }

    private static final class WaitingRead {
        static final MethodHandle CALL = link("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class WaitingWrite {
        static final MethodHandle CALL = link("write", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class ReadV {
        static final MethodHandle CALL = link("readv", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), NOW);
    }

    private static final class WriteV {
        static final MethodHandle CALL = link("writev", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), NOW);
    }

    private static final class Open {
        static final MethodHandle CALL =
                link("open", of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    }

    private static final class Close {
        static final MethodHandle CALL = link("close", of(JAVA_INT, JAVA_INT));
    }

    private static final class Dup3 {
        static final MethodHandle CALL = link("dup3", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class Pipe2 {
        static final MethodHandle CALL = link("pipe2", of(JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class GetRLimit {
        static final MethodHandle CALL = link("getrlimit", of(JAVA_INT, JAVA_INT, ADDRESS));
    }

    private static final class Poll {
        static final MethodHandle CALL = link("poll", of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), NOW);
    }

    private static final class WaitingPoll {
        static final MethodHandle CALL = link("poll", of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static final class Socket {
        static final MethodHandle CALL = link("socket", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class Bind {
        static final MethodHandle CALL = link("bind", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class Listen {
        static final MethodHandle CALL = link("listen", of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class Accept4 {
        static final MethodHandle CALL = link("accept4", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT), NOW);
    }

    private static final class Connect {
        static final MethodHandle CALL = link("connect", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class Shutdown {
        static final MethodHandle CALL = link("shutdown", of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class GetSockOpt {
        static final MethodHandle CALL =
                link("getsockopt", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class SetSockOpt {
        static final MethodHandle CALL =
                link("setsockopt", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class GetSockName {
        static final MethodHandle CALL = link("getsockname", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class GetPeerName {
        static final MethodHandle CALL = link("getpeername", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class EpollCreate {
        static final MethodHandle CALL = link("epoll_create1", of(JAVA_INT, JAVA_INT));
    }

    private static final class EpollCtl {
        static final MethodHandle CALL = link("epoll_ctl", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), NOW);
    }

    private static final class EpollWait {
        static final MethodHandle CALL = link("epoll_wait", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private static final class EpollPwait2 {
        static final MethodHandle CALL =
                link("epoll_pwait2", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class EventFd {
        static final MethodHandle CALL = link("eventfd", of(JAVA_INT, JAVA_INT, JAVA_INT));
    }
    // @formatter:on

    /* ---- Bytes ---- */

    /// On a descriptor that does not block; `buffer` may be on Java's heap.
    int read(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) Read.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// On a descriptor that does not block; `buffer` may be on Java's heap.
    int write(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) Write.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// On a descriptor that does not block.
    int readv(int fd, MemorySegment vectors, int count) {
        try {
            int result;
            do {
                result = result((long) ReadV.CALL.invokeExact(state, fd, vectors, count));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// On a descriptor that does not block.
    int writev(int fd, MemorySegment vectors, int count) {
        try {
            int result;
            do {
                result = result((long) WriteV.CALL.invokeExact(state, fd, vectors, count));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// May wait; `buffer` is off Java's heap.
    int waitingRead(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) WaitingRead.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// May wait; `buffer` is off Java's heap.
    int waitingWrite(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) WaitingWrite.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Descriptors ---- */

    int open(MemorySegment path, int flags) {
        try {
            return result((int) Open.CALL.invokeExact(state, path, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Not made again after a signal: on Linux the descriptor is closed then.
    int close(int fd) {
        try {
            return result((int) Close.CALL.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int dup3(int from, int to, int flags) {
        try {
            return result((int) Dup3.CALL.invokeExact(state, from, to, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int pipe2(MemorySegment ends, int flags) {
        try {
            return result((int) Pipe2.CALL.invokeExact(state, ends, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getrlimit(int resource, MemorySegment limits) {
        try {
            return result((int) GetRLimit.CALL.invokeExact(state, resource, limits));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Asks only, without waiting.
    int poll(MemorySegment descriptors, long count) {
        try {
            return result((int) Poll.CALL.invokeExact(state, descriptors, count, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `millis` is -1 to wait without limit. Returns `-EINTR` after a signal.
    int poll(MemorySegment descriptors, long count, int millis) {
        try {
            return result((int) WaitingPoll.CALL.invokeExact(state, descriptors, count, millis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Sockets ---- */

    int socket(int domain, int type, int protocol) {
        try {
            return result((int) Socket.CALL.invokeExact(state, domain, type, protocol));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int bind(int fd, MemorySegment address, int length) {
        try {
            return result((int) Bind.CALL.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int listen(int fd, int backlog) {
        try {
            return result((int) Listen.CALL.invokeExact(state, fd, backlog));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// On a descriptor that does not block.
    int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
        try {
            int result;
            do {
                result = result((int) Accept4.CALL.invokeExact(state, fd, address, length, flags));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int connect(int fd, MemorySegment address, int length) {
        try {
            return result((int) Connect.CALL.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int shutdown(int fd, int how) {
        try {
            return result((int) Shutdown.CALL.invokeExact(state, fd, how));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return result((int) GetSockOpt.CALL.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
        try {
            return result((int) SetSockOpt.CALL.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getsockname(int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((int) GetSockName.CALL.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int getpeername(int fd, MemorySegment address, MemorySegment length) {
        try {
            return result((int) GetPeerName.CALL.invokeExact(state, fd, address, length));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Waiting for many ---- */

    int epollCreate(int flags) {
        try {
            return result((int) EpollCreate.CALL.invokeExact(state, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
        try {
            return result((int) EpollCtl.CALL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `millis` is -1 to wait without limit. Returns `-EINTR` after a signal.
    int epollWait(int epoll, MemorySegment events, int count, int millis) {
        try {
            return result((int) EpollWait.CALL.invokeExact(state, epoll, events, count, millis));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `timeout` is a `timespec`, or `NULL` to wait without limit. Returns `-EINTR` after a signal.
    int epollPwait2(int epoll, MemorySegment events, int count, MemorySegment timeout) {
        try {
            return result((int) EpollPwait2.CALL.invokeExact(state, epoll, events, count, timeout, MemorySegment.NULL));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int eventfd(int value, int flags) {
        try {
            return result((int) EventFd.CALL.invokeExact(state, value, flags));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
