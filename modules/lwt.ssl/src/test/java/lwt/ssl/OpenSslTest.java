package lwt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.ssl.OnLoop.failure;
import static lwt.ssl.OnLoop.readFully;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.unix.ChildProcess;
import lwt.unix.Command;
import lwt.unix.InputChannel;
import lwt.unix.LwtProcess;
import lwt.unix.LwtUnix;
import lwt.unix.OutputChannel;
import lwt.unix.Redirection;
import lwt.unix.Server;
import lwt.unix.ServerOptions;
import lwt.unix.UnixSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our two sides against those of the `openssl` program.
final class OpenSslTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /* ---- Our server, openssl s_client ---- */

    private static Promise<Void> echo(InputChannel input, OutputChannel output) {
        return input.readLineOptional()
                .bind(line -> line.isEmpty()
                        ? Lwt.unit()
                        : output.writeLine(line.get()).then(output::flush).then(() -> echo(input, output)));
    }

    /// Runs s_client against a server of ours that sends lines back; `failed` gets what the server complains of.
    private static <T> T withClient(
            SslContext context, String options, List<Throwable> failed, ThrowingFunction<ChildProcess, Promise<T>> body)
            throws Exception {
        return OnLoop.run(() -> {
            Server server = LwtSsl.establishServer(
                    ANY_PORT,
                    context,
                    ServerOptions.DEFAULT.withOnFailure(failure -> failed.add(failure.getCause())),
                    OpenSslTest::echo);
            int port = ((InetSocketAddress) server.address()).getPort();
            Command client = command("s_client -connect 127.0.0.1:" + port + " -servername localhost -CAfile "
                    + Certificates.file("ca.pem") + " -verify_return_error -verify_hostname localhost " + options);
            return Lwt.finalizing(
                    () -> LwtProcess.withProcess(client, body),
                    () -> server.shutdown().then(server::drained));
        });
    }

    private static Command command(String arguments) {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(arguments.split(" +")));
        return Command.of(words).withStderr(Redirection.DEV_NULL);
    }

    private static Promise<Void> say(ChildProcess process, String line) {
        return process.stdin().writeLine(line).then(process.stdin()::flush);
    }

    /// Reads lines until one begins so; it, or the end's empty text.
    private static Promise<String> lineThatBegins(InputChannel input, String beginning) {
        return input.readLineOptional()
                .bind(line -> line.isEmpty() || line.get().startsWith(beginning)
                        ? Lwt.of(line.orElse(""))
                        : lineThatBegins(input, beginning));
    }

    @ParameterizedTest
    @CsvSource({"ec, -tls1_3", "ec, -tls1_2", "rsa, -tls1_3", "rsa, -tls1_2"})
    void server_echo(String name, String version) throws Exception {
        List<Throwable> failed = new ArrayList<>();
        String answer = withClient(
                Certificates.server(name).build(),
                "-quiet " + version,
                failed,
                client -> say(client, "hello")
                        .then(client.stdout()::readLine)
                        .bind(line -> client.stdin().close().then(() -> {
                            client.kill(UnixSignal.TERM);
                            return Lwt.of(line);
                        })));
        assertThat(answer).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void server_clientEnds_seesCloseNotify(String version) throws Exception {
        List<Throwable> failed = new ArrayList<>();
        withClient(
                Certificates.server("ec").build(),
                version,
                failed,
                client -> say(client, "hello")
                        .then(() -> lineThatBegins(client.stdout(), "hello"))
                        .then(() -> say(client, "Q"))
                        .then(client.stdout()::read));
        assertThat(failed).isEmpty();
    }

    @Test
    void server_clientIsKilled_failsAsTruncated() throws Exception {
        List<Throwable> failed = new ArrayList<>();
        withClient(
                Certificates.server("ec").build(),
                "-quiet",
                failed,
                client -> say(client, "hello").then(client.stdout()::readLine).then(() -> {
                    client.kill(UnixSignal.KILL);
                    return client.stdout().read();
                }));
        assertThat(failed).singleElement().isInstanceOf(SslTruncatedException.class);
    }

    @Test
    void server_renegotiation_isRefused() throws Exception {
        List<Throwable> failed = new ArrayList<>();
        withClient(
                Certificates.server("ec").build(),
                "-tls1_2",
                failed,
                client -> say(client, "hello")
                        .then(() -> lineThatBegins(client.stdout(), "hello"))
                        .then(() -> say(client, "R"))
                        .then(client.stdout()::read));
        assertThat(failed)
                .singleElement()
                .isInstanceOf(SSLException.class)
                .asString()
                .endsWith("the peer asks for a renegotiation, which is refused");
    }

    @Test
    void server_keyUpdate_isAnswered() throws Exception {
        List<Throwable> failed = new ArrayList<>();
        String answer = withClient(
                Certificates.server("ec").build(),
                "-tls1_3",
                failed,
                client -> say(client, "hello")
                        .then(() -> lineThatBegins(client.stdout(), "hello"))
                        .then(() -> say(client, "K"))
                        .then(() -> LwtUnix.sleep(java.time.Duration.ofMillis(50))) // s_client takes it alone
                        .then(() -> say(client, "again"))
                        .then(() -> lineThatBegins(client.stdout(), "again"))
                        .bind(line ->
                                say(client, "Q").then(client.stdout()::read).map(_ -> line)));
        assertThat(answer).isEqualTo("again");
        assertThat(failed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void server_resumesSession(String version) throws Exception {
        SslContext context = Certificates.server("ec").build();
        List<Throwable> failed = new ArrayList<>();
        for (boolean again : List.of(false, true)) {
            String kind = withClient(
                    context,
                    version + (again ? " -sess_in " : " -sess_out ") + Certificates.file("session"),
                    failed,
                    client -> lineThatBegins(client.stdout(), again ? "Reused, " : "New, ")
                            .bind(line -> say(client, "hello")
                                    .then(() -> lineThatBegins(client.stdout(), "hello"))
                                    .then(() -> say(client, "Q"))
                                    .then(client.stdout()::read)
                                    .map(_ -> line)));
            assertThat(kind).contains("Cipher is");
        }
        assertThat(failed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void server_clientCertificate(String version) throws Exception {
        List<String> shown = new ArrayList<>();
        SslContext context = Certificates.server("ec")
                .trust(Certificates.authority())
                .clientAuthentication(ClientAuthentication.REQUIRED)
                .engines(engine -> shown.add("asked"))
                .build();
        List<Throwable> failed = new ArrayList<>();
        String certificate = " -cert " + Certificates.file("client.pem") + " -key " + Certificates.file("client.key");
        String answer = withClient(
                context,
                "-quiet " + version + certificate,
                failed,
                client -> say(client, "hello").then(client.stdout()::readLine).bind(line -> {
                    client.kill(UnixSignal.TERM);
                    return Lwt.of(line);
                }));
        assertThat(answer).isEqualTo("hello");
        failed.clear();
        withClient(
                context, "-quiet " + version, failed, client -> client.stdout().read());
        assertThat(failed)
                .singleElement()
                .isInstanceOf(SSLHandshakeException.class)
                .asString()
                .contains("Empty client certificate chain");
    }

    /* ---- Our client, openssl s_server ---- */

    /// Runs s_server, and a client of ours against it.
    private static <T> T withServer(String name, String options, ThrowingFunction<Integer, Promise<T>> body)
            throws Exception {
        Command command = command("s_server -accept 127.0.0.1:0 -cert " + Certificates.file(name + ".pem") + " -key "
                + Certificates.file(name + ".key") + " " + options);
        return OnLoop.run(() -> LwtProcess.withProcess(
                command,
                server -> lineThatBegins(server.stdout(), "ACCEPT").bind(line -> {
                    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                    return Lwt.finalizing(() -> body.apply(port), () -> {
                        server.kill(UnixSignal.KILL);
                        return Lwt.unit();
                    });
                })));
    }

    private static Promise<SslSocket> connect(int port, SslContext context) {
        return LwtUnix.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .bind(file -> Lwt.catching(
                        () -> LwtSsl.connect(file, context, "localhost", port),
                        failure -> file.close().then(() -> Lwt.fail(failure))));
    }

    @ParameterizedTest
    @CsvSource({"ec, -tls1_3", "ec, -tls1_2", "rsa, -tls1_3", "rsa, -tls1_2"})
    void client_lines(String name, String version) throws Exception {
        String answer = withServer(
                name,
                "-rev " + version,
                port -> connect(port, Certificates.client().build())
                        .bind(socket -> socket.outputChannel()
                                .writeLine("hello")
                                .then(socket.outputChannel()::flush)
                                .then(socket.inputChannel()::readLine)
                                .bind(line -> socket.channels().close().map(_ -> line))));
        assertThat(answer).isEqualTo("olleh");
    }

    @Test
    void client_alpn() throws Exception {
        String chosen = withServer(
                "ec",
                "-rev -alpn h2,http/1.1",
                port -> connect(
                                port,
                                Certificates.client()
                                        .applicationProtocols("http/1.1")
                                        .build())
                        .bind(socket -> socket.close()
                                .map(_ -> socket.applicationProtocol().orElseThrow())));
        assertThat(chosen).isEqualTo("http/1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "other, No name matching localhost found|No subject alternative DNS name matching localhost found.",
        "expired, certificate_expired.*validity check failed",
        "self, unable to find valid certification path to requested target"
    })
    void client_certificateIsNotGood(String name, String why) throws Exception {
        for (String version : List.of("-tls1_3", "-tls1_2")) {
            Throwable refused = withServer(
                    name,
                    "-rev " + version,
                    port -> failure(connect(port, Certificates.client().build())));
            assertThat(refused).isInstanceOf(SSLHandshakeException.class);
            assertThat(refused.getMessage()
                            + refused.getCause()
                            + refused.getCause().getCause())
                    .containsPattern(why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void client_resumesSession(String version) throws Exception {
        List<String> kinds = withServer("ec", "-www " + version, port -> {
            SslContext context = Certificates.client().build();
            return page(port, context).bind(first -> page(port, context).map(second -> List.of(first, second)));
        });
        assertThat(kinds).element(0).asString().contains("New, TLSv1").doesNotContain("Reused, TLSv1");
        assertThat(kinds).element(1).asString().contains("Reused, TLSv1");
    }

    private static Promise<String> page(int port, SslContext context) {
        return connect(port, context)
                .bind(socket -> socket.outputChannel()
                        .write("GET / HTTP/1.0\r\n\r\n")
                        .then(socket.outputChannel()::flush)
                        .then(socket.inputChannel()::read)
                        .bind(page -> socket.channels().close().map(_ -> page)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void client_certificate(String version) throws Exception {
        String options = "-rev -Verify 2 -verify_return_error -CAfile " + Certificates.file("ca.pem") + " " + version;
        String answer = withServer(
                "ec",
                options,
                port -> connect(
                                port,
                                Certificates.client()
                                        .identity(Certificates.identity("client"))
                                        .build())
                        .bind(socket -> OnLoop.writeAll(socket, "hello\n".getBytes(UTF_8))
                                .then(() -> {
                                    byte[] got = new byte[6];
                                    return readFully(socket, got).map(_ -> new String(got, UTF_8));
                                })
                                .bind(line -> socket.close().map(_ -> line))));
        assertThat(answer).isEqualTo("olleh\n");
        Throwable refused = withServer(
                "ec",
                options,
                port -> failure(connect(port, Certificates.client().build())
                        .bind(socket -> Lwt.finalizing(() -> socket.read(new byte[1], 0, 1), socket::close))));
        assertThat(refused).isInstanceOf(SSLException.class).hasMessageContaining("Received fatal alert");
    }

    @Test
    void client_serverIsKilled_failsAsTruncated() throws Exception {
        Throwable cut = OnLoop.run(() -> LwtProcess.withProcess(
                command("s_server -accept 127.0.0.1:0 -cert " + Certificates.file("ec.pem") + " -key "
                        + Certificates.file("ec.key")),
                server -> lineThatBegins(server.stdout(), "ACCEPT")
                        .bind(line -> connect(
                                Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)),
                                Certificates.client().build()))
                        .bind(socket -> say(server, "half a sentence")
                                .then(socket.inputChannel()::readLine)
                                .bind(line -> {
                                    assertThat(line).isEqualTo("half a sentence");
                                    server.kill(UnixSignal.KILL);
                                    return failure(socket.inputChannel().readLine());
                                })
                                .bind(failure -> socket.close().map(_ -> failure)))));
        assertThat(cut).isInstanceOf(SslTruncatedException.class);
    }
}
