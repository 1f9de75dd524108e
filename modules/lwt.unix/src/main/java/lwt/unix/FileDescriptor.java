package lwt.unix;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private static final int MOST_BUFFERS = FileStructs.IOV_MAX;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final MainLoop main;
    private final Port port;
    private final OperationQueue reads = new OperationQueue(this, Port.READ);
    private final OperationQueue writes = new OperationQueue(this, Port.WRITE);
    private @Nullable FileQueue calls;
    private boolean listens;
    private boolean closed;
    private @Nullable Throwable aborted;

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
            return calls().read("read", List.of(ByteBuffer.wrap(bytes, offset, length)), -1);
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
            return calls().read("read", List.of(buffer), -1);
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
            return calls().write("write", List.of(ByteBuffer.wrap(bytes, offset, length)), -1);
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
            return calls().write("write", List.of(buffer), -1);
        }
        return buffer.hasRemaining() ? writes.submit(new Operation.WriteBuffer(buffer)) : Lwt.of(0);
    }

    /// Reads into several buffers, one after the other, and moves their positions. Resolves with the
    /// number of bytes read: 0 at the end of file. No more than 1,024 buffers are filled at a time.
    ///
    /// @throws ReadOnlyBufferException if a buffer cannot be written to
    public Promise<Integer> readv(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.isReadOnly()) {
                throw new ReadOnlyBufferException();
            }
        }
        return transferAll("readv", buffers, Port.READ);
    }

    /// Writes some of the bytes that remain in several buffers, one after the other, and moves
    /// their positions. Resolves with the number written. No more than 1,024 buffers are written
    /// at a time.
    public Promise<Integer> writev(List<ByteBuffer> buffers) {
        return transferAll("writev", buffers, Port.WRITE);
    }

    private Promise<Integer> transferAll(String function, List<ByteBuffer> buffers, int direction) {
        List<ByteBuffer> some = List.copyOf(buffers.subList(0, Math.min(buffers.size(), MOST_BUFFERS)));
        if (isUnusable()) {
            return Lwt.fail(closedFailure(function));
        }
        if (some.stream().noneMatch(ByteBuffer::hasRemaining)) {
            return Lwt.of(0);
        }
        boolean reads = direction == Port.READ;
        if (port.usesJobs()) {
            return reads ? calls().read(function, some, -1) : calls().write(function, some, -1);
        }
        return (reads ? this.reads : writes).submit(new Operation.Vectors(some, direction));
    }

    /* ---- Readiness ---- */

    /// Resolves when a read would not have to wait. A file is always ready.
    public Promise<@Nullable Void> waitRead() {
        return waitReady(reads, Port.READ);
    }

    /// Resolves when a write would not have to wait. A file is always ready.
    public Promise<@Nullable Void> waitWrite() {
        return waitReady(writes, Port.WRITE);
    }

    private Promise<@Nullable Void> waitReady(OperationQueue queue, int direction) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure("poll"));
        }
        try {
            return port.isReady(direction)
                    ? Lwt.unit()
                    : queue.submitLater(new Operation.Ready(direction)).map(_ -> null);
        } catch (UnixException e) {
            return Lwt.fail(e);
        }
    }

    /// Whether a read would not have to wait now.
    public boolean isReadable() throws UnixException {
        checkOpen("poll");
        return port.isReady(Port.READ);
    }

    /// Whether a write would not have to wait now.
    public boolean isWritable() throws UnixException {
        checkOpen("poll");
        return port.isReady(Port.WRITE);
    }

    /// Makes a call of the program's own, such as one of a C library: at once, and if it would have
    /// to wait, which it says by an empty result, again whenever the descriptor is ready. Resolves
    /// with its result, or fails with what it throws. It takes its turn among reads or writes.
    public <T> Promise<T> call(Direction direction, Callable<Optional<T>> call) {
        Objects.requireNonNull(call, "call");
        if (isUnusable()) {
            return Lwt.fail(closedFailure("call"));
        }
        Optional<T> result;
        try {
            if (queue(direction).isAwaited()) {
                return callWhenReady(direction, call);
            }
            result = call.call();
        } catch (Exception e) {
            return Lwt.fail(e);
        }
        return result.map(Lwt::of).orElseGet(() -> callWhenReady(direction, call));
    }

    /// Makes a call of the program's own as [#call] does, for the first time when the descriptor is
    /// ready.
    public <T> Promise<T> callWhenReady(Direction direction, Callable<Optional<T>> call) {
        Objects.requireNonNull(call, "call");
        return isUnusable()
                ? Lwt.fail(closedFailure("call"))
                : queue(direction).submitLater(new Operation.Action<>(call));
    }

    /* ---- Files ---- */

    /// Reads at most `length` bytes into `bytes` from `offset` on, from this place of the file;
    /// its position stays. Resolves with the number read: 0 at the end of file.
    ///
    /// Fails with `ESPIPE` for what has no position.
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public Promise<Integer> pread(byte[] bytes, int offset, int length, long position) {
        return pread(ByteBuffer.wrap(bytes, offset, length), position);
    }

    /// Reads from this place of the file into the buffer's room and moves the buffer's position,
    /// not the file's.
    public Promise<Integer> pread(ByteBuffer buffer, long position) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        Promise<Integer> failed = badPlace("pread", position);
        return failed != null ? failed : calls().read("pread", List.of(buffer), position);
    }

    /// Writes some of the `length` bytes of `bytes` from `offset` on, to this place of the file; its
    /// position stays. Resolves with the number written.
    ///
    /// Fails with `ESPIPE` for what has no position.
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public Promise<Integer> pwrite(byte[] bytes, int offset, int length, long position) {
        return pwrite(ByteBuffer.wrap(bytes, offset, length), position);
    }

    /// Writes some of the bytes that remain in the buffer to this place of the file, and moves the
    /// buffer's position, not the file's.
    public Promise<Integer> pwrite(ByteBuffer buffer, long position) {
        Objects.requireNonNull(buffer, "buffer");
        Promise<Integer> failed = badPlace("pwrite", position);
        return failed != null ? failed : calls().write("pwrite", List.of(buffer), position);
    }

    private @Nullable Promise<Integer> badPlace(String function, long position) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure(function));
        }
        return position < 0 ? Lwt.fail(UnixException.of(Errno.EINVAL, function, port.toString())) : null;
    }

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

    /// Resolves when what was written is on the disk.
    public Promise<@Nullable Void> sync() {
        return change("fsync", file -> file.sync(false));
    }

    /// Resolves when what was written is on the disk, if not the file's times and the like.
    public Promise<@Nullable Void> dataSync() {
        return change("fdatasync", file -> file.sync(true));
    }

    /// Changes what the file permits.
    ///
    /// @param permissions the lowest twelve bits of its mode, such as `0644`
    public Promise<@Nullable Void> chmod(int permissions) {
        return change("fchmod", file -> file.chmod(permissions));
    }

    /// Gives the file to another user and group; -1 leaves the one or the other.
    public Promise<@Nullable Void> chown(int user, int group) {
        return change("fchown", file -> file.chown(user, group));
    }

    /// Whether it is a terminal. The portable engine knows that of standard input and output only,
    /// and calls them terminals if both are.
    public Promise<Boolean> isTerminal() {
        return isUnusable() ? Lwt.fail(closedFailure("isatty")) : calls().callAtOnce("isatty", FileBody::isTerminal);
    }

    /// Locks or unlocks `length` bytes from the file's position on, or before it if the length is
    /// negative, or all to the end, however long the file gets, if it is 0.
    ///
    /// Waiting for a lock holds up no other call on the file, and ends when it is canceled; a lock
    /// that was got meanwhile is given back.
    public Promise<@Nullable Void> lock(LockCommand command, long length) {
        Objects.requireNonNull(command, "command");
        return isUnusable() ? Lwt.fail(closedFailure("lockf")) : lock(command, length, FIRST_PAUSE);
    }

    /// The system could wait, too, but a worker that waits for a lock cannot be called off.
    private Promise<@Nullable Void> lock(LockCommand command, long length, Duration pause) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure("lockf"));
        }
        boolean waits = command == LockCommand.LOCK || command == LockCommand.READ_LOCK;
        return calls().call("lockf", file -> file.lock(command, length), undoing(command, length))
                .bind(done -> {
                    if (done) {
                        return Lwt.unit();
                    }
                    if (!waits) {
                        return Lwt.fail(UnixException.of(Errno.EAGAIN, "lockf", port.toString()));
                    }
                    Duration next = pause.multipliedBy(2);
                    return LwtUnix.sleep(pause)
                            .bind(_ -> lock(command, length, next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE));
                });
    }

    /// A lock that was got for somebody who has given up is not kept.
    private static FileQueue.Undo<Boolean> undoing(LockCommand command, long length) {
        return (file, done) -> {
            if (done && command != LockCommand.UNLOCK && command != LockCommand.TEST) {
                file.lock(LockCommand.UNLOCK, length);
            }
        };
    }

    private interface Change {
        void make(FileBody body) throws UnixException;
    }

    private Promise<@Nullable Void> change(String function, Change change) {
        return isUnusable()
                ? Lwt.fail(closedFailure(function))
                : calls().call(function, file -> {
                    change.make(file);
                    return null;
                });
    }

    /* ---- The descriptor itself ---- */

    /// The descriptor of this number, which was not opened by this library. From now on it belongs
    /// to the result, whose [#close] closes it.
    ///
    /// Pipes and sockets are told not to block. Terminals and other devices stay as they are, since
    /// other processes may share them, and are asked before each call whether it would wait. Calls
    /// on files and disks are made by workers.
    ///
    /// @throws UnixException `EBADF` if there is no such descriptor
    /// @throws UnsupportedOperationException with the portable engine
    public static FileDescriptor of(int number) throws UnixException {
        MainLoop main = MainLoop.current();
        return new FileDescriptor(main, main.calls().adopt(number, null, true));
    }

    /// The descriptor of this number, as [#of(int)] makes it, but known to block or not.
    ///
    /// @param setFlags whether the system is told to let it block or not; if not, it is so already
    /// @throws UnixException `EBADF` if there is no such descriptor
    /// @throws UnsupportedOperationException with the portable engine
    public static FileDescriptor of(int number, boolean blocking, boolean setFlags) throws UnixException {
        MainLoop main = MainLoop.current();
        return new FileDescriptor(main, main.calls().adopt(number, blocking, setFlags));
    }

    /// The system's number of it.
    ///
    /// @throws IllegalStateException if it is closed: the number may be another file's by now
    /// @throws UnsupportedOperationException with the portable engine
    public int number() {
        if (closed) {
            throw new IllegalStateException(port + " is closed, its number is another file's or nobody's");
        }
        return port.number();
    }

    /// Whether a call of the system's on it may block. It makes no difference to the calls here,
    /// which never do.
    public boolean isBlocking() {
        return port.isBlocking();
    }

    /// Has the system block in calls on it, or not, which concerns other processes and libraries
    /// that use it. Files block in any case.
    public void setBlocking(boolean blocking) throws UnixException {
        setBlocking(blocking, true);
    }

    /// Says whether it blocks.
    ///
    /// @param setFlags whether the system is told; if not, it is so already
    public void setBlocking(boolean blocking, boolean setFlags) throws UnixException {
        checkOpen("fcntl");
        port.setBlocking(blocking, setFlags);
    }

    /// A second descriptor of the same open file, which shares its position. It is closed on exec.
    ///
    /// @throws UnsupportedOperationException with the portable engine
    public FileDescriptor dup() throws UnixException {
        return dup(true);
    }

    /// A second descriptor of the same open file, which shares its position.
    ///
    /// @throws UnsupportedOperationException with the portable engine
    public FileDescriptor dup(boolean closeOnExec) throws UnixException {
        checkOpen("dup");
        return new FileDescriptor(main, port.duplicate(closeOnExec));
    }

    /// Makes `target` a descriptor of this open file, after closing what it was. What waits for
    /// `target` waits for the new file from then on.
    ///
    /// @throws UnixException `EBUSY` while a worker makes a call on `target`
    /// @throws UnsupportedOperationException with the portable engine
    public void dup2(FileDescriptor target) throws UnixException {
        dup2(target, true);
    }

    /// Makes `target` a descriptor of this open file, as [#dup2(FileDescriptor)] does.
    public void dup2(FileDescriptor target, boolean closeOnExec) throws UnixException {
        checkOpen("dup2");
        target.checkOpen("dup2");
        FileQueue busy = target.calls;
        if (busy != null && busy.isBusy()) {
            throw UnixException.of(Errno.EBUSY, "dup2", target.port.toString());
        }
        port.duplicateOnto(target.port, closeOnExec);
    }

    /// Closes it in programs that this process starts, which is how descriptors are made here.
    public void setCloseOnExec() throws UnixException {
        checkOpen("fcntl");
        port.setCloseOnExec(true);
    }

    /// Leaves it open in programs that this process starts.
    ///
    /// @throws UnsupportedOperationException with the portable engine
    public void clearCloseOnExec() throws UnixException {
        checkOpen("fcntl");
        port.setCloseOnExec(false);
    }

    /* ---- Sockets ---- */

    /// Accepts a connection of a listening socket, when there is one. When the process has no
    /// descriptor left, waits until there is one again.
    public Promise<FileDescriptor> accept() {
        return isUnusable() ? Lwt.fail(closedFailure("accept")) : reads.submit(new Operation.Accept(main));
    }

    /// Like [#accept], with the address of the peer.
    public Promise<Accepted> acceptWithAddress() {
        return acceptMany(1).map(many -> many.connections().getFirst());
    }

    /// Accepts up to so many connections: when there is one, all that are there. If accepting fails
    /// after the first, those before are not lost: the failure comes with them.
    ///
    /// @throws IllegalArgumentException if `most` is not at least 1
    public Promise<AcceptedMany> acceptMany(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("one can accept 1 connection or more, not " + most);
        }
        return onSocket("accept", reads, socket -> new SocketOperation.AcceptMany(socket, main, most));
    }

    /// Gives a socket its address. Port 0 is any free one: see [#localAddress]. A Unix-domain path is
    /// made; who closes the socket has to remove it.
    ///
    /// Fails with [UnixException], `EADDRINUSE` for example.
    ///
    /// @throws IllegalArgumentException for names that are not resolved
    public Promise<@Nullable Void> bind(SocketAddress address) {
        SocketAddresses.checkResolved(address);
        if (isUnusable()) {
            return Lwt.fail(closedFailure("bind"));
        }
        try {
            SocketPort socket = socket("bind");
            socket.checkAddress(address, "bind");
            socket.bind(address);
            return Lwt.unit();
        } catch (UnixException | UnsupportedOperationException e) {
            return Lwt.fail(e);
        }
    }

    /// Begins to listen for connections: [#accept] takes them.
    ///
    /// @param backlog how many connections may wait to be accepted, at least 1
    /// @throws IllegalArgumentException if the backlog is below 1
    public void listen(int backlog) throws UnixException {
        LwtUnix.checkBacklog(backlog);
        socket("listen").listen(backlog);
        if (!listens) {
            listens = true;
            main.shortage().listenerOpened();
        }
    }

    /// Connects a socket. One for datagrams gets a peer, and may be given another one later.
    ///
    /// Fails with [UnixException], `ECONNREFUSED` for example. Canceling it does not stop the system
    /// from connecting: close the socket, or connect again to wait for that.
    ///
    /// @throws IllegalArgumentException for names that are not resolved; [LwtUnix#connect] takes them
    public Promise<@Nullable Void> connect(SocketAddress address) {
        SocketAddresses.checkResolved(address);
        if (isUnusable()) {
            return Lwt.fail(closedFailure("connect"));
        }
        try {
            socket("connect").checkAddress(address, "connect");
        } catch (UnixException | UnsupportedOperationException e) {
            return Lwt.fail(e);
        }
        return writes.submit(new Operation.Connect(this, address)).map(_ -> null);
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

    /// Ends both ways: [#shutdownSend] and [#shutdownReceive].
    public void shutdownAll() throws UnixException {
        checkOpen("shutdown");
        port.shutdown(Port.READ);
        port.shutdown(Port.WRITE);
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

    /* ---- Messages ---- */

    /// Receives into the buffer's room from a socket, when something is there. Resolves with the
    /// number of bytes: 0 at the end of a stream, and for an empty message. Of a message that is longer
    /// than the room the rest is lost.
    ///
    /// @throws UnsupportedOperationException with flags, on the portable engine
    public Promise<Integer> receive(ByteBuffer buffer, MessageFlag... flags) {
        checkWritable(buffer);
        int codes = MessageFlag.codes(flags);
        if ((codes & MessageFlag.OUT_OF_BAND.code) != 0) {
            return atOnce("recv", socket -> socket.receive(buffer, socket.flags("recv", flags)));
        }
        return onSocket(
                "recv", reads, socket -> new SocketOperation.Receive(socket, buffer, socket.flags("recv", flags)));
    }

    /// Like [#receive], with the sender's address and whether the message was longer than the room.
    public Promise<Received> receiveFrom(ByteBuffer buffer, MessageFlag... flags) {
        checkWritable(buffer);
        return onSocket(
                "recvfrom",
                reads,
                socket -> new SocketOperation.ReceiveFrom(socket, buffer, socket.flags("recvfrom", flags)));
    }

    /// Sends the bytes that remain in the buffer to the peer, as soon as there is room: some of them
    /// on a stream, all as one message otherwise, even none.
    ///
    /// Fails with `EMSGSIZE` if a message cannot be so long, with `EPIPE` if the peer is gone.
    public Promise<Integer> send(ByteBuffer buffer, MessageFlag... flags) {
        Objects.requireNonNull(buffer, "buffer");
        return onSocket(
                "send", writes, socket -> new SocketOperation.Send(socket, buffer, null, socket.flags("send", flags)));
    }

    /// Sends the bytes that remain in the buffer to this address as one message.
    ///
    /// @throws IllegalArgumentException for names that are not resolved
    public Promise<Integer> sendTo(ByteBuffer buffer, SocketAddress target, MessageFlag... flags) {
        Objects.requireNonNull(buffer, "buffer");
        SocketAddresses.checkResolved(target);
        return onSocket("sendto", writes, socket -> {
            socket.checkAddress(target, "sendto");
            return new SocketOperation.Send(socket, buffer, target, socket.flags("sendto", flags));
        });
    }

    /// Receives into the room of several buffers, the first ones first, and takes the descriptors that
    /// come along. These are open for this process only, not for programs that it starts.
    ///
    /// Canceling it loses neither bytes nor descriptors: the next call gets them.
    public Promise<ReceivedMessage> receiveMessage(List<ByteBuffer> buffers) {
        List<ByteBuffer> own = List.copyOf(buffers);
        own.forEach(FileDescriptor::checkWritable);
        return onSocket("recvmsg", reads, socket -> new SocketOperation.ReceiveMessage(socket, own));
    }

    /// Sends what remains in several buffers, as [#send] does, and descriptors along with it: the
    /// receiver gets copies of its own. Here they stay open, and may be closed when it has resolved.
    ///
    /// Passing descriptors needs a Unix-domain socket and the epoll engine.
    ///
    /// @throws IllegalArgumentException if there are descriptors but no bytes, with which they would be
    /// lost
    public Promise<Integer> sendMessage(List<ByteBuffer> buffers, List<FileDescriptor> descriptors) {
        return sendMessage(buffers, descriptors, null);
    }

    /// Like [#sendMessage], to this address.
    ///
    /// @throws IllegalArgumentException likewise, and for names that are not resolved
    public Promise<Integer> sendMessageTo(
            List<ByteBuffer> buffers, List<FileDescriptor> descriptors, SocketAddress target) {
        return sendMessage(buffers, descriptors, SocketAddresses.checkResolved(target));
    }

    private Promise<Integer> sendMessage(
            List<ByteBuffer> buffers, List<FileDescriptor> descriptors, @Nullable SocketAddress target) {
        List<ByteBuffer> own = List.copyOf(buffers);
        List<FileDescriptor> passed = List.copyOf(descriptors);
        if (!passed.isEmpty() && own.stream().noneMatch(ByteBuffer::hasRemaining)) {
            throw new IllegalArgumentException("descriptors need at least one byte to go with");
        }
        return onSocket("sendmsg", writes, socket -> {
            socket.checkDescriptors(passed);
            if (target != null) {
                socket.checkAddress(target, "sendmsg");
            }
            return new SocketOperation.SendMessage(socket, own, passed, target);
        });
    }

    private static void checkWritable(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
    }

    /* ---- Socket options ---- */

    /// The value of an option of [java.net.StandardSocketOptions], of [UnixSocketOptions], or of TCP's
    /// in `jdk.net.ExtendedSocketOptions`. It is null only for the interface of multicast, if none was
    /// chosen.
    ///
    /// @throws UnsupportedOperationException if the engine does not know the option
    public <T> T option(SocketOption<T> option) throws UnixException {
        return socket("getsockopt").option(Objects.requireNonNull(option, "option"));
    }

    /// Sets an option of those that [#option] knows.
    ///
    /// @throws UnsupportedOperationException if the engine does not know the option
    public <T> void setOption(SocketOption<T> option, T value) throws UnixException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        socket("setsockopt").setOption(option, value);
    }

    /// The error that the socket keeps for the next call, which then does not get it.
    ///
    /// @throws UnsupportedOperationException on the portable engine
    public Optional<UnixException> pendingError() throws UnixException {
        return socket("getsockopt").pendingError();
    }

    /// Who was at the other end of a Unix-domain stream when it was connected.
    ///
    /// @throws UnsupportedOperationException on the portable engine
    public Credentials peerCredentials() throws UnixException {
        return socket("getsockopt").peerCredentials();
    }

    /// Receives from now on what is sent to this group, over an interface of the system's choice. What
    /// is sent by this host comes too, unless the sender switches that off with `IP_MULTICAST_LOOP`.
    ///
    /// @throws IllegalArgumentException if the address is not one of a group
    public void joinGroup(InetAddress group) throws UnixException {
        socket("setsockopt").join(checkGroup(group), null);
    }

    /// Receives from now on what is sent to this group over this interface.
    ///
    /// @throws IllegalArgumentException if the address is not one of a group
    public void joinGroup(InetAddress group, NetworkInterface over) throws UnixException {
        socket("setsockopt").join(checkGroup(group), Objects.requireNonNull(over, "over"));
    }

    /// Ends what [#joinGroup(InetAddress)] began. Fails with `EADDRNOTAVAIL` if it did not.
    public void leaveGroup(InetAddress group) throws UnixException {
        socket("setsockopt").leave(checkGroup(group), null);
    }

    /// Ends what [#joinGroup(InetAddress, NetworkInterface)] began. Fails with `EADDRNOTAVAIL` if it
    /// did not.
    public void leaveGroup(InetAddress group, NetworkInterface over) throws UnixException {
        socket("setsockopt").leave(checkGroup(group), Objects.requireNonNull(over, "over"));
    }

    private static InetAddress checkGroup(InetAddress group) {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not the address of a group: " + group.getHostAddress());
        }
        return group;
    }

    /* ---- What socket calls share ---- */

    private SocketPort socket(String function) throws UnixException {
        checkOpen(function);
        return port.socket(function);
    }

    private interface SocketCall<T> {
        T on(SocketPort socket) throws UnixException;
    }

    /// What is wrong before the call is made fails the promise as well.
    private <T> Promise<T> onSocket(String function, OperationQueue queue, SocketCall<Operation<T>> operation) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure(function));
        }
        Operation<T> made;
        try {
            made = operation.on(socket(function));
        } catch (UnixException | UnsupportedOperationException e) {
            return Lwt.fail(e);
        }
        return queue.submit(made);
    }

    private Promise<Integer> atOnce(String function, SocketCall<Integer> call) {
        if (isUnusable()) {
            return Lwt.fail(closedFailure(function));
        }
        try {
            int count = call.on(socket(function));
            return count == Port.WOULD_WAIT
                    ? Lwt.fail(UnixException.of(Errno.EAGAIN, function, port.toString()))
                    : Lwt.of(count);
        } catch (UnixException | UnsupportedOperationException e) {
            return Lwt.fail(e);
        }
    }

    /* ---- Others ---- */

    /// The descriptor as a terminal, whether it is one or not.
    public Terminal terminal() {
        return new Terminal(this);
    }

    /// A call on the file that does not wait, in its turn.
    <T> Promise<T> callAtOnce(String function, FileQueue.Call<T> call) {
        return isUnusable() ? Lwt.fail(closedFailure(function)) : calls().callAtOnce(function, call);
    }

    /* ---- Closing ---- */

    /// Closes the descriptor. What waits for it fails with `EBADF`. Closing twice does no harm.
    ///
    /// Standard input and output are replaced by a file that is always empty, so that their numbers
    /// stay taken.
    public Promise<@Nullable Void> close() {
        main.checkCaller();
        if (closed) {
            return Lwt.unit();
        }
        closed = true;
        aborted = null;
        port.forget();
        if (calls != null) {
            calls.failWaiting(this::closedFailure);
        }
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

    /// Has what waits for the descriptor, and all calls from now on, fail with this. It is not
    /// closed: [#close] does that. A closed one stays as it is.
    public void abort(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        main.checkCaller();
        if (closed) {
            return;
        }
        aborted = cause;
        reads.failAll(cause);
        writes.failAll(cause);
        if (calls != null) {
            calls.failWaiting(_ -> cause);
        }
        port.unwatch(Port.READ);
        port.unwatch(Port.WRITE);
    }

    /// Whether it can be used.
    public DescriptorState state() {
        Throwable cause = aborted;
        if (closed) {
            return new DescriptorState.Closed();
        }
        return cause != null ? new DescriptorState.Aborted(cause) : new DescriptorState.Opened();
    }

    /// Whether [#close] was called.
    public boolean isClosed() {
        return closed;
    }

    /// Why this call fails on a descriptor that cannot be used any more.
    Throwable closedFailure(String function) {
        Throwable cause = aborted;
        return cause != null ? cause : UnixException.of(Errno.EBADF, function, port.toString());
    }

    void checkOpen(String function) throws UnixException {
        if (isUnusable()) {
            throw switch (closedFailure(function)) {
                case UnixException e -> e;
                case Throwable e ->
                    UnixException.causedBy(e, Errno.EBADF, "the descriptor was aborted", function, port.toString());
            };
        }
    }

    /// Whether it is closed or aborted. Refuses callers who are not on its loop.
    private boolean isUnusable() {
        main.checkCaller();
        return closed || aborted != null;
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
        return port + (closed ? " (closed)" : aborted != null ? " (aborted)" : "");
    }
}
