package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import moduletests.ManualPages.Block;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every block of Java in the manual compiles, and those that run print what the page says.
///
/// The word behind `java` in a block's first line says what it is:
///
/// | word | what it is |
/// |---|---|
/// | `program` | a whole source file, as for `./lwt run`; it runs |
/// | `run` | statements; they run |
/// | `fiber` | statements; they run in a fiber |
/// | `compile` | statements in a fiber, only compiled |
/// | `members` | methods, fields and classes, only compiled |
/// | `file` | a whole source file, only compiled |
///
/// What runs must print the block of `text` that follows at once, or nothing if none does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManualTest {
    private static final Set<String> RUN = Set.of("program", "run", "fiber");
    private static final Set<String> KINDS = Set.of("program", "run", "fiber", "compile", "members", "file");

    /// What every block has imported that does not say so itself; names that the JDK has too, by name.
    private static final String HEADER = Stream.concat(
                    Stream.of(
                                    "java.base",
                                    "lwt",
                                    "lwt.unix",
                                    "lwt.direct",
                                    "lwt.preemptive",
                                    "lwt.extra",
                                    "react",
                                    "lwt.react",
                                    "lwt.testkit",
                                    "lwt.ssl",
                                    "lwt.text")
                            .map(module -> "import module " + module + "; "),
                    Stream.of(
                                    "lwt.Key",
                                    "lwt.Condition",
                                    "lwt.unix.Command",
                                    "lwt.unix.FileDescriptor",
                                    "static lwt.direct.Direct.*")
                            .map(name -> "import " + name + "; "))
            .collect(Collectors.joining());

    private final Map<Block, String> printed = new HashMap<>();
    private String problems = "";

    @BeforeAll
    void compileAllAndRun(@TempDir Path folder) throws Exception {
        problems = compile(ManualPages.blocks(), folder);
        if (problems.isEmpty()) {
            run(folder);
        }
    }

    private static String compile(List<Block> blocks, Path folder) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            String path = System.getProperty("java.class.path");
            List<String> options = List.of(
                    "-d",
                    folder.toString(),
                    "-proc:none",
                    "-Xlint:all",
                    "--module-path",
                    modulePath(path),
                    "--add-modules",
                    "ALL-MODULE-PATH",
                    "--class-path",
                    "");
            List<Source> sources = blocks.stream().map(Source::new).toList();
            compiler.getTask(null, files, diagnostics, options, null, sources).call();
        }
        return diagnostics.getDiagnostics().stream()
                .map(problem -> (problem.getSource() instanceof Source source
                                ? source.block.page().getFileName() + ":"
                                        + (source.block.line() + problem.getLineNumber())
                                : "")
                        + ": "
                        + problem.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    /// The parts of the class path that are modules of the library, which have the names of their folders or jars,
    /// and what these need.
    private static String modulePath(String classPath) {
        return Stream.of(classPath.split(java.io.File.pathSeparator))
                .filter(entry -> entry.matches(
                        ".*[/\\\\](lwt|react|jline)([.-][a-z0-9]+)*([/\\\\]target[/\\\\].*|-[0-9][^/\\\\]*\\.jar)"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private void run(Path folder) throws Exception {
        List<Block> blocks = ManualPages.blocks().stream()
                .filter(block -> RUN.contains(block.kind()))
                .toList();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                ManualRunner.class.getName(),
                folder.toString()));
        blocks.forEach(block -> command.add(block.className()));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createFile(folder.resolve("input")).toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectErrorStream(true)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        String[] parts = Files.readString(output).split(ManualRunner.MARK, -1);
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String name = parts[i].substring(0, end);
            String text = parts[i].substring(end + 1);
            blocks.stream().filter(block -> block.className().equals(name)).forEach(block -> printed.put(block, text));
        }
        assertThat(parts[parts.length - 1]).as("the end of the output").isEqualTo("\n");
    }

    @Test
    void blocks_areOfAKnownKind() {
        assertThat(ManualPages.blocks())
                .hasSizeGreaterThan(50)
                .allSatisfy(block -> assertThat(KINDS).as("%s", block).contains(block.kind()));
    }

    @Test
    void blocksThatRun_sayWhatTheyPrint() {
        assertThat(blocksThatRun())
                .allSatisfy(block -> assertThat(block.output()).as("%s", block).isNotEmpty());
    }

    @Test
    void blocks_compileWithoutWarnings() {
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("blocksThatRun")
    void block_printsWhatThePageSays(Block block) {
        assumeThat(problems).as("told by blocks_compileWithoutWarnings").isEmpty();
        assertThat(printed.get(block)).isEqualTo(block.output());
    }

    static Stream<Block> blocksThatRun() {
        return ManualPages.blocks().stream().filter(block -> RUN.contains(block.kind()));
    }

    /// A block as the compiler reads it: what is put around it adds no line before it.
    private static final class Source extends SimpleJavaFileObject {
        private final Block block;

        Source(Block block) {
            super(URI.create("string:///" + block.className() + ".java"), Kind.SOURCE);
            this.block = block;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            String code = block.code();
            String header = code.contains("import ") ? "" : HEADER;
            return switch (block.kind()) {
                case "run" -> header + "void main() throws Throwable { " + code + "\n}";
                case "fiber" -> header + "void main() { LwtMain.run(() -> spawn(() -> { " + code + "\n})); }";
                case "compile" -> header + "void main() { LwtMain.run(() -> spawn(() -> { " + code + "\n})); }";
                case "members" -> header + code + "\nvoid main() {}";
                default -> header + code;
            };
        }
    }
}
