package lwt.unix;

import java.io.IOException;
import java.util.Objects;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Ties two channels to one descriptor: closing the input closes the output, and closing the output closes all.
final class Connection {
    private final ByteSource source;
    private final ByteSink sink;
    @Nullable ChannelPair channels;

    Connection(ByteSource source, ByteSink sink) {
        this.source = source;
        this.sink = sink;
    }

    private ChannelPair channels() {
        return Objects.requireNonNull(channels, "set before a channel is used");
    }

    ByteSource source() {
        return new ByteSource() {
            @Override
            public Promise<Integer> read(byte[] bytes, int offset, int length) {
                return source.read(bytes, offset, length);
            }

            @Override
            public Promise<@Nullable Void> close() {
                return channels().output().close();
            }
        };
    }

    ByteSink sink() {
        return new ByteSink() {
            @Override
            public Promise<Integer> write(byte[] bytes, int offset, int length) {
                return sink.write(bytes, offset, length);
            }

            @Override
            public void shutdownSend() throws IOException {
                sink.shutdownSend();
            }

            @Override
            public Promise<@Nullable Void> close() {
                channels().input().shut();
                return sink.close();
            }
        };
    }
}
