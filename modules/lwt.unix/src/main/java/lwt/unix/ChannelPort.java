package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
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
    private SelectableChannel channel;
    private @Nullable SelectionKey key;
    private boolean connecting;
    private @Nullable LocalConnect local;

    private @Nullable ChannelSocket socket;

    /// The channel is in non-blocking mode.
    ChannelPort(SelectorEngine engine, SelectableChannel channel) {
        this.engine = engine;
        this.channel = channel;
    }

    /// A socket of this domain that may listen or connect.
    ChannelPort(SelectorEngine engine, SelectableChannel channel, StandardProtocolFamily domain) {
        this(engine, channel);
        socket = new ChannelSocket(this, domain);
    }

    @Override
    SocketPort socket(String function) throws UnixException {
        ChannelSocket current = socket;
        if (current == null) {
            if (!(channel instanceof NetworkChannel)) {
                throw noSocket(function);
            }
            current = new ChannelSocket(this, StandardProtocolFamily.INET); // it cannot begin to listen
            socket = current;
        }
        return current;
    }

    /// The socket was found to be one that listens: this channel takes the place of the other, which
    /// is closed.
    void become(ServerSocketChannel listener) throws UnixException {
        channel = listener;
        rewatch();
    }

    /// Has the selector watch what is wanted, after the channel was not in it.
    private void rewatch() throws UnixException {
        int directions = wanted;
        key = null;
        wanted = 0;
        for (int direction : new int[] {READ, WRITE}) {
            if ((directions & direction) != 0) {
                watch(direction);
            }
        }
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
        if (channel instanceof DatagramChannel) {
            return socket("read").receive(buffer, 0); // from anybody; Java's read needs a peer
        }
        if (!(channel instanceof ReadableByteChannel readable)) {
            throw unfit("read");
        }
        try {
            int count = readable.read(buffer);
            return count > 0 ? count : count == 0 ? WOULD_WAIT : 0;
        } catch (IOException e) {
            throw Failures.translate(e, "read", toString());
        } catch (NotYetConnectedException e) {
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
        } catch (ClosedChannelException e) {
            // Java says this too of a socket that was shut down for sending.
            throw UnixException.of(channel.isOpen() ? Errno.EPIPE : Errno.EBADF, "write", toString());
        } catch (IOException e) {
            throw Failures.translate(e, "write", toString());
        } catch (NotYetConnectedException e) {
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
    Port accept(boolean withAddress) throws UnixException {
        if (!(channel instanceof ServerSocketChannel listener)) {
            throw UnixException.of(
                    channel instanceof SocketChannel ? Errno.EINVAL : Errno.ENOTSOCK, "accept", toString());
        }
        try {
            SocketChannel accepted = listener.accept();
            if (accepted == null) {
                return null;
            }
            SocketAddress from = accepted.getRemoteAddress();
            ChannelPort port = new ChannelPort(engine, prepared(accepted, socket == null));
            port.peer = from;
            return port;
        } catch (IOException e) {
            throw Failures.translate(e, "accept", toString());
        } catch (NotYetBoundException e) {
            throw Failures.translate(e, "accept", toString());
        }
    }

    /// A connection, not blocking, and if so wanted sending small pieces at once.
    static SocketChannel prepared(SocketChannel socket, boolean noDelay) throws IOException {
        try {
            socket.configureBlocking(false);
            if (noDelay && socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
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
        if (channel instanceof DatagramChannel datagrams) {
            return connect(datagrams, address);
        }
        if (!(channel instanceof SocketChannel stream)) {
            throw UnixException.of(
                    channel instanceof ServerSocketChannel ? Errno.EISCONN : Errno.ENOTSOCK, "connect", toString());
        }
        if (!SocketAddresses.isInternet(address)) {
            if (local != null && local.isDone()) {
                return finishConnect(address); // an earlier attempt was canceled, but succeeded or failed
            }
            connectLocally(stream, address);
            return false;
        }
        if (stream.isConnectionPending()) {
            return false; // an earlier attempt was canceled, but the system goes on
        }
        try {
            connecting = !stream.connect(address);
            SelectionKey current = key;
            if (connecting && current != null) {
                engine.noteChange();
                current.interestOps(operations(wanted)); // it was watched before it was known to connect
            }
            return !connecting;
        } catch (IOException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        }
    }

    private static boolean connect(DatagramChannel datagrams, SocketAddress address) throws UnixException {
        try {
            datagrams.disconnect(); // others may be chosen as peer, as the system allows
            datagrams.connect(address);
            return true;
        } catch (IOException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        } catch (IllegalArgumentException e) {
            throw Failures.translate(e, "connect", SocketAddresses.show(address));
        }
    }

    private void connectLocally(SocketChannel stream, SocketAddress address) throws UnixException {
        if (local != null) {
            return; // an earlier attempt was canceled, but its thread goes on
        }
        if (stream.isConnected()) {
            throw UnixException.of(Errno.EISCONN, "connect", SocketAddresses.show(address));
        }
        SelectionKey current = key;
        if (current != null) {
            key = null;
            engine.remove(current); // what a selector watches cannot block
        }
        local = new LocalConnect(stream, address);
        local.start(owner(), () -> owner().ready(WRITE));
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
                rewatch();
                return true;
            }
            connecting = !((SocketChannel) channel).finishConnect();
            return !connecting;
        } catch (IOException e) {
            connecting = false;
            if ((wanted & READ) != 0) {
                // Java has closed the channel: who waits to read must be told.
                owner().main().loop.enqueue(() -> owner().ready(READ));
            }
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
        } catch (NotYetConnectedException e) {
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
        try {
            SocketAddress remote = switch (channel) {
                case SocketChannel stream -> stream.getRemoteAddress();
                case DatagramChannel datagrams -> datagrams.getRemoteAddress();
                default -> throw noSocket("getpeername");
            };
            if (remote == null) {
                throw UnixException.of(Errno.ENOTCONN, "getpeername", toString());
            }
            return remote;
        } catch (IOException e) {
            throw e instanceof UnixException already ? already : Failures.translate(e, "getpeername", toString());
        }
    }

    private UnixException noSocket(String function) {
        boolean is = channel instanceof NetworkChannel;
        return UnixException.of(is ? Errno.ENOTCONN : Errno.ENOTSOCK, function, toString());
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
            engine.noteChange();
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
            case DatagramChannel _ -> "datagram socket";
            default -> "socket";
        };
        return kind + " " + Integer.toHexString(System.identityHashCode(channel));
    }
}
