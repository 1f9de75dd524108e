package lwt.unix;

import java.util.ArrayList;
import java.util.List;
import lwt.Loop;
import lwt.Lwt;

/// Flushes the output channels of one loop that were written to, once the loop has run everything that was ready; so
/// many small writes in a row reach the descriptor as one.
final class AutoFlush {
    private List<OutputChannel> written = new ArrayList<>();
    private List<OutputChannel> spare = new ArrayList<>();

    static AutoFlush ofCurrentLoop() {
        return Loop.current().attachment(AutoFlush.class, _ -> new AutoFlush());
    }

    void plan(OutputChannel channel) {
        if (written.isEmpty()) {
            Lwt.pause().onSuccess(_ -> flushWritten());
        }
        written.add(channel);
    }

    /// Starts to write what the channels hold; those that cannot take it now go on by themselves.
    void flushWritten() {
        List<OutputChannel> channels = written;
        written = spare;
        for (OutputChannel channel : channels) {
            channel.flushByItself();
        }
        channels.clear();
        spare = channels;
    }
}
