package lwt.unix;

/// Sizes, offsets and constants of the C library on Linux for calls on files, under their C names.
final class FileStructs {
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    // open(2)
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 0x1;
    static final int O_RDWR = 0x2;
    static final int O_ACCMODE = 0x3;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NOCTTY = 0x100;
    static final int O_TRUNC = 0x200;
    static final int O_APPEND = 0x400;
    static final int O_NONBLOCK = 0x800;
    static final int O_DSYNC = 0x1000;
    static final int O_SYNC = 0x101000;
    static final int O_RSYNC = 0x101000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    // statx(2), whose layout is the same everywhere
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int STATX_BASIC_STATS = 0x7ff;
    static final int STATX_SIZE_OF = 256;
    static final int STATX_NLINK = 16;
    static final int STATX_UID = 20;
    static final int STATX_GID = 24;
    static final int STATX_MODE = 28;
    static final int STATX_INO = 32;
    static final int STATX_SIZE = 40;
    static final int STATX_ATIME = 64;
    static final int STATX_CTIME = 96;
    static final int STATX_MTIME = 112;
    static final int STATX_RDEV_MAJOR = 128;
    static final int STATX_RDEV_MINOR = 132;
    static final int STATX_DEV_MAJOR = 136;
    static final int STATX_DEV_MINOR = 140;
    static final int STATX_TIMESTAMP_SEC = 0;
    static final int STATX_TIMESTAMP_NSEC = 8;

    // inode(7)
    static final int S_IFMT = 0xf000;
    static final int S_IFIFO = 0x1000;
    static final int S_IFCHR = 0x2000;
    static final int S_IFDIR = 0x4000;
    static final int S_IFBLK = 0x6000;
    static final int S_IFREG = 0x8000;
    static final int S_IFLNK = 0xa000;
    static final int S_IFSOCK = 0xc000;

    // lseek(2)
    static final int SEEK_SET = 0;
    static final int SEEK_CUR = 1;
    static final int SEEK_END = 2;

    // fcntl(2)
    static final int F_GETFD = 1;
    static final int F_SETFD = 2;
    static final int FD_CLOEXEC = 1;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int F_DUPFD = 0;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_GETLK = 5;
    static final int F_SETLK = 6;
    static final int F_RDLCK = 0;
    static final int F_WRLCK = 1;
    static final int F_UNLCK = 2;
    static final int FLOCK_SIZE = 32;
    static final int FLOCK_TYPE = 0;
    static final int FLOCK_WHENCE = 2;
    static final int FLOCK_START = 8;
    static final int FLOCK_LEN = 16;

    // readv(2)
    static final int IOVEC_SIZE = 16;
    static final int IOVEC_BASE = 0;
    static final int IOVEC_LEN = 8;
    static final int IOV_MAX = 1024;

    private FileStructs() {}
}
