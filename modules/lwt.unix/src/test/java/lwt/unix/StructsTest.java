package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers with those of the C compiler, where there is one.
class StructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("EPOLL_EVENT_SIZE", "sizeof(struct epoll_event)"),
            Map.entry("EPOLL_EVENT_EVENTS", "offsetof(struct epoll_event, events)"),
            Map.entry("EPOLL_EVENT_DATA", "offsetof(struct epoll_event, data)"),
            Map.entry("POLLFD_SIZE", "sizeof(struct pollfd)"),
            Map.entry("POLLFD_FD", "offsetof(struct pollfd, fd)"),
            Map.entry("POLLFD_EVENTS", "offsetof(struct pollfd, events)"),
            Map.entry("POLLFD_REVENTS", "offsetof(struct pollfd, revents)"),
            Map.entry("RLIMIT_SIZE", "sizeof(struct rlimit)"),
            Map.entry("RLIMIT_CUR", "offsetof(struct rlimit, rlim_cur)"),
            Map.entry("TIMESPEC_SIZE", "sizeof(struct timespec)"),
            Map.entry("TIMESPEC_SEC", "offsetof(struct timespec, tv_sec)"),
            Map.entry("TIMESPEC_NSEC", "offsetof(struct timespec, tv_nsec)"),
            Map.entry("SOCKADDR_FAMILY", "offsetof(struct sockaddr, sa_family)"),
            Map.entry("SOCKADDR_IN_SIZE", "sizeof(struct sockaddr_in)"),
            Map.entry("SOCKADDR_IN_PORT", "offsetof(struct sockaddr_in, sin_port)"),
            Map.entry("SOCKADDR_IN_ADDR", "offsetof(struct sockaddr_in, sin_addr)"),
            Map.entry("SOCKADDR_IN6_SIZE", "sizeof(struct sockaddr_in6)"),
            Map.entry("SOCKADDR_IN6_PORT", "offsetof(struct sockaddr_in6, sin6_port)"),
            Map.entry("SOCKADDR_IN6_ADDR", "offsetof(struct sockaddr_in6, sin6_addr)"),
            Map.entry("SOCKADDR_IN6_SCOPE_ID", "offsetof(struct sockaddr_in6, sin6_scope_id)"),
            Map.entry("SOCKADDR_UN_SIZE", "sizeof(struct sockaddr_un)"),
            Map.entry("SOCKADDR_UN_PATH", "offsetof(struct sockaddr_un, sun_path)"));

    private static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <netinet/in.h>
            #include <netinet/tcp.h>
            #include <poll.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/resource.h>
            #include <sys/socket.h>
            #include <sys/un.h>
            #include <time.h>
            """;

    @TempDir
    Path directory;

    @Test
    void structs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(Structs.class, IN_C, INCLUDES, directory);
    }

    @Test
    void errno_asTheCompilerCountsThem() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Errno errno : Errno.values()) {
            ours.put(errno.name(), (long) errno.code);
        }
        CompilerNumbers.assertAgree(ours, Map.of(), INCLUDES, directory);
    }
}
