package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Programs on a real pseudo-terminal.
class TerminalTest {
    private static Pty start(String what) {
        return Pty.start(24, 80, Map.of(), Pty.java("lwt.text.TerminalProgram", what));
    }

    /// Runs a program that says "raw" when the terminal is, has `end` end it, and compares the terminal with what it
    /// was. Returns the exit code.
    private static int runs(String what, Consumer<Pty> end) {
        try (Pty pty = start(what)) {
            String before = pty.stty();
            pty.awaitText("raw");
            assertThat(pty.stty())
                    .isNotEqualTo(before)
                    .contains("-icanon")
                    .contains("-echo ")
                    .contains("-isig");
            end.accept(pty);
            int code = pty.exitCode();
            assertThat(pty.stty()).isEqualTo(before);
            return code;
        }
    }

    /* ---- The mode is put back ---- */

    @Test
    void rawMode_normalEnd() {
        assertThat(runs("key", pty -> pty.send("x"))).isZero();
    }

    @Test
    void rawMode_nested() {
        assertThat(runs("nested", pty -> {
                    pty.send("x");
                    pty.awaitText("still raw: true");
                    pty.send("x");
                }))
                .isZero();
    }

    @Test
    void rawMode_failure() {
        assertThat(runs("failure", pty -> {
                    pty.send("x");
                    pty.awaitText("as wanted");
                }))
                .isEqualTo(1);
    }

    @Test
    void rawMode_crashOfACallback() {
        assertThat(runs("crash", pty -> {
                    pty.send("x");
                    pty.awaitText("as wanted");
                }))
                .isEqualTo(1);
    }

    @Test
    void rawMode_systemExit() {
        assertThat(runs("exit", pty -> pty.send("x"))).isEqualTo(3);
    }

    @Test
    void rawMode_mainPromiseResolvedBefore() {
        assertThat(runs("left", pty -> pty.send("x"))).isZero();
    }

    @Test
    void rawMode_interrupted() {
        assertThat(runs("wait", pty -> pty.signal("INT"))).isEqualTo(128 + 2);
    }

    @Test
    void rawMode_terminated() {
        assertThat(runs("wait", pty -> pty.signal("TERM"))).isEqualTo(128 + 15);
    }

    @Test
    void rawMode_terminatedWhileTheLoopIsStuck() {
        assertThat(runs("stuck", pty -> {
                    pty.send("x");
                    pty.awaitText("stuck");
                    pty.signal("TERM");
                }))
                .isEqualTo(128 + 15);
    }

    @Test
    void switches_failure_areAllOffAgain() {
        try (Pty pty = start("switches")) {
            String before = pty.stty();
            pty.await(
                    "drawing",
                    screen -> screen.contains("drawn")
                            && screen.alternate()
                            && !screen.cursorVisible()
                            && screen.bracketedPaste());
            pty.send("x");
            assertThat(pty.exitCode()).isEqualTo(1);
            assertThat(pty.screen().alternate()).isFalse();
            assertThat(pty.screen().cursorVisible()).isTrue();
            assertThat(pty.screen().bracketedPaste()).isFalse();
            assertThat(pty.screen().text()).doesNotContain("drawn").contains("no Key \"x\"");
            assertThat(pty.stty()).isEqualTo(before);
        }
    }

    @Test
    void switches_terminated_areAllOffAgain() {
        try (Pty pty = start("switches")) {
            pty.await("drawing", screen -> screen.contains("drawn") && screen.bracketedPaste());
            pty.signal("TERM");
            assertThat(pty.exitCode()).isEqualTo(128 + 15);
            assertThat(pty.screen().alternate()).isFalse();
            assertThat(pty.screen().cursorVisible()).isTrue();
            assertThat(pty.screen().bracketedPaste()).isFalse();
        }
    }

    /* ---- Stopped and continued ---- */

