package lwt.unix;

import java.nio.ByteOrder;

/// Sizes, offsets and constants of the C library on Linux (x86-64 and the architectures that share
/// its numbers), under their C names.
final class Structs {
    private static final boolean X86 = "amd64".equals(System.getProperty("os.arch"));

    // epoll(7); the structure is packed on x86-64 only
    static final int EPOLL_EVENT_SIZE = X86 ? 12 : 16;
    static final int EPOLL_EVENT_EVENTS = 0;
    static final int EPOLL_EVENT_DATA = X86 ? 4 : 8;
    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLET = 1 << 31;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;

    // poll(2)
    static final int POLLFD_SIZE = 8;
    static final int POLLFD_FD = 0;
    static final int POLLFD_EVENTS = 4;
    static final int POLLFD_REVENTS = 6;
    static final int POLLIN = 0x1;
    static final int POLLOUT = 0x4;

    // getrlimit(2)
    static final int RLIMIT_SIZE = 16;
    static final int RLIMIT_CUR = 0;
    static final int RLIMIT_NOFILE = 7;

    // timespec(3)
    static final int TIMESPEC_SIZE = 16;
    static final int TIMESPEC_SEC = 0;
    static final int TIMESPEC_NSEC = 8;

    // open(2)
    static final int O_RDWR = 0x2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    // socket(2), setsockopt(2), shutdown(2)
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_ERROR = 4;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SHUT_RD = 0;
    static final int SHUT_WR = 1;

    // ip(7), ipv6(7), unix(7)
    static final int SOCKADDR_FAMILY = 0;
    static final int SOCKADDR_IN_SIZE = 16;
    static final int SOCKADDR_IN_PORT = 2;
    static final int SOCKADDR_IN_ADDR = 4;
    static final int SOCKADDR_IN6_SIZE = 28;
    static final int SOCKADDR_IN6_PORT = 2;
    static final int SOCKADDR_IN6_ADDR = 8;
    static final int SOCKADDR_IN6_SCOPE_ID = 24;
    static final int SOCKADDR_UN_SIZE = 110;
    static final int SOCKADDR_UN_PATH = 2;

    private Structs() {}

    /// Whether the numbers above hold here.
    static boolean fitThisMachine() {
        String arch = System.getProperty("os.arch", "");
        return "Linux".equals(System.getProperty("os.name"))
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && (arch.equals("amd64") || arch.equals("aarch64") || arch.equals("riscv64"));
    }
}
