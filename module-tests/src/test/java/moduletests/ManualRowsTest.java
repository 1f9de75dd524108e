package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// docs/manual-rows.md tells where each feature of the manual of 2010 is shown, and tells the truth.
class ManualRowsTest {
    private static final int ROWS = 140;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.+?) \\| (.+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// A feature: its number, and what the last column says.
    private record Row(int number, String where) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Project.read("docs/manual-rows.md").lines().forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(Integer.parseInt(row.group(1)), row.group(3)));
            }
        });
        return rows;
    }

    @Test
    void everyFeature_hasARow() {
        assertThat(rows().stream().map(Row::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
    }

    /// Links are followed by the test of all pages; here, that there is one, or a test or program.
    @Test
    void everyRow_namesWhatExists() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            if (!row.where().matches("— .+|.*(]\\(|`).*")) {
                wrong.add(row.number() + " names nothing and gives no reason");
            }
            Matcher names = CODE.matcher(row.where());
            while (names.find()) {
                if (!exists(names.group(1))) {
                    wrong.add(row.number() + " " + names.group(1));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean exists(String name) throws IOException {
        if (name.contains("/")) {
            return Files.exists(Project.ROOT.resolve(name));
        }
        int dot = name.lastIndexOf('.');
        String file = name.substring(0, dot).replace('.', '/') + ".java";
        for (Path folder : testFolders()) {
            Path source = folder.resolve(file);
            if (Files.exists(source)) {
                return Files.readString(source).contains(" " + name.substring(dot + 1) + "(");
            }
        }
        return false;
    }

    private static List<Path> testFolders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Project.ROOT.resolve("module-tests/src/test/java")));
        try (var modules = Files.newDirectoryStream(Project.ROOT.resolve("modules"))) {
            for (Path module : modules) {
                folders.add(module.resolve("src/test/java"));
            }
        }
        return folders;
    }
}
