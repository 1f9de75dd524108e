package bench.io;

import java.util.Locale;

/// The main class of a server's JVM: `ServerMain CONTENDER echo|accept`. Prints `port N` when it
/// listens, and serves until it is ended.
public final class ServerMain {
    private ServerMain() {}

    /// Serves.
    ///
    /// @param arguments the contender and the program
    public static void main(String[] arguments) throws Exception {
        boolean echo = arguments[1].equals("echo");
        switch (IoContender.valueOf(arguments[0])) {
            case LWT -> LwtServers.promises(echo);
            case LWT_FIBERS -> LwtServers.fibers(echo);
            case LWT_CHANNELS -> LwtServers.channels();
            case NETTY -> NettyServer.serve(echo);
            case VERTX -> VertxServer.serve(echo);
            case THREADS -> ThreadServer.serve(echo);
            case C, OCAML, OCAML_CHANNELS ->
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s does not run in a JVM", arguments[0]));
        }
    }

    /// Tells the one who started us where to connect.
    static void listensAt(int port) {
        System.out.println("port " + port);
        System.out.flush();
    }
}
