package lwt.unix;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an engine offers of the calls on files by name. They may wait for a disk: workers make them.
interface PathCalls {
    FileStatus status(Path path, boolean followsLinks) throws UnixException;

    void access(Path path, Set<AccessMode> modes) throws UnixException;

    void unlink(Path path) throws UnixException;

    void rename(Path from, Path to) throws UnixException;

    void link(Path existing, Path added) throws UnixException;

    void symlink(Path target, Path link) throws UnixException;

    Path readlink(Path link) throws UnixException;

    void mkdir(Path path, int permissions) throws UnixException;

    void rmdir(Path path) throws UnixException;

    void mkfifo(Path path, int permissions) throws UnixException;

    void chmod(Path path, int permissions) throws UnixException;

    /// -1 leaves the owner or the group as it is.
    void chown(Path path, int user, int group) throws UnixException;

    /// Null is now.
    void utimes(Path path, @Nullable Instant access, @Nullable Instant modification) throws UnixException;

    void truncate(Path path, long length) throws UnixException;

    void chdir(Path path) throws UnixException;

    void chroot(Path path) throws UnixException;

    Path getcwd() throws UnixException;

    DirectoryBody openDirectory(Path path) throws UnixException;
}
