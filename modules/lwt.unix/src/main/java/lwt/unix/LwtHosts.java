package lwt.unix;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import lwt.Promise;

/// Names of hosts, services and protocols, looked up by workers while the loop goes on.
///
/// What is not found fails with [java.net.UnknownHostException] or, for services and protocols, with
/// [java.util.NoSuchElementException]. Canceling drops the result; the worker's call goes on until
/// the name server has answered.
///
/// With the epoll engine the system's own functions are asked, with the portable one the JDK, which
/// knows hosts only.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtHosts {
    private LwtHosts() {}

    /* ---- Hosts ---- */

    /// The name of this machine.
    public static Promise<String> hostName() {
        Hosts hosts = hosts();
        return job(hosts::hostName);
    }

    /// The host of this name, with its IPv4 addresses. [#addressInfo] knows more.
    public static Promise<HostEntry> hostByName(String name) {
        checkText(name);
        Hosts hosts = hosts();
        return job(() -> hosts.hostByName(name));
    }

    /// The host with this address.
    public static Promise<HostEntry> hostByAddress(InetAddress address) {
        Objects.requireNonNull(address, "address");
        Hosts hosts = hosts();
        return job(() -> hosts.hostByAddress(address));
    }

    /// All ways to reach a service of a host, the best ones first.
    public static Promise<List<AddressInfo>> addressInfo(String host, String service) {
        return addressInfo(host, service, AddressHints.DEFAULT);
    }

    /// The ways to reach a service of a host that the hints leave, the best ones first. Resolves with
    /// at least one.
    ///
    /// @param host a name or an address; the empty text is this host
    /// @param service a name (not with the portable engine) or the number of a port; the empty text
    /// is port 0. Not both may be empty.
    public static Promise<List<AddressInfo>> addressInfo(String host, String service, AddressHints hints) {
        checkText(host);
        checkText(service);
        Objects.requireNonNull(hints, "hints");
        Hosts hosts = hosts();
        return job(() -> hosts.addressInfo(host, service, hints));
    }

    /// The names of the host and the service at this address. The portable engine gives the number of
    /// the port for the service.
    ///
    /// @throws IllegalArgumentException for names that are not resolved
    public static Promise<NameInfo> nameInfo(SocketAddress address, NameOption... options) {
        SocketAddresses.checkResolved(address);
        Set<NameOption> set = EnumSet.noneOf(NameOption.class);
        set.addAll(List.of(options));
        Hosts hosts = hosts();
        return job(() -> hosts.nameInfo(address, set));
    }

    /* ---- Services and protocols ---- */

    /// The service of this name and protocol, such as `http` and `tcp`. The empty protocol is any.
    /// Fails with [UnsupportedOperationException] on the portable engine.
    public static Promise<ServiceEntry> serviceByName(String name, String protocol) {
        checkText(name);
        checkText(protocol);
        Hosts hosts = hosts();
        return job(() -> hosts.serviceByName(name, protocol));
    }

    /// The service at this port that speaks this protocol. The empty protocol is any. Fails with
    /// [UnsupportedOperationException] on the portable engine.
    ///
    /// @throws IllegalArgumentException if the port is not within 0 to 65535
    public static Promise<ServiceEntry> serviceByPort(int port, String protocol) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535: " + port);
        }
        checkText(protocol);
        Hosts hosts = hosts();
        return job(() -> hosts.serviceByPort(port, protocol));
    }

    /// The protocol of this name, such as `udp`. Fails with [UnsupportedOperationException] on the
    /// portable engine.
    public static Promise<ProtocolEntry> protocolByName(String name) {
        checkText(name);
        Hosts hosts = hosts();
        return job(() -> hosts.protocolByName(name));
    }

    /// The protocol of this number. Fails with [UnsupportedOperationException] on the portable
    /// engine.
    public static Promise<ProtocolEntry> protocolByNumber(int number) {
        Hosts hosts = hosts();
        return job(() -> hosts.protocolByNumber(number));
    }

    /// A text that C could not take as it is.
    private static void checkText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name must not contain a zero: " + text.replace('\0', '?'));
        }
    }

    private static Hosts hosts() {
        return MainLoop.current().calls().hosts();
    }

    private static <T> Promise<T> job(Callable<T> call) {
        return MainLoop.current().jobs().call(call);
    }
}
