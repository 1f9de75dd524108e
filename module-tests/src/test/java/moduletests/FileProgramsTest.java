package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// LoadFile and SendFile among the examples. How much LoadFile reads is the property `loadfile.mib`, 64 MiB if it is
/// not
/// set; the longest pause is bounded for a gibibyte in the same way.
class FileProgramsTest {
    private static final String LOAD = "examples/LoadFile.java";
    private static final String SEND = "examples/SendFile.java";
    private static final long BYTES = Long.getLong("loadfile.mib", 64) << 20;

    /// Far more than a reading that stops nobody takes; a machine with more to do than processors may delay any thread.
    private static final double LONGEST_PAUSE = Double.parseDouble(System.getProperty("loadfile.pause", "2000"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void loadFile_readsAllAndSleepsMeanwhile(String engine) throws Exception {
        Path file = folder.resolve("sparse");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(BYTES + 5);
        }
        var result = new Launcher()
                .with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=" + engine)
                .run("run", LOAD, file.toString());
        assertThat(result.status()).as(result.errors()).isZero();
        var line = Pattern.compile(
                        "(\\d+) bytes in [\\d.]+ s, \\d+ MiB/s; slept (\\d+) times, the longest pause was ([\\d.]+) ms")
                .matcher(result.output());
        assertThat(line.find()).as(result.output()).isTrue();
        assertThat(Long.parseLong(line.group(1))).isEqualTo(BYTES + 5);
        assertThat(Integer.parseInt(line.group(2))).isPositive();
        assertThat(result.output()).startsWith(".");
        assertThat(Double.parseDouble(line.group(3))).isLessThan(LONGEST_PAUSE);
        System.out.println("LoadFile, " + engine + ": " + line.group());
    }

    @Test
    void loadFile_missing() throws Exception {
        var result = new Launcher().run("run", LOAD, folder.resolve("none").toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors())
                .startsWith("ENOENT: no such file or directory: open(")
                .hasLineCount(1);
        assertThat(new Launcher().run("run", LOAD).status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void sendFile_arrivesUnchanged(String engine) throws Exception {
        byte[] bytes = new byte[20_000_003];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        var sum = new CRC32C();
        sum.update(bytes);
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var received = Traffic.start(() -> {
                try (Socket socket = listener.accept()) {
                    return Traffic.receive(socket);
                }
            });
            var result = new Launcher()
                    .with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=" + engine)
                    .run("run", SEND, file.toString(), "127.0.0.1", String.valueOf(listener.getLocalPort()));
            assertThat(result.status()).as(result.errors()).isZero();
            assertThat(received.join()).isEqualTo(new Traffic.Sum(bytes.length, sum.getValue()));
            assertThat(result.output()).contains("sent 20000003 bytes in ");
        }
    }

    @Test
    void sendFile_nobodyThere() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        var result = new Launcher().run("run", SEND, file.toString(), "127.0.0.1", String.valueOf(port));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).startsWith("ECONNREFUSED: ").hasLineCount(1);
        assertThat(new Launcher().run("run", SEND, "x").status()).isEqualTo(2);
    }
}
