package lwt.unix;

import java.util.Objects;
import lwt.Promise;
import lwt.ThrowingFunction;

/// Where the standard output of a daemon goes.
public abstract sealed class DaemonOutput {
    private DaemonOutput() {}

    /// To a file, to nowhere, or where it went before.
    ///
    /// @throws IllegalArgumentException for a pipe or a descriptor
    public static DaemonOutput to(Redirection redirection) {
        return new Redirected(redirection);
    }

    /// To a function, line by line, on the loop of the thread that called
    /// [LwtDaemon#daemonize]. A thread reads what the program prints, so that printing never has to
    /// wait for the loop; lines wait in memory while the loop does not run. What the function fails
    /// with goes to the hook for asynchronous exceptions. It must not print itself.
    public static DaemonOutput lines(ThrowingFunction<? super String, ? extends Promise<?>> receiver) {
        return new Lines(receiver);
    }

    /// To the log, line by line, as messages of level [LogLevel#NOTICE]; otherwise as [#lines]. The
    /// default logger must then be one that does not write to the stream itself:
    /// [LwtLog#setDefaultLogger].
    public static DaemonOutput log() {
        return lines(line -> LwtLog.notice(line));
    }

    static void check(Redirection redirection) {
        if (redirection == Redirection.PIPE || redirection instanceof Redirection.Descriptor) {
            throw new IllegalArgumentException(
                    "a daemon's stream can be KEEP, DEV_NULL, CLOSE or a file, not " + redirection);
        }
        Objects.requireNonNull(redirection, "redirection");
    }

    /// [#to].
    static final class Redirected extends DaemonOutput {
        final Redirection redirection;

        Redirected(Redirection redirection) {
            check(redirection);
            this.redirection = redirection;
        }
    }

    /// [#lines].
    static final class Lines extends DaemonOutput {
        final ThrowingFunction<? super String, ? extends Promise<?>> receiver;

        Lines(ThrowingFunction<? super String, ? extends Promise<?>> receiver) {
            this.receiver = Objects.requireNonNull(receiver, "receiver");
        }
    }
}
