package bench.io;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import lwt.Lwt;
import lwt.Promise;
import lwt.direct.Direct;
import lwt.unix.FileDescriptor;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.OutputChannel;
import lwt.unix.ServerOptions;
import org.jspecify.annotations.Nullable;

/// This library's servers, each written as a user would.
final class LwtServers {
    private static final int BUFFER_SIZE = 65_536;
    private static final int BACKLOG = 4096;

    private LwtServers() {}

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static FileDescriptor listen() throws Exception {
        FileDescriptor listener = LwtUnix.listen(anyPort(), BACKLOG);
        ServerMain.listensAt(((InetSocketAddress) listener.localAddress()).getPort());
        return listener;
    }

    /* ---- Promises ---- */

    static void promises(boolean echo) {
        LwtMain.run(() -> acceptAll(listen(), echo));
    }

    private static Promise<@Nullable Void> acceptAll(FileDescriptor listener, boolean echo) {
        return listener.accept().bind(client -> {
            if (echo) {
                Lwt.dontWait(() -> echo(client, new byte[BUFFER_SIZE]), _ -> client.close());
            } else {
                Lwt.dontWait(client::close, _ -> {});
            }
            return acceptAll(listener, echo);
        });
    }

    private static Promise<@Nullable Void> echo(FileDescriptor client, byte[] buffer) {
        return client.read(buffer, 0, buffer.length).bind(count -> {
            if (count == 0) {
                return client.close();
            }
            return writeAll(client, buffer, 0, count).bind(_ -> echo(client, buffer));
        });
    }

    private static Promise<@Nullable Void> writeAll(FileDescriptor client, byte[] buffer, int from, int length) {
        return client.write(buffer, from, length)
                .bind(count -> count == length ? Lwt.unit() : writeAll(client, buffer, from + count, length - count));
    }

    /* ---- Fibers ---- */

    static void fibers(boolean echo) {
        LwtMain.run(() -> Direct.spawn(() -> {
            FileDescriptor listener = listen();
            while (true) {
                FileDescriptor client = Direct.await(listener.accept());
                Lwt.dontWait(() -> Direct.spawn(() -> serve(client, echo)), _ -> {});
            }
        }));
    }

    private static void serve(FileDescriptor client, boolean echo) throws Exception {
        try {
            byte[] buffer = new byte[echo ? BUFFER_SIZE : 0];
            int count;
            while (echo && (count = Direct.await(client.read(buffer, 0, buffer.length))) > 0) {
                for (int from = 0; from < count; ) {
                    from += Direct.await(client.write(buffer, from, count - from));
                }
            }
        } finally {
            Direct.await(client.close());
        }
    }

    /* ---- Channels ---- */

    static void channels() {
        LwtMain.run(() -> {
            var options = ServerOptions.DEFAULT
                    .withMaxConnections(BACKLOG)
                    .withBacklog(BACKLOG)
                    .withOnFailure(_ -> {});
            var server = LwtIo.establishServer(
                    anyPort(), options, (input, output) -> echo(input, output, new byte[BUFFER_SIZE]));
            ServerMain.listensAt(((InetSocketAddress) server.address()).getPort());
            return Lwt.<Void>waiter().promise();
        });
    }

    private static Promise<@Nullable Void> echo(InputChannel input, OutputChannel output, byte[] buffer) {
        return input.readInto(buffer, 0, buffer.length).bind(count -> {
            if (count == 0) {
                return Lwt.unit();
            }
            return output.writeFromExactly(buffer, 0, count)
                    .bind(_ -> output.flush())
                    .bind(_ -> echo(input, output, buffer));
        });
    }
}
