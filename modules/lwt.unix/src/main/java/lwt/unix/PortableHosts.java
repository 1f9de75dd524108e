package lwt.unix;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Names as the JDK looks them up: those of hosts.
final class PortableHosts implements Hosts {
    @Override
    public String hostName() throws IOException {
        return InetAddress.getLocalHost().getHostName();
    }

    @Override
    public HostEntry hostByName(String name) throws IOException {
        InetAddress[] all = name.isEmpty() ? new InetAddress[0] : InetAddress.getAllByName(name);
        List<InetAddress> four =
                Arrays.stream(all).filter(Inet4Address.class::isInstance).toList();
        if (four.isEmpty()) {
            throw new UnknownHostException(name + ": no such host (gethostbyname)");
        }
        return new HostEntry(name, List.of(), StandardProtocolFamily.INET, four);
    }

    @Override
    public HostEntry hostByAddress(InetAddress address) throws IOException {
        return new HostEntry(
                nameOf(address)
                        .orElseThrow(() ->
                                new UnknownHostException(address.getHostAddress() + ": no such host (gethostbyaddr)")),
                List.of(),
                domain(address),
                List.of(address));
    }

    /// The JDK says the address itself if it has no name.
    private static Optional<String> nameOf(InetAddress address) {
        return Optional.of(address.getCanonicalHostName()).filter(name -> !name.equals(address.getHostAddress()));
    }

    private static StandardProtocolFamily domain(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    @Override
    public List<AddressInfo> addressInfo(String host, String service, AddressHints hints) throws IOException {
        int port = port(service);
        List<AddressInfo> infos = new ArrayList<>();
        for (InetAddress address : addresses(host, service, hints)) {
            if (hints.domain().isEmpty() || hints.domain().get() == domain(address)) {
                Optional<String> name = hints.canonicalName() && infos.isEmpty()
                        ? Optional.of(address.getCanonicalHostName())
                        : Optional.empty();
                add(infos, address, port, hints, name);
            }
        }
        if (infos.isEmpty()) {
            throw new UnknownHostException(host + ": no address of this kind (getaddrinfo)");
        }
        return List.copyOf(infos);
    }

    private static void add(
            List<AddressInfo> infos, InetAddress address, int port, AddressHints hints, Optional<String> name) {
        for (SocketType type : List.of(SocketType.STREAM, SocketType.DATAGRAM)) {
            int protocol = type == SocketType.STREAM ? Structs.IPPROTO_TCP : SocketStructs.IPPROTO_UDP;
            boolean wanted = hints.type().isEmpty() || hints.type().get() == type;
            if (wanted && (hints.protocol() == 0 || hints.protocol() == protocol)) {
                infos.add(new AddressInfo(domain(address), type, protocol, new InetSocketAddress(address, port), name));
            }
        }
    }

    private static InetAddress[] addresses(String host, String service, AddressHints hints) throws IOException {
        if (!host.isEmpty()) {
            return hints.numericHost() ? new InetAddress[] {literal(host)} : InetAddress.getAllByName(host);
        }
        if (service.isEmpty()) {
            throw new UnknownHostException("neither a host nor a service (getaddrinfo)");
        }
        return hints.passive()
                ? new InetAddress[] {InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::")}
                : new InetAddress[] {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")};
    }

    private static InetAddress literal(String host) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            UnknownHostException unknown = new UnknownHostException(host + ": not an address (getaddrinfo)");
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static int port(String service) {
        try {
            return service.isEmpty() ? 0 : Integer.parseInt(service);
        } catch (NumberFormatException e) {
            throw Unsupported.onPortableEngine(
                    "getaddrinfo with the service " + service, "give the number of its port, or use the epoll engine");
        }
    }

    @Override
    public NameInfo nameInfo(SocketAddress address, Set<NameOption> options) throws IOException {
        if (!(address instanceof InetSocketAddress internet)) {
            throw Unsupported.onPortableEngine("getnameinfo of " + address, "use the epoll engine");
        }
        InetAddress host = internet.getAddress();
        Optional<String> name = options.contains(NameOption.NUMERIC_HOST) ? Optional.empty() : nameOf(host);
        if (name.isEmpty() && options.contains(NameOption.NAME_REQUIRED)) {
            throw new UnknownHostException(host.getHostAddress() + ": it has no name (getnameinfo)");
        }
        return new NameInfo(name.orElse(host.getHostAddress()), Integer.toString(internet.getPort()));
    }

    @Override
    public ServiceEntry serviceByName(String name, String protocol) {
        throw lacks("getservbyname");
    }

    @Override
    public ServiceEntry serviceByPort(int port, String protocol) {
        throw lacks("getservbyport");
    }

    @Override
    public ProtocolEntry protocolByName(String name) {
        throw lacks("getprotobyname");
    }

    @Override
    public ProtocolEntry protocolByNumber(int number) {
        throw lacks("getprotobynumber");
    }

    private static UnsupportedOperationException lacks(String function) {
        return Unsupported.onPortableEngine(function, "use the numbers themselves, or the epoll engine");
    }
}
