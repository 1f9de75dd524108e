package lwt.unix;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our numbers for terminals with those of the C compiler, where there is one.
class TerminalStructsTest {
    /// What is not an expression of C under its own name.
    private static final Map<String, String> IN_C = Map.ofEntries(
            Map.entry("TERMIOS_SIZE", "sizeof(struct termios2)"),
            Map.entry("TERMIOS_IFLAG", "offsetof(struct termios2, c_iflag)"),
            Map.entry("TERMIOS_OFLAG", "offsetof(struct termios2, c_oflag)"),
            Map.entry("TERMIOS_CFLAG", "offsetof(struct termios2, c_cflag)"),
            Map.entry("TERMIOS_LFLAG", "offsetof(struct termios2, c_lflag)"),
            Map.entry("TERMIOS_CC", "offsetof(struct termios2, c_cc)"),
            Map.entry("TERMIOS_ISPEED", "offsetof(struct termios2, c_ispeed)"),
            Map.entry("TERMIOS_OSPEED", "offsetof(struct termios2, c_ospeed)"));

    private static final String INCLUDES = """
        #include <asm/ioctls.h>
        #include <asm/termbits.h>
        #include <stddef.h>
        #include <stdio.h>
        """;

    @TempDir
    Path directory;

    @Test
    void terminalStructs_asTheCompilerLaysThemOut() throws Exception {
        CompilerNumbers.assertAgree(TerminalStructs.class, IN_C, INCLUDES, directory);
    }

    @Test
    void flagsAndCharacters_asTheCompilerHasThem() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (TerminalFlag flag : TerminalFlag.values()) {
            ours.put(flag.name(), (long) flag.bit);
        }
        for (TerminalCharacter character : TerminalCharacter.values()) {
            ours.put(character.name(), (long) character.index);
        }
        CompilerNumbers.assertAgree(ours, Map.of(), INCLUDES, directory);
    }
}
