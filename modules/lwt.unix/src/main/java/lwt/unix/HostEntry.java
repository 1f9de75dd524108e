package lwt.unix;

import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.List;

/// A host of the network: [LwtHosts#hostByName], [LwtHosts#hostByAddress].
///
/// @param name its official name
/// @param aliases its other names
/// @param domain the kind of its addresses
/// @param addresses its addresses, at least one
public record HostEntry(String name, List<String> aliases, StandardProtocolFamily domain, List<InetAddress> addresses) {
    /// Of these; the lists are copied.
    public HostEntry {
        aliases = List.copyOf(aliases);
        addresses = List.copyOf(addresses);
    }
}
