package lwt.unix;

/// Sizes, offsets and constants of the C library's sockets on Linux, under their C names; those that
/// every program needs are in [Structs].
final class SocketStructs {
    // socket(2)
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_SEQPACKET = 5;

    // send(2), recv(2)
    static final int MSG_OOB = 0x1;
    static final int MSG_PEEK = 0x2;
    static final int MSG_DONTROUTE = 0x4;
    static final int MSG_CTRUNC = 0x8;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    // socket(7)
    static final int SO_DEBUG = 1;
    static final int SO_TYPE = 3;
    static final int SO_DONTROUTE = 5;
    static final int SO_BROADCAST = 6;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_KEEPALIVE = 9;
    static final int SO_OOBINLINE = 10;
    static final int SO_LINGER = 13;
    static final int SO_REUSEPORT = 15;
    static final int SO_PEERCRED = 17;
    static final int SO_RCVLOWAT = 18;
    static final int SO_SNDLOWAT = 19;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_DOMAIN = 39;
    static final int LINGER_SIZE = 8;
    static final int LINGER_ONOFF = 0;
    static final int LINGER_LINGER = 4;
    static final int TIMEVAL_SIZE = 16;
    static final int TIMEVAL_SEC = 0;
    static final int TIMEVAL_USEC = 8;

    // ip(7), ipv6(7), tcp(7)
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_UDP = 17;
    static final int IP_TOS = 1;
    static final int IP_MULTICAST_IF = 32;
    static final int IP_MULTICAST_TTL = 33;
    static final int IP_MULTICAST_LOOP = 34;
    static final int IP_MULTICAST_ALL = 49;
    static final int IPV6_MULTICAST_IF = 17;
    static final int IPV6_MULTICAST_HOPS = 18;
    static final int IPV6_MULTICAST_LOOP = 19;
    static final int IPV6_MULTICAST_ALL = 29;
    static final int IPV6_TCLASS = 67;
    static final int TCP_KEEPIDLE = 4;
    static final int TCP_KEEPINTVL = 5;
    static final int TCP_KEEPCNT = 6;
    static final int TCP_QUICKACK = 12;
    static final int MCAST_JOIN_GROUP = 42;
    static final int MCAST_LEAVE_GROUP = 45;
    static final int GROUP_REQ_SIZE = 136;
    static final int GROUP_REQ_INTERFACE = 0;
    static final int GROUP_REQ_GROUP = 8;
    static final int IP_MREQN_SIZE = 12;
    static final int IP_MREQN_ADDRESS = 4;
    static final int IP_MREQN_IFINDEX = 8;

    // unix(7)
    static final int UCRED_SIZE = 12;
    static final int UCRED_PID = 0;
    static final int UCRED_UID = 4;
    static final int UCRED_GID = 8;

    // readv(2), sendmsg(2), cmsg(3)
    static final int IOVEC_SIZE = 16;
    static final int IOVEC_BASE = 0;
    static final int IOVEC_LEN = 8;
    static final int IOV_MAX = 1_024;
    static final int MSGHDR_SIZE = 56;
    static final int MSGHDR_NAME = 0;
    static final int MSGHDR_NAMELEN = 8;
    static final int MSGHDR_IOV = 16;
    static final int MSGHDR_IOVLEN = 24;
    static final int MSGHDR_CONTROL = 32;
    static final int MSGHDR_CONTROLLEN = 40;
    static final int MSGHDR_FLAGS = 48;
    static final int CMSGHDR_SIZE = 16;
    static final int CMSGHDR_LEN = 0;
    static final int CMSGHDR_LEVEL = 8;
    static final int CMSGHDR_TYPE = 12;
    static final int SCM_RIGHTS = 1;

    private SocketStructs() {}
}
