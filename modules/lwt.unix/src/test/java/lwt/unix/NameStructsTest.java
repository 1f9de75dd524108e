package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers for names and directories with those of the C compiler, where there is one.
class NameStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("TIMESPEC_SIZE", "sizeof(struct timespec)"),
            Map.entry("TIMESPEC_SEC", "offsetof(struct timespec, tv_sec)"),
            Map.entry("TIMESPEC_NSEC", "offsetof(struct timespec, tv_nsec)"),
            Map.entry("DIRENT_RECLEN", "offsetof(struct dirent64, d_reclen)"),
            Map.entry("DIRENT_NAME", "offsetof(struct dirent64, d_name)"));

    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <dirent.h>
        #include <fcntl.h>
        #include <limits.h>
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/stat.h>
        #include <time.h>
        #include <unistd.h>
        """;

    @TempDir
    Path directory;

    @Test
    void nameStructs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(NameStructs.class, IN_C, INCLUDES, directory);
    }
}
