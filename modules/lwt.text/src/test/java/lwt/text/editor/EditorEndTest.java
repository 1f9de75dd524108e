package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lwt.text.Piped;
import lwt.text.Pty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program with the editor leaves behind, and the reading functions, on a real pseudo-terminal.
class EditorEndTest {
    private static List<String> program(String... arguments) {
        return Pty.java("lwt.text.editor.EditorProgram", arguments);
    }

    private static Pty start(String... arguments) {
        return Pty.start(24, 80, Map.of(), program(arguments));
    }

    /* ---- The terminal is put back ---- */

    /// Has `end` end a program that edits, and compares the terminal with what it was.
    private static int ends(Pty started, Consumer<Pty> end) {
        try (Pty pty = started) {
            String before = pty.stty();
            pty.await("an editor", screen -> screen.line(screen.cursorY()).matches(".*[>$]"));
            assertThat(pty.stty()).isNotEqualTo(before).contains("-icanon").contains("-echo ");
            end.accept(pty);
            int code = pty.exitCode();
            assertThat(pty.stty()).isEqualTo(before);
            assertThat(pty.screen().bracketedPaste()).isFalse();
            return code;
        }
    }

    private static Pty example() {
        return Pty.start(24, 80, Map.of("XTERM_VERSION", "XTerm(390)"), Pty.example("ClockPrompt.java"));
    }

    @Test
    void terminal_controlC() {
        assertThat(ends(example(), pty -> {
                    pty.send("x\003");
                    pty.awaitText("Interrupt");
                }))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "TERM, 15", "HUP, 1"})
    void terminal_signalFromOutside(String signal, int number) {
        assertThat(ends(example(), pty -> {
                    pty.send("x");
                    pty.awaitText("length: 1");
                    pty.signal(signal);
                }))
                .isEqualTo(128 + number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure", "canceled"})
    void terminal_programFails(String how) {
        assertThat(ends(start(how), pty -> {
                    pty.send("x");
                    pty.awaitText("as wanted");
                }))
                .isEqualTo(1);
    }

    @Test
    void terminal_asynchronousException_theInputGoesOn() {
        assertThat(ends(start("async"), pty -> {
                    pty.send("x");
                    pty.awaitText("as wanted");
                    pty.send("y\n");
                    pty.awaitText("read xy");
                }))
                .isZero();
    }

    @Test
    void terminal_exitFromATimer() {
        assertThat(ends(start("exit"), pty -> pty.send("x"))).isEqualTo(3);
    }

    /* ---- Passwords ---- */

    @ParameterizedTest
    @CsvSource({"*, > ****", "empty, >", "clear, > séct", "--, > --------"})
    void readPassword_showsWhatTheStyleSays(String style, String shown) {
        try (Pty pty = start("password", style)) {
            String before = pty.stty();
            pty.awaitText(">");
            // The last key can only be seen by what it does where nothing is shown.
            pty.send("sécrx\177\177t");
            if (!style.equals("empty")) {
                pty.await(shown, screen -> screen.line(0).equals(shown));
            }
            pty.send("\n");
            assertThat(pty.exitCode()).as(pty::shown).isZero();
            assertThat(pty.screen().text()).isEqualTo(shown + "\nread séct");
            String typing = pty.output().substring(0, pty.output().indexOf("read"));
            assertThat(typing.contains("s")).isEqualTo(style.equals("clear"));
            assertThat(pty.stty()).isEqualTo(before);
        }
    }

    @Test
    void readPassword_noTerminal_isRefused() throws Exception {
        Piped piped = Piped.run(Map.of("LANG", "C.UTF-8"), "secret\n", program("password", "*"));
        assertThat(piped.code()).isEqualTo(1);
        assertThat(piped.text()).isEmpty();
        assertThat(piped.errors())
                .contains("java.io.IOException: readPassword: standard input or output is not a terminal")
                .doesNotContain("secret");
    }

    @Test
    void readPassword_onlyOutputIsATerminal_isRefused() {
        String command = String.join(" ", program("password", "*"));
        try (Pty pty = Pty.start(24, 200, Map.of(), List.of("sh", "-c", "echo secret | " + command))) {
            assertThat(pty.exitCode()).isEqualTo(1);
            assertThat(pty.screen().text()).contains("is not a terminal").doesNotContain("secret");
        }
    }

    /* ---- Words ---- */

    @Test
    void readKeyword_takesOnlyOneOfThem() {
        try (Pty pty = start("keyword")) {
            pty.awaitText("│one│two│");
            pty.send("three\n\025t\t");
            pty.await("the word", screen -> screen.line(0).equals("> two"));
            pty.send("\n");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.screen().text()).isEqualTo("> two\nread 2");
        }
    }

    @Test
    void readKeyword_noTerminal_readsALine() throws IOException, InterruptedException {
        Piped one = Piped.run(Map.of(), "ONE\n", program("keyword"));
        assertThat(one.text()).isEqualTo("> read 1\n");
        Piped none = Piped.run(Map.of(), "three\n", program("keyword"));
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.errors()).contains("readKeyword: \"three\" is none of [");
    }

    @Test
    void readYesNo_upperCaseIsTheSame() {
        try (Pty pty = start("yesNo")) {
            pty.awaitText("│no│yes│");
            pty.send("NO\n");
            assertThat(pty.exitCode()).isZero();
            assertThat(pty.screen().text()).isEqualTo("> NO\nread false");
        }
    }
}
