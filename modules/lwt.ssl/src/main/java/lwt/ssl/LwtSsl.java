package lwt.ssl;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingBiFunction;
import lwt.unix.FileDescriptor;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;
import lwt.unix.LwtUnix;
import lwt.unix.OutputChannel;
import lwt.unix.Server;
import lwt.unix.ServerOptions;
import lwt.unix.UnixException;
import org.jspecify.annotations.Nullable;

/// TLS over descriptors: handshakes, and clients and servers that do them by themselves.
///
/// What is slow in a handshake is done by a worker, never by the loop. A handshake takes as long as the
/// peer likes: bound it with [LwtUnix#withTimeout], which cancels it.
///
/// @see "Lwt manual (December 2010), “SSL support”"
public final class LwtSsl {
    /// How long a client of [#establishServer] may take for its handshake.
    public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    private LwtSsl() {}

    /* ---- Over a descriptor ---- */

    /// Does the server's side of the handshake on an accepted connection.
    ///
    /// Fails with [javax.net.ssl.SSLException], which names the reason, or with what the descriptor
    /// fails with; the client is told. The descriptor is the socket's when the promise has resolved:
    /// after a failure or a cancel it remains to be closed.
    public static Promise<SslSocket> accept(FileDescriptor file, SslEngineFactory engines) {
        return Lwt.apply(made -> new TlsSocket(file, asServer(made.newEngine(null, -1))).handshake(), engines);
    }

    /// Does the client's side of the handshake on a connection to this host. Its name is sent along
    /// (SNI), the certificate must be for it, and a session with it may be resumed.
    ///
    /// Fails as [#accept] does. With TLS 1.3 a server looks at the client's certificate after this has
    /// resolved: if it refuses it, the first read fails.
    ///
    /// @param host a name or an address, as it is in the certificate
    public static Promise<SslSocket> connect(FileDescriptor file, SslEngineFactory engines, String host, int port) {
        Objects.requireNonNull(host, "host");
        return Lwt.apply(made -> new TlsSocket(file, asClient(made.newEngine(host, port))).handshake(), engines);
    }

    /// Does the client's side of the handshake with somebody whose name is not known. An [SslContext]
    /// refuses that, unless it was made [SslContext.Builder#withoutHostCheck].
    public static Promise<SslSocket> connect(FileDescriptor file, SslEngineFactory engines) {
        return Lwt.apply(made -> new TlsSocket(file, asClient(made.newEngine(null, -1))).handshake(), engines);
    }

    private static SSLEngine asServer(SSLEngine engine) {
        return inMode(engine, false);
    }

    private static SSLEngine asClient(SSLEngine engine) {
        return inMode(engine, true);
    }

    /// Some engines are made for one side and do not even let themselves be told so again.
    private static SSLEngine inMode(SSLEngine engine, boolean client) {
        try {
            engine.setUseClientMode(client);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            if (engine.getUseClientMode() != client) {
                throw e;
            }
        }
        return engine;
    }

    /// A socket without encryption, for programs that serve both kinds alike.
    public static SslSocket plain(FileDescriptor file) {
        return new PlainSocket(file);
    }

    /// A TLS socket that does its handshake when it is first read or written. The engine says for which
    /// side; it belongs to the socket from now on, and so does the descriptor.
    public static SslSocket embedSocket(FileDescriptor file, SSLEngine engine) {
        return new TlsSocket(file, engine);
    }

    /// A TLS socket whose handshake the program begins when it has told the engine what it wants.
    ///
    /// @see "Lwt_ssl.embed_uninitialized_socket (Lwt_ssl 1.1)"
    public static UninitializedSslSocket embedUninitializedSocket(FileDescriptor file, SSLEngine engine) {
        return new UninitializedSslSocket(new TlsSocket(file, engine));
    }

    /* ---- Connections ---- */

    /// Connects to a host, which is looked up without blocking the loop, and does the handshake as
    /// [#connect(FileDescriptor, SslEngineFactory, String, int)] does.
    ///
    /// Fails with [UnixException], with [java.net.UnknownHostException], or as the handshake fails.
    /// Canceling it gives up the attempt. After a failure or a cancel nothing remains open.
    public static Promise<SslSocket> openConnection(String host, int port, SslEngineFactory engines) {
        return LwtUnix.connect(InetSocketAddress.createUnresolved(host, port))
                .bind(file -> closingOnFailure(file, connect(file, engines, host, port)));
    }

    private static Promise<SslSocket> closingOnFailure(FileDescriptor file, Promise<SslSocket> handshake) {
        return Lwt.catching(() -> handshake, failure -> file.close().then(() -> Lwt.fail(failure)));
    }

    /// Connects to a host, runs `body` on the connection's channels, and closes it in any case.
    ///
    /// The result is that of `body`; a failure to flush or close is the result only if `body`
    /// succeeded. If `body` is canceled, the connection is closed at once.
    public static <T extends @Nullable Object> Promise<T> withConnection(
            String host,
            int port,
            SslEngineFactory engines,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return openConnection(host, port, engines).bind(socket -> LwtIo.withCloseConnection(socket.channels(), body));
    }

    /* ---- Servers ---- */

    /// Listens on `address`, as [#establishServer(SocketAddress, SslEngineFactory, ServerOptions,
    /// ThrowingBiFunction)] with [ServerOptions#DEFAULT].
    public static Server establishServer(
            SocketAddress address,
            SslEngineFactory engines,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<?>> handler)
            throws UnixException {
        return establishServer(address, engines, ServerOptions.DEFAULT, handler);
    }

    /// Listens on `address`, does the server's side of a handshake with each client, and runs `handler`
    /// on the channels, which are flushed and closed when its promise is resolved.
    ///
    /// A handshake that fails, or takes longer than [#HANDSHAKE_LIMIT], is told to
    /// [ServerOptions#onFailure()], as a failure of the handler is; it holds up nobody else.
    ///
    /// @throws UnixException if the address cannot be listened on (`EADDRINUSE`, `EACCES` and others)
    public static Server establishServer(
            SocketAddress address,
            SslEngineFactory engines,
            ServerOptions options,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<?>> handler)
            throws UnixException {
        Objects.requireNonNull(engines, "engines");
        Objects.requireNonNull(handler, "handler");
        return LwtIo.establishSocketServer(
                address,
                options,
                file -> LwtUnix.withTimeout(HANDSHAKE_LIMIT, () -> accept(file, engines))
                        .bind(socket -> LwtIo.withCloseConnection(
                                socket.channels(), (input, output) -> Lwt.join(handler.apply(input, output)))));
    }
}
