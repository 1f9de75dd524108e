package moduletests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import lwt.unix.FileDescriptor;
import lwt.unix.LwtLog;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.Section;
import lwt.unix.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
    private static final String FILE = "examples/Logging.java";

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere there are no datagrams between processes
    void logsToTheStandardErrorOutputAndToSyslog(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("log");
        FileDescriptor daemon = LwtMain.run(() -> {
            FileDescriptor socket = LwtUnix.socket(StandardProtocolFamily.UNIX, SocketType.DATAGRAM);
            return socket.bind(UnixDomainSocketAddress.of(path)).map(_ -> socket);
        });
        var result = new Launcher().run("run", FILE, path.toString());
        ByteBuffer packet = ByteBuffer.allocate(4096);
        int length = LwtMain.run(() -> LwtUnix.withTimeout(Duration.ofSeconds(10), () -> daemon.receive(packet)));
        LwtMain.run(daemon.close());

        assertThat(new String(packet.array(), 0, length, UTF_8))
                .matches("<14>[A-Z][a-z]{2} [ 1-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} Logging\\[[0-9]+]: test: "
                        + "this message will appear on stderr and in the system's log");
        assertThat(result.output()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.errors().lines())
                .startsWith(
                        "Logging: test: this message will appear only on stderr",
                        "Logging: test: same here",
                        "Logging: test: this message will appear on stderr and in the system's log",
                        "Logging: test: f failed with: java.lang.IllegalStateException: h gives up",
                        "Logging: test: backtrace:")
                .allMatch(line -> line.startsWith("Logging: test: "));
        assertThat(result.errors())
                .containsSubsequence("\tat ", ".h(Logging.java:", ".g(Logging.java:", ".f(Logging.java:");
    }

    @Test
    void withoutSyslog_saysSoAndGoesOn(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");
        var result = new Launcher().run("run", FILE, missing.toString());
        assertThat(result.status()).isZero();
        assertThat(result.errors())
                .contains("Logging: LwtLog: no working socket found in [" + missing + "]; is syslogd running?\n")
                .contains("Logging: test: this message will appear on stderr and in the system's log\n")
                .contains("h gives up");
    }

    /// Beside what the call itself passes, such as the array of a format's arguments.
    @Test
    void messageThatIsNotShown_allocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Section section = Section.make("logging-test");
        Runnable round = () -> {
            for (int i = 0; i < 10_000; i++) {
                LwtLog.debug("constant").ignoreResult();
                LwtLog.debug(section, "constant").ignoreResult();
                LwtLog.info(section, () -> "made").ignoreResult();
            }
        };
        round.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        round.run();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        var result = new Launcher().run("run", FILE, "a", "b");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).isEqualTo("usage: ./lwt run examples/Logging.java [SYSLOG_SOCKET_PATH]\n");
    }
}
