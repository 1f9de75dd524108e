package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Objects;

/// Addresses as Java and as C know them, and as messages show them.
final class SocketAddresses {
    private static final Charset PATHS = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private SocketAddresses() {}

    /// Lets pass what can be connected or listened to.
    ///
    /// @throws IllegalArgumentException for other kinds of addresses
    static SocketAddress check(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress
                || address instanceof UnixDomainSocketAddress
                || address instanceof AbstractSocketAddress) {
            return address;
        }
        throw new IllegalArgumentException("neither an internet nor a Unix-domain address: " + address);
    }

    /// Lets pass what can be given to the system: no names.
    ///
    /// @throws IllegalArgumentException for names, and for other kinds of addresses
    static SocketAddress checkResolved(SocketAddress address) {
        if (check(address) instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException("the name was not resolved: " + address
                    + "; look it up with LwtHosts.addressInfo, or connect with LwtUnix.connect");
        }
        return address;
    }

    static boolean isInternet(SocketAddress address) {
        return address instanceof InetSocketAddress;
    }

    static String show(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return address.toString();
        }
        InetAddress host = internet.getAddress();
        String name = host == null ? internet.getHostString() : host.getHostAddress();
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + internet.getPort();
    }

    static int family(SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            return internet.getAddress() instanceof Inet6Address ? Structs.AF_INET6 : Structs.AF_INET;
        }
        return Structs.AF_UNIX;
    }

    static int family(StandardProtocolFamily domain) {
        return switch (domain) {
            case INET -> Structs.AF_INET;
            case INET6 -> Structs.AF_INET6;
            case UNIX -> Structs.AF_UNIX;
        };
    }

    /// An IPv4 address as a socket for IPv6 takes it; all of IPv4's addresses become all of IPv6's.
    static InetAddress inIpv6(InetAddress address) {
        byte[] bytes = new byte[16];
        if (!address.isAnyLocalAddress()) {
            bytes[10] = (byte) 0xff;
            bytes[11] = (byte) 0xff;
            System.arraycopy(address.getAddress(), 0, bytes, 12, 4);
        }
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }

    /// Writes the address into `segment` and returns its length in bytes.
    static int encode(SocketAddress address, MemorySegment segment, String function) throws UnixException {
        segment.fill((byte) 0);
        segment.set(JAVA_SHORT, Structs.SOCKADDR_FAMILY, (short) family(address));
        if (address instanceof AbstractSocketAddress named) {
            byte[] name = named.name();
            MemorySegment.copy(name, 0, segment, JAVA_BYTE, Structs.SOCKADDR_UN_PATH + 1, name.length);
            return Structs.SOCKADDR_UN_PATH + 1 + name.length;
        }
        if (!(address instanceof InetSocketAddress internet)) {
            return encodePath(((UnixDomainSocketAddress) address).getPath(), segment, function);
        }
        short port = Short.reverseBytes((short) internet.getPort());
        byte[] host = internet.getAddress().getAddress();
        if (!(internet.getAddress() instanceof Inet6Address address6)) {
            segment.set(JAVA_SHORT, Structs.SOCKADDR_IN_PORT, port);
            MemorySegment.copy(host, 0, segment, JAVA_BYTE, Structs.SOCKADDR_IN_ADDR, host.length);
            return Structs.SOCKADDR_IN_SIZE;
        }
        segment.set(JAVA_SHORT, Structs.SOCKADDR_IN6_PORT, port);
        MemorySegment.copy(host, 0, segment, JAVA_BYTE, Structs.SOCKADDR_IN6_ADDR, host.length);
        segment.set(JAVA_INT, Structs.SOCKADDR_IN6_SCOPE_ID, address6.getScopeId());
        return Structs.SOCKADDR_IN6_SIZE;
    }

    private static int encodePath(Path path, MemorySegment segment, String function) throws UnixException {
        byte[] bytes = path.toString().getBytes(PATHS);
        if (Structs.SOCKADDR_UN_PATH + bytes.length >= Structs.SOCKADDR_UN_SIZE) {
            throw UnixException.of(Errno.ENAMETOOLONG, function, path.toString());
        }
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, Structs.SOCKADDR_UN_PATH, bytes.length);
        return Structs.SOCKADDR_UN_PATH + bytes.length + 1;
    }

    /// Reads an address of `length` bytes.
    static SocketAddress decode(MemorySegment segment, int length) {
        int family = length < Structs.SOCKADDR_UN_PATH ? Structs.AF_UNIX : segment.get(JAVA_SHORT, 0);
        try {
            return switch (family) {
                case Structs.AF_INET ->
                    new InetSocketAddress(
                            Inet4Address.getByAddress(bytes(segment, Structs.SOCKADDR_IN_ADDR, 4)),
                            port(segment, Structs.SOCKADDR_IN_PORT));
                case Structs.AF_INET6 ->
                    new InetSocketAddress(decodeHost6(segment), port(segment, Structs.SOCKADDR_IN6_PORT));
                default -> decodeLocal(segment, length);
            };
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of the right length is an address", e);
        }
    }

    private static InetAddress decodeHost6(MemorySegment segment) throws UnknownHostException {
        byte[] bytes = bytes(segment, Structs.SOCKADDR_IN6_ADDR, 16);
        int scope = segment.get(JAVA_INT, Structs.SOCKADDR_IN6_SCOPE_ID);
        // Without a scope this also turns an IPv4 address in IPv6 clothes into what it is.
        return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
    }

    private static SocketAddress decodeLocal(MemorySegment segment, int length) {
        int name = Structs.SOCKADDR_UN_PATH + 1;
        return length > name && segment.get(JAVA_BYTE, Structs.SOCKADDR_UN_PATH) == 0
                ? AbstractSocketAddress.of(bytes(segment, name, length - name))
                : UnixDomainSocketAddress.of(decodePath(segment, length));
    }

    private static String decodePath(MemorySegment segment, int length) {
        int bytes = Math.max(0, Math.min(length, Structs.SOCKADDR_UN_SIZE) - Structs.SOCKADDR_UN_PATH);
        int end = 0;
        while (end < bytes && segment.get(JAVA_BYTE, Structs.SOCKADDR_UN_PATH + end) != 0) {
            end++;
        }
        return new String(bytes(segment, Structs.SOCKADDR_UN_PATH, end), PATHS);
    }

    private static byte[] bytes(MemorySegment segment, long offset, int count) {
        return segment.asSlice(offset, count).toArray(JAVA_BYTE);
    }

    private static int port(MemorySegment segment, long offset) {
        return Short.toUnsignedInt(Short.reverseBytes(segment.get(JAVA_SHORT, offset)));
    }
}
