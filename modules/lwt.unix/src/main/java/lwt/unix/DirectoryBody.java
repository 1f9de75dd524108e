package lwt.unix;

import java.nio.file.Path;
import java.util.List;

/// An open directory. Its methods are called by workers, but by one at a time, each after the other
/// has returned: they are synchronized.
interface DirectoryBody {
    /// The next entries, as many as are cheap to get at once; none at the end.
    List<Path> next() throws UnixException;

    void rewind() throws UnixException;

    /// Closing twice does no harm.
    void close() throws UnixException;
}
