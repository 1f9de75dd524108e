package lwt.unix;

import java.util.List;

/// A protocol of the internet: [LwtHosts#protocolByName], [LwtHosts#protocolByNumber].
///
/// @param name its official name, such as `tcp`
/// @param aliases its other names
/// @param number its number, for [LwtUnix#socket]
public record ProtocolEntry(String name, List<String> aliases, int number) {
    /// Of these; the list is copied.
    public ProtocolEntry {
        aliases = List.copyOf(aliases);
    }
}