    @Test
    void stoppedAndContinued_byAShell() {
        String program = String.join(" ", Pty.java("lwt.text.TerminalProgram", "stop"));
        Map<String, String> shell = Map.of("PS1", "$ ", "PROGRAM", program);
        try (Pty pty = Pty.start(24, 80, shell, List.of("bash", "--norc", "-i"))) {
            pty.awaitText("$");
            pty.send("$PROGRAM\n");
            pty.await("raw", screen -> screen.text().lines().anyMatch("raw"::equals));
            String raw = pty.stty();
            String java = Pty.run("pgrep", "-P", Long.toString(pty.pid())).strip();
            Pty.run("kill", "-TSTP", java);
            pty.awaitText("Stopped");
            pty.await(
                    "the shell's prompt",
                    screen -> screen.line(screen.cursorY()).startsWith("$"));
            pty.send("stty -a | grep -o -e ' icanon' -e ' echo '\n");
            pty.await("a mode for lines", screen -> screen.contains(" icanon\n echo"));
            pty.send("fg\n");
            pty.awaitText("back 80");
            assertThat(pty.stty()).isEqualTo(raw);
            pty.send("x");
            pty.awaitText("Key \"x\".");
            pty.send("echo $?-\n");
            pty.awaitText("0-");
            pty.send("exit\n");
            pty.exitCode();
        }
    }

    @Test
    void stopSignal_withNobodyToContinueIt_changesNothing() {
        try (Pty pty = start("stop")) {
            pty.awaitText("raw");
            String raw = pty.stty();
            pty.signal("TSTP");
            pty.awaitText("back 80");
            assertThat(pty.stty()).isEqualTo(raw);
            pty.send("x");
            pty.awaitText("Key \"x\".");
            assertThat(pty.exitCode()).isZero();
        }
    }

    /* ---- Keys and size ---- */

    @Test
    void paste_isOneKey() {
        try (Pty pty = start("paste")) {
            pty.await("ready", screen -> screen.contains("ready") && screen.bracketedPaste());
            pty.send("\033[200~two\rlines\033[201~");
            pty.awaitText("Paste \"two\\nlines\".");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.screen().bracketedPaste()).isFalse();
        }
    }

    @Test
    void size_followsTheWindow() {
        try (Pty pty = start("size")) {
            pty.awaitText("first 24x80");
            pty.resize(10, 40);
            pty.awaitText("10x40");
            pty.resize(12, 33);
            pty.awaitText("12x33");
            assertThat(pty.exitCode()).isZero();
        }
    }

    @Test
    void threads_areTheLoopsOnly() {
        try (Pty pty = start("threads")) {
            pty.awaitText("raw");
            pty.send("x");
            pty.awaitText("threads: ");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.screen().text().lines().filter(line -> line.startsWith("threads: ")))
                    .containsExactly("threads: main");
        }
    }

    @Test
    void rawMode_withoutATerminal_fails() throws Exception {
        Piped output = piped(Map.of(), "key");
        assertThat(output.code()).isEqualTo(1);
        assertThat(output.errors()).contains("NotATerminalException").contains("raw mode needs a terminal");
    }

    /* ---- Output ---- */

    @Test
    void styles_onATerminal() {
        try (Pty pty = start("styles")) {
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.output()).contains("\033[34;1mfoo\033[m\r\n");
            assertThat(pty.screen().text()).contains("foo").contains("bar").contains("plain");
        }
    }

    @Test
    void styles_elsewhere_areDropped() throws Exception {
        Piped output = piped(Map.of("TERM", "xterm-256color"), "styles");
        assertThat(output.text()).isEqualTo("foo\nplain\n");
        assertThat(output.errors()).isEqualTo("bar\n");
    }

    @Test
    void styles_onATerminalThatHasNone_areDropped() {
        try (Pty pty = Pty.start(24, 80, Map.of("TERM", "dumb"), Pty.java("lwt.text.TerminalProgram", "styles"))) {
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.output()).doesNotContain("\033");
        }
    }

    @Test
    void name_inTheLocaleC_isTransliterated() throws Exception {
        assertThat(piped(Map.of("LANG", "C"), "name").text()).isEqualTo("My name is J?r?mie\n");
        assertThat(piped(Map.of("LC_ALL", "C"), "name").text()).isEqualTo("My name is J?r?mie\n");
        assertThat(piped(Map.of("LANG", "C.UTF-8"), "name").text()).isEqualTo("My name is J\u00e9r\u00e9mie\n");
        assertThat(piped(Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8"), "name").text())
                .isEqualTo("My name is J\u00e9r\u00e9mie\n");
    }

    private static Piped piped(Map<String, String> environment, String what) throws IOException, InterruptedException {
        return Piped.run(environment, "", Pty.java("lwt.text.TerminalProgram", what));
    }
}
