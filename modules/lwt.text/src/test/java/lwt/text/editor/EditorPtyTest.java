package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lwt.text.Pty;
import lwt.text.Screen;
import org.junit.jupiter.api.Test;

/// The examples of the line editor, on a real pseudo-terminal, as their users run them.
class EditorPtyTest {
    // The screen model cuts rows as xterm does, and says so.
    private static final Map<String, String> XTERM = Map.of("XTERM_VERSION", "XTerm(390)");

    private static Pty start(String example) {
        return Pty.start(24, 80, XTERM, Pty.example(example));
    }

    private static String cursorLine(Screen screen) {
        return screen.line(screen.cursorY());
    }

    private static void awaitInput(Pty pty, String input) {
        pty.await("the input " + input, screen -> cursorLine(screen).endsWith("$ " + input));
    }

    @Test
    void clockPrompt_followsTimeSizeModeClipboardAndInput() {
        try (Pty pty = start("ClockPrompt.java")) {
            String before = pty.stty();
            pty.awaitText("length: 0");
            pty.awaitText("24x80");
            String first = pty.screen().line(0);
            pty.await("a tick", screen -> !screen.line(0).equals(first));
            pty.send("日本e\u0301");
            pty.awaitText("length: 4");
            awaitInput(pty, "日本e\u0301");
            pty.send("\177\177");
            awaitInput(pty, "日");
            pty.send("foo bar");
            awaitInput(pty, "日foo bar");
            pty.send("\0\033[D\033[D\033[D");
            pty.awaitText("selection");
            pty.send("\027");
            pty.awaitText("clipboard: bar");
            awaitInput(pty, "日foo");
            pty.send("\031");
            awaitInput(pty, "日foo bar");
            for (int columns : new int[] {40, 120, 80}) {
                pty.resize(24, columns);
                pty.awaitText("24x" + columns);
                awaitInput(pty, "日foo bar");
                assertThat(pty.screen().text()).containsOnlyOnce("length:");
            }
            pty.send("\022");
            pty.awaitText("searching");
            pty.send("\007");
            pty.awaitText("edition");
            pty.send("\n");
            pty.awaitText("You typed: 日foo bar");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.stty()).isEqualTo(before);
        }
    }

    @Test
    void minishell_editsCompletesAndRuns() {
        try (Pty pty = start("Minishell.java")) {
            String before = pty.stty();
            pty.awaitText("0 $");
            pty.send("echo h\033[Do\033[C\177i\n");
            pty.await("the output", screen -> screen.text().contains("\noi\n"));
            pty.send("false\n");
            pty.awaitText("1 $");
            pty.send("kill -9 $$\n");
            pty.awaitText("255 $");
            pty.send("\033[A\033[A\033[A");
            awaitInput(pty, "echo oi");
            pty.send("\025");
            pty.send("\022fal");
            pty.awaitText("(reverse-i-search)'fal': false");
            pty.send("\007");
            pty.send("setsi\t");
            awaitInput(pty, "setsid");
            pty.send("\003");
            pty.await("a new prompt", screen -> cursorLine(screen).endsWith("255 $"));
            pty.send("\032");
            pty.send("true\n");
            pty.await("it went on after Ctrl-Z", screen -> cursorLine(screen).endsWith(" 0 $"));
            pty.send("\004");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.stty()).isEqualTo(before);
        }
    }

    @Test
    void minishell_pasteOfManyLines_isOneInput() {
        try (Pty pty = start("Minishell.java")) {
            pty.awaitText("0 $");
            pty.await("bracketed paste", Screen::bracketedPaste);
            StringBuilder lines = new StringBuilder("\033[200~cat > /dev/null <<X\r");
            for (int i = 0; i < 10_000; i++) {
                lines.append("line ").append(i).append('\r');
            }
            pty.send(lines + "X\r: all of it\033[201~");
            pty.awaitText(": all of it");
            pty.awaitText("line 9999");
            pty.send("\003");
            pty.await("a new prompt", screen -> cursorLine(screen).endsWith("0 $"));
            pty.send("\004");
            assertThat(pty.exitCode()).isZero();
        }
    }

    @Test
    void chat_messagesAppearAboveTheLineThatIsTyped() {
        try (Pty server = Pty.start(24, 80, XTERM, Pty.example("Chat.java"))) {
            server.awaitText("listening on ");
            String address = server.screen().line(0);
            String port = address.substring(address.lastIndexOf(':') + 1).strip();
            try (Pty ada = Pty.start(24, 80, XTERM, Pty.example("Chat.java", port, "ada"));
                    Pty bob = Pty.start(24, 80, XTERM, Pty.example("Chat.java", port, "bob"))) {
                ada.awaitText("ada>");
                bob.awaitText("bob>");
                ada.send("half a li");
                ada.awaitText("ada> half a li");
                bob.send("hello\n");
                ada.await("the message above the line", screen -> screen.text().endsWith("bob: hello\nada> half a li"));
                ada.send("ne\n");
                bob.awaitText("ada: half a line");
                ada.send("\004");
                assertThat(ada.exitCode()).isZero();
                bob.send("\003");
                assertThat(bob.exitCode()).isZero();
            }
        }
    }
}
