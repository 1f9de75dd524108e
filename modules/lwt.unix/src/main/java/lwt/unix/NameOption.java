package lwt.unix;

/// How [LwtHosts#nameInfo] is to name things.
public enum NameOption {
    /// Hosts of the local domain without the domain. The portable engine cannot tell.
    NO_DOMAIN(HostStructs.NI_NOFQDN),

    /// The host's address, not its name.
    NUMERIC_HOST(HostStructs.NI_NUMERICHOST),

    /// Fails if the host has no name.
    NAME_REQUIRED(HostStructs.NI_NAMEREQD),

    /// The port, not the service's name.
    NUMERIC_SERVICE(HostStructs.NI_NUMERICSERV),

    /// The service that speaks UDP, if it is another one than that of TCP.
    DATAGRAM(HostStructs.NI_DGRAM);

    final int code;

    NameOption(int code) {
        this.code = code;
    }
}
