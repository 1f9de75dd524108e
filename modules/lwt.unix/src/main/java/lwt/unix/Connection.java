package lwt.unix;

import java.io.IOException;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Ties two channels to one descriptor: closing the input closes the output, and closing the output
/// closes all.
final class Connection {
    private final ByteSource source;
    private final ByteSink sink;
    private final ChannelPair channels;

    Connection(ByteSource source, ByteSink sink, int capacity) {
        this.source = source;
        this.sink = sink;
        this.channels = new ChannelPair(
                new InputChannel(new SourceSide(), capacity), new OutputChannel(new SinkSide(), capacity));
    }

    ChannelPair channels() {
        return channels;
    }

    private final class SourceSide implements ByteSource {
        @Override
        public Promise<Integer> read(byte[] bytes, int offset, int length) throws Exception {
            return source.read(bytes, offset, length);
        }

        @Override
        public Promise<@Nullable Void> close() {
            return channels.output().close();
        }

        @Override
        public String toString() {
            return source.toString();
        }
    }

    private final class SinkSide implements ByteSink {
        @Override
        public Promise<Integer> write(byte[] bytes, int offset, int length) throws Exception {
            return sink.write(bytes, offset, length);
        }

        @Override
        public void shutdownSend() throws IOException {
            sink.shutdownSend();
        }

        @Override
        public Promise<@Nullable Void> close() throws Exception {
            channels.input().shut();
            return sink.close();
        }

        @Override
        public String toString() {
            return sink.toString();
        }
    }
}
