package lwt.unix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the JDK offers in place of the calls on files by name.
final class PortablePaths implements PathCalls {
    /// What the JDK is asked for.
    private interface Call<T> {
        T make() throws IOException;
    }

    private static <T> T call(String function, Object argument, Call<T> call) throws UnixException {
        try {
            return call.make();
        } catch (UnixException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translate(e, function, argument.toString());
        }
    }

    /* ---- Names ---- */

    @Override
    public void unlink(Path path) throws UnixException {
        call("unlink", path, () -> {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw UnixException.of(Errno.EISDIR, "unlink", path.toString());
            }
            Files.delete(path);
            return path;
        });
    }

    @Override
    public void rename(Path from, Path to) throws UnixException {
        call("rename", from + ", " + to, () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void link(Path existing, Path added) throws UnixException {
        call("link", existing + ", " + added, () -> Files.createLink(added, existing));
    }

    @Override
    public void symlink(Path target, Path link) throws UnixException {
        call("symlink", target + ", " + link, () -> Files.createSymbolicLink(link, target));
    }

    @Override
    public Path readlink(Path link) throws UnixException {
        return call("readlink", link, () -> Files.readSymbolicLink(link));
    }

    @Override
    public void mkdir(Path path, int permissions) throws UnixException {
        call(
                "mkdir",
                path,
                () -> Files.createDirectory(path, Permissions.attributes(permissions, path.getFileSystem())));
    }

    @Override
    public void rmdir(Path path) throws UnixException {
        call("rmdir", path, () -> {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw UnixException.of(Errno.ENOTDIR, "rmdir", path.toString());
            }
            Files.delete(path);
            return path;
        });
    }

    @Override
    public void mkfifo(Path path, int permissions) {
        throw Unsupported.onPortableEngine("mkfifo", "have the program mkfifo make it");
    }

    /* ---- What they stand for ---- */

    @Override
    public FileStatus status(Path path, boolean followsLinks) throws UnixException {
        return followsLinks ? FileStatus.of(path, "stat") : FileStatus.of(path, "lstat", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void access(Path path, Set<AccessMode> modes) throws UnixException {
        call("access", path, () -> {
            path.getFileSystem().provider().checkAccess(path, modes.toArray(AccessMode[]::new));
            return path;
        });
    }

    @Override
    public void chmod(Path path, int permissions) throws UnixException {
        checkUnix(path, "chmod");
        call("chmod", path, () -> Files.setAttribute(path, "unix:mode", permissions));
    }

    @Override
    public void chown(Path path, int user, int group) throws UnixException {
        checkUnix(path, "chown");
        call("chown", path, () -> {
            if (user != -1) {
                Files.setAttribute(path, "unix:uid", user);
            }
            if (group != -1) {
                Files.setAttribute(path, "unix:gid", group);
            }
            return path;
        });
    }

    private static void checkUnix(Path path, String function) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            throw Unsupported.onPortableEngine(
                    function, "set what this file system has instead, with java.nio.file.Files.setAttribute");
        }
    }

    @Override
    public void utimes(Path path, @Nullable Instant access, @Nullable Instant modification) throws UnixException {
        call("utimes", path, () -> {
            Instant now = Instant.now();
            Files.getFileAttributeView(path, BasicFileAttributeView.class)
                    .setTimes(
                            FileTime.from(modification == null ? now : modification),
                            FileTime.from(access == null ? now : access),
                            null);
            return path;
        });
    }

    @Override
    public void truncate(Path path, long length) throws UnixException {
        call("truncate", path, () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                ChannelFile.truncate(channel, length, "truncate", path.toString());
            }
            return path;
        });
    }

    /* ---- The process's directories ---- */

    @Override
    public void chdir(Path path) {
        throw Unsupported.onPortableEngine("chdir", "resolve paths against a directory of the program's own");
    }

    @Override
    public void chroot(Path path) {
        throw Unsupported.onPortableEngine("chroot", "start the program with chroot(8)");
    }

    @Override
    public Path getcwd() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public DirectoryBody openDirectory(Path path) throws UnixException {
        return call("opendir", path, () -> new PortableDirectory(path));
    }
}
