package lwt.unix;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// An open file, pipe or socket whose calls do not block the loop: they return promises.
///
/// Operations that have to wait are served in the order in which they were asked for, reads and
/// accepts apart from writes. Canceling one that waits takes it back: the descriptor stays usable
/// and no byte is lost; the next read gets what this one would have got. Calls fail with
/// [UnixException]; those on a closed descriptor with `EBADF`.
///
/// Buffers must not be touched while an operation that uses them waits.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class FileDescriptor {
    private final MainLoop main;
    private final Port port;
    private final OperationQueue reads = new OperationQueue(this, Port.READ);
    private final OperationQueue writes = new OperationQueue(this, Port.WRITE);
    private final boolean listens;
    private boolean closed;

    FileDescriptor(MainLoop main, Port port) {
        this(main, port, false);
    }

    private FileDescriptor(MainLoop main, Port port, boolean listens) {
        this.main = main;
        this.port = port;
        this.listens = listens;
        port.belongTo(this);
    }

    static FileDescriptor listener(MainLoop main, Port port) {
        main.shortage().listenerOpened();
        return new FileDescriptor(main, port, true);
    }

    /* ---- Bytes ---- */

    /// Reads at most `length` bytes into `bytes` from `offset` on. Resolves, when at least one byte
    /// is there, with the number read: 0 at the end of file.
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (isUnusable()) {
            return Lwt.fail(closedFailure("read"));
        }
        return length == 0 ? Lwt.of(0) : reads.submit(new Operation.Read(bytes, offset, length));
    }

    /// Reads into the buffer's room and moves its position. Resolves with the number of bytes read:
    /// 0 at the end of file.
    public Promise<Integer> read(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (isUnusable()) {
            return Lwt.fail(closedFailure("read"));
        }
        return buffer.hasRemaining() ? reads.submit(new Operation.ReadBuffer(buffer)) : Lwt.of(0);
    }

    /// Writes some of the `length` bytes of `bytes` from `offset` on, as soon as there is room.
    /// Resolves with the number written: at least 1, unless `length` is 0. A reader that is gone is
    /// the failure `EPIPE`, never a signal.
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (isUnusable()) {
            return Lwt.fail(closedFailure("write"));
        }
        return length == 0 ? Lwt.of(0) : writes.submit(new Operation.Write(bytes, offset, length));
    }

    /// Writes some of the bytes that remain in the buffer and moves its position. Resolves with the
    /// number written.
    public Promise<Integer> write(ByteBuffer buffer) {
        Objects.requireNonNull(buffer, "buffer");
        if (isUnusable()) {
            return Lwt.fail(closedFailure("write"));
        }
        return buffer.hasRemaining() ? writes.submit(new Operation.WriteBuffer(buffer)) : Lwt.of(0);
    }

    /* ---- Sockets ---- */

    /// Accepts a connection of a listening socket, when there is one. When the process has no
    /// descriptor left, waits until there is one again.
    public Promise<FileDescriptor> accept() {
        return isUnusable() ? Lwt.fail(closedFailure("accept")) : reads.submit(new Operation.Accept(main));
    }

    Promise<FileDescriptor> connect(SocketAddress address) {
        return writes.submit(new Operation.Connect(this, address));
    }

    /// Tells the peer that nothing more will be sent: it reads what is on the way, then the end.
    public void shutdownSend() throws UnixException {
        checkOpen("shutdown");
        port.shutdown(Port.WRITE);
    }

    /// Reads nothing more from the peer: reads get the end.
    public void shutdownReceive() throws UnixException {
        checkOpen("shutdown");
        port.shutdown(Port.READ);
    }

    /// The address of this end of a socket.
    public SocketAddress localAddress() throws UnixException {
        checkOpen("getsockname");
        return port.localAddress();
    }

    /// The address of the other end of a connection. A Unix-domain client that has none gives the
    /// empty path.
    public SocketAddress remoteAddress() throws UnixException {
        checkOpen("getpeername");
        return port.remoteAddress();
    }

    /* ---- Closing ---- */

    /// Closes the descriptor. What waits for it fails with `EBADF`. Closing twice does no harm.
    ///
    /// Standard input and output are replaced by a file that is always empty, so that their numbers
    /// stay taken.
    public Promise<@Nullable Void> close() {
        if (isUnusable()) {
            return Lwt.unit();
        }
        closed = true;
        Promise<@Nullable Void> result = Lwt.unit();
        try {
            port.close();
        } catch (UnixException e) {
            result = Lwt.fail(e);
        }
        reads.failAll(null);
        writes.failAll(null);
        if (listens) {
            main.shortage().listenerClosed();
        }
        main.descriptorClosed();
        return result;
    }

    /// Whether [#close] was called.
    public boolean isClosed() {
        return closed;
    }

    UnixException closedFailure(String function) {
        return UnixException.of(Errno.EBADF, function, port.toString());
    }

    private void checkOpen(String function) throws UnixException {
        if (isUnusable()) {
            throw closedFailure(function);
        }
    }

    /// Whether it is closed. Refuses callers who are not on its loop.
    private boolean isUnusable() {
        main.checkCaller();
        return closed;
    }

    /* ---- For the engine ---- */

    MainLoop main() {
        return main;
    }

    Port port() {
        return port;
    }

    Engine.Watch watch(Direction direction, Runnable callback) {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(callback, "callback");
        if (isUnusable()) {
            throw new IllegalStateException(port + " is closed and cannot be watched");
        }
        return queue(direction).watch(callback);
    }

    OperationQueue queue(Direction direction) {
        return direction == Direction.READ ? reads : writes;
    }

    /// The engine found these directions (bits) ready.
    void ready(int directions) {
        if ((directions & Port.READ) != 0) {
            reads.ready();
        }
        if ((directions & Port.WRITE) != 0 && !closed) {
            writes.ready();
        }
    }

    /// The engine cannot watch it.
    void failWaiting(UnixException cause) {
        reads.failAll(cause);
        writes.failAll(cause);
    }

    /// Whether somebody waits for it to be ready.
    boolean isAwaited() {
        return reads.isAwaited() || writes.isAwaited();
    }

    @Override
    public String toString() {
        return port + (closed ? " (closed)" : "");
    }
}
