package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Linux's calls on files by name.
final class NativePaths implements PathCalls {
    private static final Path NOWHERE = Path.of("");

    /// A call on a path that C knows.
    private interface Call {
        int make(NameCalls calls, MemorySegment path);
    }

    /// A call on two of them.
    private interface CallOnTwo {
        int make(NameCalls calls, MemorySegment first, MemorySegment second);
    }

    private static void call(String function, Path path, Call call) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            int result = call.make(NameCalls.ofThread(), FileCalls.name(path, arena));
            LinuxCalls.check(result, function, path.toString());
        }
    }

    private static void call(String function, Path first, Path second, CallOnTwo call) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            int result = call.make(NameCalls.ofThread(), FileCalls.name(first, arena), FileCalls.name(second, arena));
            LinuxCalls.check(result, function, first + ", " + second);
        }
    }

    /* ---- Names ---- */

    @Override
    public void unlink(Path path) throws UnixException {
        call("unlink", path, NameCalls::unlink);
    }

    @Override
    public void rename(Path from, Path to) throws UnixException {
        call("rename", from, to, NameCalls::rename);
    }

    @Override
    public void link(Path existing, Path added) throws UnixException {
        call("link", existing, added, NameCalls::link);
    }

    @Override
    public void symlink(Path target, Path link) throws UnixException {
        call("symlink", target, link, NameCalls::symlink);
    }

    @Override
    public Path readlink(Path link) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(NameStructs.PATH_MAX);
            int length = LinuxCalls.check(
                    NameCalls.ofThread().readlink(FileCalls.name(link, arena), target), "readlink", link.toString());
            return FileCalls.path(target.asSlice(0, length).toArray(JAVA_BYTE));
        }
    }

    @Override
    public void mkdir(Path path, int permissions) throws UnixException {
        call("mkdir", path, (calls, name) -> calls.mkdir(name, permissions));
    }

    @Override
    public void rmdir(Path path) throws UnixException {
        call("rmdir", path, NameCalls::rmdir);
    }

    @Override
    public void mkfifo(Path path, int permissions) throws UnixException {
        call("mkfifo", path, (calls, name) -> calls.mkfifo(name, permissions));
    }

    /* ---- What they stand for ---- */

    @Override
    public FileStatus status(Path path, boolean followsLinks) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            return FileCalls.ofThread()
                    .status(
                            FileCalls.name(path, arena),
                            followsLinks,
                            followsLinks ? "stat" : "lstat",
                            path.toString());
        }
    }

    @Override
    public void access(Path path, Set<AccessMode> modes) throws UnixException {
        int bits = NameStructs.F_OK;
        for (AccessMode mode : modes) {
            bits |= switch (mode) {
                case READ -> NameStructs.R_OK;
                case WRITE -> NameStructs.W_OK;
                case EXECUTE -> NameStructs.X_OK;
            };
        }
        int wanted = bits;
        call("access", path, (calls, name) -> calls.access(name, wanted));
    }

    @Override
    public void chmod(Path path, int permissions) throws UnixException {
        call("chmod", path, (calls, name) -> calls.chmod(name, permissions));
    }

    @Override
    public void chown(Path path, int user, int group) throws UnixException {
        call("chown", path, (calls, name) -> calls.chown(name, user, group));
    }

    @Override
    public void utimes(Path path, @Nullable Instant access, @Nullable Instant modification) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(2L * NameStructs.TIMESPEC_SIZE, 8);
            put(access, times.asSlice(0));
            put(modification, times.asSlice(NameStructs.TIMESPEC_SIZE));
            call("utimes", path, (calls, name) -> calls.utimensat(name, times));
        }
    }

    private static void put(@Nullable Instant time, MemorySegment spec) {
        spec.set(JAVA_LONG, NameStructs.TIMESPEC_SEC, time == null ? 0 : time.getEpochSecond());
        spec.set(JAVA_LONG, NameStructs.TIMESPEC_NSEC, time == null ? NameStructs.UTIME_NOW : time.getNano());
    }

    @Override
    public void truncate(Path path, long length) throws UnixException {
        call("truncate", path, (calls, name) -> calls.truncate(name, length));
    }

    /* ---- The process's directories ---- */

    @Override
    public void chdir(Path path) throws UnixException {
        call("chdir", path, NameCalls::chdir);
    }

    @Override
    public void chroot(Path path) throws UnixException {
        call("chroot", path, NameCalls::chroot);
    }

    @Override
    public Path getcwd() throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocate(NameStructs.PATH_MAX);
            LinuxCalls.check(NameCalls.ofThread().getcwd(path), "getcwd", NOWHERE.toString());
            return FileCalls.path(NativeDirectory.name(path));
        }
    }

    @Override
    public DirectoryBody openDirectory(Path path) throws UnixException {
        return NativeDirectory.open(path);
    }
}
