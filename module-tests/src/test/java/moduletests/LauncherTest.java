package moduletests;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private static final String MODULES =
            "[lwt, lwt.awt, lwt.direct, lwt.extra, lwt.glib, lwt.logging, lwt.preemptive, lwt.react, lwt.slf4j, lwt.ssl,"
                    + " lwt.syntax, lwt.testkit, lwt.text, lwt.top, lwt.unix]";

    @TempDir
    Path folder;

    @Test
    void noCommand_isTheToplevel_whichRunsAScriptWhereThereIsNoTerminal() throws Exception {
        var result =
                new Launcher().in(folder).input("Lwt.of(41).map(x -> x + 1)\n").run();
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("$1 : Integer = 42\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void top_hasAllModules() throws Exception {
        var result = new Launcher().in(folder).input("""
                        LwtPreemptive.bounds().most()
                        LwtGlib.class
                        LwtSsl.class
                        """).run("top");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).startsWith("$1 : int = 1000\n").contains("lwt.glib.LwtGlib", "lwt.ssl.LwtSsl");
    }

    @Test
    void top_endsWithStatusOneAtTheFirstErrorOfAScript() throws Exception {
        Files.writeString(folder.resolve("trial.jsh"), "int x = 1;\nx +\n  y\nx\n");
        var result = new Launcher().in(folder).run("top", "trial.jsh");
        assertThat(result.output()).isEqualTo("x : int = 1\n");
        assertThat(result.errors()).startsWith("trial.jsh:3: error: cannot find symbol");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void unknownCommand_isAUsageErrorThatNamesIt() throws Exception {
        var result = new Launcher().run("frobnicate");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains("there is no command frobnicate").contains("usage: ./lwt [COMMAND]");
    }

    @Test
    void help_isOnStandardOutput() throws Exception {
        var result = new Launcher().run("help");
        assertThat(result.status()).isZero();
        assertThat(result.output())
                .startsWith("usage:")
                .contains(
                        "\n  run ",
                        "\n  oracle ",
                        "\n  bench ",
                        "\n  weave ",
                        "\n  test ",
                        "\n  help ",
                        "LWT_NO_OPENS");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void run_withoutAFile_saysSo() throws Exception {
        var result = new Launcher().run("run");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains("which file?");
    }

    @Test
    void run_ofAMissingFile_namesIt() throws Exception {
        var result = new Launcher().run("run", "nowhere/Missing.java");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains("there is no file nowhere/Missing.java");
    }

    @Test
    void run_findsTheFileFromTheCallersFolderAndPassesArgumentsInputAndStatusOn() throws Exception {
        program("""
                void main(String[] arguments) {
                    IO.println(String.join("|", arguments));
                    IO.println(IO.readln());
                    System.exit(7);
                }
                """);
        var result = new Launcher().in(folder).input("a line\n").run("run", "Trial.java", "one", "two  words", "");
        assertThat(result.output()).isEqualTo("one|two  words|\na line\n");
        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isEqualTo(7);
    }

    @Test
    void run_putsEveryModuleOnTheModulePathWithItsFlags() throws Exception {
        var result = new Launcher().in(folder).run("run", flagsProgram());
        assertThat(result.output()).isEqualTo(MODULES + " opened true native true\n");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void run_withLwtNoOpens_leavesOnlyTheOpensOut() throws Exception {
        var result = new Launcher().in(folder).with("LWT_NO_OPENS", "1").run("run", flagsProgram());
        assertThat(result.output()).isEqualTo(MODULES + " opened false native true\n");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void run_honoursJavaToolOptions() throws Exception {
        program("void main() { IO.println(System.getProperty(\"greeting\")); }");
        var result = new Launcher()
                .in(folder)
                .with("JAVA_TOOL_OPTIONS", "-Dgreeting=hello")
                .run("run", "Trial.java");
        assertThat(result.output()).isEqualTo("hello\n");
    }

    @Test
    void run_replacesTheLauncherSoThatSignalsReachTheProgram() throws Exception {
        program("""
                void main() throws Exception {
                    IO.println(ProcessHandle.current().pid());
                    Thread.sleep(60_000);
                }
                """);
        var process = new Launcher().in(folder).start("run", "Trial.java");
        try {
            assertThat(process.inputReader().readLine()).isEqualTo(Long.toString(process.pid()));
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void run_withoutAJdkNewEnough_saysWhatToInstall() throws Exception {
        var script = Files.createFile(folder.resolve("lwt"), asFileAttribute(fromString("rwx------")));
        Files.writeString(script, Project.read("lwt"));
        Path shared = folder.resolve("dist/share/launcher.bash");
        Files.createDirectories(shared.getParent());
        Files.writeString(shared, Project.read("dist/share/launcher.bash").replace("needed=25", "needed=99"));
        program("void main() {}");
        var result = new Launcher().script(script).in(folder).run("run", "Trial.java");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).contains("a JDK 99 or newer is needed", "Install one", "set JAVA_HOME");
    }

    @Test
    void oracle_givesTheTracesOfTheOriginal() throws Exception {
        String corpus = "conformance/src/test/resources/corpus/";
        var result = new Launcher()
                .in(folder)
                .input(Project.read(corpus + "core.txt"))
                .run("oracle");
        assertThat(result.output()).isEqualTo(Project.read(corpus + "core.trace"));
        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isZero();
    }

    private void program(String source) throws Exception {
        Files.writeString(folder.resolve("Trial.java"), source);
    }

    private String flagsProgram() throws Exception {
        program("""
                void main() {
                    var modules = ModuleLayer.boot().modules().stream()
                            .filter(m -> m.getName().matches("lwt(\\\\..*)?"))
                            .sorted(Comparator.comparing(Module::getName))
                            .toList();
                    var direct = ModuleLayer.boot().findModule("lwt.direct").orElseThrow();
                    var unix = ModuleLayer.boot().findModule("lwt.unix").orElseThrow();
                    IO.println(modules.stream().map(Module::getName).toList()
                            + " opened " + Object.class.getModule().isOpen("java.lang", direct)
                            + " native " + unix.isNativeAccessEnabled());
                }
                """);
        return "Trial.java";
    }
}
