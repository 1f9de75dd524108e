package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Linux's system calls, for the descriptors of one [EpollEngine].
final class LinuxCalls implements SystemCalls {
    /// A transfer through [#buffer] moves at most so many bytes.
    static final int BUFFER_SIZE = 65_536;

    private static final int STREAM = Structs.SOCK_STREAM | Structs.SOCK_NONBLOCK | Structs.SOCK_CLOEXEC;
    private static final boolean IPV4_ONLY = Boolean.getBoolean("java.net.preferIPv4Stack");

    final EpollEngine engine;
    final Libc libc;
    final SocketCalls sockets = new SocketCalls();

    /// Room for an address or the value of an option, for the call that is being made.
    final MemorySegment address = Arena.ofAuto().allocate(128, 8);

    /// Room for two numbers, likewise.
    final MemorySegment number = Arena.ofAuto().allocate(8, 8);

    private @Nullable MemorySegment buffer;
    private long greatestNumber = -1;

    LinuxCalls(EpollEngine engine, Libc libc) {
        this.engine = engine;
        this.libc = libc;
    }

    @Override
    public Port[] pipe() throws UnixException {
        check(libc.pipe2(number, Structs.O_NONBLOCK | Structs.O_CLOEXEC), "pipe", "");
        return new Port[] {
            new LinuxPort(this, number.get(JAVA_INT, 0), false), new LinuxPort(this, number.get(JAVA_INT, 4), false)
        };
    }

    @Override
    public Port listen(SocketAddress wanted, int backlog) throws UnixException {
        String shown = SocketAddresses.show(wanted);
        SocketAddress where = wanted;
        int fd = -1;
        if (wanted instanceof InetSocketAddress internet && isAny4(internet) && !IPV4_ONLY) {
            // As everywhere in Java, listening on all of IPv4's addresses means IPv6's as well.
            fd = libc.socket(Structs.AF_INET6, STREAM, 0);
            where = fd >= 0
                    ? new InetSocketAddress(SocketAddresses.inIpv6(internet.getAddress()), internet.getPort())
                    : wanted;
        }
        if (fd < 0) {
            fd = check(libc.socket(SocketAddresses.family(wanted), STREAM, 0), "socket", shown);
        }
        try {
            if (SocketAddresses.isInternet(where)) {
                set(fd, Structs.SOL_SOCKET, Structs.SO_REUSEADDR, 1, shown);
                // Connections inherit this from the socket that accepts them.
                set(fd, Structs.IPPROTO_TCP, Structs.TCP_NODELAY, 1, shown);
            }
            if (where != wanted) {
                set(fd, Structs.IPPROTO_IPV6, Structs.IPV6_V6ONLY, 0, shown);
            }
            check(libc.bind(fd, address, SocketAddresses.encode(where, address, "bind")), "bind", shown);
            check(libc.listen(fd, backlog), "listen", shown);
            return new LinuxPort(this, fd, false);
        } catch (UnixException | RuntimeException e) {
            libc.close(fd);
            throw e;
        }
    }

    @Override
    public Port socket(SocketAddress target) throws UnixException {
        String shown = SocketAddresses.show(target);
        int fd = check(libc.socket(SocketAddresses.family(target), STREAM, 0), "socket", shown);
        if (SocketAddresses.isInternet(target)) {
            try {
                set(fd, Structs.IPPROTO_TCP, Structs.TCP_NODELAY, 1, shown);
            } catch (UnixException e) {
                libc.close(fd);
                throw e;
            }
        }
        return new LinuxPort(this, fd, false);
    }

    @Override
    public Job<Port> open(Path path, OpenFlags flags) {
        return new LinuxOpening(this, path, flags);
    }

    @Override
    public Hosts hosts() {
        return new LinuxHosts();
    }

