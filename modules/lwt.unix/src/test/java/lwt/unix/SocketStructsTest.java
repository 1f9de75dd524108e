package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers with those of the C compiler, where there is one.
class SocketStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("LINGER_SIZE", "sizeof(struct linger)"),
            Map.entry("LINGER_ONOFF", "offsetof(struct linger, l_onoff)"),
            Map.entry("LINGER_LINGER", "offsetof(struct linger, l_linger)"),
            Map.entry("TIMEVAL_SIZE", "sizeof(struct timeval)"),
            Map.entry("TIMEVAL_SEC", "offsetof(struct timeval, tv_sec)"),
            Map.entry("TIMEVAL_USEC", "offsetof(struct timeval, tv_usec)"),
            Map.entry("GROUP_REQ_SIZE", "sizeof(struct group_req)"),
            Map.entry("GROUP_REQ_INTERFACE", "offsetof(struct group_req, gr_interface)"),
            Map.entry("GROUP_REQ_GROUP", "offsetof(struct group_req, gr_group)"),
            Map.entry("IP_MREQN_SIZE", "sizeof(struct ip_mreqn)"),
            Map.entry("IP_MREQN_ADDRESS", "offsetof(struct ip_mreqn, imr_address)"),
            Map.entry("IP_MREQN_IFINDEX", "offsetof(struct ip_mreqn, imr_ifindex)"),
            Map.entry("UCRED_SIZE", "sizeof(struct ucred)"),
            Map.entry("UCRED_PID", "offsetof(struct ucred, pid)"),
            Map.entry("UCRED_UID", "offsetof(struct ucred, uid)"),
            Map.entry("UCRED_GID", "offsetof(struct ucred, gid)"),
            Map.entry("IOVEC_SIZE", "sizeof(struct iovec)"),
            Map.entry("IOVEC_BASE", "offsetof(struct iovec, iov_base)"),
            Map.entry("IOVEC_LEN", "offsetof(struct iovec, iov_len)"),
            Map.entry("MSGHDR_SIZE", "sizeof(struct msghdr)"),
            Map.entry("MSGHDR_NAME", "offsetof(struct msghdr, msg_name)"),
            Map.entry("MSGHDR_NAMELEN", "offsetof(struct msghdr, msg_namelen)"),
            Map.entry("MSGHDR_IOV", "offsetof(struct msghdr, msg_iov)"),
            Map.entry("MSGHDR_IOVLEN", "offsetof(struct msghdr, msg_iovlen)"),
            Map.entry("MSGHDR_CONTROL", "offsetof(struct msghdr, msg_control)"),
            Map.entry("MSGHDR_CONTROLLEN", "offsetof(struct msghdr, msg_controllen)"),
            Map.entry("MSGHDR_FLAGS", "offsetof(struct msghdr, msg_flags)"),
            Map.entry("CMSGHDR_SIZE", "CMSG_LEN(0)"),
            Map.entry("CMSGHDR_LEN", "offsetof(struct cmsghdr, cmsg_len)"),
            Map.entry("CMSGHDR_LEVEL", "offsetof(struct cmsghdr, cmsg_level)"),
            Map.entry("CMSGHDR_TYPE", "offsetof(struct cmsghdr, cmsg_type)"));

    private static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <limits.h>
            #include <netinet/in.h>
            #include <netinet/tcp.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/socket.h>
            #include <sys/time.h>
            #include <sys/uio.h>
            #include <sys/un.h>
            """;

    @TempDir
    Path directory;

    @Test
    void structs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(SocketStructs.class, IN_C, INCLUDES, directory);
    }
}
