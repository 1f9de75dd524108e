package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A descriptor that is a channel of `java.nio`.
final class ChannelPort extends Port {
    private static final int MOST_AT_ONCE = 131_072; // the JDK copies through memory of this size

    private final SelectorEngine engine;
    private final SelectableChannel channel;
    private @Nullable SelectionKey key;
    private boolean connecting;
    private @Nullable LocalConnect local;

    /// The channel is in non-blocking mode.
    ChannelPort(SelectorEngine engine, SelectableChannel channel) {
        this.engine = engine;
        this.channel = channel;
    }

    SelectableChannel channel() {
        return channel;
    }

    /* ---- Bytes ---- */

    @Override
    int read(byte[] bytes, int offset, int length) throws UnixException {
        return read(ByteBuffer.wrap(bytes, offset, Math.min(length, MOST_AT_ONCE)));
    }

    @Override
    int read(ByteBuffer buffer) throws UnixException {
        if (!(channel instanceof ReadableByteChannel readable)) {
            throw unfit("read");
        }
        try {
            int count = readable.read(buffer);
            return count > 0 ? count : count == 0 ? WOULD_WAIT : 0;
        } catch (IOException e) {
            throw Failures.translate(e, "read", toString());
        }
    }

    @Override
    int write(byte[] bytes, int offset, int length) throws UnixException {
        return write(ByteBuffer.wrap(bytes, offset, Math.min(length, MOST_AT_ONCE)));
    }

    @Override
    int write(ByteBuffer buffer) throws UnixException {
        if (!(channel instanceof WritableByteChannel writable)) {
            throw unfit("write");
        }
        try {
            int count = writable.write(buffer);
            return count > 0 ? count : WOULD_WAIT;
        } catch (IOException e) {
            throw Failures.translate(e, "write", toString());
        }
    }

    @Override
    int most(int direction) {
        return MOST_AT_ONCE;
    }

    /// What Linux says to such a call.
    private UnixException unfit(String function) {
        boolean listens = channel instanceof ServerSocketChannel;
        return UnixException.of(listens ? Errno.ENOTCONN : Errno.EBADF, function, toString());
    }

    @Override
    int readv(List<ByteBuffer> buffers) throws UnixException {
        if (!(channel instanceof ScatteringByteChannel readable)) {
            throw unfit("readv");
        }
        try {
            long count = readable.read(buffers.toArray(ByteBuffer[]::new));
            return count > 0 ? (int) count : count == 0 ? WOULD_WAIT : 0;
        } catch (IOException e) {
            throw Failures.translate(e, "readv", toString());
        }
    }

    @Override
    int writev(List<ByteBuffer> buffers) throws UnixException {
        if (!(channel instanceof GatheringByteChannel writable)) {
            throw unfit("writev");
        }
        try {
            long count = writable.write(buffers.toArray(ByteBuffer[]::new));
            return count > 0 ? (int) count : WOULD_WAIT;
        } catch (IOException e) {
            throw Failures.translate(e, "writev", toString());
        }
    }

