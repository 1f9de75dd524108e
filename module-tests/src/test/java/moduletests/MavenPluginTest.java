package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A project of a user's that has the goal `lwt:weave` in its build, built once by Maven itself, offline: one of its
/// modules
/// is woven, one keeps its debug calls, one has a call that is refused, one skips the goal.
///
/// It gets a local repository of its own, in which all is linked that Maven has there, and our artifacts as they were
/// just
/// built: nothing is left behind in the real one.
@Timeout(300)
class MavenPluginTest {
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Path REPOSITORY = Path.of(System.getProperty("lwt.repository", ""));

    @TempDir
    static Path folder;

    private static Path repository;
    private static String output;
    private static int status;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "mvn"))),
                "there is no mvn in PATH");
        assumeTrue(
                Files.isRegularFile(jar("maven-plugin", "lwt-maven-plugin")) && Files.isDirectory(REPOSITORY),
                "the plugin's jar has not been built: this test is for mvn verify");
        makeRepository();
        makeProject();
        runMaven();
    }

    private static void makeRepository() throws IOException {
        repository = Files.createDirectory(folder.resolve("repository"));
        try (Stream<Path> present = Files.list(REPOSITORY)) {
            for (Path entry : present.toList()) {
                if (!entry.endsWith("lwt")) {
                    Files.createSymbolicLink(repository.resolve(entry.getFileName()), entry);
                }
            }
        }
        publish("", "lwt-parent");
        publish("maven-plugin", "lwt-maven-plugin");
        for (String module : List.of("lwt", "lwt.unix", "lwt.syntax")) {
            publish("modules/" + module, module);
        }
    }

    /// JUnit would delete the links too, with a warning for each.
    @AfterAll
    static void removeLinks() throws IOException {
        if (repository != null) {
            try (Stream<Path> entries = Files.list(repository)) {
                for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }

    private static void publish(String place, String artifact) throws IOException {
        Path there = Files.createDirectories(
                repository.resolve("lwt").resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(Project.ROOT.resolve(place).resolve("pom.xml"), there.resolve(name + ".pom"));
        if (!place.isEmpty()) {
            Files.copy(jar(place, artifact), there.resolve(name + ".jar"));
        }
    }

    private static Path jar(String place, String artifact) {
        return Project.ROOT.resolve(place).resolve("target").resolve(artifact + "-" + VERSION + ".jar");
    }

    private static void makeProject() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>user</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules><module>woven</module><module>debug</module><module>refused</module><module>skipped</module></modules>
                  <properties>
                    <maven.compiler.release>25</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency><groupId>lwt</groupId><artifactId>lwt.unix</artifactId><version>%1$s</version></dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin><artifactId>maven-resources-plugin</artifactId><version>%2$s</version></plugin>
                      <plugin><artifactId>maven-compiler-plugin</artifactId><version>%3$s</version></plugin>
                      <plugin>
                        <groupId>lwt</groupId>
                        <artifactId>lwt-maven-plugin</artifactId>
                        <version>%1$s</version>
                        <executions><execution><goals><goal>weave</goal></goals></execution></executions>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        VERSION, versionOf("resources.plugin"), versionOf("compiler.plugin")));
        module("woven", "", "\"n is \" + n");
        module("debug", "<lwt.debug>true</lwt.debug>", "\"n is \" + n");
        module("refused", "", "\"\" + ++n");
        module("skipped", "<lwt.weave.skip>true</lwt.weave.skip>", "\"n is \" + n");
    }

    /// The version that our own build uses, so that Maven has it here.
    private static String versionOf(String property) {
        Matcher matcher = Pattern.compile("<" + property + ">(.+?)</").matcher(Project.read("pom.xml"));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static void module(String name, String properties, String message) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(name).resolve("src/main/java"));
        Files.writeString(folder.resolve(name).resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent><groupId>user</groupId><artifactId>all</artifactId><version>1</version></parent>
                  <artifactId>%s</artifactId>
                  <properties>%s</properties>
                </project>
                """.formatted(name, properties));
        Files.writeString(sources.resolve("Small.java"), """
                import lwt.unix.LwtLog;

                class Small {
                    static void run(int n) {
                        LwtLog.debug("debug %%d", n);
                        LwtLog.info(%s);
                    }
                }
                """.formatted(message));
    }

    private static void runMaven() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        "mvn",
                        "--offline",
                        "--batch-mode",
                        "--fail-at-end",
                        "-Dmaven.repo.local=" + repository,
                        "process-classes")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("Maven ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        status = process.exitValue();
        output = Files.readString(log);
    }

    /// The functions of `lwt.unix` that the class of a module calls.
    private static List<String> calls(String module) throws IOException {
        Path compiled = folder.resolve(module).resolve("target/classes/Small.class");
        assertThat(compiled).as(output).exists();
        return ClassFile.of().parse(compiled).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementList().stream())
                .filter(element -> element instanceof InvokeInstruction call
                        && call.owner().asInternalName().startsWith("lwt/unix/"))
                .map(element -> ((InvokeInstruction) element).name().stringValue())
                .toList();
    }

    @Test
    void goal_weavesTheProjectsClasses() throws Exception {
        assertThat(output).contains("1 log calls behind a test, 1 debug calls removed");
        assertThat(calls("woven")).containsExactly("shows", "info");
    }

    @Test
    void goal_withTheDebugProperty_keepsDebugCalls() throws Exception {
        assertThat(calls("debug")).containsExactly("shows", "debug", "shows", "info");
    }

    @Test
    void goal_callThatCannotBeWoven_failsTheBuildWithFileAndLine() throws Exception {
        assertThat(output).contains("Small.java:6: the call of LwtLog.info cannot be woven");
        assertThat(status).isNotZero();
        assertThat(calls("refused")).containsExactly("debug", "info");
    }

    @Test
    void goal_skipped_leavesTheClasses() throws Exception {
        assertThat(calls("skipped")).containsExactly("debug", "info");
    }
}
