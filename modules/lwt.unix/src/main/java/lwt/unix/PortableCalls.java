package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// What the JDK offers in place of system calls, for the descriptors of one [SelectorEngine].
final class PortableCalls implements SystemCalls {
    private final SelectorEngine engine;

    PortableCalls(SelectorEngine engine) {
        this.engine = engine;
    }

    @Override
    public Port[] pipe() throws UnixException {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
            return new Port[] {new ChannelPort(engine, pipe.source()), new ChannelPort(engine, pipe.sink())};
        } catch (IOException e) {
            throw Failures.translate(e, "pipe", "");
        }
    }

    @Override
    public Port listen(SocketAddress address, int backlog) throws UnixException {
        String shown = SocketAddresses.show(address);
        ServerSocketChannel listener;
        try {
            listener = SocketAddresses.isInternet(address)
                    ? ServerSocketChannel.open()
                    : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw Failures.translate(e, "socket", shown);
        }
        try {
            listener.configureBlocking(false);
            if (SocketAddresses.isInternet(address)) {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            listener.bind(address, backlog);
            return new ChannelPort(engine, listener);
        } catch (IOException e) {
            closeQuietly(listener, e);
            throw Failures.translate(e, "bind", shown);
        }
    }

    @Override
    public Port socket(SocketAddress target) throws UnixException {
        try {
            SocketChannel socket = SocketAddresses.isInternet(target)
                    ? SocketChannel.open()
                    : SocketChannel.open(StandardProtocolFamily.UNIX);
            return new ChannelPort(engine, ChannelPort.prepared(socket));
        } catch (IOException e) {
            throw Failures.translate(e, "socket", SocketAddresses.show(target));
        }
    }

    @Override
    public Port standard(int number) {
        Port port = number == 0 ? new StandardInput() : new StandardOutput(number);
        engine.addWithoutKey(port);
        return port;
    }

    private static void closeQuietly(ServerSocketChannel listener, IOException because) {
        try {
            listener.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
