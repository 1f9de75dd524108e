package lwt.unix;

import java.io.Serial;
import java.net.SocketAddress;

/// Tells the asynchronous-exception hook which peer a [Server]'s handler was serving when it
/// failed; the cause is the handler's failure.
public final class ConnectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient SocketAddress peer;

    ConnectionException(SocketAddress peer, Throwable cause) {
        super("the connection from " + peer + " failed: " + cause, cause);
        this.peer = peer;
    }

    /// The address of the peer.
    public SocketAddress peer() {
        return peer;
    }
}
