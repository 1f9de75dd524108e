package lwt.unix;

/// What a socket carries: a stream of bytes or messages.
///
/// The domain of a socket is a [java.net.StandardProtocolFamily], its addresses are
/// [java.net.InetSocketAddress], [java.net.UnixDomainSocketAddress] and [AbstractSocketAddress].
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public enum SocketType {
    /// A connection that carries bytes: TCP, for example.
    STREAM(Structs.SOCK_STREAM),

    /// Messages without connection, each on its own: UDP, for example.
    DATAGRAM(SocketStructs.SOCK_DGRAM),

    /// The network's packets themselves. Needs privileges, and the epoll engine.
    RAW(SocketStructs.SOCK_RAW),

    /// A connection that carries messages. Needs the epoll engine.
    SEQUENCED_PACKET(SocketStructs.SOCK_SEQPACKET);

    final int code;

    SocketType(int code) {
        this.code = code;
    }
}
