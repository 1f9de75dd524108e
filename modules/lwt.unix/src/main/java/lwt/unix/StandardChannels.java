package lwt.unix;

import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// The standard channels of one loop, each made when it is first asked for.
final class StandardChannels {
    private @Nullable InputChannel stdin;
    private @Nullable OutputChannel stdout;
    private @Nullable OutputChannel stderr;

    static StandardChannels ofCurrentLoop() {
        return Loop.current().attachment(StandardChannels.class, _ -> new StandardChannels());
    }

    InputChannel stdin() {
        InputChannel channel = stdin;
        if (channel == null) {
            channel = InputChannel.of(LwtUnix.stdin());
            stdin = channel;
        }
        return channel;
    }

    OutputChannel stdout() {
        OutputChannel channel = stdout;
        if (channel == null) {
            channel = OutputChannel.of(LwtUnix.stdout());
            stdout = channel;
        }
        return channel;
    }

    OutputChannel stderr() {
        OutputChannel channel = stderr;
        if (channel == null) {
            channel = OutputChannel.of(LwtUnix.stderr());
            stderr = channel;
        }
        return channel;
    }

    /// Writes what is left in the output channels; fails with the first failure, after trying both.
    Promise<@Nullable Void> flush() {
        return Lwt.join(flush(stdout), flush(stderr));
    }

    private static Promise<@Nullable Void> flush(@Nullable OutputChannel channel) {
        return channel == null || channel.isClosed() ? Lwt.unit() : channel.flush();
    }
}
