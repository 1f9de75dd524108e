package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import lwt.syntax.LogWeaver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The weaver over all of our own modules and examples, and as the launcher starts it.
class WeavingTest {
    /// Whose sources log without asking whether anything shows it: each such question in their woven classes is the
    /// weaver's, be it of this test or, with `-Pwoven`, of the build.
    private static final List<String> UNGUARDED_SOURCES = List.of("Logging", "lwt/unix/DaemonOutput");

    @TempDir
    Path folder;

    /// The class files of our modules, examples and other programs, by name in internal form.
    private static Map<String, byte[]> ownClasses() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        List<Path> places = new ArrayList<>(List.of(
                Project.ROOT.resolve("examples/target/classes"), Project.ROOT.resolve("conformance/target/classes")));
        try (var folders = Files.newDirectoryStream(Project.ROOT.resolve("modules"), Files::isDirectory)) {
            folders.forEach(module -> places.add(module.resolve("target/classes")));
        }
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(WeavingTest::isClass).toList()) {
                    String name = place.relativize(file).toString().replace(".class", "");
                    classes.put(name, Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }

    private static boolean isClass(Path file) {
        return file.toString().endsWith(".class") && !file.endsWith("module-info.class");
    }

    private static InputStream resource(Map<String, byte[]> classes, String name) {
        byte[] own = classes.get(name.replace(".class", ""));
        return own != null
                ? new ByteArrayInputStream(own)
                : WeavingTest.class.getClassLoader().getResourceAsStream(name);
    }

    @Test
    void allOwnClasses_areWovenAndVerifyAndLoad() throws Exception {
        Map<String, byte[]> classes = ownClasses();
        assertThat(classes.keySet()).hasSizeGreaterThan(300).contains("Logging");
        ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> resource(
                                classes,
                                type.descriptorString()
                                                .substring(
                                                        1,
                                                        type.descriptorString().length() - 1) + ".class"))
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached()));
        LogWeaver weaver = new LogWeaver(false, name -> resource(classes, name));
        List<String> complaints = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Map<String, byte[]> woven = new TreeMap<>();
        for (var entry : classes.entrySet()) {
            LogWeaver.Woven result = weaver.weave(entry.getValue());
            complaints.addAll(result.problems());
            woven.put(entry.getKey(), result.bytes());
            if (result.bytes() != entry.getValue()) {
                classFile.verify(result.bytes()).forEach(e -> complaints.add(entry.getKey() + ": " + e));
                changed.add(entry.getKey());
            }
            assertThat(calls(classFile, result.bytes(), "lwt/unix/LwtLog", "debug"))
                    .as(entry.getKey())
                    .isZero();
        }
        Loader loader = new Loader(woven);
        for (String name : changed) {
            loader.verified(name);
        }
        assertThat(complaints).isEmpty();
        assertThat(UNGUARDED_SOURCES.stream()
                        .mapToLong(name -> calls(classFile, woven.get(name), "lwt/unix/Section", "shows"))
                        .sum())
                .isGreaterThanOrEqualTo(4);
    }

    /// How many calls of a method there are in a class.
    private static long calls(ClassFile classFile, byte[] bytes, String owner, String name) {
        return classFile.parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementList().stream())
                .filter(element -> element instanceof InvokeInstruction call
                        && call.owner().asInternalName().equals(owner)
                        && call.name().equalsString(name))
                .count();
    }

    /// Has the JVM verify classes.
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(WeavingTest.class.getClassLoader());
            this.classes = classes;
        }

        void verified(String name) throws ClassNotFoundException {
            Class<?> type = loadClass(name.replace('/', '.'), false);
            assertThat(type.getClassLoader()).isSameAs(this);
            assertThat(type.getDeclaredMethods()).isNotNull(); // links, and so verifies
        }

        /// Our classes all from here, those that are not woven too: they belong together.
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] bytes = classes.get(name.replace('.', '/'));
                Class<?> present = findLoadedClass(name);
                if (present != null) {
                    return present;
                }
                return bytes == null ? super.loadClass(name, resolve) : defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    @Test
    void launcher_weavesAProgram_javapShowsNoDebugCall() throws Exception {
        Path source = folder.resolve("Talkative.java");
        Files.writeString(source, """
                import lwt.unix.LwtLog;
                import lwt.unix.Section;

                class Talkative {
                    static final Section SECTION = Section.make("talk");

                    static void talk(int n) {
                        LwtLog.debug(SECTION, "about to talk about " + n);
                        LwtLog.info(SECTION, "talking about " + n);
                    }
                }
                """);
        String path = Project.ROOT.resolve("modules/lwt.unix/target/classes") + ":"
                + Project.ROOT.resolve("modules/lwt/target/classes");
        assertThat(tool("javac", "-g", "-nowarn", "-cp", path, "-d", folder.toString(), source.toString()))
                .isEmpty();
        assertThat(javap()).contains("LwtLog.debug").doesNotContain("Section.shows");

        var result = new Launcher().in(folder).run("weave", "--class-path", path, ".");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output())
                .isEqualTo("lwt weave: 1 log calls behind a test, 1 debug calls removed, in 1 classes\n");
        assertThat(result.status()).isZero();
        assertThat(javap()).doesNotContain("LwtLog.debug").contains("Section.shows", "LwtLog.info");
    }

    private String javap() {
        return tool("javap", "-c", "-p", folder.resolve("Talkative.class").toString());
    }

    private static String tool(String name, String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        int status = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        assertThat(status).as(text.toString()).isZero();
        return text.toString();
    }
}
