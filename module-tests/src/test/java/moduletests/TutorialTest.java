package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lwt.text.Pty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer's path: the first three programs of the tutorial, typed and run as the page says.
class TutorialTest {
    private static final String PAGE = Project.read("docs/manual/tutorial.md");

    /// All modules are built at the first command.
    private static final Duration WHILE_IT_BUILDS = Duration.ofMinutes(8);

    @TempDir
    private Path folder;

    /// What a reader types: each block of Java, into the file that the command below it runs.
    private static void typePrograms(Path folder) throws IOException {
        List<String> programs = blocks("java file");
        List<String> commands = blocks("sh");
        assertThat(commands).hasSameSizeAs(programs).hasSize(3);
        for (int i = 0; i < programs.size(); i++) {
            String file = commands.get(i).replaceFirst("(?s).*\\./lwt run (\\w+\\.java).*", "$1");
            Files.writeString(folder.resolve(file), programs.get(i));
        }
    }

    private Launcher typed() throws IOException {
        typePrograms(folder);
        return new Launcher().in(folder);
    }

    private static List<String> blocks(String info) {
        return Pattern.compile("(?ms)^```" + info + "\n(.*?)^```$")
                .matcher(PAGE)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    void first_waits() throws Exception {
        waits(typed());
    }

    private static void waits(Launcher launcher) throws Exception {
        assertThat(blocks("sh").get(0)).isEqualTo("./lwt run Hello.java\n");
        long start = System.nanoTime();
        var result = launcher.run("run", "Hello.java");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(blocks("text").get(0));
        assertThat(result.status()).isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000);
    }

    @Test
    void second_serves() throws Exception {
        serves(typed());
    }

    private static void serves(Launcher launcher) throws Exception {
        assertThat(blocks("sh").get(1)).isEqualTo("./lwt run Echo.java 7777\n");
        try (var server = new RunningServer(launcher, "run", "Echo.java", "0")) {
            List<java.net.Socket> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(server.connect());
            }
            for (var client : clients) {
                var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                client.getOutputStream().write("first\nsecond\n".getBytes(StandardCharsets.UTF_8));
                assertThat(lines.readLine()).isEqualTo("first");
                assertThat(lines.readLine()).isEqualTo("second");
                client.shutdownOutput();
                assertThat(lines.readLine()).isNull();
                client.close();
            }
            assertThat(server.stop()).isEmpty();
        }
    }

    @Test
    void third_tellsSizes() throws Exception {
        tellsSizes(typed());
    }

    private static void tellsSizes(Launcher launcher) throws Exception {
        assertThat(blocks("sh").get(2)).isEqualTo("printf 'Hello.java\\n\\nnowhere\\n' | ./lwt run Sizes.java\n");
        var result = launcher.input("Hello.java\n\nnowhere\n").run("run", "Sizes.java");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(blocks("text").get(1));
        assertThat(result.status()).isZero();
    }

    /// What is committed, from nothing. The second command runs the tests of one module: with all of them it is what
    /// runs this test.
    @Test
    void clone_intoAnEmptyFolder_runsBothCommandsOfTheReadmeAndThePrograms() throws Exception {
        assumeTrue(Files.exists(Project.ROOT.resolve(".git")), "not a clone, so it cannot be cloned");
        Pty.run("git", "clone", "--quiet", Project.ROOT.toString(), folder.toString());
        typePrograms(folder);

        var hello = inClone().input("Ada\n").run("run", "examples/Hello.java");
        assertThat(hello.errors()).isEmpty();
        assertThat(hello.output()).isEqualTo("What is your name? Hello, Ada!\nGoodbye, Ada.\n");
        assertThat(hello.status()).isZero();

        waits(inClone());
        serves(inClone());
        tellsSizes(inClone());

        var tests = inClone().run("test", "--batch-mode", "--projects", "modules/react", "-Dtest=EventTest");
        assertThat(tests.status()).as(tests.output()).isZero();
        assertThat(tests.output())
                .containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0")
                .contains("BUILD SUCCESS");
    }

    private Launcher inClone() {
        return new Launcher().script(folder.resolve("lwt")).in(folder).within(WHILE_IT_BUILDS);
    }
}
