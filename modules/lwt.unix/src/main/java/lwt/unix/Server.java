package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// Accepts connections and hands each to a handler, until it is shut down.
///
/// A connection is closed when its handler's promise is resolved. A handler that fails is told to
/// [ServerOptions#onFailure()]; the other connections and the server go on. When the system has no descriptor left,
/// the server waits until there are some, and goes on.
///
/// @see "Lwt_io.establish_server (Lwt 2.2)"
public final class Server {
    /*
     * One loop of promises accepts (acceptOn): there is at most one accept under way, and none while the bound is
     * reached or descriptors are short. It then waits for `departure`, which every connection's end resolves, and the
     * shutdown cancels whatever the loop waits for.
     */
    private static final Set<String> SHORTAGES = Set.of("EMFILE", "ENFILE", "ENOBUFS", "ENOMEM");
    private static final Set<String> CLIENT_GONE = Set.of("ECONNABORTED", "ECONNRESET", "EPROTO", "EINTR");

    /// How long to wait, when descriptors are short, for those that others than our connections may free.
    private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

    private final FileDescriptor listener;
    private final SocketAddress address;
    private final ServerOptions options;
    private final ThrowingFunction<FileDescriptor, Promise<@Nullable Void>> serve;
    private final Resolver<@Nullable Void> drained = Lwt.waiter();
    private @Nullable Resolver<@Nullable Void> departure;
    private @Nullable Promise<?> accepting;
    private @Nullable Promise<@Nullable Void> stopped;
    private int connections;

    /// Starts to accept from `listener`, which the server owns from now on. `serve` closes what it is given.
    Server(
            FileDescriptor listener,
            ServerOptions options,
            ThrowingFunction<FileDescriptor, Promise<@Nullable Void>> serve)
            throws IOException {
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

    /// Stops accepting; resolves once the listening socket is closed. Connections that are being served go on: wait for
    /// them with [#drained()]. Shutting down again returns the same promise.
    ///
    /// @see "Lwt_io.shutdown_server (Lwt 2.2)"
    public Promise<@Nullable Void> shutdown() {
        Promise<@Nullable Void> closed = stopped;
        if (closed == null) {
            Promise<?> loop = accepting;
            closed = listener.close();
            stopped = closed;
            if (loop != null) {
                loop.cancel();
            }
            checkDrained();
        }
        return closed;
    }

    /// Resolves when the server is shut down and its last connection is closed.
    public Promise<@Nullable Void> drained() {
        return drained.promise();
    }

    /* ---- Accepting ---- */

    private Promise<@Nullable Void> acceptOn() {
        if (stopped != null) {
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
        if (stopped != null) {
            return Lwt.unit();
        }
        if (failure instanceof UnixException refused) {
            if (SHORTAGES.contains(refused.errno())) {
                return Lwt.pick(nextDeparture(), LwtUnix.sleep(SHORTAGE_PAUSE)).then(this::acceptOn);
            }
            if (CLIENT_GONE.contains(refused.errno())) {
                return Lwt.pause().then(this::acceptOn);
            }
        }
        return Lwt.fail(failure);
    }

    /// The listening socket is of no use any more; whoever watches the hook learns why.
    private void giveUp(Throwable failure) {
        if (stopped == null) {
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
        connections++;
        SocketAddress peer = client.remoteAddress();
        Promise<?> service = Lwt.apply(serve, client);
        service.onAny(_ -> depart(), failure -> {
            depart();
            options.onFailure().accept(new ConnectionException(peer, failure));
        });
    }

    private void depart() {
        connections--;
        Resolver<@Nullable Void> waiting = departure;
        if (waiting != null) {
            departure = null;
            if (waiting.promise().isSleeping()) waiting.wakeupLater(null);
        }
        checkDrained();
    }

    private void checkDrained() {
        if (stopped != null && connections == 0 && drained.promise().isSleeping()) {
            drained.wakeupLater(null);
        }
    }
}
