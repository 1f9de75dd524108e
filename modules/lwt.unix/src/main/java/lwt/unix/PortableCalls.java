package lwt.unix;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        check(address, "listen");
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
        check(target, "connect");
        try {
            SocketChannel socket = SocketAddresses.isInternet(target)
                    ? SocketChannel.open()
                    : SocketChannel.open(StandardProtocolFamily.UNIX);
            return new ChannelPort(engine, ChannelPort.prepared(socket, true));
        } catch (IOException e) {
            throw Failures.translate(e, "socket", SocketAddresses.show(target));
        }
    }

    @Override
    public Job<Port> open(Path path, OpenFlags flags) {
        return new Job<>() {
            private @Nullable ChannelFile file;

            @Override
            protected void run() throws UnixException {
                try {
                    file = new ChannelFile(
                            FileChannel.open(path, flags.portable(), flags.attributes(path.getFileSystem())), path);
                } catch (IOException e) {
                    throw Failures.translate(e, "open", path.toString());
                }
            }

            @Override
            protected Port result() {
                ChannelFile opened = Objects.requireNonNull(file, "run() opened it");
                file = null;
                return new FilePort(engine, opened);
            }

            @Override
            protected void free() {
                if (file != null) {
                    closeQuietly(file);
                }
            }
        };
    }

    private static void closeQuietly(ChannelFile file) {
        try {
            file.close();
        } catch (UnixException _) {
            // Nothing was written to it.
        }
    }

    @Override
    public Port adopt(int number, @Nullable Boolean blocking, boolean setsFlags) {
        throw Unsupported.onPortableEngine(
                "a descriptor given by its number", "open it by its name, or take LwtUnix.stdin and the like");
    }

    @Override
    public HalfPort halfPipe(int direction) {
        throw Unsupported.onPortableEngine(
                "a pipe for another process", "let ProcessBuilder make the pipes to its process");
    }

    @Override
    public Port socket(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException {
        boolean local = domain == StandardProtocolFamily.UNIX;
        int usual = local ? 0 : type == SocketType.STREAM ? Structs.IPPROTO_TCP : SocketStructs.IPPROTO_UDP;
        boolean known = type == SocketType.STREAM || (type == SocketType.DATAGRAM && !local);
        if (!known || (protocol != 0 && protocol != usual)) {
            throw Unsupported.onPortableEngine(
                    "socket(" + domain + ", " + type + ", " + protocol + ")",
                    "it has streams, and datagrams of the internet, with protocol 0; or use the epoll engine");
        }
        try {
            if (type == SocketType.DATAGRAM) {
                DatagramChannel datagrams = DatagramChannel.open(domain);
                datagrams.configureBlocking(false);
                return new ChannelPort(engine, datagrams, domain);
            }
            return new ChannelPort(engine, ChannelPort.prepared(SocketChannel.open(domain), false), domain);
        } catch (IOException e) {
            throw Failures.translate(e, "socket", domain + ", " + type);
        }
    }

    @Override
    public Port[] socketPair(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException {
        if (domain != StandardProtocolFamily.UNIX || type != SocketType.STREAM || protocol != 0) {
            throw Unsupported.onPortableEngine(
                    "socketpair(" + domain + ", " + type + ", " + protocol + ")",
                    "it has pairs of Unix-domain streams; or use the epoll engine");
        }
        // The folder is the user's own: nobody else connects to what listens in it for a moment.
        try {
            Path folder = Files.createTempDirectory("lwt");
            Path path = folder.resolve("pair");
            try (ServerSocketChannel listener = ServerSocketChannel.open(domain)) {
                listener.bind(UnixDomainSocketAddress.of(path));
                SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(path));
                return new Port[] {
                    new ChannelPort(engine, ChannelPort.prepared(first, false)),
                    new ChannelPort(engine, ChannelPort.prepared(listener.accept(), false))
                };
            } finally {
                Files.deleteIfExists(path);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw Failures.translate(e, "socketpair", domain + ", " + type);
        }
    }

    /// Abstract addresses are Linux's.
    static void check(SocketAddress address, String function) {
        if (address instanceof AbstractSocketAddress) {
            throw Unsupported.onPortableEngine(
                    function + " with an abstract Unix-domain address", "use a path, or the epoll engine");
        }
    }

    @Override
    public Hosts hosts() {
        return new PortableHosts();
    }

    @Override
    public PathCalls paths() {
        return new PortablePaths();
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public Port standard(int number) {
        Port port = number == 0 ? new StandardInput() : new StandardOutput(number);
        engine.addWithoutKey(port);
        return port;
    }

    @Override
    public Spawned spawn(MainLoop main, Command command) throws UnixException {
        return PortableSpawn.start(main, command);
    }

    private static void closeQuietly(ServerSocketChannel listener, IOException because) {
        try {
            listener.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
