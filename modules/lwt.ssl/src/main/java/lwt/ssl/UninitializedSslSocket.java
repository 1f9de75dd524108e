package lwt.ssl;

import javax.net.ssl.SSLEngine;
import lwt.Promise;
import lwt.unix.FileDescriptor;

/// A TLS socket before its handshake: nothing is certain yet about who is there, so there is nothing to
/// read or write. The engine can still be told what to ask for.
///
/// @see "Lwt_ssl.uninitialized_socket (Lwt_ssl 1.1)"
public final class UninitializedSslSocket {
    private final TlsSocket socket;

    UninitializedSslSocket(TlsSocket socket) {
        this.socket = socket;
    }

    /// The engine, to set its parameters. It is this socket's: do not wrap and unwrap there.
    public SSLEngine engine() {
        return socket.engine();
    }

    /// The descriptor below.
    public FileDescriptor file() {
        return socket.file();
    }

    /// Does the handshake as the client or server that the engine is. Resolves when both sides have
    /// agreed, and this one has seen what it asked for of the other's certificate. Called again, it
    /// returns the same promise.
    ///
    /// Fails with [javax.net.ssl.SSLException], which names the reason, or with what the descriptor
    /// fails with; the peer is told. Canceling it gives the connection up. In both cases the descriptor
    /// remains to be closed.
    public Promise<SslSocket> performHandshake() {
        return socket.handshake();
    }

    @Override
    public String toString() {
        return socket + " before its handshake";
    }
}
