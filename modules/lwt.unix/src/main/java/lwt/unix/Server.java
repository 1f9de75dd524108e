package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Set;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// Accepts connections and hands each to a handler, until it is shut down.
///
/// A connection is closed when its handler's promise is resolved. A handler that fails is told to
/// [ServerOptions#onFailure()]; the other connections and the server go on. When the process has no
/// descriptor left, the server waits until there is one again.
///
/// @see "Lwt_io.establish_server (Lwt 2.2)"
public final class Server {
    /*
     * One loop of promises accepts (acceptOn): there is at most one accept under way, and none while the bound is
     * reached. Then it waits for `departure`, which the end of a connection resolves. A shutdown cancels whatever the
     * loop waits for.
     */

    /// Failures of accept that concern one client, or the network for a while; see accept(2). Those
    /// of a shortage of descriptors do not come here: [FileDescriptor#accept()] waits until it is
    /// over.
    private static final Set<String> OF_ONE_CLIENT = Set.of(
            "ECONNABORTED", "ECONNRESET", "EPERM", "EPROTO", "ENETDOWN", "ENETUNREACH", "EHOSTDOWN", "EHOSTUNREACH");

    private final FileDescriptor listener;
    private final SocketAddress address;
    private final ServerOptions options;
    private final ThrowingFunction<FileDescriptor, Promise<@Nullable Void>> serve;
    private final Resolver<@Nullable Void> drained = Lwt.waiter();
    private @Nullable Resolver<@Nullable Void> departure;
    private @Nullable Promise<?> accepting;
    private boolean stopped;
    private @Nullable Promise<@Nullable Void> closed;
    private int connections;

    /// Starts to accept from `listener`, which the server owns from now on. `serve` closes what it
    /// is given.
    Server(
            FileDescriptor listener,
            ServerOptions options,
            ThrowingFunction<FileDescriptor, Promise<@Nullable Void>> serve)
            throws UnixException {
        this.listener = listener;
        this.address = listener.localAddress();
        this.options = options;
        this.serve = serve;
        Promise<?> loop = acceptOn();
        accepting = loop;
        loop.onFailure(this::giveUp);
    }

    /// The address it listens on; if port 0 was asked for, with the port that the system chose.
    public SocketAddress address() {
        return address;
    }

    /// How many connections are being served.
    public int connections() {
        return connections;
    }

    /// Stops accepting; resolves once the listening socket is closed. Connections that are being
    /// served go on: wait for them with [#drained()]. Shutting down again returns the same promise.
    ///
    /// @see "Lwt_io.shutdown_server (Lwt 2.2)"
    public Promise<@Nullable Void> shutdown() {
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            stopped = true;
            if (accepting != null) {
                accepting.cancel();
            }
            started = listener.close();
            closed = started;
            checkDrained();
        }
        return started;
    }

    /// Resolves when the server is shut down and its last connection is closed.
    public Promise<@Nullable Void> drained() {
        return drained.promise();
    }

    /* ---- Accepting ---- */

    private Promise<@Nullable Void> acceptOn() {
        if (stopped) {
            return Lwt.unit();
        }
        if (connections >= options.maxConnections()) {
            return nextDeparture().then(this::acceptOn);
        }
        return Lwt.tryBind(
                listener::accept,
                client -> {
                    welcome(client);
                    return acceptOn();
                },
                this::acceptAfter);
    }

    private Promise<@Nullable Void> acceptAfter(Throwable failure) {
        if (stopped) {
            return Lwt.unit();
        }
        if (failure instanceof UnixException refused && OF_ONE_CLIENT.contains(refused.errno())) {
            return Lwt.pause().then(this::acceptOn);
        }
        return Lwt.fail(failure);
    }

    /// The listening socket is of no use any more; whoever watches the hook learns why.
    private void giveUp(Throwable failure) {
        if (!stopped) {
            shutdown();
            Lwt.asyncExceptionHook().accept(new IOException("the server on " + address + " cannot go on", failure));
        }
    }

    private Promise<@Nullable Void> nextDeparture() {
        Resolver<@Nullable Void> next = Lwt.task();
        departure = next;
        return next.promise();
    }

    /* ---- Connections ---- */

    private void welcome(FileDescriptor client) {
        SocketAddress peer;
        try {
            peer = client.remoteAddress();
        } catch (UnixException _) {
            // Gone already; nobody is left to be served.
            client.close();
            return;
        }
        connections++;
        Lwt.apply(serve, client).onAny(_ -> depart(), failure -> {
            depart();
            options.onFailure().accept(new ConnectionException(peer, failure));
        });
    }

    private void depart() {
        connections--;
        Resolver<@Nullable Void> waiting = departure;
        if (waiting != null) {
            departure = null;
            waiting.wakeupLater(null);
        }
        checkDrained();
    }

    private void checkDrained() {
        if (stopped && connections == 0 && drained.promise().isSleeping()) {
            drained.wakeupLater(null);
        }
    }
}
