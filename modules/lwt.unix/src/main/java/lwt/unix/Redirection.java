package lwt.unix;

import java.nio.file.Path;
import java.util.Objects;

/// What a standard stream of a child process is.
///
/// They are made in the order standard input, output, error output, and in the child: a copy of
/// [LwtUnix#stdout] as the error output is what the child's output already is (`2>&1` in a shell).
///
/// @see Command#withStdin
public abstract sealed class Redirection {
    /// The stream that this process has itself. The default.
    public static final Redirection KEEP = new Fixed("KEEP");

    /// Always empty, swallows everything: `/dev/null`.
    public static final Redirection DEV_NULL = new Fixed("DEV_NULL");

    /// None: the child's calls on it fail. Programs seldom expect that; see [#DEV_NULL].
    ///
    /// On the portable engine it is a pipe whose other end is closed.
    public static final Redirection CLOSE = new Fixed("CLOSE");

    /// A pipe to this process: a channel of [ChildProcess].
    public static final Redirection PIPE = new Fixed("PIPE");

    /// A file: standard input reads it from its beginning on; output makes it, or empties it if it
    /// is there. A relative path starts at this process's directory, not at the child's.
    public static Redirection file(Path path) {
        return new File(path, false);
    }

    /// A file, made if it is not there, to whose end output is added.
    public static Redirection append(Path path) {
        return new File(path, true);
    }

    /// A copy of a descriptor, which stays open here. The child's copy blocks, as programs expect;
    /// that of a socket cannot: it is as the original is.
    ///
    /// The portable engine can copy standard streams only, and only [LwtUnix#stdout] to another
    /// place, which is the error output.
    public static Redirection copy(FileDescriptor descriptor) {
        return new Descriptor(descriptor, false);
    }

    /// A descriptor, which is closed here when the child is started, also if that fails.
    public static Redirection move(FileDescriptor descriptor) {
        return new Descriptor(descriptor, true);
    }

    private Redirection() {}

    /// One of the constants.
    private static final class Fixed extends Redirection {
        private final String name;

        Fixed(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// [#file] and [#append].
    static final class File extends Redirection {
        final Path path;
        final boolean appends;

        File(Path path, boolean appends) {
            this.path = Objects.requireNonNull(path, "path");
            this.appends = appends;
        }

        @Override
        public String toString() {
            return (appends ? "append to " : "file ") + path;
        }
    }

    /// [#copy] and [#move].
    static final class Descriptor extends Redirection {
        final FileDescriptor descriptor;
        final boolean moves;

        Descriptor(FileDescriptor descriptor, boolean moves) {
            this.descriptor = Objects.requireNonNull(descriptor, "descriptor");
            this.moves = moves;
        }

        @Override
        public String toString() {
            return (moves ? "move of " : "copy of ") + descriptor;
        }
    }
}
