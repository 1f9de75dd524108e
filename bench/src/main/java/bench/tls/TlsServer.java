package bench.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.ssl.LwtSsl;
import lwt.ssl.SslContext;
import lwt.ssl.SslIdentity;
import lwt.ssl.SslSocket;
import lwt.unix.FileDescriptor;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// The main class of a server's JVM, which sends back what comes: `TlsServer CONTENDER KEYSTORE`. Prints
/// `port N` when it listens, and serves until it is ended.
public final class TlsServer {
    static final String PASSWORD = "benchmark";
    private static final int BUFFER_SIZE = 65_536;
    private static final int BACKLOG = 1024;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private TlsServer() {}

    /// Serves.
    ///
    /// @param arguments the contender and the file with the certificate
    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(arguments[1]))) {
            store.load(in, PASSWORD.toCharArray());
        }
        String alias = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        switch (TlsContender.valueOf(arguments[0])) {
            case LWT -> lwt(new SslIdentity(List.of(certificate), key));
            case NETTY -> netty(key, certificate);
        }
    }

    private static void listensAt(int port) {
        System.out.println("port " + port);
        System.out.flush();
    }

    /* ---- This library ---- */

    private static void lwt(SslIdentity identity) throws Exception {
        SslContext context = SslContext.server(identity).build();
        LwtMain.run(() -> {
            FileDescriptor listener = LwtUnix.listen(ANY_PORT, BACKLOG);
            listensAt(((InetSocketAddress) listener.localAddress()).getPort());
            return acceptAll(listener, context);
        });
    }

    private static Promise<@Nullable Void> acceptAll(FileDescriptor listener, SslContext context) {
        return listener.accept().bind(file -> {
            Lwt.dontWait(
                    () -> LwtSsl.accept(file, context).bind(client -> echo(client, new byte[BUFFER_SIZE])),
                    _ -> file.close());
            return acceptAll(listener, context);
        });
    }

    private static Promise<@Nullable Void> echo(SslSocket client, byte[] buffer) {
        return client.read(buffer, 0, buffer.length)
                .bind(count -> count == 0
                        ? client.close()
                        : writeAll(client, buffer, 0, count).bind(_ -> echo(client, buffer)));
    }

    private static Promise<@Nullable Void> writeAll(SslSocket client, byte[] buffer, int from, int length) {
        return client.write(buffer, from, length)
                .bind(count -> count == length ? Lwt.unit() : writeAll(client, buffer, from + count, length - count));
    }

    /* ---- Netty ---- */

    private static void netty(PrivateKey key, X509Certificate certificate) throws Exception {
        var context = SslContextBuilder.forServer(key, certificate)
                .sslProvider(SslProvider.JDK)
                .build();
        Channel server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline().addLast(context.newHandler(client.alloc()), new Echo());
                    }
                })
                .bind(ANY_PORT)
                .sync()
                .channel();
        listensAt(((InetSocketAddress) server.localAddress()).getPort());
        server.closeFuture().sync();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ignore(context.write(message, context.voidPromise()));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ignore(context.close());
        }

        /// A failure closes the connection all by itself.
        private static void ignore(Future<?> future) {
            assert future != null;
        }
    }
}
