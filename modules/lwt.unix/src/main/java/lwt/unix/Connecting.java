package lwt.unix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import lwt.Lwt;
import lwt.Promise;

/// How a socket gets connected.
final class Connecting {
    private Connecting() {}

    /// Looks the name up, then tries its addresses one after the other. Fails as the last one
    /// failed.
    static Promise<FileDescriptor> byName(MainLoop main, String host, int port) {
        return main.jobs()
                .call(() -> InetAddress.getAllByName(host))
                .bind(addresses -> toOneOf(main, addresses, 0, port));
    }

    static Promise<FileDescriptor> to(MainLoop main, SocketAddress address) {
        FileDescriptor file;
        try {
            file = new FileDescriptor(main, main.calls().socket(address));
        } catch (UnixException e) {
            return Lwt.fail(e);
        }
        Promise<FileDescriptor> connected = file.connect(address).map(_ -> file);
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
}
