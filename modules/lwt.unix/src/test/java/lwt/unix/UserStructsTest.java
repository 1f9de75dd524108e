package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers for users and groups with those of the C compiler, where there is one.
class UserStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("PASSWD_SIZE", "sizeof(struct passwd)"),
            Map.entry("PASSWD_NAME", "offsetof(struct passwd, pw_name)"),
            Map.entry("PASSWD_PASSWD", "offsetof(struct passwd, pw_passwd)"),
            Map.entry("PASSWD_UID", "offsetof(struct passwd, pw_uid)"),
            Map.entry("PASSWD_GID", "offsetof(struct passwd, pw_gid)"),
            Map.entry("PASSWD_GECOS", "offsetof(struct passwd, pw_gecos)"),
            Map.entry("PASSWD_DIR", "offsetof(struct passwd, pw_dir)"),
            Map.entry("PASSWD_SHELL", "offsetof(struct passwd, pw_shell)"),
            Map.entry("GROUP_SIZE", "sizeof(struct group)"),
            Map.entry("GROUP_NAME", "offsetof(struct group, gr_name)"),
            Map.entry("GROUP_PASSWD", "offsetof(struct group, gr_passwd)"),
            Map.entry("GROUP_GID", "offsetof(struct group, gr_gid)"),
            Map.entry("GROUP_MEM", "offsetof(struct group, gr_mem)"));

    private static final String INCLUDES = """
        #include <grp.h>
        #include <pwd.h>
        #include <stddef.h>
        #include <stdio.h>
        """;

    @TempDir
    Path directory;

    @Test
    void userStructs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(UserStructs.class, IN_C, INCLUDES, directory);
    }
}
