package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import lwt.Loop;
import org.jspecify.annotations.Nullable;

/// Connecting a Unix-domain channel, on a thread of its own.
///
/// When the listener's backlog is full, the system refuses to connect without waiting, and a channel in
/// non-blocking mode takes that for success. So it is made to wait. Closing the channel ends that.
final class LocalConnect {
    private final SocketChannel channel;
    private final SocketAddress address;
    private boolean done;
    private @Nullable IOException failure;

    LocalConnect(SocketChannel channel, SocketAddress address) {
        this.channel = channel;
        this.address = address;
    }

    /// Calls `then` on the loop when it is done, unless the descriptor was closed.
    void start(FileDescriptor file, Runnable then) {
        Loop loop = file.main().loop;
        loop.retain();
        Thread.ofPlatform().daemon().name("lwt-connect").start(() -> {
            IOException failed = connect();
            loop.execute(() -> {
                loop.release();
                done = true;
                failure = failed;
                if (!file.isClosed()) {
                    then.run();
                }
            });
        });
    }

    private @Nullable IOException connect() {
        try {
            channel.configureBlocking(true);
            channel.connect(address);
            channel.configureBlocking(false);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    boolean isDone() {
        return done;
    }

    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
