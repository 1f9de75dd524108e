package lwt.unix;

import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// An input and an output channel that belong together: the two sides of a connection, or the two
/// ends of a pipe.
///
/// The channels of a *connection* share one descriptor: closing either of them flushes the output,
/// then closes both and the descriptor. So `close` of one is `close` of the connection, and what
/// was written before is not lost. To end the output only, and go on reading, see
/// [OutputChannel#shutdownSend()]. The channels of a *pipe* have a descriptor each and are closed
/// each by itself.
///
/// @param input the channel to read from
/// @param output the channel to write to
public record ChannelPair(InputChannel input, OutputChannel output) {
    /// The channels of a connected socket.
    public static ChannelPair of(FileDescriptor socket) {
        DescriptorEnds ends = new DescriptorEnds(socket);
        return connection(ends, ends, LwtIo.defaultBufferSize());
    }

    /// The channels over a source and a sink that are closed together: by `sink.close()`, once.
    static ChannelPair connection(ByteSource source, ByteSink sink, int capacity) {
        return new Connection(source, sink, capacity).channels();
    }

    /// Flushes the output, then closes both channels. Fails with the first failure, after both are
    /// closed. Canceling it gives up the bytes that wait, and closes at once. Closing again, or
    /// closing what the program has closed itself, does no harm and has the same outcome.
    public Promise<@Nullable Void> close() {
        return Closing.inTurn(output::close, input::close);
    }

    /// Closes both channels at once; what is in the output's buffer is dropped.
    public Promise<@Nullable Void> abort() {
        return Closing.inTurn(output::abort, input::close);
    }
}
