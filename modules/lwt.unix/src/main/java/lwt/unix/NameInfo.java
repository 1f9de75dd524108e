package lwt.unix;

/// The names that belong to an address: [LwtHosts#nameInfo].
///
/// @param host the host's name or, without one, its address
/// @param service the service's name or, without one, the port
public record NameInfo(String host, String service) {}
