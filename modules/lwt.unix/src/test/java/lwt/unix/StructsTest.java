package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        Map<String, Long> ours = new TreeMap<>();
        for (Field field : Structs.class.getDeclaredFields()) {
            if (field.getType() == int.class && !Modifier.isPrivate(field.getModifiers())) {
                ours.put(field.getName(), (long) field.getInt(null));
            }
        }
        assertThat(ours).as("the constants were found").hasSizeGreaterThan(40);
        assertThat(compiled(ours.keySet().stream().collect(Collectors.toMap(n -> n, n -> IN_C.getOrDefault(n, n)))))
                .isEqualTo(ours);
    }

    @Test
    void errno_asTheCompilerCountsThem() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Errno errno : Errno.values()) {
            ours.put(errno.name(), (long) errno.code);
        }
        assertThat(compiled(ours.keySet().stream().collect(Collectors.toMap(n -> n, n -> n))))
                .isEqualTo(ours);
    }

    /// The values of C expressions, by name.
    private Map<String, Long> compiled(Map<String, String> expressions) throws Exception {
        assumeTrue(Structs.fitThisMachine(), "the numbers are Linux's");
        Path source = directory.resolve("numbers.c");
        Path program = directory.resolve("numbers");
        StringBuilder text = new StringBuilder(INCLUDES).append("int main(void) {\n");
        expressions.forEach((name, expression) -> text.append("  printf(\"%s %d\\n\", \"")
                .append(name)
                .append("\", (int) (")
                .append(expression)
                .append("));\n"));
        Files.writeString(source, text.append("  return 0;\n}\n"));
        try {
            Process gcc = new ProcessBuilder("gcc", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor()).as("gcc compiles the numbers").isZero();
        } catch (IOException e) {
            assumeTrue(false, "no gcc here: " + e.getMessage());
        }
        Process process = new ProcessBuilder(program.toString()).start();
        Map<String, Long> values = new TreeMap<>();
        for (String line : process.inputReader().readAllLines()) {
            String[] words = line.split(" ", 2);
            values.put(words[0], Long.parseLong(words[1]));
        }
        return values;
    }
}
