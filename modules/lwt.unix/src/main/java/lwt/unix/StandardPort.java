package lwt.unix;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Standard input or output of the portable engine, which no selector can watch.
abstract class StandardPort extends Port {
    @Override
    final @Nullable Port accept(boolean withAddress) throws UnixException {
        throw noSocket("accept");
    }

    @Override
    final boolean connect(SocketAddress address) throws UnixException {
        throw noSocket("connect");
    }

    @Override
    final boolean finishConnect(SocketAddress address) throws UnixException {
        throw noSocket("connect");
    }

    @Override
    final void shutdown(int direction) throws UnixException {
        throw noSocket("shutdown");
    }

    @Override
    final SocketAddress localAddress() throws UnixException {
        throw noSocket("getsockname");
    }

    @Override
    final SocketAddress remoteAddress() throws UnixException {
        throw noSocket("getpeername");
    }

    @Override
    FileBody body() {
        return new NoFile(toString(), true);
    }

    private UnixException noSocket(String function) {
        return UnixException.of(Errno.ENOTSOCK, function, toString());
    }

    @Override
    final void unwatch(int direction) {
        wanted &= ~direction;
    }

    /// Tells the owner in the next turn, if it then still wants to know.
    final void tellReady(int direction) {
        owner().main().loop.enqueue(() -> serve(direction));
    }

    /// Tells the owner, if it still wants to know, and begins anew if it wants to know more.
    final void serve(int direction) {
        if ((wanted & direction) == 0) {
            return;
        }
        owner().ready(direction);
        if ((wanted & direction) != 0) {
            wanted &= ~direction;
            watch(direction);
        }
    }

    @Override
    abstract void watch(int direction);

    @Override
    final void close() {
        wanted = 0;
    }
}
