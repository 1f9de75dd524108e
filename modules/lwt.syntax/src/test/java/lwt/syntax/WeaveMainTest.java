package lwt.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveMainTest {
    private static final String GOOD = """
            public static void run() {
                LwtLog.info(told("a"));
                LwtLog.debug(told("b"));
            }""";
    private static final String BAD = """
            public static void run(int n) {
                LwtLog.info(section(), "" + ++n);
                LwtLog.info("" + ++n);
                LwtLog.debug(told("b"));
            }""";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int weave(boolean keepsDebug, String... arguments) {
        return WeaveMain.run(arguments, keepsDebug, new PrintStream(out, true), new PrintStream(errors, true));
    }

    @Test
    void folder_isWovenInPlace() throws Exception {
        Program.compile(folder, GOOD);
        assertThat(weave(false, "--class-path", Program.classPath(), folder.toString()))
                .isZero();
        assertThat(out)
                .hasToString("lwt weave: 1 log calls behind a test, 1 debug calls removed, in 1 classes"
                        + System.lineSeparator());
        assertThat(errors.size()).isZero();
        Program woven = Program.read(folder);
        assertThat(woven.complaints()).isEmpty();
        assertThat(woven.callsOf("lwt/unix/LwtLog")).containsExactly("info");
        assertThat(woven.callsOf("lwt/unix/Section")).containsExactly("shows");
    }

    @Test
    void debugKept_isGuarded() throws Exception {
        Program.compile(folder, GOOD);
        assertThat(weave(true, folder.toString())).isZero();
        assertThat(Program.read(folder).callsOf("lwt/unix/LwtLog")).containsExactly("info", "debug");
    }

    @Test
    void jar_isWovenInPlaceAndKeepsTheRest() throws Exception {
        Program.compile(folder, GOOD);
        Path jar = folder.resolve("program.jar");
        try (FileSystem files = jar(jar)) {
            Files.createDirectories(files.getPath("/p"));
            Files.copy(folder.resolve("p/Sample.class"), files.getPath("/p/Sample.class"));
            Files.writeString(files.getPath("/notes.txt"), "kept");
        }
        assertThat(weave(false, jar.toString())).isZero();
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        try (FileSystem files = jar(jar)) {
            Files.createDirectories(unpacked.resolve("p"));
            Files.copy(files.getPath("/p/Sample.class"), unpacked.resolve("p/Sample.class"));
            assertThat(Files.readString(files.getPath("/notes.txt"))).isEqualTo("kept");
        }
        assertThat(Program.read(unpacked).callsOf("lwt/unix/Section")).containsExactly("shows");
    }

    private static FileSystem jar(Path file) throws IOException {
        return FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of("create", "true"));
    }

    @Test
    void signedJar_refused() throws Exception {
        Path jar = folder.resolve("signed.jar");
        try (FileSystem files = jar(jar)) {
            Files.createDirectories(files.getPath("/META-INF"));
            Files.writeString(files.getPath("/META-INF/SOMEBODY.SF"), "");
        }
        assertThat(weave(false, jar.toString())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("it is signed");
    }

    @Test
    void problems_areAllToldAndNothingIsWritten() throws Exception {
        Program.compile(folder, BAD);
        byte[] before = Files.readAllBytes(folder.resolve("p/Sample.class"));
        assertThat(weave(false, folder.toString())).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("p/Sample.java:11: the call of LwtLog.info"),
                        line -> assertThat(line).startsWith("p/Sample.java:12: the call of LwtLog.info"),
                        line -> assertThat(line).isEqualTo("lwt weave: nothing was written"));
        assertThat(Files.readAllBytes(folder.resolve("p/Sample.class"))).isEqualTo(before);
    }

    @Test
    void notAClassFile_toldWithItsName() throws Exception {
        Files.writeString(folder.resolve("Strange.class"), "this is none");
        assertThat(weave(false, folder.toString())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("Strange.class");
    }

    @Test
    void misuse_isToldWithTheUsage() {
        assertThat(weave(false)).isEqualTo(2);
        assertThat(weave(false, "--frobnicate")).isEqualTo(2);
        assertThat(weave(false, folder.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith("(weave [--class-path PATH] DIR|JAR…)"));
    }

    @Test
    void property_setWithoutAValueCountsAsTrue() {
        assertThat(WeaveMain.keepsDebug(null)).isFalse();
        assertThat(WeaveMain.keepsDebug("")).isTrue();
        assertThat(WeaveMain.keepsDebug("true")).isTrue();
        assertThat(WeaveMain.keepsDebug("false")).isFalse();
    }
}
