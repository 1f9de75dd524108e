package lwt.unix;

import lwt.Lwt;
import lwt.ThrowingConsumer;

/// How a [Server] accepts connections.
///
/// @param maxConnections how many connections may be served at the same time, at least 1; while
///     there are as many, the server accepts none, and further clients wait in the system's queue
/// @param backlog how many clients the system lets wait before they are accepted, at least 1 (the
///     system may allow less)
/// @param onFailure what is told when a handler fails, or when the connection cannot be closed
///     properly afterwards
public record ServerOptions(int maxConnections, int backlog, ThrowingConsumer<? super ConnectionException> onFailure) {
    /// No bound on the connections, a backlog of 1024, failures to [Lwt#asyncExceptionHook()].
    public static final ServerOptions DEFAULT = new ServerOptions(
            Integer.MAX_VALUE, 1024, failure -> Lwt.asyncExceptionHook().accept(failure));

    /// Checks the bounds.
    public ServerOptions {
        requirePositive(maxConnections, "maxConnections");
        requirePositive(backlog, "backlog");
    }

    /// The same with another bound on the connections.
    public ServerOptions withMaxConnections(int connections) {
        return new ServerOptions(connections, backlog, onFailure);
    }

    /// The same with another backlog.
    public ServerOptions withBacklog(int clients) {
        return new ServerOptions(maxConnections, clients, onFailure);
    }

    /// The same with another receiver of failures.
    public ServerOptions withOnFailure(ThrowingConsumer<? super ConnectionException> handler) {
        return new ServerOptions(maxConnections, backlog, handler);
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }
}
