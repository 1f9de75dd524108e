package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartEditorTest {
    private static final String FILE = "examples/StartEditor.java";

    @Test
    void waitsForTheEditor_andEndsAsItDoes() throws Exception {
        var result = new Launcher().with("EDITOR", "sh -c 'exit 3'").run("run", FILE);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output()).isEmpty();
    }

    @Test
    void givesTheEditorItsOwnInputAndOutput() throws Exception {
        var result = new Launcher().with("EDITOR", "cat -").input("typed").run("run", FILE, "/dev/null");
        assertThat(result.output()).isEqualTo("typed");
        assertThat(result.status()).isZero();
    }

    @Test
    void tellsTheSignalThatEndedIt() throws Exception {
        var result = new Launcher().with("EDITOR", "kill -9 $$").run("run", FILE);
        assertThat(result.errors()).contains("was ended by SIGKILL");
        assertThat(result.status()).isEqualTo(128 + 9);
    }
}
