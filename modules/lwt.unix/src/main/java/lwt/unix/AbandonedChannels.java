package lwt.unix;

import java.lang.ref.Cleaner;
import lwt.Loop;

/// Channels to child processes that the program has forgotten without closing them: what they read
/// or write is closed when the collector finds them, so that the child gets the end.
///
/// A channel on which somebody waits is not forgotten: the engine knows its descriptor, that knows
/// the operation, and that who waits.
final class AbandonedChannels {
    private static final Cleaner CLEANER = Cleaner.create();

    private AbandonedChannels() {}

    /// Has `end` closed, on the current loop, when nobody knows `channel` any more. The end must
    /// not know the channel.
    static <C> C watch(C channel, FileDescriptor end) {
        Loop loop = Loop.current();
        return watch(channel, () -> loop.execute(() -> end.close().ignoreResult()));
    }

    /// Calls `close`, on a thread of its own.
    static <C> C watch(C channel, Runnable close) {
        CLEANER.register(channel, close);
        return channel;
    }
}
