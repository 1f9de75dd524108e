package lwt.unix;

/// Offsets and constants of the C library on Linux for calls on files' names and on directories,
/// under their C names.
final class NameStructs {
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    // access(2)
    static final int F_OK = 0;
    static final int X_OK = 1;
    static final int W_OK = 2;
    static final int R_OK = 4;

    static final int PATH_MAX = 4096;

    // open(2)
    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;

    // utimensat(2)
    static final int TIMESPEC_SIZE = 16;
    static final int TIMESPEC_SEC = 0;
    static final int TIMESPEC_NSEC = 8;
    static final int UTIME_NOW = 0x3fff_ffff;

    // getdents64(2)
    static final int DIRENT_RECLEN = 16;
    static final int DIRENT_NAME = 19;

    private NameStructs() {}
}
