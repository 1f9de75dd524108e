package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The links within the documentation lead to files and headings that exist.
class ManualLinksTest {
    @ParameterizedTest
    @MethodSource("pages")
    void links_leadToFilesAndHeadings(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : ManualPages.links(page)) {
            if (!link.contains(":") && !leadsSomewhere(page, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(target) && (hash < 0 || ManualPages.anchors(target).contains(link.substring(hash + 1)));
    }

    static Stream<Path> pages() throws IOException {
        return ReadmeTest.pages();
    }

    @Test
    void pages_areAllInTheTableOfContents() {
        Path contents = Project.ROOT.resolve("docs/README.md");
        assertThat(ManualPages.links(contents))
                .containsAll(ManualPages.pages().stream()
                        .map(page -> "manual/" + page.getFileName())
                        .toList());
    }
}
