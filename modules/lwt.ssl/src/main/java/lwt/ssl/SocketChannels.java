package lwt.ssl;

import lwt.Lwt;
import lwt.Promise;
import lwt.unix.ByteSink;
import lwt.unix.ByteSource;
import lwt.unix.ChannelPair;
import lwt.unix.InputChannel;
import lwt.unix.OutputChannel;
import org.jspecify.annotations.Nullable;

/// Ties two channels to one socket: closing the input closes the output, and closing the output closes
/// all.
final class SocketChannels {
    private static final int RECORD = 16 * 1024;

    private final SslSocket socket;
    private final OutputChannel output = OutputChannel.make(new Sink());
    private final InputChannel input = InputChannel.make(new Source());

    SocketChannels(SslSocket socket) {
        this.socket = socket;
        if (socket.isSsl() && output.bufferSize() < RECORD) {
            output.resizeBuffer(RECORD).ignoreResult(); // a record costs much the same, however long it is
        }
    }

    ChannelPair pair() {
        return new ChannelPair(input, output);
    }

    private final class Source implements ByteSource {
        @Override
        public Promise<Integer> read(byte[] bytes, int offset, int length) {
            return socket.read(bytes, offset, length);
        }

        @Override
        public Promise<@Nullable Void> close() {
            return output.close();
        }

        @Override
        public String toString() {
            return socket.toString();
        }
    }

    private final class Sink implements ByteSink {
        @Override
        public Promise<Integer> write(byte[] bytes, int offset, int length) {
            return socket.write(bytes, offset, length);
        }

        /// A failure is what the socket's close reports.
        @Override
        public void shutdownSend() {
            Lwt.dontWait(socket::shutdownSend, _ -> {});
        }

        @Override
        public Promise<@Nullable Void> close() {
            return socket.close();
        }

        @Override
        public String toString() {
            return socket.toString();
        }
    }
}
