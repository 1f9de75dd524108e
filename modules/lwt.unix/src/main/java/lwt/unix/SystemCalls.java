package lwt.unix;

import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the descriptors of one engine are made.
interface SystemCalls {
    /// The two ends of a new pipe: the one to read from, the one to write to.
    Port[] pipe() throws UnixException;

    /// A socket that listens at this address.
    Port listen(SocketAddress address, int backlog) throws UnixException;

    /// A stream socket of the kind that can be connected to this address.
    Port socket(SocketAddress address) throws UnixException;

    /// What opens a file; its result belongs to whoever takes it.
    Job<Port> open(Path path, OpenFlags flags);

    /// The descriptor of this number, which came from outside. If `blocking` is null it is found
    /// out; if `setsFlags` the system is told.
    Port adopt(int number, @Nullable Boolean blocking, boolean setsFlags) throws UnixException;

    /// A new pipe of which the end of this direction is ours.
    HalfPort halfPipe(int direction) throws UnixException;

    /// One end of a pipe, and the number of the other.
    record HalfPort(Port port, int other) {}

    /// A socket of this kind. Protocol 0 is the usual one.
    Port socket(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException;

    /// Two of them that are connected.
    Port[] socketPair(StandardProtocolFamily domain, SocketType type, int protocol) throws UnixException;

    /// How names are looked up.
    Hosts hosts();

    /// Standard input (0), output (1) or error output (2).
    Port standard(int number);

    /// Starts a process, a child of this one.
    Spawned spawn(MainLoop main, Command command) throws UnixException;

    /// The calls on files by name.
    PathCalls paths();

    /// Whether these are the C library's, so that others of its calls may be made too.
    boolean isNative();
}
