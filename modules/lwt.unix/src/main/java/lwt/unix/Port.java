package lwt.unix;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The system's side of a descriptor: calls that never wait, and the engine's watch over it.
abstract class Port {
    static final int READ = 1;
    static final int WRITE = 4;

    /// What [#read] and [#write] return when they would have to wait.
    static final int WOULD_WAIT = -1;

    private @Nullable FileDescriptor owner;

    /// See [#peer()].
    @Nullable
    SocketAddress peer;

    /// The directions (bits) that are watched.
    int wanted;

    final void belongTo(FileDescriptor descriptor) {
        owner = descriptor;
    }

    /// Whom the engine tells that a watched direction is ready.
    final FileDescriptor owner() {
        return Objects.requireNonNull(owner, "a port is watched by its descriptor only");
    }

    /// Bytes read, 0 at the end, or [#WOULD_WAIT].
    abstract int read(byte[] bytes, int offset, int length) throws UnixException;

    /// Like [#read(byte[], int, int)]; moves the buffer's position.
    abstract int read(ByteBuffer buffer) throws UnixException;

    /// Bytes written, or [#WOULD_WAIT].
    abstract int write(byte[] bytes, int offset, int length) throws UnixException;

    /// Like [#write(byte[], int, int)]; moves the buffer's position.
    abstract int write(ByteBuffer buffer) throws UnixException;

    /// The most that one call reads or writes: to get that much, when more was asked for, is not to
    /// fall short.
    int most(int direction) {
        return Integer.MAX_VALUE;
    }

    /// Whether its bytes are read and written by jobs, through [#body], since no engine can tell
    /// when it is ready.
    boolean usesJobs() {
        return false;
    }

    /// Its calls that workers make.
    FileBody body() {
        return new NoFile(toString(), false);
    }

    /// Like [#read(ByteBuffer)], into one buffer after the other.
    int readv(List<ByteBuffer> buffers) throws UnixException {
        int sum = 0;
        for (ByteBuffer buffer : buffers) {
            int room = buffer.remaining();
            int count = room == 0 ? 0 : readMore(buffer, sum);
            if (count == WOULD_WAIT) {
                return WOULD_WAIT;
            }
            sum += count;
            if (count < room) {
                break;
            }
        }
        return sum;
    }

    /// What stands in the way of a further read is told to the next one.
    private int readMore(ByteBuffer buffer, int before) throws UnixException {
        try {
            int count = read(buffer);
            return count == WOULD_WAIT && before > 0 ? 0 : count;
        } catch (UnixException e) {
            if (before > 0) {
                return 0;
            }
            throw e;
        }
    }

    /// Like [#write(ByteBuffer)], from one buffer after the other.
    int writev(List<ByteBuffer> buffers) throws UnixException {
        int sum = 0;
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            int count = length == 0 ? 0 : writeMore(buffer, sum);
            if (count == WOULD_WAIT) {
                return WOULD_WAIT;
            }
            sum += count;
            if (count < length) {
                break;
            }
        }
        return sum;
    }

    private int writeMore(ByteBuffer buffer, int before) throws UnixException {
        try {
            int count = write(buffer);
            return count == WOULD_WAIT && before > 0 ? 0 : count;
        } catch (UnixException e) {
            if (before > 0) {
                return 0;
            }
            throw e;
        }
    }

    /// Whether a call in this direction would not have to wait.
    abstract boolean isReady(int direction) throws UnixException;

    /* ---- What only the system's own descriptors have ---- */

    /// Its number.
    int number() {
        throw Unsupported.onPortableEngine("the number of a descriptor", "pass the FileDescriptor on");
    }

    boolean isBlocking() {
        return false;
    }

    void setBlocking(boolean blocking, boolean setsFlags) throws UnixException {
        if (blocking) {
            throw Unsupported.onPortableEngine("a descriptor that blocks", "leave it as it is");
        }
    }

    void setCloseOnExec(boolean closes) throws UnixException {
        if (!closes) {
            throw Unsupported.onPortableEngine(
                    "a descriptor that other programs inherit", "let ProcessBuilder redirect their streams");
        }
    }

    Port duplicate(boolean closeOnExec) throws UnixException {
        throw Unsupported.onPortableEngine("dup", "use the one descriptor for both");
    }

    void duplicateOnto(Port target, boolean closeOnExec) throws UnixException {
        throw Unsupported.onPortableEngine("dup2", "use this descriptor in place of the other");
    }

    /* ---- Connections ---- */

    /// A connection that was waiting to be accepted, or null if there is none. Its [#peer] is known
    /// if it was asked for.
    abstract @Nullable Port accept(boolean withAddress) throws UnixException;

    /// Where this connection, accepted with its address, comes from.
    final SocketAddress peer() {
        return Objects.requireNonNull(peer, "it was accepted without its address");
    }

    /// The calls that only sockets have.
    SocketPort socket(String function) throws UnixException {
        throw UnixException.of(Errno.ENOTSOCK, function, toString());
    }

    /// Whether this, just made, is known to be one of the last descriptors that there are.
    boolean isOneOfTheLast() {
        return false;
    }

    /// Begins to connect. Returns whether that is done; if not, the port gets ready to write when
    /// it is.
    abstract boolean connect(SocketAddress address) throws UnixException;

    /// Whether the connection that was begun is made.
    abstract boolean finishConnect(SocketAddress address) throws UnixException;

    abstract void shutdown(int direction) throws UnixException;

    abstract SocketAddress localAddress() throws UnixException;

    abstract SocketAddress remoteAddress() throws UnixException;

    /// Tells the owner from now on when this direction is ready.
    abstract void watch(int direction) throws UnixException;

    /// Stops that. The engine may take its time to tell the system.
    abstract void unwatch(int direction);

    /// Has the engine forget it. Only [#close] comes after this.
    void forget() {
        wanted = 0;
    }

    /// Unwatches and closes.
    abstract void close() throws UnixException;

    /// What messages call it.
    @Override
    public abstract String toString();
}
