package moduletests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of TLS, with the `openssl` program at the other end.
class TlsExamplesTest {
    private static final String ECHO = "examples/TlsEcho.java";
    private static final String GET = "examples/HttpsGet.java";

    @TempDir
    Path folder;

    private String certificate;
    private String key;

    @BeforeEach
    void makeCertificate() throws Exception {
        certificate = folder.resolve("cert.pem").toString();
        key = folder.resolve("key.pem").toString();
        try {
            Process made = openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                    + " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout " + key + " -out "
                    + certificate);
            assertThat(made.waitFor()).isZero();
        } catch (IOException e) {
            abort("needs the openssl program: " + e.getMessage());
        }
    }

    private Process openssl(String arguments) throws IOException {
        List<String> command = new ArrayList<>(Stream.of(arguments.split(" ")).toList());
        command.addFirst("openssl");
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void echo_sendsBack() throws Exception {
        try (var server = new RunningServer(new Launcher(), "run", ECHO, "0", certificate, key)) {
            String port = server.url("").replaceAll(".*:", "");
            Process client = openssl("s_client -quiet -connect 127.0.0.1:" + port + " -CAfile " + certificate
                    + " -verify_return_error -verify_hostname localhost");
            OutputStream input = client.getOutputStream();
            input.write("über TLS\n".getBytes(UTF_8));
            input.flush();
            assertThat(client.inputReader(UTF_8).readLine()).isEqualTo("über TLS");
            client.destroyForcibly();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // Who vanishes is told.
            assertThat(server.stop().lines()).allMatch(line -> line.matches("the connection from .* failed: .*"));
        }
    }

    @Test
    void echo_keyOfAnother_isToldAtOnce() throws Exception {
        Process made = openssl("genpkey -algorithm ED25519 -out other.pem");
        assertThat(made.waitFor()).isZero();
        var result = new Launcher()
                .run("run", ECHO, "0", certificate, folder.resolve("other.pem").toString());
        assertThat(result.errors())
                .isEqualTo("TlsEcho: the private key is not that of the certificate of CN=localhost\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void get_writesTheBody_andTrustsNobodyElse() throws Exception {
        Process server = openssl("s_server -accept 127.0.0.1:0 -HTTP -cert " + certificate + " -key " + key);
        try {
            var lines = server.inputReader(UTF_8);
            String line = lines.readLine();
            while (line != null && !line.startsWith("ACCEPT")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            Files.writeString(
                    folder.resolve("answer"),
                    "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + "a page\n".repeat(10_000));
            String url = "https://localhost:" + line.substring(line.lastIndexOf(':') + 1) + "/answer";
            var result = new Launcher().run("run", GET, url, certificate);
            assertThat(result.errors()).isEmpty();
            assertThat(result.output()).isEqualTo("a page\n".repeat(10_000));
            assertThat(result.status()).isZero();
            var refused = new Launcher().run("run", GET, url);
            assertThat(refused.errors()).startsWith("HttpsGet: ").contains("unable to find valid certification path");
            assertThat(refused.status()).isEqualTo(1);
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        var echo = new Launcher().run("run", ECHO, "1");
        assertThat(echo.status()).isEqualTo(2);
        assertThat(echo.errors()).isEqualTo("usage: ./lwt run examples/TlsEcho.java PORT CERT.pem KEY.pem\n");
        var get = new Launcher().run("run", GET, "http://localhost/");
        assertThat(get.status()).isEqualTo(2);
        assertThat(get.errors())
                .isEqualTo("usage: ./lwt run examples/HttpsGet.java https://HOST[:PORT]/PATH [CA.pem]\n");
    }
}
