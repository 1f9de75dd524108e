package lwt.extra;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lwt.Promise;
import lwt.unix.AddressHints;
import lwt.unix.AddressInfo;
import lwt.unix.Group;
import lwt.unix.HostEntry;
import lwt.unix.LwtHosts;
import lwt.unix.LwtUsers;
import lwt.unix.NameInfo;
import lwt.unix.NameOption;
import lwt.unix.ProtocolEntry;
import lwt.unix.ServiceEntry;
import lwt.unix.User;

/// The look-ups of [LwtHosts] and [LwtUsers] with a memory: who asks again gets the answer at once.
///
/// {@snippet class=lwt.extra.Snippets region=again}
///
/// An answer is kept for a minute, or as long as [#setLifetime] says, on the loop on which it was asked
/// for; of each kind of look-up the latest thousand answers are kept. A failure is not kept: whoever asks
/// again has it looked up again. Those who ask while the same look-up is under way share it.
///
/// All fail as the functions of the same name there do. Canceling drops the result, for whoever cancels;
/// the look-up goes on for the others, and for the memory.
///
/// Thread rule: the loop's thread.
///
/// @see "Lwt API reference (December 2010), module Lwt_lib"
public final class LwtLib {
    private LwtLib() {}

    /* ---- Hosts ---- */

    /// All ways to reach a service of a host, as [LwtHosts#addressInfo(String, String)] tells them.
    public static Promise<List<AddressInfo>> addressInfo(String host, String service) {
        return addressInfo(host, service, AddressHints.DEFAULT);
    }

    /// The ways to reach a service of a host that the hints leave, as
    /// [LwtHosts#addressInfo(String, String, AddressHints)] tells them.
    public static Promise<List<AddressInfo>> addressInfo(String host, String service, AddressHints hints) {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(hints, "hints");
        return Caches.current()
                .addressInfo
                .get(new Caches.Place(host, service, hints), () -> LwtHosts.addressInfo(host, service, hints));
    }

    /// The names of the host and the service at this address, as [LwtHosts#nameInfo] tells them.
    ///
    /// @throws IllegalArgumentException for names that are not resolved
    public static Promise<NameInfo> nameInfo(SocketAddress address, NameOption... options) {
        Objects.requireNonNull(address, "address");
        Set<NameOption> set = Set.copyOf(List.of(options));
        return Caches.current().nameInfo.get(new Caches.Named(address, set), () -> LwtHosts.nameInfo(address, options));
    }

    /// The host of this name, as [LwtHosts#hostByName] tells it.
    public static Promise<HostEntry> hostByName(String name) {
        Objects.requireNonNull(name, "name");
        return Caches.current().hostByName.get(name, () -> LwtHosts.hostByName(name));
    }

    /// The host with this address, as [LwtHosts#hostByAddress] tells it.
    public static Promise<HostEntry> hostByAddress(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return Caches.current().hostByAddress.get(address, () -> LwtHosts.hostByAddress(address));
    }

    /* ---- Services and protocols ---- */

    /// The service of this name and protocol, as [LwtHosts#serviceByName] tells it.
    public static Promise<ServiceEntry> serviceByName(String name, String protocol) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        return Caches.current()
                .serviceByName
                .get(new Caches.ServiceName(name, protocol), () -> LwtHosts.serviceByName(name, protocol));
    }

    /// The service at this port that speaks this protocol, as [LwtHosts#serviceByPort] tells it.
    ///
    /// @throws IllegalArgumentException if the port is not within 0 to 65535
    public static Promise<ServiceEntry> serviceByPort(int port, String protocol) {
        Objects.requireNonNull(protocol, "protocol");
        return Caches.current()
                .serviceByPort
                .get(new Caches.ServicePort(port, protocol), () -> LwtHosts.serviceByPort(port, protocol));
    }

    /// The protocol of this name, as [LwtHosts#protocolByName] tells it.
    public static Promise<ProtocolEntry> protocolByName(String name) {
        Objects.requireNonNull(name, "name");
        return Caches.current().protocolByName.get(name, () -> LwtHosts.protocolByName(name));
    }

    /// The protocol of this number, as [LwtHosts#protocolByNumber] tells it.
    public static Promise<ProtocolEntry> protocolByNumber(int number) {
        return Caches.current().protocolByNumber.get(number, () -> LwtHosts.protocolByNumber(number));
    }

    /* ---- Users and groups ---- */

    /// The user of this login name, as [LwtUsers#user(String)] tells it.
    public static Promise<User> user(String name) {
        Objects.requireNonNull(name, "name");
        return Caches.current().userByName.get(name, () -> LwtUsers.user(name));
    }

    /// The user of this number, as [LwtUsers#user(int)] tells it.
    public static Promise<User> user(int id) {
        return Caches.current().userById.get(id, () -> LwtUsers.user(id));
    }

    /// The group of this name, as [LwtUsers#group(String)] tells it.
    public static Promise<Group> group(String name) {
        Objects.requireNonNull(name, "name");
        return Caches.current().groupByName.get(name, () -> LwtUsers.group(name));
    }

    /// The group of this number, as [LwtUsers#group(int)] tells it.
    public static Promise<Group> group(int id) {
        return Caches.current().groupById.get(id, () -> LwtUsers.group(id));
    }

    /* ---- The memory ---- */

    /// How long this loop keeps an answer: a minute unless set.
    public static Duration lifetime() {
        return Caches.current().lifetime();
    }

    /// Sets how long this loop keeps an answer, those included that it has. With zero none is used again,
    /// and look-ups are still shared.
    ///
    /// @throws IllegalArgumentException if it is negative
    public static void setLifetime(Duration lifetime) {
        Caches.current().setLifetime(Objects.requireNonNull(lifetime, "lifetime"));
    }

    /// Forgets all answers of this loop, for example when the network has changed. Look-ups under way go
    /// on for those who wait for them, and for nobody else.
    public static void clear() {
        Caches.current().clear();
    }
}
