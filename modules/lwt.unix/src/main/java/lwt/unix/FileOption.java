package lwt.unix;

import java.nio.file.OpenOption;

/// How to open a file, beyond what [java.nio.file.StandardOpenOption] says.
///
/// @see LwtUnix#openFile(java.nio.file.Path, OpenOption...)
public enum FileOption implements OpenOption {
    /// Does not wait for the other end when a named pipe is opened: `O_NONBLOCK`.
    NON_BLOCKING,
    /// A terminal that is opened does not become the one that controls the process: `O_NOCTTY`.
    NO_CONTROLLING_TERMINAL,
    /// Reads wait, too, until what was written before is on the disk: `O_RSYNC`.
    RSYNC,
    /// Programs that this one starts have the file open as well; otherwise it is closed on exec.
    KEEP_ON_EXEC
}
