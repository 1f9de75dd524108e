package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/// Names as the C library looks them up.
final class LinuxHosts implements Hosts {
    private static final int FIRST_BUFFER = 1_024;
    private static final int GREATEST_BUFFER = 1_048_576;

    /* ---- Hosts ---- */

    @Override
    public String hostName() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(HostStructs.NI_MAXHOST);
            LinuxCalls.check(new HostCalls().gethostname(name, name.byteSize() - 1), "gethostname", "");
            return name.getString(0);
        }
    }

    @Override
    public HostEntry hostByName(String name) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocateFrom(name);
            MemorySegment error = arena.allocate(JAVA_INT);
            MemorySegment entry = entry(
                    arena,
                    HostStructs.HOSTENT_SIZE,
                    "gethostbyname",
                    name,
                    (room, buffer, found) -> calls.gethostbyname(wanted, room, buffer, found, error));
            return host(entry, "gethostbyname", name);
        }
    }

    @Override
    public HostEntry hostByAddress(InetAddress address) throws IOException {
        HostCalls calls = new HostCalls();
        String shown = address.getHostAddress();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocateFrom(JAVA_BYTE, address.getAddress());
            int family = wanted.byteSize() == 4 ? Structs.AF_INET : Structs.AF_INET6;
            MemorySegment error = arena.allocate(JAVA_INT);
            MemorySegment entry = entry(
                    arena,
                    HostStructs.HOSTENT_SIZE,
                    "gethostbyaddr",
                    shown,
                    (room, buffer, found) -> calls.gethostbyaddr(wanted, family, room, buffer, found, error));
            return host(entry, "gethostbyaddr", shown);
        }
    }

    private static HostEntry host(MemorySegment entry, String function, String wanted) throws UnknownHostException {
        if (entry.address() == 0) {
            throw unknown(wanted, "no such host", function);
        }
        boolean six = entry.get(JAVA_INT, HostStructs.HOSTENT_ADDRTYPE) == Structs.AF_INET6;
        int length = entry.get(JAVA_INT, HostStructs.HOSTENT_LENGTH);
        List<InetAddress> addresses = new ArrayList<>();
        for (MemorySegment pointer : HostCalls.pointers(entry.get(ADDRESS, HostStructs.HOSTENT_ADDR_LIST))) {
            addresses.add(InetAddress.getByAddress(HostCalls.at(pointer, length).toArray(JAVA_BYTE)));
        }
        return new HostEntry(
                HostCalls.text(entry.get(ADDRESS, HostStructs.HOSTENT_NAME)),
                HostCalls.texts(entry.get(ADDRESS, HostStructs.HOSTENT_ALIASES)),
                six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET,
                addresses);
    }

    private static UnknownHostException unknown(String wanted, String why, String function) {
        return new UnknownHostException(wanted + ": " + why + " (" + function + ")");
    }

    /* ---- Addresses ---- */

    @Override
    public List<AddressInfo> addressInfo(String host, String service, AddressHints hints) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(ADDRESS);
            int error = calls.getaddrinfo(orNull(arena, host), orNull(arena, service), hints(arena, hints), found);
            if (error != 0) {
                throw failure(calls, error, "getaddrinfo", host.isEmpty() ? service : host);
            }
            MemorySegment list = found.get(ADDRESS, 0);
            try {
                return addresses(list);
            } finally {
                calls.freeaddrinfo(list);
            }
        }
    }

    private static MemorySegment orNull(Arena arena, String text) {
        return text.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(text);
    }

    private static MemorySegment hints(Arena arena, AddressHints hints) {
        MemorySegment memory = arena.allocate(HostStructs.ADDRINFO_SIZE, 8);
        int flags = (hints.passive() ? HostStructs.AI_PASSIVE : 0)
                | (hints.canonicalName() ? HostStructs.AI_CANONNAME : 0)
                | (hints.numericHost() ? HostStructs.AI_NUMERICHOST : 0);
        memory.set(JAVA_INT, HostStructs.ADDRINFO_FLAGS, flags);
        hints.domain()
                .ifPresent(domain -> memory.set(JAVA_INT, HostStructs.ADDRINFO_FAMILY, SocketAddresses.family(domain)));
        hints.type().ifPresent(type -> memory.set(JAVA_INT, HostStructs.ADDRINFO_SOCKTYPE, type.code));
        memory.set(JAVA_INT, HostStructs.ADDRINFO_PROTOCOL, hints.protocol());
        return memory;
    }

    private static List<AddressInfo> addresses(MemorySegment list) {
        List<AddressInfo> addresses = new ArrayList<>();
        MemorySegment next = list;
        while (next.address() != 0) {
            MemorySegment info = HostCalls.at(next, HostStructs.ADDRINFO_SIZE);
            int code = info.get(JAVA_INT, HostStructs.ADDRINFO_SOCKTYPE);
            Optional<SocketType> type = Arrays.stream(SocketType.values())
                    .filter(each -> each.code == code)
                    .findFirst();
            if (type.isPresent()) { // Linux knows a few more, which nobody uses
                int length = info.get(JAVA_INT, HostStructs.ADDRINFO_ADDRLEN);
                MemorySegment address = HostCalls.at(info.get(ADDRESS, HostStructs.ADDRINFO_ADDR), length);
                MemorySegment name = info.get(ADDRESS, HostStructs.ADDRINFO_CANONNAME);
                addresses.add(new AddressInfo(
                        info.get(JAVA_INT, HostStructs.ADDRINFO_FAMILY) == Structs.AF_INET6
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET,
                        type.get(),
                        info.get(JAVA_INT, HostStructs.ADDRINFO_PROTOCOL),
                        SocketAddresses.decode(address, length),
                        name.address() == 0 ? Optional.empty() : Optional.of(HostCalls.text(name))));
            }
            next = info.get(ADDRESS, HostStructs.ADDRINFO_NEXT);
        }
        return List.copyOf(addresses);
    }

    @Override
    public NameInfo nameInfo(SocketAddress address, Set<NameOption> options) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = arena.allocate(Structs.SOCKADDR_UN_SIZE, 8);
            int length = SocketAddresses.encode(address, encoded, "getnameinfo");
            MemorySegment host = arena.allocate(HostStructs.NI_MAXHOST);
            MemorySegment service = arena.allocate(HostStructs.NI_MAXSERV);
            int flags = options.stream().mapToInt(option -> option.code).reduce(0, (a, b) -> a | b);
            int error = calls.getnameinfo(encoded, length, host, service, flags);
            if (error != 0) {
                throw failure(calls, error, "getnameinfo", SocketAddresses.show(address));
            }
            return new NameInfo(host.getString(0), service.getString(0));
        }
    }

    private static IOException failure(HostCalls calls, int error, String function, String wanted) {
        return error == HostStructs.EAI_SYSTEM
                ? UnixException.of(calls.errno(), function, wanted)
                : unknown(wanted, calls.text(error), function);
    }

    /* ---- Services and protocols ---- */

    @Override
    public ServiceEntry serviceByName(String name, String protocol) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocateFrom(name);
            MemorySegment spoken = orNull(arena, protocol);
            MemorySegment entry = entry(
                    arena,
                    HostStructs.SERVENT_SIZE,
                    "getservbyname",
                    name,
                    (room, buffer, found) -> calls.getservbyname(wanted, spoken, room, buffer, found));
            return service(entry, name, protocol);
        }
    }

    @Override
    public ServiceEntry serviceByPort(int port, String protocol) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            int wanted = Short.toUnsignedInt(Short.reverseBytes((short) port));
            MemorySegment spoken = orNull(arena, protocol);
            MemorySegment entry = entry(
                    arena,
                    HostStructs.SERVENT_SIZE,
                    "getservbyport",
                    Integer.toString(port),
                    (room, buffer, found) -> calls.getservbyport(wanted, spoken, room, buffer, found));
            return service(entry, "port " + port, protocol);
        }
    }

    private static ServiceEntry service(MemorySegment entry, String wanted, String protocol) {
        if (entry.address() == 0) {
            throw new NoSuchElementException(
                    "no such service: " + wanted + (protocol.isEmpty() ? "" : " of protocol " + protocol));
        }
        short port = (short) entry.get(JAVA_INT, HostStructs.SERVENT_PORT);
        return new ServiceEntry(
                HostCalls.text(entry.get(ADDRESS, HostStructs.SERVENT_NAME)),
                HostCalls.texts(entry.get(ADDRESS, HostStructs.SERVENT_ALIASES)),
                Short.toUnsignedInt(Short.reverseBytes(port)),
                HostCalls.text(entry.get(ADDRESS, HostStructs.SERVENT_PROTO)));
    }

    @Override
    public ProtocolEntry protocolByName(String name) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocateFrom(name);
            return protocol(
                    entry(
                            arena,
                            HostStructs.PROTOENT_SIZE,
                            "getprotobyname",
                            name,
                            (room, buffer, found) -> calls.getprotobyname(wanted, room, buffer, found)),
                    name);
        }
    }

    @Override
    public ProtocolEntry protocolByNumber(int number) throws IOException {
        HostCalls calls = new HostCalls();
        try (Arena arena = Arena.ofConfined()) {
            return protocol(
                    entry(
                            arena,
                            HostStructs.PROTOENT_SIZE,
                            "getprotobynumber",
                            Integer.toString(number),
                            (room, buffer, found) -> calls.getprotobynumber(number, room, buffer, found)),
                    Integer.toString(number));
        }
    }

    private static ProtocolEntry protocol(MemorySegment entry, String wanted) {
        if (entry.address() == 0) {
            throw new NoSuchElementException("no such protocol: " + wanted);
        }
        return new ProtocolEntry(
                HostCalls.text(entry.get(ADDRESS, HostStructs.PROTOENT_NAME)),
                HostCalls.texts(entry.get(ADDRESS, HostStructs.PROTOENT_ALIASES)),
                entry.get(JAVA_INT, HostStructs.PROTOENT_PROTO));
    }

    /* ---- Calls that end in _r ---- */

    /// A call that fills `room` and `buffer`, writes the address of the former to `found` if there is
    /// something, and returns an error number.
    private interface Lookup {
        int in(MemorySegment room, MemorySegment buffer, MemorySegment found);
    }

    /// What was found, `NULL` if nothing, in memory of the arena. Such a call says `ERANGE` when the
    /// buffer was too small.
    private static MemorySegment entry(Arena arena, int size, String function, String wanted, Lookup lookup)
            throws UnixException {
        MemorySegment room = arena.allocate(size, 8);
        MemorySegment found = arena.allocate(ADDRESS);
        for (int length = FIRST_BUFFER; length <= GREATEST_BUFFER; length *= 4) {
            int error = lookup.in(room, arena.allocate(length, 8), found);
            if (found.get(ADDRESS, 0).address() != 0) {
                return room;
            }
            if (error == 0 || error == Errno.ENOENT.code) {
                return MemorySegment.NULL;
            }
            if (error != Errno.ERANGE.code && error != Errno.EINTR.code) {
                // A name server that cannot be reached, for example: nothing was found either.
                if (error == Errno.EAGAIN.code || function.startsWith("gethost")) {
                    return MemorySegment.NULL;
                }
                throw UnixException.of(error, function, wanted);
            }
        }
        throw UnixException.of(Errno.ERANGE, function, wanted);
    }
}
