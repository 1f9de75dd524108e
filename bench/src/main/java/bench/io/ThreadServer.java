package bench.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A virtual thread for each connection, and calls that block.
final class ThreadServer {
    private static final int BUFFER_SIZE = 65_536;
    private static final int BACKLOG = 4096;

    private ThreadServer() {}

    static void serve(boolean echo) throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            ServerMain.listensAt(((InetSocketAddress) listener.getLocalAddress()).getPort());
            while (true) {
                SocketChannel client = listener.accept();
                if (echo) {
                    Thread.startVirtualThread(() -> echo(client));
                } else {
                    client.close();
                }
            }
        }
    }

    private static void echo(SocketChannel client) {
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
            while (client.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The client went away; the server goes on.
        }
    }
}
