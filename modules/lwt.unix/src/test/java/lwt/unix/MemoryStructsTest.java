package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers for memory with those of the C compiler, where there is one.
class MemoryStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries();

    private static final String INCLUDES = """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <sys/mman.h>
        """;

    @TempDir
    Path directory;

    @Test
    void memoryStructs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(MemoryStructs.class, IN_C, INCLUDES, directory);
    }
}
