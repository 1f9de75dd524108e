package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A server among the examples, in a process of its own, from its first line of output to its end.
final class RunningServer implements AutoCloseable {
    private final Process process;
    private final Path errors;
    private final int port;

    /// Starts `./lwt run` with these arguments, and waits until it says where it listens.
    RunningServer(Launcher launcher, String... arguments) throws IOException {
        errors = Files.createTempFile("lwt", ".err");
        process = launcher.errorsTo(errors).start(arguments);
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith("listening on ")) {
            process.destroyForcibly();
            throw new AssertionError("It said: " + line + "\n" + Files.readString(errors));
        }
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    /// Where this path is, for clients of HTTP.
    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /// Asks it to end with SIGTERM, and returns what it wrote on its standard error output.
    String stop() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        return Files.readString(errors).replaceAll("Picked up JAVA_TOOL_OPTIONS.*\n", "");
    }

    /// The most memory that it has had so far, in MiB, as the kernel counts it; 0 where there is no /proc.
    long peakMebibytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(errors);
    }
}
