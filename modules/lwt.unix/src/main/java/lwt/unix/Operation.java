package lwt.unix;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// A call on a descriptor that may have to wait until the descriptor is ready.
abstract class Operation<T> {
    /// The one that was asked for after this.
    @Nullable
    Operation<?> next;

    private @Nullable Resolver<T> resolver;

    /// Makes the call. Returns its result, or null if it would have to wait; tells `queue` whether
    /// another call would.
    abstract @Nullable T attempt(OperationQueue queue) throws Exception;

    /// The name of the call.
    abstract String function();

    /// The promise of the result, for those who wait. Canceling it takes the operation back.
    final Promise<T> await() {
        resolver = Lwt.task();
        return resolver.promise();
    }

    /// Whether somebody still waits for the result.
    final boolean isWaiting() {
        return resolver != null && resolver.promise().isSleeping();
    }

    final void end(T result) {
        if (resolver != null) {
            resolver.wakeup(result);
        }
    }

    final void fail(Throwable failure) {
        if (resolver != null) {
            resolver.fail(failure);
        }
    }

    /* ---- Bytes ---- */

    /// The result of a transfer, for [#attempt].
    private static @Nullable Integer transferred(int count, int asked, int direction, OperationQueue queue) {
        if (count == Port.WOULD_WAIT) {
            return null;
        }
        // Who got all that was asked for may get more; the end of a file stays.
        queue.expectMore(count == Math.min(asked, queue.port().most(direction)) || count == 0);
        return count;
    }

    static final class Read extends Operation<Integer> {
        private final byte[] bytes;
        private final int offset;
        private final int length;

        Read(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            return transferred(queue.port().read(bytes, offset, length), length, Port.READ, queue);
        }

        @Override
        String function() {
            return "read";
        }
    }

    static final class ReadBuffer extends Operation<Integer> {
        private final ByteBuffer buffer;

        ReadBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            int room = buffer.remaining();
            return transferred(queue.port().read(buffer), room, Port.READ, queue);
        }

        @Override
        String function() {
            return "read";
        }
    }

    static final class Write extends Operation<Integer> {
        private final byte[] bytes;
        private final int offset;
        private final int length;

        Write(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            return transferred(queue.port().write(bytes, offset, length), length, Port.WRITE, queue);
        }

        @Override
        String function() {
            return "write";
        }
    }

    static final class WriteBuffer extends Operation<Integer> {
        private final ByteBuffer buffer;

        WriteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            int length = buffer.remaining();
            return transferred(queue.port().write(buffer), length, Port.WRITE, queue);
        }

        @Override
        String function() {
            return "write";
        }
    }

    /// Into, or from, several buffers.
    static final class Vectors extends Operation<Integer> {
        private final List<ByteBuffer> buffers;
        private final int direction;

        Vectors(List<ByteBuffer> buffers, int direction) {
            this.buffers = buffers;
            this.direction = direction;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            long length = 0;
            for (ByteBuffer buffer : buffers) {
                length += buffer.remaining();
            }
            Port port = queue.port();
            int count = direction == Port.READ ? port.readv(buffers) : port.writev(buffers);
            return transferred(count, (int) Math.min(length, Integer.MAX_VALUE), direction, queue);
        }

        @Override
        String function() {
            return direction == Port.READ ? "readv" : "writev";
        }
    }

    /* ---- Readiness ---- */

    /// Waits until the descriptor is ready, and takes nothing.
    static final class Ready extends Operation<Boolean> {
        private final int direction;

        Ready(int direction) {
            this.direction = direction;
        }

        @Override
        @Nullable
        Boolean attempt(OperationQueue queue) throws UnixException {
            return queue.port().isReady(direction) ? Boolean.TRUE : null;
        }

        @Override
        String function() {
            return "poll";
        }
    }

    /// A call of the program's own.
    static final class Action<T> extends Operation<T> {
        private final Callable<Optional<T>> call;

        Action(Callable<Optional<T>> call) {
            this.call = call;
        }

        @Override
        @Nullable
        T attempt(OperationQueue queue) throws Exception {
            return call.call().orElse(null);
        }

        @Override
        String function() {
            return "call";
        }
    }

    /* ---- Connections ---- */

    /// A connection that waits, or null if there is none or there is no descriptor for it.
    static @Nullable Port accept(OperationQueue queue, MainLoop main, boolean withAddress) throws UnixException {
        Port accepted;
        try {
            accepted = queue.port().accept(withAddress);
        } catch (UnixException e) {
            if (Shortage.isShortage(e)) {
                main.shortage().holdBack(queue, e);
                return null;
            }
            throw e;
        }
        if (accepted != null) {
            queue.expectMore(true); // connections come in flocks
            main.shortage().accepted(queue, accepted);
        }
        return accepted;
    }

    static final class Accept extends Operation<FileDescriptor> {
        private final MainLoop main;

        Accept(MainLoop main) {
            this.main = main;
        }

        @Override
        @Nullable
        FileDescriptor attempt(OperationQueue queue) throws UnixException {
            Port accepted = accept(queue, main, false);
            return accepted == null ? null : new FileDescriptor(main, accepted);
        }

        @Override
        String function() {
            return "accept";
        }
    }

    static final class Connect extends Operation<FileDescriptor> {
        private final FileDescriptor file;
        private final SocketAddress address;
        private boolean begun;
        private final Pause pause = new Pause();

        Connect(FileDescriptor file, SocketAddress address) {
            this.file = file;
            this.address = address;
        }

        @Override
        @Nullable
        FileDescriptor attempt(OperationQueue queue) throws UnixException {
            try {
                boolean done = begun
                        ? queue.port().finishConnect(address)
                        : queue.port().connect(address);
                begun = true;
                return done ? file : null;
            } catch (UnixException e) {
                if (!e.is(Errno.EAGAIN)) {
                    throw e;
                }
                // A Unix-domain listener's backlog is full, and the system tells nobody when there is room again.
                pause.hold(queue);
                return null;
            }
        }

        @Override
        String function() {
            return "connect";
        }
    }
}
