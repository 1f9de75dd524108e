package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/naming.md tells where each name of the original is, and tells the truth.
class NamingTest {
    private static final Pattern ROW = Pattern.compile("\\| `(.+?)` \\| (.+) \\|");

    /// The table, from module and name to the second column.
    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new HashMap<>();
        String module = "";
        for (String line : Files.readAllLines(Project.ROOT.resolve("docs/naming.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                module = line.substring(3);
            } else if (row.matches()) {
                table.put(module + " " + row.group(1).replace("\\|", "|"), row.group(2));
            }
        }
        return table;
    }

    /// The names of the original, a module and a name a line, in one file for each part.
    private static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (var files =
                Files.newDirectoryStream(Project.ROOT.resolve("module-tests/src/test/resources/names"), "*.txt")) {
            for (Path file : files) {
                names.addAll(Files.readAllLines(file));
            }
        }
        return names;
    }

    @Test
    void everyNameOfTheOriginal_hasARow() throws IOException {
        Map<String, String> table = table();
        assertThat(names())
                .hasSizeGreaterThan(300)
                .allSatisfy(name -> assertThat(table).containsKey(name));
    }

    @Test
    void everyRow_namesWhatExistsOrGivesAReason() throws IOException {
        List<String> wrong = new ArrayList<>();
        table().forEach((name, home) -> {
            if (!(home.startsWith("— ") || isPublic(home))) {
                wrong.add(name + " -> " + home);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /// Whether a class, or a class and a method or constant, of this name is public.
    private static boolean isPublic(String quoted) {
        String path = quoted.substring(1, quoted.length() - 1);
        if (publicClass(path)) {
            return true;
        }
        int dot = path.lastIndexOf('.');
        String member = path.substring(dot + 1);
        if (!publicClass(path.substring(0, dot))) {
            return false;
        }
        Class<?> type = classNamed(path.substring(0, dot));
        return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
                .map(Member::getName)
                .anyMatch(member::equals);
    }

    private static boolean publicClass(String path) {
        Class<?> type = classNamed(path);
        return type != null && Modifier.isPublic(type.getModifiers());
    }

    /// The class of this name; nested classes are written with a dot.
    private static Class<?> classNamed(String path) {
        for (String name = path; ; ) {
            try {
                return Class.forName(name, false, NamingTest.class.getClassLoader());
            } catch (ClassNotFoundException none) {
                int dot = name.lastIndexOf('.');
                if (dot < 0 || !Character.isUpperCase(name.charAt(dot + 1))) {
                    return null;
                }
                name = name.substring(0, dot) + '$' + name.substring(dot + 1);
            }
        }
    }
}
