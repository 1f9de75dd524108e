package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A descriptor of Linux.
final class LinuxPort extends Port {
    /*
     * A descriptor that we made does not block. Standard input and output came from outside: other processes share
     * them, so they must stay blocking. For these we ask poll(2) whether the next call would wait, and write no more
     * at a time than a pipe that is ready surely takes.
     */
    private static final int MOST_AT_ONCE = 262_144; // the collector waits meanwhile
    private static final int MOST_TO_SHARED = 4_096; // PIPE_BUF

    private static final int LAST_STANDARD = 2;

    private static int nextSerial;

    final int number;
    final int serial = nextSerial++; // a race between loops does no harm: it is compared within one
    int registered;
    boolean isChanged;
    boolean canWait = true;

    private final LinuxCalls calls;
    private boolean shared;
    private boolean usesJobs;
    private @Nullable LinuxSocket socket;
    private boolean connected;
    private boolean closed;

    LinuxPort(LinuxCalls calls, int number, boolean shared) {
        this.calls = calls;
        this.number = number;
        this.shared = shared;
    }

    /// The port of a descriptor that nobody else has.
    static LinuxPort of(LinuxCalls calls, int number, FileKind kind) throws UnixException {
        LinuxPort port = new LinuxPort(calls, number, false);
        port.become(kind, false);
        if (!port.usesJobs) {
            calls.setBlocking(number, false);
        }
        return port;
    }

    /// The port of a descriptor that came from outside. If `blocking` is null, pipes and sockets do
    /// not block, and others do as they did; if `setsFlags`, the system is told.
    static LinuxPort adopted(LinuxCalls calls, int number, @Nullable Boolean blocking, boolean setsFlags)
            throws UnixException {
        LinuxPort port = new LinuxPort(calls, number, false);
        FileKind kind = port.body().status().kind();
        boolean isStream = kind == FileKind.FIFO || kind == FileKind.SOCKET;
        boolean wanted = blocking != null ? blocking : !isStream && calls.isBlocking(number);
        port.become(kind, wanted);
        if (setsFlags && !port.usesJobs) {
            calls.setBlocking(number, wanted);
        }
        return port;
    }

    private void become(FileKind kind, boolean blocking) {
        usesJobs = switch (kind) {
            case REGULAR, DIRECTORY, BLOCK_DEVICE -> true;
            case CHARACTER_DEVICE, FIFO, SOCKET, SYMBOLIC_LINK -> false;
        };
        canWait = !usesJobs;
        shared = blocking && !usesJobs;
    }

    /* ---- The descriptor itself ---- */

    @Override
    int number() {
        return number;
    }

    @Override
    boolean isBlocking() {
        return shared || usesJobs;
    }

    @Override
    void setBlocking(boolean blocking, boolean setsFlags) throws UnixException {
        if (usesJobs) {
            return; // its calls are jobs in any case
        }
        if (setsFlags) {
            calls.setBlocking(number, blocking);
        }
        shared = blocking;
    }

    @Override
    void setCloseOnExec(boolean closes) throws UnixException {
        calls.setCloseOnExec(number, closes);
    }

    @Override
    LinuxPort duplicate(boolean closeOnExec) throws UnixException {
        LinuxPort copy = new LinuxPort(calls, calls.duplicate(number, closeOnExec), shared);
        copy.usesJobs = usesJobs;
        copy.canWait = canWait;
        return copy;
    }

    /// The kernel watches what is behind a descriptor, not its number: it is told to forget the old
    /// and, if somebody waits, to watch the new.
    @Override
    void duplicateOnto(Port port, boolean closeOnExec) throws UnixException {
        LinuxPort target = (LinuxPort) port;
        if (target.number == number) {
            return;
        }
        int awaited = target.wanted;
        target.calls.engine.forget(target);
        LinuxCalls.check(
                calls.libc.dup3(number, target.number, closeOnExec ? Structs.O_CLOEXEC : 0), "dup2", toString());
        Inheritance.note(target.number, !closeOnExec);
        target.usesJobs = usesJobs;
        target.canWait = canWait;
        target.shared = shared;
        if ((awaited & READ) != 0) {
            target.watch(READ);
        }
        if ((awaited & WRITE) != 0) {
            target.watch(WRITE);
        }
    }

