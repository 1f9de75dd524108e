package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// What the system knows of a file.
///
/// On the portable engine, where the file system has no such thing, `device`, `inode`, `userId`,
/// `groupId` and `specialDevice` are 0, `links` is 1, and the permissions are everybody's.
///
/// @param device the number of the device that holds the file
/// @param inode the file's number on that device: two files are the same if both numbers are
/// @param kind what kind of file it is
/// @param permissions the lowest twelve bits of its mode, such as `0644` in octal digits
/// @param links how many names it has
/// @param userId the number of its owner
/// @param groupId the number of its group
/// @param specialDevice the number of the device that it is, if it is one
/// @param size its length in bytes
/// @param accessTime when it was last read
/// @param modificationTime when it was last written
/// @param changeTime when anything of this was last changed
/// @see "Lwt manual (December 2010), “Unix primitives”"
public record FileStatus(
        long device,
        long inode,
        FileKind kind,
        int permissions,
        long links,
        int userId,
        int groupId,
        long specialDevice,
        long size,
        Instant accessTime,
        Instant modificationTime,
        Instant changeTime) {
    /// What statx(2) has written.
    static FileStatus of(MemorySegment statx) {
        int mode = Short.toUnsignedInt(statx.get(JAVA_SHORT, FileStructs.STATX_MODE));
        return new FileStatus(
                device(statx, FileStructs.STATX_DEV_MAJOR, FileStructs.STATX_DEV_MINOR),
                statx.get(JAVA_LONG, FileStructs.STATX_INO),
                kind(mode),
                mode & Permissions.ALL,
                Integer.toUnsignedLong(statx.get(JAVA_INT, FileStructs.STATX_NLINK)),
                statx.get(JAVA_INT, FileStructs.STATX_UID),
                statx.get(JAVA_INT, FileStructs.STATX_GID),
                device(statx, FileStructs.STATX_RDEV_MAJOR, FileStructs.STATX_RDEV_MINOR),
                statx.get(JAVA_LONG, FileStructs.STATX_SIZE),
                time(statx, FileStructs.STATX_ATIME),
                time(statx, FileStructs.STATX_MTIME),
                time(statx, FileStructs.STATX_CTIME));
    }

    /// As the C library's `makedev` puts the halves together.
    private static long device(MemorySegment statx, int majorAt, int minorAt) {
        long major = Integer.toUnsignedLong(statx.get(JAVA_INT, majorAt));
        long minor = Integer.toUnsignedLong(statx.get(JAVA_INT, minorAt));
        return (major & 0xffff_f000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffff_ff00L) << 12 | (minor & 0xff);
    }

    private static Instant time(MemorySegment statx, int at) {
        return Instant.ofEpochSecond(
                statx.get(JAVA_LONG, at + FileStructs.STATX_TIMESTAMP_SEC),
                Integer.toUnsignedLong(statx.get(JAVA_INT, at + FileStructs.STATX_TIMESTAMP_NSEC)));
    }

    /// The kind that is part of a mode.
    static FileKind kind(int mode) {
        return switch (mode & FileStructs.S_IFMT) {
            case FileStructs.S_IFDIR -> FileKind.DIRECTORY;
            case FileStructs.S_IFCHR -> FileKind.CHARACTER_DEVICE;
            case FileStructs.S_IFBLK -> FileKind.BLOCK_DEVICE;
            case FileStructs.S_IFLNK -> FileKind.SYMBOLIC_LINK;
            case FileStructs.S_IFIFO -> FileKind.FIFO;
            case FileStructs.S_IFSOCK -> FileKind.SOCKET;
            default -> FileKind.REGULAR;
        };
    }

    /// What the JDK knows of the file of this name. `function` is the call for which it stands.
    static FileStatus of(Path path, String function, LinkOption... options) throws UnixException {
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return of(Files.readAttributes(path, "unix:*", options));
            }
            BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, options);
            FileKind kind = basic.isDirectory()
                    ? FileKind.DIRECTORY
                    : basic.isSymbolicLink() ? FileKind.SYMBOLIC_LINK : FileKind.REGULAR;
            return new FileStatus(
                    0,
                    0,
                    kind,
                    0777,
                    1,
                    0,
                    0,
                    0,
                    basic.size(),
                    basic.lastAccessTime().toInstant(),
                    basic.lastModifiedTime().toInstant(),
                    basic.lastModifiedTime().toInstant());
        } catch (IOException e) {
            throw Failures.translate(e, function, path.toString());
        }
    }

    private static FileStatus of(Map<String, Object> unix) {
        int mode = (int) number(unix, "mode");
        return new FileStatus(
                number(unix, "dev"),
                number(unix, "ino"),
                kind(mode),
                mode & Permissions.ALL,
                number(unix, "nlink"),
                (int) number(unix, "uid"),
                (int) number(unix, "gid"),
                number(unix, "rdev"),
                number(unix, "size"),
                time(unix, "lastAccessTime"),
                time(unix, "lastModifiedTime"),
                time(unix, "ctime"));
    }

    private static long number(Map<String, Object> unix, String name) {
        return ((Number) Objects.requireNonNull(unix.get(name), name)).longValue();
    }

    private static Instant time(Map<String, Object> unix, String name) {
        return ((FileTime) Objects.requireNonNull(unix.get(name), name)).toInstant();
    }
}
