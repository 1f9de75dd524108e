package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lwt.Lwt;
import lwt.Mutex;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Sends messages to the system's log daemon.
final class Syslog implements LogSink {
    /*
     * Each line of a message is a packet: <number>, then what the template says; in at most 1,024 bytes, which is all
     * that RFC 3164 promises. Daemons listen for datagrams, a few for streams, where a NUL ends a packet.
     *
     * The socket is opened for the first message and kept. When the daemon restarts, its new socket is another one: a
     * send fails, and the line is sent once more over a new connection. The mutex keeps the lines of a message
     * together, and lets one message at a time find out that there is no daemon.
     *
     * What is wrong is told on standard error output, once until it works again.
     */
    static final int MOST_BYTES = 1024;
    private static final byte[] CUT = "<truncated>".getBytes(UTF_8);

    private final SyslogFacility facility;
    private final SyslogOptions options;
    private final Mutex mutex = new Mutex();
    private @Nullable Connection connection;
    private boolean told;

    private record Connection(FileDescriptor socket, SocketType type) {}

    Syslog(SyslogFacility facility, SyslogOptions options) {
        this.facility = facility;
        this.options = options;
    }

    @Override
    public Promise<@Nullable Void> write(LogMessage message) {
        ZonedDateTime now = LogTemplate.now();
        return mutex.withLock(() -> writeFrom(0, message, now));
    }

    private Promise<@Nullable Void> writeFrom(int index, LogMessage message, ZonedDateTime time) {
        if (index == message.lines().size()) {
            return Lwt.unit();
        }
        StringBuilder line = new StringBuilder();
        line.append('<').append(facility.priority(message.level())).append('>');
        options.template().append(line, message, message.lines().get(index), time);
        return send(line.toString()).then(() -> writeFrom(index + 1, message, time));
    }

    private Promise<@Nullable Void> send(String line) {
        return connected()
                .bind(present -> Lwt.catching(() -> send(line, present), failure -> {
                    if (!(failure instanceof UnixException)) {
                        return Lwt.fail(failure);
                    }
                    return disconnect().then(this::connected).bind(again -> send(line, again));
                }));
    }

    private static Promise<@Nullable Void> send(String line, Connection connection) {
        byte[] packet = packet(line, connection.type() == SocketType.STREAM);
        return writeAll(connection.socket(), packet, 0);
    }

    private static Promise<@Nullable Void> writeAll(FileDescriptor socket, byte[] bytes, int from) {
        return from == bytes.length
                ? Lwt.unit()
                : socket.write(bytes, from, bytes.length - from).bind(count -> writeAll(socket, bytes, from + count));
    }

    /// The bytes of a line, cut between two characters if there are too many. The NUL of a stream is
    /// counted, and is never cut.
    static byte[] packet(String line, boolean stream) {
        byte[] bytes = line.getBytes(UTF_8);
        int end = stream ? 1 : 0;
        int most = MOST_BYTES - end;
        if (bytes.length <= most) {
            return Arrays.copyOf(bytes, bytes.length + end);
        }
        int kept = most - CUT.length;
        while ((bytes[kept] & 0xC0) == 0x80) { // this byte does not begin a character
            kept--;
        }
        byte[] packet = Arrays.copyOf(bytes, kept + CUT.length + end);
        System.arraycopy(CUT, 0, packet, kept, CUT.length);
        packet[packet.length - 1] = stream ? 0 : packet[packet.length - 1];
        return packet;
    }

    /* ---- Connecting ---- */

    private Promise<Connection> connected() {
        Connection present = connection;
        if (present != null) {
            return Lwt.of(present);
        }
        return tryPaths(0, new ArrayList<>()).map(found -> {
            connection = found;
            told = false;
            return found;
        });
    }

    private Promise<Connection> tryPaths(int index, List<String> problems) {
        if (index == options.paths().size()) {
            return Lwt.fail(noSocket(problems));
        }
        Path path = options.paths().get(index);
        return Lwt.catching(
                () -> Lwt.catching(
                        () -> connect(path, SocketType.DATAGRAM),
                        failure -> wantsStream(failure) ? connect(path, SocketType.STREAM) : Lwt.fail(failure)),
                failure -> {
                    if (!(failure instanceof UnixException e && e.is(Errno.ENOENT))) {
                        problems.add("cannot connect to \"" + path + "\": " + failure.getMessage());
                    }
                    return tryPaths(index + 1, problems);
                });
    }

    /// Whether the socket is not one for datagrams, or the engine has none.
    private static boolean wantsStream(Throwable failure) {
        return failure instanceof UnsupportedOperationException
                || (failure instanceof UnixException e && e.is(Errno.EPROTOTYPE));
    }

    private static Promise<Connection> connect(Path path, SocketType type) throws UnixException {
        FileDescriptor socket = LwtUnix.socket(StandardProtocolFamily.UNIX, type);
        Promise<Connection> connected =
                socket.connect(UnixDomainSocketAddress.of(path)).map(_ -> new Connection(socket, type));
        connected.onFailure(_ -> socket.close());
        return connected;
    }

    private UnixException noSocket(List<String> problems) {
        if (!told) {
            told = true;
            problems.forEach(LastResort::complain);
            LastResort.complain("no working socket found in " + options.paths() + "; is syslogd running?");
        }
        return UnixException.of(Errno.ENOENT, "connect", options.paths().toString());
    }

    private Promise<@Nullable Void> disconnect() {
        Connection present = connection;
        connection = null;
        return present == null
                ? Lwt.unit()
                : Lwt.catching(() -> present.socket().close(), _ -> Lwt.unit()); // it did not work anyway
    }

    /// Closes the socket, after the messages that are under way.
    Promise<@Nullable Void> close() {
        return mutex.withLock(this::disconnect);
    }
}
