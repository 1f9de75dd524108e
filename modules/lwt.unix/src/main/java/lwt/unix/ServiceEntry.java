package lwt.unix;

import java.util.List;

/// A service of the network: [LwtHosts#serviceByName], [LwtHosts#serviceByPort].
///
/// @param name its official name, such as `http`
/// @param aliases its other names
/// @param port where it listens
/// @param protocol what it speaks, such as `tcp`
public record ServiceEntry(String name, List<String> aliases, int port, String protocol) {
    /// Of these; the list is copied.
    public ServiceEntry {
        aliases = List.copyOf(aliases);
    }
}
