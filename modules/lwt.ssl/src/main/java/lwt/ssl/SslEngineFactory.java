package lwt.ssl;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes a TLS engine for each connection: an [SslContext], or what a program likes, such as the
/// engines of another provider.
@FunctionalInterface
public interface SslEngineFactory {
    /// A new engine. Whether it is a client's or a server's is set afterwards, if it is not set yet.
    ///
    /// @param host the name of the peer, for SNI, the check of its certificate, and to find a session
    /// again; null for servers and if it is not known
    /// @param port the peer's port, to find a session again; -1 if it is not known
    SSLEngine newEngine(@Nullable String host, int port) throws SSLException;
}
