package lwt.unix;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls on sockets that may have to wait, beyond those that every stream has.
abstract class SocketOperation<T> extends Operation<T> {
    final SocketPort socket;
    private final String function;

    private SocketOperation(SocketPort socket, String function) {
        this.socket = socket;
        this.function = function;
    }

    @Override
    final String function() {
        return function;
    }

    /* ---- Connections ---- */

    /// Accepts up to so many connections, as many as are there.
    static final class AcceptMany extends SocketOperation<AcceptedMany> {
        private final MainLoop main;
        private final int most;

        AcceptMany(SocketPort socket, MainLoop main, int most) {
            super(socket, "accept");
            this.main = main;
            this.most = most;
        }

        @Override
        @Nullable
        AcceptedMany attempt(OperationQueue queue) throws UnixException {
            List<Accepted> accepted = new ArrayList<>();
            while (accepted.size() < most && !queue.isHeld()) {
                try {
                    Port port = accept(queue, main, true);
                    if (port == null) {
                        break;
                    }
                    accepted.add(new Accepted(new FileDescriptor(main, port), port.peer()));
                } catch (UnixException e) {
                    if (accepted.isEmpty()) {
                        throw e;
                    }
                    return new AcceptedMany(accepted, Optional.of(e));
                }
            }
            return accepted.isEmpty() ? null : new AcceptedMany(accepted, Optional.empty());
        }
    }

    /* ---- Messages ---- */

    static final class Receive extends SocketOperation<Integer> {
        private final ByteBuffer buffer;
        private final int flags;

        Receive(SocketPort socket, ByteBuffer buffer, int flags) {
            super(socket, "recv");
            this.buffer = buffer;
            this.flags = flags;
        }

        @Override
        @Nullable
        Integer attempt(OperationQueue queue) throws UnixException {
            return transferred(socket.receive(buffer, flags), queue);
        }
    }

    static final class ReceiveFrom extends SocketOperation<Received> {
        private final ByteBuffer buffer;
        private final int flags;

        ReceiveFrom(SocketPort socket, ByteBuffer buffer, int flags) {
            super(socket, "recvfrom");
            this.buffer = buffer;
            this.flags = flags;
        }

        @Override
        @Nullable
        Received attempt(OperationQueue queue) throws UnixException {
            Received received = socket.receiveFrom(buffer, flags);
            queue.expectMore(received != null); // messages come in flocks
            return received;
        }
    }

    static final class ReceiveMessage extends SocketOperation<ReceivedMessage> {
        private final List<ByteBuffer> buffers;

        ReceiveMessage(SocketPort socket, List<ByteBuffer> buffers) {
            super(socket, "recvmsg");
            this.buffers = buffers;
        }

        @Override
        @Nullable
        ReceivedMessage attempt(OperationQueue queue) throws UnixException {
            ReceivedMessage received = socket.receiveMessage(buffers);
            queue.expectMore(received != null);
            return received;
        }
    }

    /// Sending to an address or, without one, to the peer.
    abstract static class AnySend extends SocketOperation<Integer> {
        final @Nullable SocketAddress target;
        private final Pause pause = new Pause();

        AnySend(SocketPort socket, String function, @Nullable SocketAddress target) {
            super(socket, function);
            this.target = target;
        }

        abstract int send() throws UnixException;

        @Override
        final @Nullable Integer attempt(OperationQueue queue) throws UnixException {
            int sent = send();
            if (sent == Port.WOULD_WAIT && target != null && !SocketAddresses.isInternet(target)) {
                // The receiver's queue is full, and the system tells nobody when there is room again.
                pause.hold(queue);
                return null;
            }
            return transferred(sent, queue);
        }
    }

    static final class Send extends AnySend {
        private final ByteBuffer buffer;
        private final int flags;

        Send(SocketPort socket, ByteBuffer buffer, @Nullable SocketAddress target, int flags) {
            super(socket, target == null ? "send" : "sendto", target);
            this.buffer = buffer;
            this.flags = flags;
        }

        @Override
        int send() throws UnixException {
            return socket.send(buffer, target, flags);
        }
    }

    static final class SendMessage extends AnySend {
        private final List<ByteBuffer> buffers;
        private final List<FileDescriptor> descriptors;

        SendMessage(
                SocketPort socket,
                List<ByteBuffer> buffers,
                List<FileDescriptor> descriptors,
                @Nullable SocketAddress target) {
            super(socket, "sendmsg", target);
            this.buffers = buffers;
            this.descriptors = descriptors;
        }

        @Override
        int send() throws UnixException {
            return socket.sendMessage(buffers, descriptors, target);
        }
    }

    private static @Nullable Integer transferred(int count, OperationQueue queue) {
        if (count == Port.WOULD_WAIT) {
            return null;
        }
        queue.expectMore(true);
        return count;
    }
}
