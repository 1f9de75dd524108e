package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lwt.text.Pty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The toplevel with somebody at a terminal; its scripts are tested in its module.
class TopTest {
    private static final String CONTROL_C = "\u0003";
    private static final String CONTROL_D = "\u0004";

    @TempDir
    Path folder;

    private Pty toplevel() {
        assumeTrue(Files.exists(Path.of("/dev/ptmx")), "no pseudo-terminals here");
        return Pty.start(
                24,
                80,
                Map.of("LWT_TOP_HISTORY", folder.resolve("history").toString(), "TERM", "xterm-256color"),
                List.of(Project.ROOT.resolve("lwt").toString()));
    }

    @Test
    void session_typed_awaitsTicksAndCompletes() throws Exception {
        try (Pty pty = toplevel()) {
            pty.awaitText("#");
            pty.send("var t = LwtUnix.sleep(Duration.ofSeconds(1000))\r");
            pty.awaitText("t : Promise<Void> = Sleep");
            pty.send("LwtUnix.sleep(Duration.ofMillis(300)).map(_ -> 6 * 7)\r");
            pty.awaitText("= 42");
            pty.send("LwtUnix.sleep(Duration.ofMillis(300)).bind(_ -> LwtIo.printl(\"ti\" + \"ck\")).ignoreResult()\r");
            pty.awaitText("tick"); // above the prompt, while nothing is evaluated

            pty.send("LwtIo.printl");
            pty.awaitText("printlf"); // a completion
            pty.send(CONTROL_C);
            pty.send("LwtIo.printl(\"wait\" + \"ing\").bind(_ -> t)\r");
            pty.awaitText("waiting");
            pty.send(CONTROL_C);
            pty.awaitText("interrupted");
            pty.send("\"still \" + \"there\"\r");
            pty.awaitText("still there");
            pty.await("the next prompt", screen -> screen.line(screen.cursorY()).equals("#"));
            pty.send(CONTROL_D);
            assertThat(pty.exitCode()).isZero();
        }
        assertThat(folder.resolve("history")).content().contains("Duration.ofMillis(300)");
    }
}
