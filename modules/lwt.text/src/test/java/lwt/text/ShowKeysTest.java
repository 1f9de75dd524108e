package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShowKeysTest {
    @Test
    void namesKeysUntilEscape() {
        try (Pty pty = Pty.start(24, 80, Map.of(), Pty.example("ShowKeys.java"))) {
            String before = pty.stty();
            pty.awaitText("Press keys");
            pty.send("é");
            pty.awaitText("Key \"é\" is Key \"é\"");
            pty.send("\033[A");
            pty.awaitText("Key \"\\027[A\" is Key_up");
            pty.send("\033[15~");
            pty.awaitText("is Key_f 5");
            pty.send("\n");
            pty.awaitText("is Key_control 'j'");
            pty.send("\033[H\033[F\033[5~\033[3~");
            pty.await(
                    "all of them",
                    screen -> screen.contains("is Key_home")
                            && screen.contains("is Key_end")
                            && screen.contains("is Key_previous_page")
                            && screen.contains("is Key_delete"));
            pty.send("\033[1;5C");
            pty.awaitText("is Key_right with control");
            pty.send("\033");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.screen().text()).endsWith("is Key_control '['");
            assertThat(pty.stty()).isEqualTo(before);
        }
    }
}
