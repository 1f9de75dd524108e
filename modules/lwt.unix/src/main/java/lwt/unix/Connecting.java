package lwt.unix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;

/// How a socket gets connected.
final class Connecting {
    private Connecting() {}

    /// Looks the name up, then tries its addresses one after the other. Fails as the last one
    /// failed.
    static Promise<FileDescriptor> byName(MainLoop main, String host, int port) {
        return lookUp(main, host).bind(addresses -> toOneOf(main, addresses, 0, port));
    }

    static Promise<FileDescriptor> to(MainLoop main, SocketAddress address) {
        FileDescriptor file;
        try {
            file = new FileDescriptor(main, main.calls().socket(address));
        } catch (UnixException e) {
            return Lwt.fail(e);
        }
        Promise<FileDescriptor> connected = file.connect(address);
        connected.onFailure(_ -> file.close()); // canceled ones as well
        return connected;
    }

    private static Promise<FileDescriptor> toOneOf(MainLoop main, InetAddress[] addresses, int next, int port) {
        SocketAddress address = new InetSocketAddress(addresses[next], port);
        if (next == addresses.length - 1) {
            return to(main, address);
        }
        return Lwt.catching(
                () -> to(main, address),
                e -> e instanceof UnixException ? toOneOf(main, addresses, next + 1, port) : Lwt.fail(e));
    }

    private static Promise<InetAddress[]> lookUp(MainLoop main, String host) {
        Resolver<InetAddress[]> resolver = Lwt.task();
        main.loop.retain();
        Workers.POOL.execute(() -> {
            try {
                InetAddress[] addresses = InetAddress.getAllByName(host);
                main.loop.execute(() -> {
                    main.loop.release();
                    resolver.wakeup(addresses);
                });
            } catch (UnknownHostException e) {
                main.loop.execute(() -> {
                    main.loop.release();
                    resolver.fail(e);
                });
            }
        });
        return resolver.promise();
    }

    /// Threads that wait for name servers; they end when there is nothing to do.
    private static final class Workers {
        private static final int MOST = 8;
        static final ExecutorService POOL = pool();

        private static ExecutorService pool() {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    MOST,
                    MOST,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("lwt-lookup-", 0).factory());
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
