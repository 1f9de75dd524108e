package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)\\)");

    @Test
    void program_isHelloInFullWithinTwentyLinesOfTheTop() {
        List<String> readme = Project.read("README.md").lines().toList();
        int end = readme.indexOf("```");
        assertThat(end).isLessThan(20);
        assertThat(readme.subList(readme.indexOf("```java") + 1, end))
                .isEqualTo(Project.read("examples/Hello.java").lines().toList());
        assertThat(readme.get(end + 1)).startsWith("`./lwt run examples/Hello.java`");
    }

    @Test
    void program_greetsAndTakesLeave() throws Exception {
        var result = new Launcher().input("Ada\n").run("run", "examples/Hello.java");
        assertThat(result.output()).isEqualTo("What is your name? Hello, Ada!\nGoodbye, Ada.\n");
        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"LWT_NO_OPENS, 1", "JAVA_TOOL_OPTIONS, -Dlwt.engine=selector", "JAVA_TOOL_OPTIONS, -Dlwt.fibers=baton"})
    void program_doesTheSameOnEveryMechanism(String variable, String value) throws Exception {
        var result = new Launcher().with(variable, value).input("Ada\n").run("run", "examples/Hello.java");
        assertThat(result.output()).isEqualTo("What is your name? Hello, Ada!\nGoodbye, Ada.\n");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadSomewhere(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)))
                .allMatch(target -> Files.exists(page.resolveSibling(target)));
    }

    /// What is written for readers: at the root and in `docs`, without what the build makes.
    static Stream<Path> pages() throws IOException {
        try (var root = Files.newDirectoryStream(Project.ROOT, "*.md");
                var docs = Files.walk(Project.ROOT.resolve("docs"))) {
            return Stream.concat(
                    StreamSupport.stream(root.spliterator(), false),
                    docs.filter(page -> page.toString().endsWith(".md")))
                    .filter(page -> !page.toString().contains("/target/"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void integration_runsTheTestCommandOfTheReadme() {
        assertThat(Project.read("README.md")).contains("`./lwt test`");
        assertThat(Project.read(".ci/run")).containsPattern("(?m)^\\./lwt test");
    }
}
