package bench.io;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/// Vert.x's server, one event loop.
final class VertxServer {
    private static final int BACKLOG = 4096;

    private VertxServer() {}

    static void serve(boolean echo) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var options = new NetServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true);
        vertx.createNetServer(options)
                .connectHandler(socket -> {
                    if (echo) {
                        echo(socket);
                    } else {
                        socket.close();
                    }
                })
                .listen()
                .onSuccess(server -> ServerMain.listensAt(server.actualPort()))
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    private static void echo(NetSocket socket) {
        socket.exceptionHandler(ignored -> socket.close());
        socket.handler(socket::write);
    }
}
