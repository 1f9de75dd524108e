package moduletests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The file server among the examples, asked by hand, by curl where there is one, and by the client among the examples.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileServerTest {
    private static final String FILE = "examples/FileServer.java";
    private static final String CLIENT = "examples/HttpGet.java";

    private Path folder;
    private final byte[] big = new byte[3_000_000];
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Path root = Files.createDirectories(folder.resolve("root"));
        new Random(1).nextBytes(big);
        Files.write(root.resolve("big.bin"), big);
        Files.writeString(root.resolve("text.txt"), "0123456789");
        Files.writeString(root.resolve("a b&<c>.html"), "<p>");
        Files.createDirectories(root.resolve("sub"));
        Files.createDirectories(root.resolve("indexed"));
        Files.writeString(root.resolve("indexed/index.html"), "the index");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("up"), folder);
        Files.createSymbolicLink(root.resolve("inside"), Path.of("text.txt"));
        var launcher = new Launcher().with("JAVA_TOOL_OPTIONS", "-Dfileserver.patience=3000");
        server = new RunningServer(launcher, "run", FILE, root.toString());
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    /* ---- By hand ---- */

    /// The body is a character for each byte.
    private record Answer(int status, String head, String text) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /// Sends what is given, and reads one answer.
    private static Answer ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return read(socket, !request.startsWith("HEAD"));
    }

    private static Answer read(Socket socket, boolean withBody) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the answer ends: " + head).isNotNegative();
            head.append((char) next);
        }
        int status = Integer.parseInt(head.substring(9, 12));
        var answer = new Answer(status, head.toString(), "");
        String length = answer.header("Content-Length");
        return withBody && !length.isEmpty()
                ? new Answer(status, answer.head, text(socket.getInputStream().readNBytes(Integer.parseInt(length))))
                : answer;
    }

    private Answer get(String path, String... headers) throws IOException {
        try (Socket socket = server.connect()) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return ask(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n");
        }
    }

    @Test
    void files_withTypeAndTag() throws Exception {
        Answer text = get("/text.txt?query");
        assertThat(text.status()).isEqualTo(200);
        assertThat(text.text()).isEqualTo("0123456789");
        assertThat(text.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(text.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(get("/big.bin").text()).isEqualTo(text(big));
        assertThat(get("/a%20b%26%3cc%3e.html").text()).isEqualTo("<p>");
        assertThat(get("/inside").text()).as("a link that stays inside").isEqualTo("0123456789");
        assertThat(get("/none").status()).isEqualTo(404);
        assertThat(get("/text.txt/more").status()).isEqualTo(404);
    }

    @Test
    void ranges() throws Exception {
        Answer middle = get("/text.txt", "Range: bytes=2-4");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.text()).isEqualTo("234");
        assertThat(middle.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(get("/text.txt", "Range: bytes=7-").text()).isEqualTo("789");
        assertThat(get("/text.txt", "Range: bytes=-2").text()).isEqualTo("89");
        assertThat(get("/text.txt", "Range: bytes=8-100").text()).isEqualTo("89");
        assertThat(get("/text.txt", "Range: bytes=-100").text()).isEqualTo("0123456789");
        Answer beyond = get("/text.txt", "Range: bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(get("/text.txt", "Range: bytes=5-2").status()).as("no range").isEqualTo(200);
        assertThat(get("/text.txt", "Range: bytes=2-4", "If-Range: \"other\"").status())
                .isEqualTo(200);
        assertThat(get("/big.bin", "Range: bytes=100000-299999").text())
                .isEqualTo(text(Arrays.copyOfRange(big, 100_000, 300_000)));
    }

    @Test
    void notModified() throws Exception {
        Answer text = get("/text.txt");
        Answer known = get("/text.txt", "If-None-Match: " + text.header("ETag"));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).isEqualTo(text.header("ETag"));
        assertThat(get("/text.txt", "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(get("/text.txt", "If-Modified-Since: " + text.header("Last-Modified"))
                        .status())
                .isEqualTo(304);
        assertThat(get("/text.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(get("/text.txt", "If-Modified-Since: yesterday").status()).isEqualTo(200);
    }

    @Test
    void folders() throws Exception {
        Answer list = get("/");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(list.text())
                .contains("<a href=\"./sub/\">sub/</a>")
                .contains("<a href=\"./a%20b%26%3Cc%3E.html\">a b&amp;&lt;c&gt;.html</a>");
        Answer moved = get("/sub");
        assertThat(moved.status()).isEqualTo(301);
        assertThat(moved.header("Location")).isEqualTo("/sub/");
        assertThat(get("/indexed/").text()).isEqualTo("the index");
    }

    @Test
    void escapes_areRefused() throws Exception {
        for (String path : List.of(
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/sub/..%2f../secret.txt",
                "/sub/%2E%2E/%2e%2e/secret.txt",
                "/out",
                "/up/secret.txt",
                "/up/",
                "/text.txt%00",
                "/..",
                "//../secret.txt",
                "/..%5csecret.txt")) {
            Answer answer = get(path);
            assertThat(answer.status()).as(path).isIn(403, 404);
            assertThat(answer.text()).as(path).doesNotContain("secret\n").doesNotContain("secret.txt");
        }
        assertThat(get("/%zz").status()).isEqualTo(400);
        assertThat(get("http://x/").status()).isEqualTo(400);
    }

    @Test
    void connection_servesManyRequests() throws Exception {
        try (Socket socket = server.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(ask(socket, "GET /text.txt HTTP/1.1\r\nHost: x\r\n\r\n")
                                .text())
                        .isEqualTo("0123456789");
                Answer head = ask(socket, "HEAD /big.bin HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(head.header("Content-Length")).isEqualTo("3000000");
                assertThat(ask(socket, "GET /none HTTP/1.1\r\nHost: x\r\n\r\n").status())
                        .isEqualTo(404);
            }
            socket.getOutputStream()
                    .write("GET /text.txt HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3).getBytes(ISO_8859_1));
            for (int i = 0; i < 3; i++) {
                assertThat(read(socket, true).text()).as("sent at once").isEqualTo("0123456789");
            }
            ask(socket, "GET /text.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
        }
    }

    @Test
    void badRequests() throws Exception {
        for (String request : List.of(
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nbad header\r\n\r\n")) {
            try (Socket socket = server.connect()) {
                assertThat(ask(socket, request).status()).as(request).isEqualTo(400);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        try (Socket socket = server.connect()) {
            Answer post = ask(socket, "POST /text.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
            assertThat(socket.getInputStream().read())
                    .as("the body is not taken for a request")
                    .isEqualTo(-1);
        }
    }

    @Test
    void headers_areBounded() throws Exception {
        try (Socket socket = server.connect()) {
            assertThat(ask(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(10_000))
                            .status())
                    .isEqualTo(431);
        }
        try (Socket socket = server.connect()) {
            assertThat(ask(socket, "GET / HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(200))
                            .status())
                    .isEqualTo(431);
        }
    }

    @Test
    void slowClients_areLeft() throws Exception {
        try (Socket silent = server.connect();
                Socket greedy = server.connect()) {
            greedy.setReceiveBufferSize(4096);
            greedy.getOutputStream()
                    .write("GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50).getBytes(ISO_8859_1));
            silent.getOutputStream().write("GET /text".getBytes(ISO_8859_1));
            assertThat(silent.getInputStream().read()).as("the end").isEqualTo(-1);
            assertThat(get("/text.txt").status()).isEqualTo(200);
        }
    }

    @Test
    void manyClients() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(Traffic.start(() -> get("/big.bin").text()));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(text(big)));
    }

    /* ---- By programs ---- */

    @Test
    void curl() throws Exception {
        Path target = folder.resolve("curl.out");
        Process curl;
        try {
            curl = new ProcessBuilder(
                            "curl", "-sS", "-L", "-r", "1000-1999999", "-o", target.toString(), server.url("/big.bin"))
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no curl: " + e.getMessage());
            return;
        }
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(curl.exitValue()).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(Arrays.copyOfRange(big, 1000, 2_000_000));
    }

    @Test
    void httpGet() throws Exception {
        var text = new Launcher().run("run", CLIENT, server.url("/text.txt"));
        assertThat(text.errors()).isEmpty();
        assertThat(text.output()).isEqualTo("0123456789");
        assertThat(text.status()).isZero();
        var list = new Launcher().run("run", CLIENT, server.url("/sub"));
        assertThat(list.output()).as("after a redirection").contains("<h1>/sub/</h1>");
        var none = new Launcher().run("run", CLIENT, server.url("/none"));
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.output()).isEmpty();
        assertThat(none.errors()).isEqualTo("HttpGet: the server answered 404 Not Found\n");
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        for (String[] arguments :
                new String[][] {{"run", FILE}, {"run", FILE, "/no/such/folder"}, {"run", FILE, "/", "x"}}) {
            var result = new Launcher().run(arguments);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.errors()).isEqualTo("usage: ./lwt run examples/FileServer.java FOLDER [PORT]\n");
        }
    }
}
