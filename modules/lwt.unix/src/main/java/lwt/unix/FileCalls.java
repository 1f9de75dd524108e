package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HexFormat;

/// The C library's calls on files. They may wait for a disk, so they are made by workers; those that
/// a signal interrupted are made again. See man pages, section 2.
final class FileCalls extends NativeCalls {
    // @formatter:off
    private static final class Open {
        static final MethodHandle CALL =
                link("open", of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    }

    private static final class Close {
        static final MethodHandle CALL = link("close", of(JAVA_INT, JAVA_INT));
    }

    private static final class Unlink {
        static final MethodHandle CALL = link("unlink", of(JAVA_INT, ADDRESS));
    }

    private static final class Statx {
        static final MethodHandle CALL = link("statx", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    }

    private static final class Fcntl {
        static final MethodHandle CALL =
                link("fcntl", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG), Linker.Option.firstVariadicArg(2));
    }

    private static final class Read {
        static final MethodHandle CALL = link("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class Write {
        static final MethodHandle CALL = link("write", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class LSeek {
        static final MethodHandle CALL = link("lseek", of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    private static final class FTruncate {
        static final MethodHandle CALL = link("ftruncate", of(JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    private static final class FSync {
        static final MethodHandle CALL = link("fsync", of(JAVA_INT, JAVA_INT));
    }

    private static final class FDataSync {
        static final MethodHandle CALL = link("fdatasync", of(JAVA_INT, JAVA_INT));
    }

    private static final class FChmod {
        static final MethodHandle CALL = link("fchmod", of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class FChown {
        static final MethodHandle CALL = link("fchown", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class IsATty {
        static final MethodHandle CALL = link("isatty", of(JAVA_INT, JAVA_INT));
    }

    private static final class PRead {
        static final MethodHandle CALL = link("pread", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    private static final class PWrite {
        static final MethodHandle CALL = link("pwrite", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    }
    // @formatter:on

    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final Path ROOT = Path.of("/");
    private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");
    private static final ThreadLocal<FileCalls> OF_THREAD = ThreadLocal.withInitial(FileCalls::new);

    private final MemorySegment status = Arena.ofAuto().allocate(FileStructs.STATX_SIZE_OF, 8);

    private FileCalls() {}

    /// The object of the calling thread.
    static FileCalls ofThread() {
        return OF_THREAD.get();
    }

    /// A path as C wants it, by which the JDK's own calls name the same file.
    static MemorySegment name(Path path, Arena arena) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new UnsupportedOperationException(
                    path + " is in a file system that only Java knows: read and write it with java.nio.file");
        }
        byte[] name = bytes(path);
        MemorySegment segment = arena.allocate(name.length + 1L);
        MemorySegment.copy(name, 0, segment, JAVA_BYTE, 0, name.length);
        return segment;
    }

    /// A name that the encoding cannot express is a string with replacements; the URI has its bytes.
    private static byte[] bytes(Path path) {
        String name = path.toString();
        if (name.indexOf('\ufffd') < 0) {
            return name.getBytes(NAMES);
        }
        String absolute = ROOT.resolve(path).toUri().getRawPath();
        String escaped = path.isAbsolute() ? absolute : absolute.substring(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /// The path that C names so, whatever its bytes are.
    static Path path(byte[] name) {
        try {
            return Path.of(NAMES.newDecoder().decode(ByteBuffer.wrap(name)).toString());
        } catch (CharacterCodingException _) {
            StringBuilder escaped = new StringBuilder("file:///");
            for (byte b : name) {
                escaped.append(b == '/' ? "/" : "%" + HexFormat.of().toHexDigits(b));
            }
            Path absolute = Path.of(URI.create(escaped.toString()));
            return name[0] == '/' ? absolute : ROOT.relativize(absolute);
        }
    }

    /* ---- By name ---- */

    int open(MemorySegment path, int flags, int permissions) {
        try {
            int result;
            do {
                result = result((int) Open.CALL.invokeExact(state, path, flags, permissions));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int unlink(MemorySegment path) {
        try {
            return result((int) Unlink.CALL.invokeExact(state, path));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// stat(2), or lstat(2) if the last link is not to be followed.
    FileStatus status(MemorySegment path, boolean followsLinks, String function, String argument) throws UnixException {
        int flags = followsLinks ? 0 : FileStructs.AT_SYMLINK_NOFOLLOW;
        return status(statx(FileStructs.AT_FDCWD, path, flags), function, argument);
    }

    /// fstat(2).
    FileStatus status(int fd, String argument) throws UnixException {
        return status(statx(fd, EMPTY_PATH, FileStructs.AT_EMPTY_PATH), "fstat", argument);
    }

    private FileStatus status(int result, String function, String argument) throws UnixException {
        LinuxCalls.check(result, function, argument);
        return FileStatus.of(status);
    }

    private int statx(int directory, MemorySegment path, int flags) {
        try {
            return result(
                    (int) Statx.CALL.invokeExact(state, directory, path, flags, FileStructs.STATX_BASIC_STATS, status));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- By descriptor ---- */

    /// Not made again after a signal: on Linux the descriptor is closed then.
    int close(int fd) {
        try {
            return result((int) Close.CALL.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// With a number as argument.
    int fcntl(int fd, int command, long argument) {
        try {
            return result((int) Fcntl.CALL.invokeExact(state, fd, command, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int read(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) Read.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int write(int fd, MemorySegment buffer, long length) {
        try {
            int result;
            do {
                result = result((long) Write.CALL.invokeExact(state, fd, buffer, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// The new position, or the negative error number.
    long lseek(int fd, long offset, int whence) {
        try {
            long position = (long) LSeek.CALL.invokeExact(state, fd, offset, whence);
            return position >= 0 ? position : -errno();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int ftruncate(int fd, long length) {
        try {
            int result;
            do {
                result = result((int) FTruncate.CALL.invokeExact(state, fd, length));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int fsync(int fd) {
        try {
            return result((int) FSync.CALL.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int fdatasync(int fd) {
        try {
            return result((int) FDataSync.CALL.invokeExact(state, fd));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int fchmod(int fd, int permissions) {
        try {
            return result((int) FChmod.CALL.invokeExact(state, fd, permissions));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int fchown(int fd, int user, int group) {
        try {
            return result((int) FChown.CALL.invokeExact(state, fd, user, group));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// 1 if it is one; the negative error number if not.
    int isatty(int fd) {
        try {
            int answer = (int) IsATty.CALL.invokeExact(state, fd);
            return answer == 1 ? 1 : -errno();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int pread(int fd, MemorySegment buffer, long length, long position) {
        try {
            int result;
            do {
                result = result((long) PRead.CALL.invokeExact(state, fd, buffer, length, position));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int pwrite(int fd, MemorySegment buffer, long length, long position) {
        try {
            int result;
            do {
                result = result((long) PWrite.CALL.invokeExact(state, fd, buffer, length, position));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
