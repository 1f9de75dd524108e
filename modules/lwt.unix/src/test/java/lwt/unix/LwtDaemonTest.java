package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Daemons are tested as whole programs.
class LwtDaemonTest {
    @TempDir
    Path directory;

    @BeforeEach
    void onLinux() {
        assumeTrue(Structs.fitThisMachine(), "daemons are Linux's");
    }

    static final class Service {
        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            String kind = arguments[1];
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended by itself")));
            System.out.println("begins in " + Path.of("/proc/self/cwd").toRealPath());
            if (kind.equals("fails") && System.getenv("LWT_DAEMON") != null) {
                System.exit(9);
            }
            LwtLog.setDefaultLogger(Logger.make((_, level, lines) -> note(directory, level + " " + lines), Lwt::unit));
            DaemonOutput output = switch (kind) {
                case "lines" -> DaemonOutput.lines(line -> note(directory, line));
                case "log" -> DaemonOutput.log();
                default -> DaemonOutput.to(Redirection.append(directory.resolve("out")));
            };
            LwtDaemon.daemonize(DaemonOptions.DEFAULT
                    .withStdout(output)
                    .withDirectory(kind.equals("lost") ? directory.resolve("missing") : directory)
                    .withUmask(OptionalInt.of(027)));
            LwtDaemon.daemonize(); // it is one
            LwtMain.run(() -> {
                System.out.println("daemon says");
                report(directory);
                return LwtUnix.sleep(java.time.Duration.ofSeconds(60));
            });
        }

        private static Promise<Void> note(Path directory, String what) throws IOException {
            Path file = Files.writeString(directory.resolve("lines.part"), what + "|");
            Files.move(file, directory.resolve("lines"), StandardCopyOption.ATOMIC_MOVE);
            return Lwt.unit();
        }

        /// What the system knows of this process; complete as soon as it is there.
        private static void report(Path directory) throws IOException {
            String[] stat = Files.readString(Path.of("/proc/self/stat"))
                    .replaceFirst(".*\\) ", "")
                    .split(" ");
            Path made = Files.writeString(directory.resolve("made"), "");
            List<String> lines = List.of(
                    "pid " + ProcessHandle.current().pid(),
                    "session " + stat[3],
                    "tty " + stat[4],
                    "directory " + Path.of("/proc/self/cwd").toRealPath(),
                    "stdin " + Files.readSymbolicLink(Path.of("/proc/self/fd/0")),
                    "stdout " + Files.readSymbolicLink(Path.of("/proc/self/fd/1")),
                    "stderr " + Files.readSymbolicLink(Path.of("/proc/self/fd/2")),
                    "report " + target3(),
                    "made " + PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
            Path file = Files.write(directory.resolve("report.part"), lines);
            Files.move(file, directory.resolve("report"), StandardCopyOption.ATOMIC_MOVE);
        }

        private static String target3() throws IOException {
            Path third = Path.of("/proc/self/fd/3");
            return Files.exists(third)
                            && Files.readSymbolicLink(third).toString().startsWith("pipe:")
                    ? " a pipe"
                    : "";
        }
    }

    private ChildJvm child() {
        return ChildJvm.in(directory).flag("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1");
    }

    private Map<String, String> reported() throws Exception {
        Path report = directory.resolve("report");
        for (int i = 0; i < 3000 && !Files.exists(report); i++) {
            Thread.sleep(10); // another process works
        }
        Map<String, String> facts = new TreeMap<>();
        for (String line : Files.readAllLines(report)) {
            facts.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
        }
        return facts;
    }

    private static void end(Map<String, String> facts) throws Exception {
        ProcessHandle daemon =
                ProcessHandle.of(Long.parseLong(facts.get("pid"))).orElseThrow();
        daemon.destroy();
        daemon.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void daemonize_sessionDirectoryUmaskStreams() throws Exception {
        ChildJvm child = child();
        Process first = child.start(Service.class, directory.toString(), "file");
        assertThat(child.status(first)).as(child.output()).isZero();
        Map<String, String> facts = reported();
        try {
            assertThat(facts)
                    .doesNotContainEntry("pid", String.valueOf(first.pid()))
                    .containsEntry("session", facts.get("pid"))
                    .containsEntry("tty", "0")
                    .containsEntry("directory", directory.toRealPath().toString())
                    .containsEntry("stdin", "/dev/null")
                    .containsEntry("stdout", directory.resolve("out").toString())
                    .containsEntry("stderr", "/dev/null")
                    .containsEntry("made", "rw-r-----");
            assertThat(facts.get("report")).doesNotContain("pipe");
            String here = Path.of("").toRealPath().toString();
            assertThat(child.output()).isEqualTo(("begins in " + here + "\n").repeat(2));
            assertThat(directory.resolve("out")).content().isEqualTo("daemon says\n");
        } finally {
            end(facts);
        }
        assertThat(directory.resolve("out")).content().isEqualTo("daemon says\nended by itself\n");
    }

    @ParameterizedTest
    @CsvSource({"lines, daemon says|", "log, notice [daemon says]|"})
    void daemonize_outputToAFunctionOrTheLog(String kind, String noted) throws Exception {
        ChildJvm child = child();
        assertThat(child.status(child.start(Service.class, directory.toString(), kind)))
                .as(child.output())
                .isZero();
        Map<String, String> facts = reported();
        try {
            Path lines = directory.resolve("lines");
            for (int i = 0; i < 1000 && !Files.exists(lines); i++) {
                Thread.sleep(10); // another process works
            }
            assertThat(lines).content().isEqualTo(noted);
        } finally {
            end(facts);
        }
    }

    @Test
    void daemonize_newProcessEndsBefore_isTold() throws Exception {
        ChildJvm child = child();
        assertThat(child.status(child.start(Service.class, directory.toString(), "fails")))
                .isEqualTo(1);
        assertThat(child.output()).contains("the daemon ended before it came to LwtDaemon.daemonize: Exited[code=9]");
    }

    @Test
    void daemonize_noSuchDirectory_firstProcessFailsToo() throws Exception {
        ChildJvm child = child();
        assertThat(child.status(child.start(Service.class, directory.toString(), "lost")))
                .isEqualTo(1);
        assertThat(child.output())
                .contains("ENOENT: no such file or directory: chdir(" + directory.resolve("missing"))
                .contains("the daemon ended before it came to LwtDaemon.daemonize: Exited[code=1]");
    }

    @Test
    void options_unfit_areRefused() {
        assertThatThrownBy(() -> DaemonOptions.DEFAULT.withUmask(OptionalInt.of(01000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a umask is between 0 and 0777, not 01000");
        assertThatThrownBy(() -> DaemonOptions.DEFAULT.withStdin(Redirection.PIPE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DaemonOutput.to(Redirection.PIPE)).isInstanceOf(IllegalArgumentException.class);
    }
}
