package lwt.unix;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What sockets can do beyond reading, writing and connecting: the system's side, calls that never
/// wait.
///
/// What the engine lacks throws [UnsupportedOperationException].
interface SocketPort {
    /* ---- Before the call, since it may have to wait ---- */

    /// Refuses flags that the engine lacks; the others as the calls below take them.
    int flags(String function, MessageFlag... flags);

    /// Refuses addresses that the engine lacks.
    void checkAddress(SocketAddress address, String function);

    /// Refuses to pass descriptors if the engine cannot, or not these.
    void checkDescriptors(List<FileDescriptor> descriptors);

    /* ---- Connections ---- */

    void bind(SocketAddress address) throws UnixException;

    void listen(int backlog) throws UnixException;

    /* ---- Messages ---- */

    /// Bytes received, or [Port#WOULD_WAIT].
    int receive(ByteBuffer buffer, int flags) throws UnixException;

    /// Null if it would have to wait.
    @Nullable
    Received receiveFrom(ByteBuffer buffer, int flags) throws UnixException;

    /// Bytes sent, or [Port#WOULD_WAIT]. To the peer, if there is no address.
    int send(ByteBuffer buffer, @Nullable SocketAddress target, int flags) throws UnixException;

    /// Null if it would have to wait.
    @Nullable
    ReceivedMessage receiveMessage(List<ByteBuffer> buffers) throws UnixException;

    /// Bytes sent, or [Port#WOULD_WAIT]. To the peer, if there is no address.
    int sendMessage(List<ByteBuffer> buffers, List<FileDescriptor> descriptors, @Nullable SocketAddress target)
            throws UnixException;

    /* ---- Options ---- */

    <T> T option(SocketOption<T> option) throws UnixException;

    <T> void setOption(SocketOption<T> option, T value) throws UnixException;

    /// The error that the socket keeps; asking clears it.
    Optional<UnixException> pendingError() throws UnixException;

    Credentials peerCredentials() throws UnixException;

    /// Begins or ends to receive what is sent to a group. Without an interface, the system chooses
    /// one.
    void join(InetAddress group, @Nullable NetworkInterface over) throws UnixException;

    void leave(InetAddress group, @Nullable NetworkInterface over) throws UnixException;
}
