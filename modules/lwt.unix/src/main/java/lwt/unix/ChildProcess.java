package lwt.unix;

import java.time.Duration;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A child process: its number, its channels, its end.
///
/// The loop waits for it in any case: when it has ended, nothing of it is left in the system,
/// whether anybody asks or not. A channel that the program forgets without closing it is closed
/// when the collector finds it.
///
/// @see LwtProcess#openProcessNone
/// @see "Lwt_process.process_none (Lwt 2.2)"
public final class ChildProcess {
    /// What a child process does at this moment.
    public sealed interface State {
        /// It has not ended, as far as the loop knows.
        record Running() implements State {}

        /// It has ended.
        ///
        /// @param status how
        record Exited(ProcessStatus status) implements State {}
    }

    private final Child child;
    private final String shown;
    private final @Nullable OutputChannel stdin;
    private final @Nullable InputChannel stdout;
    private final @Nullable InputChannel stderr;
    private @Nullable Promise<ProcessStatus> closed;

    private ChildProcess(Spawned spawned, String shown) {
        this.child = spawned.child();
        this.shown = shown;
        this.stdin = spawned.stdin();
        this.stdout = spawned.stdout();
        this.stderr = spawned.stderr();
    }

    static ChildProcess start(Command command) throws UnixException {
        ChildProcess process = new ChildProcess(Children.ofCurrentLoop().start(command), command.toString());
        command.timeout().ifPresent(process::limit);
        return process;
    }

    private void limit(Duration timeout) {
        Promise<@Nullable Void> time = LwtUnix.sleep(timeout);
        child.ended().onTermination(time::cancel);
        time.onSuccess(_ -> {
            terminate();
            abortChannels().ignoreResult(_ -> {}); // close() tells
        });
    }

    /* ---- The process ---- */

    /// Its number. After its end the system may give it to another process.
    public long pid() {
        return child.pid();
    }

    /// Whether it has ended, and how. Told at once.
    public State state() {
        return switch (child.ended().state()) {
            case lwt.State.Return<ChildStatus>(var end) -> new State.Exited(end.status());
            case lwt.State.Fail<ChildStatus> _, lwt.State.Sleep<ChildStatus> _ -> new State.Running();
        };
    }

    /// Sends it a signal; does nothing if it has ended.
    ///
    /// The portable engine can send [UnixSignal#TERM] and [UnixSignal#KILL] only.
    ///
    /// @throws UnixException if it must not be sent one: `EPERM`
    public void kill(UnixSignal signal) throws UnixException {
        Objects.requireNonNull(signal, "signal");
        if (child.isRunning()) {
            child.kill(signal);
        }
    }

    /// Ends it at once (`SIGKILL`); does nothing if it has ended.
    ///
    /// @throws UnixException if that is not allowed: `EPERM`
    public void terminate() throws UnixException {
        kill(UnixSignal.KILL);
    }

    /// How it ended, as soon as it has. Canceling it has no effect on the process.
    public Promise<ProcessStatus> status() {
        return child.ended().shielded().map(ChildStatus::status);
    }

    /// The processor time it took, as soon as it has ended; zero where [LwtUnix#haveWait4] is
    /// false. Canceling it has no effect on the process.
    public Promise<ResourceUsage> rusage() {
        return child.ended().shielded().map(ChildStatus::usage);
    }

    /* ---- Its channels ---- */

    /// Writes to its standard input. Writing fails with `EPIPE` when nobody reads it any more.
    ///
    /// @throws IllegalStateException if that is not a pipe: only [LwtProcess#openProcessOut],
    ///     [LwtProcess#openProcess] and [LwtProcess#openProcessFull] make one
    public OutputChannel stdin() {
        return present(stdin, "standard input", "openProcessOut, openProcess or openProcessFull");
    }

    /// Reads its standard output.
    ///
    /// @throws IllegalStateException if that is not a pipe: only [LwtProcess#openProcessIn],
    ///     [LwtProcess#openProcess] and [LwtProcess#openProcessFull] make one
    public InputChannel stdout() {
        return present(stdout, "standard output", "openProcessIn, openProcess or openProcessFull");
    }

    /// Reads its standard error output.
    ///
    /// @throws IllegalStateException if that is not a pipe: only [LwtProcess#openProcessFull] makes
    ///     one
    public InputChannel stderr() {
        return present(stderr, "standard error output", "openProcessFull");
    }

    private <C> C present(@Nullable C channel, String stream, String openers) {
        if (channel == null) {
            throw new IllegalStateException("the " + stream + " of \"" + shown
                    + "\" is not a pipe to this process: open it with " + openers + ", or with Redirection.PIPE");
        }
        return channel;
    }

    /// Closes the channels, flushing what was written, and waits for the process's end: resolves
    /// with how that was. Fails with the first failure to close. Does not end the process, except
    /// that it may find its input at the end and its output unwanted.
    ///
    /// Closing again has the same outcome. Canceling it has no effect.
    public Promise<ProcessStatus> close() {
        Promise<ProcessStatus> current = closed;
        if (current == null) {
            current = closeChannels().bind(_ -> status());
            closed = current;
        }
        return current.shielded();
    }

    private Promise<@Nullable Void> closeChannels() {
        return Lwt.join(
                stdin == null ? Lwt.unit() : stdin.close(),
                stdout == null ? Lwt.unit() : stdout.close(),
                stderr == null ? Lwt.unit() : stderr.close());
    }

    /// Closes the channels at once; what was not yet flushed is dropped.
    Promise<@Nullable Void> abortChannels() {
        return Lwt.join(
                stdin == null ? Lwt.unit() : stdin.abort(),
                stdout == null ? Lwt.unit() : stdout.close(),
                stderr == null ? Lwt.unit() : stderr.close());
    }

    /// The command and the process's number.
    @Override
    public String toString() {
        return shown + " (process " + pid() + ")";
    }
}
