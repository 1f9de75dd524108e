package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer's path: the first three programs of the tutorial, typed and run as the page says.
class TutorialTest {
    private static final String PAGE = Project.read("docs/manual/tutorial.md");

    @TempDir
    private Path folder;

    /// What a reader types: each block of Java, into the file that the command below it runs.
    @BeforeEach
    void typeThePrograms() throws Exception {
        List<String> programs = blocks("java file");
        List<String> commands = blocks("sh");
        assertThat(commands).hasSameSizeAs(programs).hasSize(3);
        for (int i = 0; i < programs.size(); i++) {
            String file = commands.get(i).replaceFirst("(?s).*\\./lwt run (\\w+\\.java).*", "$1");
            Files.writeString(folder.resolve(file), programs.get(i));
        }
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
        assertThat(blocks("sh").get(0)).isEqualTo("./lwt run Hello.java\n");
        long start = System.nanoTime();
        var result = new Launcher().in(folder).run("run", "Hello.java");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(blocks("text").get(0));
        assertThat(result.status()).isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000);
    }

    @Test
    void second_serves() throws Exception {
        assertThat(blocks("sh").get(1)).isEqualTo("./lwt run Echo.java 7777\n");
        try (var server = new RunningServer(new Launcher().in(folder), "run", "Echo.java", "0")) {
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
        assertThat(blocks("sh").get(2)).isEqualTo("printf 'Hello.java\\n\\nnowhere\\n' | ./lwt run Sizes.java\n");
        var result = new Launcher().in(folder).input("Hello.java\n\nnowhere\n").run("run", "Sizes.java");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo(blocks("text").get(1));
        assertThat(result.status()).isZero();
    }
}