    /// Asks a selector of its own: dear, but seldom asked.
    @Override
    boolean isReady(int direction) throws UnixException {
        int operations = operations(direction);
        if (operations == 0) {
            return true; // the call will fail at once
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, operations);
            return selector.selectNow() > 0;
        } catch (IOException e) {
            throw Failures.translate(e, "poll", toString());
        }
    }

    /* ---- Connections ---- */

    @Override
    @Nullable
    Port accept() throws UnixException {
        if (!(channel instanceof ServerSocketChannel listener)) {
            throw UnixException.of(
                    channel instanceof SocketChannel ? Errno.EINVAL : Errno.ENOTSOCK, "accept", toString());
        }
        try {
            SocketChannel accepted = listener.accept();
            return accepted == null ? null : new ChannelPort(engine, prepared(accepted));
        } catch (IOException e) {
            throw Failures.translate(e, "accept", toString());
        }
    }

    static SocketChannel prepared(SocketChannel socket) throws IOException {
        try {
            socket.configureBlocking(false);
            if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    boolean connect(SocketAddress address) throws UnixException {
        if (!SocketAddresses.isInternet(address)) {
            local = new LocalConnect((SocketChannel) channel, address);
            local.start(owner(), () -> owner().ready(WRITE));
            return false;
        }
        try {
            connecting = !((SocketChannel) channel).connect(address);
            SelectionKey current = key;
            if (connecting && current != null) {
                current.interestOps(operations(wanted)); // it was watched before it was known to connect
            }
            return !connecting;
        } catch (IOException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        }
    }

    @Override
    boolean finishConnect(SocketAddress address) throws UnixException {
        try {
            LocalConnect current = local;
            if (current != null) {
                if (!current.isDone()) {
                    return false;
                }
                local = null;
                current.throwFailure();
                return true;
            }
            connecting = !((SocketChannel) channel).finishConnect();
            return !connecting;
        } catch (IOException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        }
    }

    @Override
    void shutdown(int direction) throws UnixException {
        if (!(channel instanceof SocketChannel socket)) {
            throw noSocket("shutdown");
        }
        try {
            if (direction == READ) {
                socket.shutdownInput();
            } else {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            throw Failures.translate(e, "shutdown", toString());
        }
    }

    @Override
    SocketAddress localAddress() throws UnixException {
        if (!(channel instanceof NetworkChannel socket)) {
            throw noSocket("getsockname");
        }
        try {
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw Failures.translate(e, "getsockname", toString());
        }
    }

    @Override
    SocketAddress remoteAddress() throws UnixException {
        if (!(channel instanceof SocketChannel socket)) {
            throw noSocket("getpeername");
        }
        try {
            return socket.getRemoteAddress();
        } catch (IOException e) {
            throw Failures.translate(e, "getpeername", toString());
        }
    }

    private UnixException noSocket(String function) {
        boolean listens = channel instanceof ServerSocketChannel;
        return UnixException.of(listens ? Errno.ENOTCONN : Errno.ENOTSOCK, function, toString());
    }

    /* ---- Watching and closing ---- */

    @Override
    void watch(int direction) throws UnixException {
        if ((wanted & direction) != 0) {
            return;
        }
        int operations = operations(wanted | direction);
        SelectionKey current = key;
        if (local != null) {
            wanted |= direction; // the thread that connects tells when it is done
            return;
        }
        if (current == null) {
            key = engine.register(this, operations);
        } else {
            current.interestOps(operations | (current.interestOps() & SelectionKey.OP_READ));
        }
        wanted |= direction;
    }

    @Override
    void unwatch(int direction) {
        wanted &= ~direction;
        SelectionKey current = key;
        if (direction == WRITE && current != null && current.isValid()) {
            current.interestOps(current.interestOps() & ~(SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT));
        }
    }

    /// The selector was closed.
    void lostKey() {
        key = null;
        wanted = 0;
    }

    /// The selector's operations that stand for these directions now.
    int operations(int directions) {
        int operations = 0;
        if ((directions & READ) != 0) {
            operations |= channel instanceof ServerSocketChannel ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ;
        }
        if ((directions & WRITE) != 0) {
            operations |= connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        }
        return operations & channel.validOps();
    }

    /// The directions for which these operations of the selector stand.
    int directions(int operations) {
        int directions = 0;
        if ((operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            directions |= READ;
        }
        if ((operations & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            directions |= WRITE;
        }
        return directions;
    }

    @Override
    void close() throws UnixException {
        wanted = 0;
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.translate(e, "close", toString());
        }
    }

    @Override
    public String toString() {
        String kind = switch (channel) {
            case Pipe.SourceChannel _ -> "pipe to read";
            case Pipe.SinkChannel _ -> "pipe to write";
            case ServerSocketChannel _ -> "listening socket";
            default -> "socket";
        };
        return kind + " " + Integer.toHexString(System.identityHashCode(channel));
    }
}
