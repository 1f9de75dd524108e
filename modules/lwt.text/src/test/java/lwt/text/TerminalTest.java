package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void keys_areNamedAndEscapeAloneQuits() {
        try (Pty pty = Pty.start(24, 80, Map.of(), Pty.java("lwt.text.KeyProgram"))) {
            pty.awaitText("ready");
            pty.send("é");
            pty.awaitText("Key \"é\"");
            pty.send("\033[A");
            pty.awaitText("Key_up");
            pty.send("\033[15~");
            pty.awaitText("Key_f 5");
            pty.send("\n");
            pty.awaitText("Key_control 'j'");
            pty.send("\033");
            assertThat(pty.exitCode()).isZero();
        }
    }
}
