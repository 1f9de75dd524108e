package moduletests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The HTTP client among the examples, with a server that says what the test wants. See also [FileServerTest].
class HttpGetTest {
    private static final String FILE = "examples/HttpGet.java";

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    /// Runs the client against a server that gives these answers, one a connection.
    private Launcher.Result get(String path, String... answers) throws Exception {
        Queue<String> left = new ArrayDeque<>(List.of(answers));
        CompletableFuture<Void> serving = Traffic.start(() -> {
            while (!left.isEmpty()) {
                try (Socket socket = listener.accept()) {
                    var head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) socket.getInputStream().read());
                    }
                    assertThat(head).contains("Host: 127.0.0.1:");
                    socket.getOutputStream().write(left.remove().getBytes(ISO_8859_1));
                }
            }
            return null;
        });
        var result = new Launcher().run("run", FILE, url(path), "20");
        listener.close();
        serving.handle((_, _) -> null).join();
        return result;
    }

    @Test
    void chunks() throws Exception {
        var result = get(
                "/",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "3\r\nabc\r\n1a; x=y\r\n"
                        + "0123456789abcdefghijklmnop" + "\r\n0\r\nTrailer: x\r\n\r\n");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("abc0123456789abcdefghijklmnop");
        assertThat(result.status()).isZero();
    }

    @Test
    void redirection_relativeAfterContinue() throws Exception {
        var result = get(
                "/a/b",
                "HTTP/1.1 302 Found\r\nLocation: ../c\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualTo("to the end");
    }

    @Test
    void redirection_forEver() throws Exception {
        String[] answers = new String[11];
        Arrays.fill(answers, "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n");
        var result = get("/", answers);
        assertThat(result.errors()).isEqualTo("HttpGet: more than 10 redirections\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void body_cutShort() throws Exception {
        var result = get("/", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(result.errors()).isEqualTo("HttpGet: the server closed the connection before the end\n");
        assertThat(result.output()).isEqualTo("abc");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void noHttp() throws Exception {
        assertThat(get("/", "SSH-2.0-server\r\n").errors()).isEqualTo("HttpGet: this is no HTTP: SSH-2.0-server\n");
    }

    @Test
    void silence_isGivenUp() throws Exception {
        var result = new Launcher().run("run", FILE, url("/"), "1");
        assertThat(result.errors()).isEqualTo("HttpGet: not done within PT1S\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void nobodyThere() throws Exception {
        listener.close();
        assertThat(new Launcher().run("run", FILE, url("/")).errors())
                .startsWith("HttpGet: ECONNREFUSED: connection refused: connect(");
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        for (String[] arguments :
                new String[][] {{"run", FILE}, {"run", FILE, "ftp://x/"}, {"run", FILE, url("/"), "x"}}) {
            var result = new Launcher().run(arguments);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.errors())
                    .isEqualTo("usage: ./lwt run examples/HttpGet.java http://HOST[:PORT]/PATH [SECONDS]\n");
        }
    }
}
