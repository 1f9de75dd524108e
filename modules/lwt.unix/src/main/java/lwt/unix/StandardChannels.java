package lwt.unix;

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// The standard channels of one loop, each made when it is first asked for.
///
/// What is in their buffers when the program ends is written: by the loop's exit hook if the loop
/// can still run ([AutoFlush]), else by [LastWords].
final class StandardChannels {
    private final Thread owner;
    private @Nullable InputChannel stdin;
    private @Nullable OutputChannel stdout;
    private @Nullable OutputChannel stderr;

    static StandardChannels ofCurrentLoop() {
        return Loop.current().attachment(StandardChannels.class, StandardChannels::new);
    }

    private StandardChannels(Loop loop) {
        this.owner = loop.owner();
        LastWords.of(this);
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

    void redirect(OutputChannel newStdout, OutputChannel newStderr) {
        stdout = newStdout;
        stderr = newStderr;
    }

    /// Writes what is left in the output channels; fails with the first failure, after trying both.
    Promise<@Nullable Void> flush() {
        return Lwt.join(flush(stdout), flush(stderr));
    }

    private static Promise<@Nullable Void> flush(@Nullable OutputChannel channel) {
        return channel == null || channel.isClosed() ? Lwt.unit() : channel.flush();
    }

    /// Writes what the exit hooks have left, when the loop cannot do it any more: because its thread
    /// waits in `System.exit`, or has ended without running the loop once more.
    private static final class LastWords {
        private static final Set<StandardChannels> ALL =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

        static {
            ExitHooks.afterwards(LastWords::say);
        }

        private LastWords() {}

        static void of(StandardChannels channels) {
            ALL.add(channels);
        }

        private static void say() {
            for (StandardChannels channels : ALL.toArray(StandardChannels[]::new)) {
                if (cannotRun(channels.owner)) {
                    write(channels.stdout, java.io.FileDescriptor.out);
                    write(channels.stderr, java.io.FileDescriptor.err);
                }
            }
        }

        /// Nobody else touches the channels of such a thread's loop, and what it did is visible
        /// here: it started this thread, or it ended before the process began to end.
        private static boolean cannotRun(Thread owner) {
            return !owner.isAlive() || ExitHooks.isInExit(owner);
        }

        @SuppressWarnings("resource") // the standard descriptors stay open
        private static void write(@Nullable OutputChannel channel, java.io.FileDescriptor file) {
            byte[] unwritten = channel == null ? new byte[0] : channel.takeUnwritten();
            try {
                new FileOutputStream(file).write(unwritten);
            } catch (IOException _) {
                // The program has ended; there is nobody left to be told.
            }
        }
    }
}
