package lwt.unix;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/// How a process becomes a daemon.
///
/// The standard streams may be [Redirection#KEEP], [Redirection#DEV_NULL], [Redirection#CLOSE] or
/// a file. `CLOSE` is done as `DEV_NULL`: a number that is free would become that of the next file,
/// and the JVM would go on printing into it.
///
/// @param stdin what the standard input becomes
/// @param stdout where the standard output goes
/// @param stderr where the standard error output goes
/// @param directory the working directory: a daemon should not keep a file system busy
/// @param umask the permissions that new files lack, 0 to 0777; empty to keep them
public record DaemonOptions(
        Redirection stdin, DaemonOutput stdout, DaemonOutput stderr, Path directory, OptionalInt umask) {
    /// Reads nothing, its output goes nowhere, in the directory `/`, with the umask 022.
    public static final DaemonOptions DEFAULT = new DaemonOptions(
            Redirection.DEV_NULL,
            DaemonOutput.to(Redirection.DEV_NULL),
            DaemonOutput.to(Redirection.DEV_NULL),
            Path.of("/"),
            OptionalInt.of(022));

    /// Checks the streams and the umask.
    public DaemonOptions {
        DaemonOutput.check(stdin);
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(directory, "directory");
        if (umask.isPresent() && (umask.getAsInt() < 0 || umask.getAsInt() > 0777)) {
            throw new IllegalArgumentException(
                    "a umask is between 0 and 0777, not 0" + Integer.toOctalString(umask.getAsInt()));
        }
    }

    /// The same with another standard input.
    public DaemonOptions withStdin(Redirection input) {
        return new DaemonOptions(input, stdout, stderr, directory, umask);
    }

    /// The same with another standard output.
    public DaemonOptions withStdout(DaemonOutput output) {
        return new DaemonOptions(stdin, output, stderr, directory, umask);
    }

    /// The same with another standard error output.
    public DaemonOptions withStderr(DaemonOutput output) {
        return new DaemonOptions(stdin, stdout, output, directory, umask);
    }

    /// The same in another directory.
    public DaemonOptions withDirectory(Path path) {
        return new DaemonOptions(stdin, stdout, stderr, path, umask);
    }

    /// The same with another umask, or empty to keep what there is.
    public DaemonOptions withUmask(OptionalInt mask) {
        return new DaemonOptions(stdin, stdout, stderr, directory, mask);
    }
}
