package lwt.unix;

import org.jspecify.annotations.Nullable;

/// A child process that was started, with the channels to it that its [Command] asked for.
record Spawned(
        Child child,
        @Nullable OutputChannel stdin,
        @Nullable InputChannel stdout,
        @Nullable InputChannel stderr) {}
