package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers with those of the C compiler, where there is one.
class ProcessStructsTest {
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("POSIX_SPAWN_FILE_ACTIONS_SIZE", "sizeof(posix_spawn_file_actions_t)"),
            Map.entry("POSIX_SPAWNATTR_SIZE", "sizeof(posix_spawnattr_t)"),
            Map.entry("SIGSET_SIZE", "sizeof(sigset_t)"),
            Map.entry("SIGINFO_SIZE", "sizeof(siginfo_t)"),
            Map.entry("SIGINFO_CODE", "offsetof(siginfo_t, si_code)"),
            Map.entry("SIGINFO_STATUS", "offsetof(siginfo_t, si_status)"),
            Map.entry("RUSAGE_SIZE", "sizeof(struct rusage)"),
            Map.entry("RUSAGE_UTIME", "offsetof(struct rusage, ru_utime)"),
            Map.entry("RUSAGE_STIME", "offsetof(struct rusage, ru_stime)"),
            Map.entry("TIMEVAL_SEC", "offsetof(struct timeval, tv_sec)"),
            Map.entry("TIMEVAL_USEC", "offsetof(struct timeval, tv_usec)"),
            Map.entry("SYS_PIDFD_OPEN", "SYS_pidfd_open"));

    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <signal.h>
        #include <spawn.h>
        #include <stddef.h>
        #include <stdio.h>
        #include <sys/resource.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <sys/wait.h>
        """;

    @TempDir
    Path directory;

    @Test
    void structs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(ProcessStructs.class, IN_C, INCLUDES, directory);
    }
}
