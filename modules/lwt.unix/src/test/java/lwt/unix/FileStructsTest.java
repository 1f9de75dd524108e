package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers for files with those of the C compiler, where there is one.
class FileStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("STATX_SIZE_OF", "sizeof(struct statx)"),
            Map.entry("STATX_NLINK", "offsetof(struct statx, stx_nlink)"),
            Map.entry("STATX_UID", "offsetof(struct statx, stx_uid)"),
            Map.entry("STATX_GID", "offsetof(struct statx, stx_gid)"),
            Map.entry("STATX_MODE", "offsetof(struct statx, stx_mode)"),
            Map.entry("STATX_INO", "offsetof(struct statx, stx_ino)"),
            Map.entry("STATX_SIZE", "offsetof(struct statx, stx_size)"),
            Map.entry("STATX_ATIME", "offsetof(struct statx, stx_atime)"),
            Map.entry("STATX_CTIME", "offsetof(struct statx, stx_ctime)"),
            Map.entry("STATX_MTIME", "offsetof(struct statx, stx_mtime)"),
            Map.entry("STATX_RDEV_MAJOR", "offsetof(struct statx, stx_rdev_major)"),
            Map.entry("STATX_RDEV_MINOR", "offsetof(struct statx, stx_rdev_minor)"),
            Map.entry("STATX_DEV_MAJOR", "offsetof(struct statx, stx_dev_major)"),
            Map.entry("STATX_DEV_MINOR", "offsetof(struct statx, stx_dev_minor)"),
            Map.entry("STATX_TIMESTAMP_SEC", "offsetof(struct statx_timestamp, tv_sec)"),
            Map.entry("STATX_TIMESTAMP_NSEC", "offsetof(struct statx_timestamp, tv_nsec)"),
            Map.entry("FLOCK_SIZE", "sizeof(struct flock)"),
            Map.entry("FLOCK_TYPE", "offsetof(struct flock, l_type)"),
            Map.entry("FLOCK_WHENCE", "offsetof(struct flock, l_whence)"),
            Map.entry("FLOCK_START", "offsetof(struct flock, l_start)"),
            Map.entry("FLOCK_LEN", "offsetof(struct flock, l_len)"),
            Map.entry("IOVEC_SIZE", "sizeof(struct iovec)"),
            Map.entry("IOVEC_BASE", "offsetof(struct iovec, iov_base)"),
            Map.entry("IOVEC_LEN", "offsetof(struct iovec, iov_len)"));

    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <limits.h>
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/stat.h>
        #include <sys/uio.h>
        #include <unistd.h>
        """;

    @TempDir
    Path directory;

    @Test
    void fileStructs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(FileStructs.class, IN_C, INCLUDES, directory);
    }
}
