package lwt.unix;

import java.net.StandardProtocolFamily;
import java.util.Objects;
import java.util.Optional;

/// What [LwtHosts#addressInfo] is to look for, and how.
///
/// @param domain addresses of this domain only
/// @param type those for sockets of this type only
/// @param protocol those for this protocol only; 0 is any
/// @param numericHost the host is an address, no name server is asked
/// @param canonicalName asks for the host's official name
/// @param passive without a host, the addresses are for listening, not the loopback's
public record AddressHints(
        Optional<StandardProtocolFamily> domain,
        Optional<SocketType> type,
        int protocol,
        boolean numericHost,
        boolean canonicalName,
        boolean passive) {
    /// Looks for everything.
    public static final AddressHints DEFAULT =
            new AddressHints(Optional.empty(), Optional.empty(), 0, false, false, false);

    /// With these parts.
    public AddressHints {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(type, "type");
        if (protocol < 0) {
            throw new IllegalArgumentException("the number of a protocol must not be negative: " + protocol);
        }
    }

    /// For addresses of this domain only.
    public AddressHints withDomain(StandardProtocolFamily wanted) {
        return new AddressHints(Optional.of(wanted), type, protocol, numericHost, canonicalName, passive);
    }

    /// For sockets of this type only.
    public AddressHints withType(SocketType wanted) {
        return new AddressHints(domain, Optional.of(wanted), protocol, numericHost, canonicalName, passive);
    }

    /// For this protocol only; 0 is any.
    public AddressHints withProtocol(int wanted) {
        return new AddressHints(domain, type, wanted, numericHost, canonicalName, passive);
    }

    /// Whether the host is an address, so that no name server is asked.
    public AddressHints withNumericHost(boolean numeric) {
        return new AddressHints(domain, type, protocol, numeric, canonicalName, passive);
    }

    /// Whether the host's official name is asked for.
    public AddressHints withCanonicalName(boolean canonical) {
        return new AddressHints(domain, type, protocol, numericHost, canonical, passive);
    }

    /// Whether the addresses are for listening if there is no host.
    public AddressHints withPassive(boolean listening) {
        return new AddressHints(domain, type, protocol, numericHost, canonicalName, listening);
    }
}
