package lwt.unix;

import java.net.SocketAddress;

/// A connection that was accepted, and the address of the peer: [FileDescriptor#acceptWithAddress].
///
/// The address is known even if the peer has reset the connection meanwhile, when
/// [FileDescriptor#remoteAddress] fails.
///
/// @param socket the connection
/// @param address where it comes from; for a Unix-domain peer without address, the empty path
public record Accepted(FileDescriptor socket, SocketAddress address) {}
