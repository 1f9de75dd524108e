package moduletests;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What every module lets others see, and what it needs: a change of either is a decision, and is made here as well.
class ModuleTest {
    private static final Map<String, Shape> EXPECTED = new TreeMap<>(Map.ofEntries(
            module("lwt", "java.base", "static transitive org.jspecify"),
            module("lwt.direct", "java.base", "static org.jspecify", "transitive lwt"),
            Map.entry(
                    "lwt.logging",
                    new Shape(
                            List.of(),
                            List.of("java.base", "lwt.unix", "static org.jspecify"),
                            List.of("java.lang.System$LoggerFinder with [lwt.logging.LwtLoggerFinder]"))),
            module("lwt.preemptive", "java.base", "static org.jspecify", "transitive lwt"),
            module("lwt.awt", "java.base", "java.desktop", "static org.jspecify", "transitive lwt.unix"),
            module("lwt.extra", "java.base", "static org.jspecify", "transitive lwt.unix"),
            module("lwt.glib", "java.base", "static org.jspecify", "transitive lwt.unix"),
            module("lwt.ssl", "java.base", "static org.jspecify", "transitive lwt.unix"),
            module("lwt.syntax", "java.base", "static transitive org.jspecify"),
            Map.entry(
                    "lwt.text",
                    new Shape(
                            List.of("lwt.text", "lwt.text.editor"),
                            List.of(
                                    "java.base",
                                    "org.jline.terminal",
                                    "static org.jspecify",
                                    "transitive lwt.react",
                                    "transitive lwt.unix"))),
            module(
                    "lwt.top",
                    "java.base",
                    "java.compiler",
                    "jdk.jshell",
                    "static org.jspecify",
                    "transitive lwt.direct",
                    "transitive lwt.text"),
            module("lwt.react", "java.base", "static org.jspecify", "transitive lwt", "transitive react"),
            Map.entry(
                    "lwt.slf4j",
                    new Shape(
                            List.of(),
                            List.of("java.base", "lwt.unix", "org.slf4j", "static org.jspecify"),
                            List.of("org.slf4j.spi.SLF4JServiceProvider with [lwt.slf4j.LwtServiceProvider]"))),
            module("lwt.testkit", "java.base", "static org.jspecify", "transitive lwt.unix"),
            module("lwt.unix", "java.base", "jdk.unsupported", "static org.jspecify", "transitive lwt"),
            module("react", "java.base", "static transitive org.jspecify")));

    /// A module that exports the package of its name and nothing else.
    private static Map.Entry<String, Shape> module(String name, String... requires) {
        return Map.entry(name, new Shape(List.of(name), List.of(requires)));
    }

    /// Exported packages, required modules and services provided, in alphabetical order.
    private record Shape(List<String> exports, List<String> requires, List<String> provides) {
        Shape(List<String> exports, List<String> requires) {
            this(exports, requires, List.of());
        }

        static Shape of(ModuleDescriptor module) {
            return new Shape(
                    module.exports().stream().map(ModuleTest::words).sorted().toList(),
                    module.requires().stream().map(ModuleTest::words).sorted().toList(),
                    module.provides().stream().map(ModuleTest::words).sorted().toList());
        }
    }

    @Test
    void modules_exportRequireAndProvideExactlyThis() throws IOException {
        var actual = new TreeMap<String, Shape>();
        for (var module : descriptors().values()) {
            actual.put(module.name(), Shape.of(module));
        }
        assertThat(actual.entrySet()).containsExactlyElementsOf(EXPECTED.entrySet());
    }

    @Test
    void modules_openNothingAndUseNoServices() throws IOException {
        assertThat(descriptors().values()).isNotEmpty().allSatisfy(module -> {
            assertThat(module.isOpen()).isFalse();
            assertThat(module.opens()).isEmpty();
            assertThat(module.uses()).isEmpty();
        });
    }

    @Test
    void modules_areNamedAsTheirFolderAndTheirPackages() throws IOException {
        assertThat(descriptors()).isNotEmpty().allSatisfy((folder, module) -> {
            assertThat(module.name()).isEqualTo(folder);
            assertThat(module.packages()).allMatch(p -> p.equals(folder) || p.startsWith(folder + "."));
        });
    }

    @Test
    void modules_areAllInTheReadmesTable() throws IOException {
        var table = Project.read("README.md")
                .lines()
                .filter(line -> line.startsWith("| `lwt") || line.startsWith("| `react`"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .collect(toCollection(TreeSet::new));
        assertThat(table).isEqualTo(descriptors().keySet());
    }

    /// By the folder in `modules/`.
    private static Map<String, ModuleDescriptor> descriptors() throws IOException {
        var descriptors = new TreeMap<String, ModuleDescriptor>();
        try (var folders = Files.newDirectoryStream(Project.ROOT.resolve("modules"), Files::isDirectory)) {
            for (Path folder : folders) {
                try (var in = Files.newInputStream(folder.resolve("target/classes/module-info.class"))) {
                    descriptors.put(folder.getFileName().toString(), ModuleDescriptor.read(in));
                }
            }
        }
        return descriptors;
    }

    private static String words(ModuleDescriptor.Exports exports) {
        return exports.isQualified() ? exports.source() + " to " + new TreeSet<>(exports.targets()) : exports.source();
    }

    private static String words(ModuleDescriptor.Provides provides) {
        return provides.service() + " with " + provides.providers();
    }

    private static String words(ModuleDescriptor.Requires requires) {
        var words = new StringBuilder();
        if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
            words.append("static ");
        }
        if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
            words.append("transitive ");
        }
        return words.append(requires.name()).toString();
    }
}