    @Override
    boolean isReady(int direction) {
        return calls.isReady(number, direction == READ ? Structs.POLLIN : Structs.POLLOUT);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    boolean usesJobs() {
        return usesJobs;
    }

    @Override
    FileBody body() {
        return new NativeFile(number);
    }

    /* ---- Bytes ---- */

    @Override
    int read(byte[] bytes, int offset, int length) throws UnixException {
        if (!shared) {
            return transferred(
                    calls.libc.read(number, slice(bytes, offset, length), Math.min(length, MOST_AT_ONCE)), "read");
        }
        int count = readShared(length);
        if (count > 0) {
            MemorySegment.copy(calls.buffer(), JAVA_BYTE, 0, bytes, offset, count);
        }
        return count;
    }

    @Override
    int read(ByteBuffer buffer) throws UnixException {
        int count;
        if (!shared) {
            MemorySegment segment = MemorySegment.ofBuffer(buffer);
            int length = Math.min(buffer.remaining(), MOST_AT_ONCE);
            count = transferred(calls.libc.read(number, segment, length), "read");
        } else {
            count = readShared(buffer.remaining());
            if (count > 0) {
                MemorySegment.copy(calls.buffer(), 0, MemorySegment.ofBuffer(buffer), 0, count);
            }
        }
        if (count > 0) {
            buffer.position(buffer.position() + count);
        }
        return count;
    }

    @Override
    int write(byte[] bytes, int offset, int length) throws UnixException {
        if (!shared) {
            return transferred(
                    calls.libc.write(number, slice(bytes, offset, length), Math.min(length, MOST_AT_ONCE)), "write");
        }
        return writeShared(MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    @Override
    int write(ByteBuffer buffer) throws UnixException {
        MemorySegment segment = MemorySegment.ofBuffer(buffer);
        int count = shared
                ? writeShared(segment)
                : transferred(calls.libc.write(number, segment, Math.min(buffer.remaining(), MOST_AT_ONCE)), "write");
        if (count > 0) {
            buffer.position(buffer.position() + count);
        }
        return count;
    }

    @Override
    int readv(List<ByteBuffer> buffers) throws UnixException {
        if (shared) {
            return super.readv(buffers);
        }
        try (Arena arena = Arena.ofConfined()) {
            IoVectors vectors = IoVectors.toRead(arena, buffers);
            int count = transferred(calls.libc.readv(number, vectors.array(), vectors.count()), "readv");
            vectors.moved(Math.max(0, count));
            return count;
        }
    }

    @Override
    int writev(List<ByteBuffer> buffers) throws UnixException {
        if (shared) {
            return super.writev(buffers);
        }
        try (Arena arena = Arena.ofConfined()) {
            IoVectors vectors = IoVectors.toWrite(arena, buffers);
            int count = transferred(calls.libc.writev(number, vectors.array(), vectors.count()), "writev");
            vectors.moved(Math.max(0, count));
            return count;
        }
    }

    @Override
    int most(int direction) {
        if (!shared) {
            return MOST_AT_ONCE;
        }
        return direction == READ ? LinuxCalls.BUFFER_SIZE : MOST_TO_SHARED;
    }

    private int readShared(int length) throws UnixException {
        if (!calls.isReady(number, Structs.POLLIN)) {
            return WOULD_WAIT;
        }
        int most = Math.min(length, LinuxCalls.BUFFER_SIZE);
        return transferred(calls.libc.waitingRead(number, calls.buffer(), most), "read");
    }

    private int writeShared(MemorySegment source) throws UnixException {
        if (!calls.isReady(number, Structs.POLLOUT)) {
            return WOULD_WAIT;
        }
        long most = Math.min(source.byteSize(), MOST_TO_SHARED);
        MemorySegment.copy(source, 0, calls.buffer(), 0, most);
        return transferred(calls.libc.waitingWrite(number, calls.buffer(), most), "write");
    }

    private int transferred(int result, String function) throws UnixException {
        if (result >= 0) {
            return result;
        }
        if (result == -Errno.EAGAIN.code) {
            return WOULD_WAIT;
        }
        throw UnixException.of(-result, function, toString());
    }

    private static MemorySegment slice(byte[] bytes, int offset, int length) {
        return MemorySegment.ofArray(bytes).asSlice(offset, length);
    }

    /* ---- Connections ---- */

    @Override
    @Nullable
    Port accept(boolean withAddress) throws UnixException {
        while (true) {
            if (shared && !isReady(READ)) {
                return null;
            }
            int result = calls.accept(number, withAddress);
            if (result >= 0) {
                LinuxPort accepted = new LinuxPort(calls, result, false);
                accepted.peer = withAddress ? calls.acceptedFrom() : null;
                return accepted;
            }
            if (result == -Errno.EAGAIN.code) {
                return null;
            }
            if (!isOfConnection(-result)) {
                throw UnixException.of(-result, "accept", toString());
            }
        }
    }

    @Override
    boolean isOneOfTheLast() {
        return number >= calls.greatestNumber() - Shortage.FEW; // the system gives the least that is free
    }

    /// Whether an error of accept(2) is about the connection that was to be accepted, which is gone
    /// by now.
    private static boolean isOfConnection(int code) {
        Errno errno = Errno.of(code);
        return switch (errno) {
            case ECONNABORTED, EPROTO, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, EPERM -> true;
            case null, default -> false;
        };
    }

    @Override
    boolean connect(SocketAddress address) throws UnixException {
        if (connected) {
            // Linux says this only to the third attempt, when it told of the first one's success by an event.
            throw UnixException.of(Errno.EISCONN, "connect", SocketAddresses.show(address));
        }
        int result = calls.connect(number, socket("connect").fitting(address));
        if (result == -Errno.EINPROGRESS.code || result == -Errno.EINTR.code || result == -Errno.EALREADY.code) {
            return false; // the last of them: an earlier attempt was canceled, but the system goes on
        }
        LinuxCalls.check(result, "connect", SocketAddresses.show(address));
        return true;
    }

    @Override
    boolean finishConnect(SocketAddress address) throws UnixException {
        if (!calls.isReady(number, Structs.POLLOUT)) {
            return false;
        }
        LinuxCalls.check(-calls.pendingError(number), "connect", SocketAddresses.show(address));
        connected = true;
        return true;
    }

    @Override
    LinuxSocket socket(String function) {
        LinuxSocket current = socket;
        if (current == null) {
            current = new LinuxSocket(this, calls); // whether it is one, the system will tell
            socket = current;
        }
        return current;
    }

    @Override
    void shutdown(int direction) throws UnixException {
        int how = direction == READ ? Structs.SHUT_RD : Structs.SHUT_WR;
        LinuxCalls.check(calls.libc.shutdown(number, how), "shutdown", toString());
    }

    @Override
    SocketAddress localAddress() throws UnixException {
        return calls.localAddress(number);
    }

    @Override
    SocketAddress remoteAddress() throws UnixException {
        return calls.remoteAddress(number);
    }

    /* ---- Watching and closing ---- */

    @Override
    void watch(int direction) throws UnixException {
        if ((wanted & direction) == 0) {
            wanted |= direction;
            if ((registered & direction) == 0) {
                calls.engine.register(this);
            }
        }
    }

    @Override
    void unwatch(int direction) {
        wanted &= ~direction;
        if (direction == WRITE && (registered & WRITE) != 0) {
            calls.engine.noteChange(this);
        }
    }

    @Override
    void forget() {
        calls.engine.forget(this);
        closed = true;
    }

    @Override
    void close() throws UnixException {
        forget();
        Inheritance.note(number, false);
        int result = number <= LAST_STANDARD ? replaceByNothing() : calls.libc.close(number);
        if (result != -Errno.EINTR.code) { // it is closed all the same
            LinuxCalls.check(result, "close", toString());
        }
    }

    /// The numbers 0, 1 and 2 must not become those of other files: whoever prints would write into
    /// them.
    private int replaceByNothing() {
        try (Arena arena = Arena.ofConfined()) {
            int nothing = calls.libc.open(arena.allocateFrom("/dev/null"), Structs.O_RDWR | Structs.O_CLOEXEC);
            if (nothing < 0) {
                return nothing;
            }
            int result = calls.libc.dup3(nothing, number, 0);
            calls.libc.close(nothing);
            return Math.min(result, 0);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
