package lwt.unix;

import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Optional;

/// How a service of a host can be reached: [LwtHosts#addressInfo]. The parts are what
/// [LwtUnix#socket] and [FileDescriptor#connect] take.
///
/// @param domain the domain of the socket
/// @param type its type
/// @param protocol its protocol
/// @param address the address to connect or to bind it to
/// @param canonicalName the host's official name, if it was asked for; the first one has it
public record AddressInfo(
        StandardProtocolFamily domain,
        SocketType type,
        int protocol,
        SocketAddress address,
        Optional<String> canonicalName) {}
