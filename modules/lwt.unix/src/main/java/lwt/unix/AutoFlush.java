package lwt.unix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Flushes the output channels of one loop that were written to, once the loop has run everything
/// that was ready; so many small writes in a row reach the descriptor as one.
///
/// When the loop ends, it starts to write what is left, and waits for the standard channels. For
/// others it does not wait: a peer that reads nothing must not keep the program from ending, and
/// whoever wants to be sure closes a channel.
final class AutoFlush {
    private List<OutputChannel> written = new ArrayList<>();
    private List<OutputChannel> spare = new ArrayList<>();
    private final Set<OutputChannel> open = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean hooked;

    static AutoFlush ofCurrentLoop() {
        return Loop.current().attachment(AutoFlush.class, _ -> new AutoFlush());
    }

    void add(OutputChannel channel) {
        open.add(channel);
    }

    void remove(OutputChannel channel) {
        open.remove(channel);
    }

    /// Flushes every open channel; failures are for those who use the channels next.
    Promise<@Nullable Void> flushAll() {
        List<Promise<@Nullable Void>> flushes = new ArrayList<>();
        for (OutputChannel channel : List.copyOf(open)) {
            flushes.add(Lwt.catching(channel::flush, _ -> Lwt.unit()));
        }
        return Lwt.join(flushes);
    }

    void plan(OutputChannel channel) {
        if (written.isEmpty()) {
            Lwt.pause().onSuccess(_ -> flushWritten());
        }
        written.add(channel);
        if (!hooked) {
            hooked = true;
            LwtMain.atExit(this::atExit);
        }
    }

    private Promise<@Nullable Void> atExit() {
        hooked = false;
        flushWritten();
        return StandardChannels.ofCurrentLoop().flush();
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
