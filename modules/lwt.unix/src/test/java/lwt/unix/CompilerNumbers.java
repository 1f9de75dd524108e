package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Compares numbers of ours with those of the C compiler, where there is one.
final class CompilerNumbers {
    private CompilerNumbers() {}

    /// The `int` constants of a class that are not private, each under its name in C or as `inC` says.
    static void assertAgree(Class<?> type, Map<String, String> inC, String includes, Path directory) throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.getType() == int.class
                    && Modifier.isStatic(field.getModifiers())
                    && !Modifier.isPrivate(field.getModifiers())) {
                ours.put(field.getName(), (long) field.getInt(null));
            }
        }
        assertThat(ours).as("the constants were found").isNotEmpty();
        assertAgree(ours, inC, includes, directory);
    }

    static void assertAgree(Map<String, Long> ours, Map<String, String> inC, String includes, Path directory)
            throws Exception {
        Map<String, String> expressions = new TreeMap<>();
        ours.keySet().forEach(name -> expressions.put(name, inC.getOrDefault(name, name)));
        assertThat(compiled(expressions, includes, directory)).isEqualTo(ours);
    }

    /// The values of C expressions, by name.
    private static Map<String, Long> compiled(Map<String, String> expressions, String includes, Path directory)
            throws Exception {
        assumeTrue(Structs.fitThisMachine(), "the numbers are Linux's");
        Path source = directory.resolve("numbers.c");
        Path program = directory.resolve("numbers");
        StringBuilder text = new StringBuilder(includes).append("int main(void) {\n");
        expressions.forEach((name, expression) -> text.append("  printf(\"%s %d\\n\", \"")
                .append(name)
                .append("\", (int) (")
                .append(expression)
                .append("));\n"));
        Files.writeString(source, text.append("  return 0;\n}\n"));
        try {
            Process gcc = new ProcessBuilder("gcc", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor()).as("gcc compiles the numbers").isZero();
        } catch (IOException e) {
            assumeTrue(false, "no gcc here: " + e.getMessage());
        }
        Process process = new ProcessBuilder(program.toString()).start();
        Map<String, Long> values = new TreeMap<>();
        for (String line : process.inputReader().readAllLines()) {
            String[] words = line.split(" ", 2);
            values.put(words[0], Long.parseLong(words[1]));
        }
        return values;
    }
}