    @Override
    public PathCalls paths() {
        return new NativePaths();
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public Port standard(int fd) {
        return new LinuxPort(this, fd, true);
    }

    @Override
    public Port adopt(int fd, @Nullable Boolean blocking, boolean setsFlags) throws UnixException {
        return LinuxPort.adopted(this, fd, blocking, setsFlags);
    }

    /// A pipe of which one end blocks: it is for another process. Returns the other end's port and
    /// the number of that.
    @Override
    public HalfPort halfPipe(int direction) throws UnixException {
        check(libc.pipe2(number, Structs.O_CLOEXEC), "pipe", "");
        int reader = number.get(JAVA_INT, 0);
        int writer = number.get(JAVA_INT, 4);
        int ours = direction == Port.READ ? reader : writer;
        setBlocking(ours, false);
        return new HalfPort(new LinuxPort(this, ours, false), direction == Port.READ ? writer : reader);
    }

    boolean isBlocking(int fd) throws UnixException {
        int flags = check(FileCalls.ofThread().fcntl(fd, FileStructs.F_GETFL, 0), "fcntl", "descriptor " + fd);
        return (flags & FileStructs.O_NONBLOCK) == 0;
    }

    void setCloseOnExec(int fd, boolean closes) throws UnixException {
        int flags = closes ? FileStructs.FD_CLOEXEC : 0;
        check(FileCalls.ofThread().fcntl(fd, FileStructs.F_SETFD, flags), "fcntl", "descriptor " + fd);
        Inheritance.note(fd, !closes);
    }

    int duplicate(int fd, boolean closeOnExec) throws UnixException {
        int command = closeOnExec ? FileStructs.F_DUPFD_CLOEXEC : FileStructs.F_DUPFD;
        int copy = check(FileCalls.ofThread().fcntl(fd, command, 0), "dup", "descriptor " + fd);
        Inheritance.note(copy, !closeOnExec);
        return copy;
    }

    void setBlocking(int fd, boolean blocking) throws UnixException {
        String shown = "descriptor " + fd;
        FileCalls files = FileCalls.ofThread();
        int flags = check(files.fcntl(fd, FileStructs.F_GETFL, 0), "fcntl", shown);
        int wanted = blocking ? flags & ~FileStructs.O_NONBLOCK : flags | FileStructs.O_NONBLOCK;
        if (wanted != flags) {
            check(files.fcntl(fd, FileStructs.F_SETFL, wanted), "fcntl", shown);
        }
    }

    @Override
    public Port socket(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException {
        int family = SocketAddresses.family(domain);
        int flags = Structs.SOCK_NONBLOCK | Structs.SOCK_CLOEXEC;
        int fd = check(libc.socket(family, type.code | flags, protocol), "socket", domain + ", " + type);
        if (type == SocketType.DATAGRAM && family != Structs.AF_UNIX) {
            // As everywhere in Java, a socket receives what is sent to the groups that it joined itself. Old systems
            // do not know this for IPv6.
            number.set(JAVA_INT, 0, 0);
            libc.setsockopt(fd, SocketStructs.IPPROTO_IP, SocketStructs.IP_MULTICAST_ALL, number, 4);
            if (family == Structs.AF_INET6) {
                libc.setsockopt(fd, Structs.IPPROTO_IPV6, SocketStructs.IPV6_MULTICAST_ALL, number, 4);
            }
        }
        return new LinuxPort(this, fd, false);
    }

    @Override
    public Port[] socketPair(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException {
        int flags = Structs.SOCK_NONBLOCK | Structs.SOCK_CLOEXEC;
        check(
                sockets.socketpair(SocketAddresses.family(domain), type.code | flags, protocol, number),
                "socketpair",
                domain + ", " + type);
        return new Port[] {
            new LinuxPort(this, number.get(JAVA_INT, 0), false), new LinuxPort(this, number.get(JAVA_INT, 4), false)
        };
    }

    /// As accept4(2). Where the connection comes from, if that is wanted, tells [#acceptedFrom].
    int accept(int fd, boolean withAddress) {
        int flags = Structs.SOCK_NONBLOCK | Structs.SOCK_CLOEXEC;
        if (!withAddress) {
            return libc.accept4(fd, MemorySegment.NULL, MemorySegment.NULL, flags);
        }
        number.set(JAVA_INT, 0, (int) address.byteSize());
        return libc.accept4(fd, address, number, flags);
    }

    SocketAddress acceptedFrom() {
        return SocketAddresses.decode(address, number.get(JAVA_INT, 0));
    }

    /// A descriptor that came in a message.
    FileDescriptor received(MainLoop main, int fd) throws UnixException {
        FileKind kind = FileCalls.ofThread().status(fd, "descriptor " + fd).kind();
        return new FileDescriptor(main, LinuxPort.of(this, fd, kind));
    }

    int connect(int fd, SocketAddress target) throws UnixException {
        return libc.connect(fd, address, SocketAddresses.encode(target, address, "connect"));
    }

    @Override
    public Spawned spawn(MainLoop main, Command command) throws UnixException {
        return new LinuxSpawn(main, this, command).start();
    }

    /// The error that a socket keeps, 0 if none; asking clears it.
    int pendingError(int fd) throws UnixException {
        number.set(JAVA_INT, 4, 4);
        check(
                libc.getsockopt(fd, Structs.SOL_SOCKET, Structs.SO_ERROR, number, number.asSlice(4)),
                "getsockopt",
                "descriptor " + fd);
        return number.get(JAVA_INT, 0);
    }

    SocketAddress localAddress(int fd) throws UnixException {
        number.set(JAVA_INT, 0, (int) address.byteSize());
        check(libc.getsockname(fd, address, number), "getsockname", "descriptor " + fd);
        return SocketAddresses.decode(address, number.get(JAVA_INT, 0));
    }

    SocketAddress remoteAddress(int fd) throws UnixException {
        number.set(JAVA_INT, 0, (int) address.byteSize());
        check(libc.getpeername(fd, address, number), "getpeername", "descriptor " + fd);
        return SocketAddresses.decode(address, number.get(JAVA_INT, 0));
    }

    /// The greatest number that a descriptor can have.
    long greatestNumber() {
        if (greatestNumber < 0) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment limits = arena.allocate(Structs.RLIMIT_SIZE, 8);
                boolean known = libc.getrlimit(Structs.RLIMIT_NOFILE, limits) >= 0;
                long limit = known ? limits.get(JAVA_LONG, Structs.RLIMIT_CUR) : -1;
                greatestNumber = limit > 0 ? limit - 1 : Long.MAX_VALUE; // infinity is -1
            }
        }
        return greatestNumber;
    }

    /// Whether a call on this descriptor, which other processes share, would not wait. `events` is
    /// POLLIN or POLLOUT.
    boolean isReady(int fd, int events) {
        number.set(JAVA_INT, Structs.POLLFD_FD, fd);
        number.set(JAVA_INT, Structs.POLLFD_EVENTS, events); // and no events yet
        return libc.poll(number, 1) != 0; // an error is something that the call itself will tell
    }

    /// Memory for transfers that cannot use Java's.
    MemorySegment buffer() {
        MemorySegment segment = buffer;
        if (segment == null) {
            segment = Arena.ofAuto().allocate(BUFFER_SIZE, 64);
            buffer = segment;
        }
        return segment;
    }

    private void set(int fd, int level, int option, int value, String shown) throws UnixException {
        number.set(JAVA_INT, 0, value);
        check(libc.setsockopt(fd, level, option, number, 4), "setsockopt", shown);
    }

    private static boolean isAny4(InetSocketAddress internet) {
        InetAddress host = internet.getAddress();
        return host.isAnyLocalAddress() && !(host instanceof Inet6Address);
    }

    /// The result of a call, unless it is an error.
    static int check(int result, String function, String argument) throws UnixException {
        if (result < 0) {
            throw UnixException.of(-result, function, argument);
        }
        return result;
    }
}
