package lwt.unix;

import java.net.SocketOption;
import java.time.Duration;

/// Options of sockets that [java.net.StandardSocketOptions] does not know, for
/// [FileDescriptor#option] and [FileDescriptor#setOption]. They need the epoll engine, except those
/// that say otherwise.
///
/// @see "man page socket(7)"
public final class UnixSocketOptions {
    /// Records debugging information.
    public static final SocketOption<Boolean> SO_DEBUG = new Option<>("SO_DEBUG", Boolean.class);

    /// Sends to hosts of the local network only.
    public static final SocketOption<Boolean> SO_DONTROUTE = new Option<>("SO_DONTROUTE", Boolean.class);

    /// Leaves out-of-band data in the stream of the others. On any engine, for connections.
    public static final SocketOption<Boolean> SO_OOBINLINE = new Option<>("SO_OOBINLINE", Boolean.class);

    /// Whether the socket listens. On any engine; cannot be set.
    public static final SocketOption<Boolean> SO_ACCEPTCONN = new Option<>("SO_ACCEPTCONN", Boolean.class);

    /// Keeps an IPv6 socket from IPv4.
    public static final SocketOption<Boolean> IPV6_ONLY = new Option<>("IPV6_ONLY", Boolean.class);

    /// What kind of socket it is. On any engine; cannot be set.
    public static final SocketOption<SocketType> SO_TYPE = new Option<>("SO_TYPE", SocketType.class);

    /// So many bytes must be there before the socket is ready to be read.
    public static final SocketOption<Integer> SO_RCVLOWAT = new Option<>("SO_RCVLOWAT", Integer.class);

    /// So much room must be there before the socket is ready to be written to. Linux says 1, and does
    /// not let it be set.
    public static final SocketOption<Integer> SO_SNDLOWAT = new Option<>("SO_SNDLOWAT", Integer.class);

    /// How long a blocking call waits for something to receive; zero is without limit. The calls of
    /// this library do not block: see [LwtUnix#withTimeout].
    public static final SocketOption<Duration> SO_RCVTIMEO = new Option<>("SO_RCVTIMEO", Duration.class);

    /// How long a blocking call waits until it can send; zero is without limit. The calls of this
    /// library do not block: see [LwtUnix#withTimeout].
    public static final SocketOption<Duration> SO_SNDTIMEO = new Option<>("SO_SNDTIMEO", Duration.class);

    private UnixSocketOptions() {}

    private record Option<T>(String name, Class<T> type) implements SocketOption<T> {
        @Override
        public String toString() {
            return name;
        }
    }
}
