package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers with those of the C compiler, where there is one.
class HostStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("HOSTENT_SIZE", "sizeof(struct hostent)"),
            Map.entry("HOSTENT_NAME", "offsetof(struct hostent, h_name)"),
            Map.entry("HOSTENT_ALIASES", "offsetof(struct hostent, h_aliases)"),
            Map.entry("HOSTENT_ADDRTYPE", "offsetof(struct hostent, h_addrtype)"),
            Map.entry("HOSTENT_LENGTH", "offsetof(struct hostent, h_length)"),
            Map.entry("HOSTENT_ADDR_LIST", "offsetof(struct hostent, h_addr_list)"),
            Map.entry("SERVENT_SIZE", "sizeof(struct servent)"),
            Map.entry("SERVENT_NAME", "offsetof(struct servent, s_name)"),
            Map.entry("SERVENT_ALIASES", "offsetof(struct servent, s_aliases)"),
            Map.entry("SERVENT_PORT", "offsetof(struct servent, s_port)"),
            Map.entry("SERVENT_PROTO", "offsetof(struct servent, s_proto)"),
            Map.entry("PROTOENT_SIZE", "sizeof(struct protoent)"),
            Map.entry("PROTOENT_NAME", "offsetof(struct protoent, p_name)"),
            Map.entry("PROTOENT_ALIASES", "offsetof(struct protoent, p_aliases)"),
            Map.entry("PROTOENT_PROTO", "offsetof(struct protoent, p_proto)"),
            Map.entry("ADDRINFO_SIZE", "sizeof(struct addrinfo)"),
            Map.entry("ADDRINFO_FLAGS", "offsetof(struct addrinfo, ai_flags)"),
            Map.entry("ADDRINFO_FAMILY", "offsetof(struct addrinfo, ai_family)"),
            Map.entry("ADDRINFO_SOCKTYPE", "offsetof(struct addrinfo, ai_socktype)"),
            Map.entry("ADDRINFO_PROTOCOL", "offsetof(struct addrinfo, ai_protocol)"),
            Map.entry("ADDRINFO_ADDRLEN", "offsetof(struct addrinfo, ai_addrlen)"),
            Map.entry("ADDRINFO_ADDR", "offsetof(struct addrinfo, ai_addr)"),
            Map.entry("ADDRINFO_CANONNAME", "offsetof(struct addrinfo, ai_canonname)"),
            Map.entry("ADDRINFO_NEXT", "offsetof(struct addrinfo, ai_next)"));

    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <netdb.h>
        #include <stddef.h>
        #include <stdio.h>
        """;

    @TempDir
    Path directory;

    @Test
    void structs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(HostStructs.class, IN_C, INCLUDES, directory);
    }
}
