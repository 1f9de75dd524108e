package moduletests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoServerTest {
    private static final String FILE = "examples/EchoServer.java";
    private static final int CLIENTS = 50;

    @ParameterizedTest
    @CsvSource({"epoll, ", "epoll, --channels", "selector, ", "selector, --channels"})
    void sendsBackWhatManyClientsSend(String engine, String mode) throws Exception {
        var launcher = new Launcher().with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=" + engine);
        try (var server = mode == null
                ? new RunningServer(launcher, "run", FILE, "0")
                : new RunningServer(launcher, "run", FILE, "0", mode)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long seed = i;
                clients.add(Traffic.start(() -> {
                    sendsBack(server, seed, 500_000);
                    return null;
                }));
            }
            clients.forEach(CompletableFuture::join);
            assertThat(server.stop()).isEmpty();
        }
    }

    private static void sendsBack(RunningServer server, long seed, long count) throws Exception {
        try (Socket socket = server.connect()) {
            var received = Traffic.start(() -> Traffic.receive(socket));
            var sent = Traffic.send(socket, seed, count);
            assertThat(received.join()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource({"epoll, ", "epoll, --channels", "selector, "})
    void clientsThatVanish_areToldAndDoNotDisturbOthers(String engine, String mode) throws Exception {
        var launcher = new Launcher().with("JAVA_TOOL_OPTIONS", "-Dlwt.engine=" + engine);
        try (var server = mode == null
                ? new RunningServer(launcher, "run", FILE, "0")
                : new RunningServer(launcher, "run", FILE, "0", mode)) {
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = server.connect();
                client.getOutputStream().write('x');
                client.getInputStream().read();
                client.setSoLinger(true, 0); // close resets the connection
                client.close();
            }
            sendsBack(server, 1, 1_000_000);
            assertThat(server.stop().lines())
                    .hasSizeLessThanOrEqualTo(CLIENTS)
                    .allMatch(line ->
                            line.matches("the connection from .* failed: lwt\\.unix\\.UnixException: ECONNRESET: .*"));
        }
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        for (String[] arguments :
                new String[][] {{"run", FILE}, {"run", FILE, "x"}, {"run", FILE, "99999"}, {"run", FILE, "1", "--chan"}
                }) {
            var result = new Launcher().run(arguments);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.output()).isEmpty();
            assertThat(result.errors()).isEqualTo("usage: ./lwt run examples/EchoServer.java PORT [--channels]\n");
        }
    }
}
