package lwt.unix;

import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// The system's calls on files by name, as promises.
///
/// Workers make them (see [LwtUnix#asyncMethod]), as they may wait for a disk. Calls that are under
/// way together may be made in any order. They fail with [UnixException], which names the call and
/// the path. Canceling one drops its result; a worker that has begun with it goes on.
///
/// On the portable engine the JDK makes them; those that it lacks, [#mkfifo], [#chdir] and
/// [#chroot], and on file systems without owners and modes [#chmod] and [#chown], fail there with an
/// [UnsupportedOperationException] that says so. Otherwise a path must be one of the default file
/// system.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtFiles {
    private LwtFiles() {}

    /// What is called on a worker.
    private interface Call<T extends @Nullable Object> {
        T make(PathCalls calls) throws UnixException;
    }

    private interface Action {
        void make(PathCalls calls) throws UnixException;
    }

    private static <T extends @Nullable Object> Promise<T> call(Call<T> call) {
        MainLoop main = MainLoop.current();
        PathCalls calls = main.calls().paths();
        Callable<T> made = () -> call.make(calls);
        return main.jobs().call(made);
    }

    private static Promise<@Nullable Void> run(Action action) {
        return LwtFiles.<@Nullable Void>call(calls -> {
            action.make(calls);
            return null;
        });
    }

    /* ---- What there is ---- */

    /// What the system knows of a file; of what a symbolic link leads to, if it is one.
    public static Promise<FileStatus> stat(Path path) {
        Objects.requireNonNull(path, "path");
        return call(calls -> calls.status(path, true));
    }

    /// What the system knows of a file; of the link itself, if it is a symbolic one.
    public static Promise<FileStatus> lstat(Path path) {
        Objects.requireNonNull(path, "path");
        return call(calls -> calls.status(path, false));
    }

    /// Whether there is a file of this name. Fails if that cannot be found out, with `EACCES` or
    /// `ENOTDIR` for example (which is a plain no on the portable engine).
    public static Promise<Boolean> exists(Path path) {
        return Lwt.tryBind(
                () -> stat(path),
                _ -> Lwt.of(true),
                e -> e instanceof UnixException unix && unix.is(Errno.ENOENT) ? Lwt.of(false) : Lwt.fail(e));
    }

    /// Fails, with `EACCES` or `EROFS` for example, if the process may not access the file in all of
    /// these ways; if none is given, only if it does not exist.
    public static Promise<@Nullable Void> access(Path path, AccessMode... modes) {
        Objects.requireNonNull(path, "path");
        Set<AccessMode> wanted = Set.copyOf(Arrays.asList(modes));
        return run(calls -> calls.access(path, wanted));
    }

    /* ---- Names ---- */

    /// Removes a name of a file, and the file with its last one.
    public static Promise<@Nullable Void> unlink(Path path) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.unlink(path));
    }

    /// Gives a file another name, in one step. A file that had that name loses it.
    public static Promise<@Nullable Void> rename(Path from, Path to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        return run(calls -> calls.rename(from, to));
    }

    /// Gives a file one more name.
    public static Promise<@Nullable Void> link(Path existing, Path added) {
        Objects.requireNonNull(existing, "existing");
        Objects.requireNonNull(added, "added");
        return run(calls -> calls.link(existing, added));
    }

    /// Makes a symbolic link that leads to `target`, whether that exists or not. A relative target
    /// counts from the directory that holds the link.
    public static Promise<@Nullable Void> symlink(Path target, Path link) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(link, "link");
        return run(calls -> calls.symlink(target, link));
    }

    /// Where a symbolic link leads to. Fails with `EINVAL` if it is none.
    public static Promise<Path> readlink(Path link) {
        Objects.requireNonNull(link, "link");
        return call(calls -> calls.readlink(link));
    }

    /// Makes a directory that anybody may use, less the process's umask.
    public static Promise<@Nullable Void> mkdir(Path path) {
        return mkdir(path, 0777);
    }

    /// Makes a directory.
    ///
    /// @param permissions what it permits, less the process's umask, such as `0700`
    /// @throws IllegalArgumentException if the permissions are more than the lowest twelve bits
    public static Promise<@Nullable Void> mkdir(Path path, int permissions) {
        Objects.requireNonNull(path, "path");
        Permissions.check(permissions);
        return run(calls -> calls.mkdir(path, permissions));
    }

    /// Removes a directory. Fails with `ENOTEMPTY` if something is in it.
    public static Promise<@Nullable Void> rmdir(Path path) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.rmdir(path));
    }

    /// Makes a pipe with a name.
    ///
    /// @param permissions what it permits, less the process's umask, such as `0600`
    /// @throws IllegalArgumentException if the permissions are more than the lowest twelve bits
    public static Promise<@Nullable Void> mkfifo(Path path, int permissions) {
        Objects.requireNonNull(path, "path");
        Permissions.check(permissions);
        return run(calls -> calls.mkfifo(path, permissions));
    }

    /* ---- What they stand for ---- */

    /// Sets what a file permits, such as `0644`.
    ///
    /// @throws IllegalArgumentException if the permissions are more than the lowest twelve bits
    public static Promise<@Nullable Void> chmod(Path path, int permissions) {
        Objects.requireNonNull(path, "path");
        Permissions.check(permissions);
        return run(calls -> calls.chmod(path, permissions));
    }

    /// Gives a file to this user and this group; -1 leaves one of them as it is.
    public static Promise<@Nullable Void> chown(Path path, int user, int group) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.chown(path, user, group));
    }

    /// Sets when a file was last read and last written.
    public static Promise<@Nullable Void> utimes(Path path, Instant access, Instant modification) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(modification, "modification");
        return run(calls -> calls.utimes(path, access, modification));
    }

    /// Sets when a file was last read and last written, to now.
    public static Promise<@Nullable Void> utimes(Path path) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.utimes(path, null, null));
    }

    /// Cuts a file, or lengthens it by zeros, to `length` bytes.
    public static Promise<@Nullable Void> truncate(Path path, long length) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.truncate(path, length));
    }

    /* ---- The process's directories ---- */

    /// The directory against which the system resolves relative paths.
    public static Promise<Path> getcwd() {
        return call(PathCalls::getcwd);
    }

    /// Changes the directory against which the system resolves relative paths, for the whole
    /// process and the children that it starts from then on.
    ///
    /// The calls of this library follow it, and so does most of `java.io` and `java.nio.file`, as it
    /// hands relative paths on to the system. But the JDK itself does not know of it: the property
    /// `user.dir` stays, and [Path#toAbsolutePath] and [java.io.File#getAbsoluteFile] go on to
    /// resolve against that. Resolve against [#getcwd] instead.
    public static Promise<@Nullable Void> chdir(Path path) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.chdir(path));
    }

    /// Changes where the process's absolute paths begin; only a privileged process may. The working
    /// directory stays where it is: [#chdir] to `/` after it.
    ///
    /// A JDK whose own files cannot be reached any more fails to load classes.
    public static Promise<@Nullable Void> chroot(Path path) {
        Objects.requireNonNull(path, "path");
        return run(calls -> calls.chroot(path));
    }

    /* ---- Directories ---- */

    /// Opens a directory to read what is in it. Close it, or use [#withDirectory].
    public static Promise<Directory> openDirectory(Path path) {
        return Directory.open(MainLoop.current(), Objects.requireNonNull(path, "path"));
    }

    /// What `body` makes of an opened directory, which is closed when that is resolved.
    public static <T extends @Nullable Object> Promise<T> withDirectory(
            Path path, ThrowingFunction<? super Directory, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return openDirectory(path).bind(directory -> Lwt.finalizing(() -> body.apply(directory), directory::close));
    }

    /// The names of what is in a directory, `.` and `..` among them. The directory is opened when
    /// the stream is first read, and closed at its end, when reading fails, and when the collector
    /// finds that the program has forgotten the stream.
    public static LwtStream<Path> filesOfDirectory(Path path) {
        Objects.requireNonNull(path, "path");
        MainLoop main = MainLoop.current();
        return LwtStream.from(new Entries(main, path)::next);
    }

    private static final class Entries {
        private final MainLoop main;
        private final Path path;
        private @Nullable Directory directory;

        Entries(MainLoop main, Path path) {
            this.main = main;
            this.path = path;
        }

        Promise<Optional<Path>> next() {
            Directory opened = directory;
            if (opened == null) {
                return Directory.open(main, path).bind(made -> {
                    directory = made;
                    return next(made);
                });
            }
            return next(opened);
        }

        private static Promise<Optional<Path>> next(Directory opened) {
            return Lwt.tryBind(
                    opened::read,
                    entry -> entry.isPresent() ? Lwt.of(entry) : opened.close().map(_ -> entry),
                    e -> e instanceof UnixException
                            ? opened.close().then(() -> Lwt.fail(e))
                            : Lwt.fail(e)); // canceled: the next one who asks goes on
        }
    }
}
