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
    private @Nullable FileQueue calls;
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
        if (port.usesJobs()) {
            return calls().read(ByteBuffer.wrap(bytes, offset, length));
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
        if (port.usesJobs()) {
            return calls().read(buffer);
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
        if (port.usesJobs()) {
            return calls().write(ByteBuffer.wrap(bytes, offset, length));
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
        if (port.usesJobs()) {
            return calls().write(buffer);
        }
        return buffer.hasRemaining() ? writes.submit(new Operation.WriteBuffer(buffer)) : Lwt.of(0);
    }

    /* ---- Files ---- */

    /// Moves the position from which the next read or write begins. Resolves with the new one,
    /// counted from the beginning of the file.
    ///
    /// Fails with `ESPIPE` for what has no position, such as a pipe or a socket, and with `EINVAL`
    /// if it would lie before the beginning.
    public Promise<Long> seek(long offset, SeekFrom from) {
        Objects.requireNonNull(from, "from");
        if (isUnusable()) {
            return Lwt.fail(closedFailure("lseek"));
        }
        return from == SeekFrom.END
                ? calls().call("lseek", file -> file.seek(offset, from))
                : calls().callAtOnce("lseek", file -> file.seek(offset, from));
    }

    /// Moves the position to `offset` bytes from the beginning of the file.
    public Promise<Long> seek(long offset) {
        return seek(offset, SeekFrom.START);
    }

    /// The position from which the next read or write begins, when those asked for before are done.
    public Promise<Long> position() {
        return seek(0, SeekFrom.CURRENT);
    }

    /// Cuts the file, or lengthens it by zeros, to `length` bytes. Its position stays.
    public Promise<@Nullable Void> truncate(long length) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure("ftruncate"));
        }
        return calls().call("ftruncate", file -> {
            file.truncate(length);
            return null;
        });
    }

    /// What the system knows of the file. On the portable engine, of the file that has now the name
    /// that was opened; of other things than files nothing is known there.
    public Promise<FileStatus> status() {
        return isUnusable() ? Lwt.fail(closedFailure("fstat")) : calls().call("fstat", FileBody::status);
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
        port.forget();
        // Not while a worker makes a call: its number might become another file's.
        Promise<@Nullable Void> result = calls != null || port.usesJobs() ? calls().close() : closeAtOnce();
        reads.failAll(null);
        writes.failAll(null);
        if (listens) {
            main.shortage().listenerClosed();
        }
        main.descriptorClosed();
        return result;
    }

    private Promise<@Nullable Void> closeAtOnce() {
        try {
            port.close();
            return Lwt.unit();
        } catch (UnixException e) {
            return Lwt.fail(e);
        }
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

    /// The calls that workers make.
    private FileQueue calls() {
        FileQueue current = calls;
        if (current == null) {
            current = new FileQueue(main, port);
            calls = current;
        }
        return current;
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
