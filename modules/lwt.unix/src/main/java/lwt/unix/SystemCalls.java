package lwt.unix;

import java.net.SocketAddress;
import java.nio.file.Path;

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

    /// Standard input (0), output (1) or error output (2).
    Port standard(int number);
}
