package lwt.ssl;

import java.net.StandardProtocolFamily;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.unix.LwtUnix;
import lwt.unix.SocketPair;
import lwt.unix.SocketType;

/// A server's and a client's end of one TLS connection.
record Pair(SslSocket server, SslSocket client) {
    static SocketPair descriptors() throws Exception {
        return LwtUnix.socketPair(StandardProtocolFamily.UNIX, SocketType.STREAM, 0);
    }

    static Promise<Pair> open(SslEngineFactory server, SslEngineFactory client) throws Exception {
        SocketPair ends = descriptors();
        Promise<SslSocket> accepted = LwtSsl.accept(ends.first(), server);
        return Lwt.both(accepted, LwtSsl.connect(ends.second(), client, "localhost", 443))
                .map(both -> new Pair(both.first(), both.second()));
    }

    /// With this version of TLS.
    static Promise<Pair> open(String protocol) throws Exception {
        return open(
                Certificates.server("ec").protocols(protocol).build(),
                Certificates.client().protocols(protocol).build());
    }

    /// Runs a test on a pair, and closes it.
    static <T> T run(String protocol, ThrowingFunction<Pair, Promise<T>> body) throws Exception {
        return OnLoop.run(() -> open(protocol)
                .bind(pair -> Lwt.finalizing(
                        () -> body.apply(pair),
                        () -> Lwt.join(
                                pair.server.file().close(), pair.client.file().close()))));
    }
}
