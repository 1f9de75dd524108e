package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
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

    /// Measures how long it takes from a key to its effect on the screen. Asserts only that all arrive in order, as
    /// times
    /// depend on what else the machine does.
    @Test
    void clockPrompt_fastTypist_allKeysArriveInOrder() {
        int count = 500;
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append((char) ('a' + i % 26));
        }
        long[] sent = new long[count];
        long[] seen = new long[count];
        try (Pty pty = Pty.start(24, 600, XTERM, Pty.example("ClockPrompt.java"))) {
            pty.awaitText("length: 0");
            String first = pty.screen().line(0);
            Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < count; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    sent[i] = System.nanoTime();
                    pty.send(keys.substring(i, i + 1));
                }
            });
            int[] arrived = {0};
            pty.await("all keys", screen -> {
                String line = cursorLine(screen);
                String input = line.substring(line.indexOf('$') + 1).strip();
                assertThat(keys.toString()).startsWith(input);
                for (; arrived[0] < input.length(); arrived[0]++) {
                    seen[arrived[0]] = System.nanoTime();
                }
                return arrived[0] == count;
            });
            assertThat(pty.screen().line(0)).as("the clock").isNotEqualTo(first);
            long[] times = IntStream.range(0, count)
                    .mapToLong(i -> seen[i] - sent[i])
                    .sorted()
                    .toArray();
            System.out.printf(
                    "from a key to the screen, 200 keys/s: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms%n",
                    times[count / 2] / 1e6, times[count * 99 / 100] / 1e6, times[count - 1] / 1e6);
            pty.send("\n");
            pty.awaitText("You typed: " + keys);
            assertThat(pty.exitCode()).isZero();
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
    void minishell_completionWhileThePathIsStillLookedThrough() {
        // The same folder so often that it takes a second or more.
        Map<String, String> environment = new HashMap<>(XTERM);
        environment.put("PATH", "/usr/bin:".repeat(150) + "/bin");
        try (Pty pty = Pty.start(24, 80, environment, Pty.example("Minishell.java"))) {
            pty.awaitText("working");
            pty.send("setsi\t");
            pty.await(
                    "the keys, while there are no words",
                    screen -> cursorLine(screen).endsWith("$ setsi") && screen.contains("working"));
            awaitInput(pty, "setsid");
            pty.send("\177\177");
            pty.await("the words", screen -> screen.contains("│setsid"));
            pty.send("\025\004");
            assertThat(pty.exitCode()).isZero();
        }
    }

    /// The model of the screen adds up what the characters of a cluster take, as terminals do: three people of two
    /// columns are a family of six.
    @Test
    void minishell_charactersOfManyCodePoints_cursorIsWhereTheyEnd() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        try (Pty pty = start("Minishell.java")) {
            pty.awaitText("0 $");
            pty.await("a prompt", screen -> cursorLine(screen).endsWith("$"));
            int begin = pty.screen().cursorX();
            pty.send("a" + family + "b");
            awaitInput(pty, "a" + family + "b", begin + 8);
            pty.send("\033[D");
            awaitInput(pty, "a" + family + "b", begin + 7);
            pty.send("\033[D");
            awaitInput(pty, "a" + family + "b", begin + 1);
            pty.send("e");
            awaitInput(pty, "ae" + family + "b", begin + 2);
            pty.send("\u0301");
            awaitInput(pty, "ae\u0301" + family + "b", begin + 2);
            pty.send("\033[D");
            awaitInput(pty, "ae\u0301" + family + "b", begin + 1);
            pty.send("\033[C\033[C");
            awaitInput(pty, "ae\u0301" + family + "b", begin + 8);
            pty.send("\177");
            awaitInput(pty, "ae\u0301b", begin + 2);
            pty.send("\177");
            awaitInput(pty, "ab", begin + 1);
            pty.send("\005\025echo " + family + "e\u0301.\n");
            pty.awaitText("\n" + family + "e\u0301.\n");
            awaitInput(pty, "", begin);
            pty.send("\004");
            assertThat(pty.exitCode()).isZero();
        }
    }

    private static void awaitInput(Pty pty, String input, int cursor) {
        pty.await(
                "the input " + input + " and the cursor in column " + cursor,
                screen -> cursorLine(screen).endsWith(("$ " + input).strip()) && screen.cursorX() == cursor);
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
                // Between two inputs the terminal is not raw, and takes Ctrl-D for itself.
                ada.await("the next input", screen -> screen.text().endsWith("ada: half a line\nada>"));
                ada.send("\004");
                assertThat(ada.exitCode()).isZero();
                bob.send("\003");
                assertThat(bob.exitCode()).isZero();
            }
        }
    }
}
