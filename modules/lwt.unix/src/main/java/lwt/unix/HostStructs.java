package lwt.unix;

/// Sizes, offsets and constants of the C library's databases of hosts, services and protocols on
/// Linux, under their C names.
final class HostStructs {
    // gethostbyname(3)
    static final int HOSTENT_SIZE = 32;
    static final int HOSTENT_NAME = 0;
    static final int HOSTENT_ALIASES = 8;
    static final int HOSTENT_ADDRTYPE = 16;
    static final int HOSTENT_LENGTH = 20;
    static final int HOSTENT_ADDR_LIST = 24;

    // getservbyname(3)
    static final int SERVENT_SIZE = 32;
    static final int SERVENT_NAME = 0;
    static final int SERVENT_ALIASES = 8;
    static final int SERVENT_PORT = 16;
    static final int SERVENT_PROTO = 24;

    // getprotobyname(3)
    static final int PROTOENT_SIZE = 24;
    static final int PROTOENT_NAME = 0;
    static final int PROTOENT_ALIASES = 8;
    static final int PROTOENT_PROTO = 16;

    // getaddrinfo(3)
    static final int ADDRINFO_SIZE = 48;
    static final int ADDRINFO_FLAGS = 0;
    static final int ADDRINFO_FAMILY = 4;
    static final int ADDRINFO_SOCKTYPE = 8;
    static final int ADDRINFO_PROTOCOL = 12;
    static final int ADDRINFO_ADDRLEN = 16;
    static final int ADDRINFO_ADDR = 24;
    static final int ADDRINFO_CANONNAME = 32;
    static final int ADDRINFO_NEXT = 40;
    static final int AI_PASSIVE = 0x1;
    static final int AI_CANONNAME = 0x2;
    static final int AI_NUMERICHOST = 0x4;
    static final int EAI_SYSTEM = -11;

    // getnameinfo(3)
    static final int NI_NUMERICHOST = 1;
    static final int NI_NUMERICSERV = 2;
    static final int NI_NOFQDN = 4;
    static final int NI_NAMEREQD = 8;
    static final int NI_DGRAM = 16;
    static final int NI_MAXHOST = 1_025;
    static final int NI_MAXSERV = 32;

    private HostStructs() {}
}
