package lwt.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// The table of behaviours, src/test/behaviours.md, names tests that exist.
class BehavioursTest {

    private static List<String[]> rows() throws IOException {
        Path table = Path.of(System.getProperty("lwt.root"), "modules", "lwt.direct", "src", "test", "behaviours.md");
        return Files.readAllLines(table).stream()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .toList();
    }

    @Test
    void everyRow_namesTestsThatExistOrGivesAReason() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows()) {
            assertThat(row).as("a row has three columns").hasSize(3);
            if (!row[2].startsWith("— ")) {
                for (String tests : row[2].split(" ")) {
                    if (!exists(tests)) {
                        wrong.add(row[0] + " " + row[1] + ": " + tests);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean exists(String tests) {
        int dot = tests.indexOf('.');
        String wanted = tests.substring(dot + 1);
        try {
            for (Class<?> type = Class.forName("lwt.direct." + tests.substring(0, dot));
                    type != Object.class;
                    type = type.getSuperclass()) {
                if (Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> isTest(method) && fits(wanted, method))) {
                    return true;
                }
            }
            return false;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static boolean fits(String wanted, Method method) {
        return wanted.endsWith("*")
                ? method.getName().startsWith(wanted.substring(0, wanted.length() - 1))
                : method.getName().equals(wanted);
    }
}
