package moduletests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much goes through the relay each way is the property `relay.mib`, 64 MiB if it is not set; for 1 GiB:
/// `./lwt test --projects module-tests --also-make -Dtest=RelayTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Drelay.mib=1024`.
class RelayTest {
    private static final String FILE = "examples/Relay.java";
    private static final long BYTES = Long.getLong("relay.mib", 64) << 20;
    private static final int CLIENTS = 50;

    private ServerSocket target;

    @BeforeEach
    void listen() throws IOException {
        target = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        target.close();
    }

    private RunningServer relay(Launcher launcher) throws IOException {
        return new RunningServer(launcher, "run", FILE, "0", "localhost:" + target.getLocalPort());
    }

    @ParameterizedTest
    @CsvSource({"epoll, 0", "selector, 0", "epoll, 1", "selector, 1"})
    void bothWays_bytesPassUnchanged(String engine, int withoutOpens) throws Exception {
        // The heap is a fraction of what goes through.
        var launcher = new Launcher().with("JAVA_TOOL_OPTIONS", "-Xmx24m -Dlwt.engine=" + engine);
        if (withoutOpens == 1) {
            launcher.with("LWT_NO_OPENS", "1");
        }
        try (var relay = relay(launcher)) {
            long start = System.nanoTime();
            exchange(relay, BYTES);
            System.out.printf(
                    "relay, %s, %s: %d MiB each way in %d ms, at most %d MiB of memory%n",
                    engine,
                    withoutOpens == 1 ? "without opens" : "default",
                    BYTES >> 20,
                    (System.nanoTime() - start) / 1_000_000,
                    relay.peakMebibytes());
            String errors = relay.stop();
            if (withoutOpens == 1) {
                assertThat(errors).as("the hint").contains("--add-opens").doesNotContain("\tat ");
            } else {
                assertThat(errors).isEmpty();
            }
        }
    }

    private void exchange(RunningServer relay, long count) throws Exception {
        try (Socket client = relay.connect();
                Socket server = target.accept()) {
            var up = Traffic.start(() -> Traffic.receive(server));
            var down = Traffic.start(() -> Traffic.receive(client));
            var sentDown = Traffic.start(() -> Traffic.send(server, 2, count));
            var sentUp = Traffic.send(client, 1, count);
            assertThat(up.join()).isEqualTo(sentUp);
            assertThat(down.join()).isEqualTo(sentDown.join());
        }
    }

    @Test
    void manyClients() throws Exception {
        try (var relay = relay(new Launcher())) {
            var serving = Traffic.start(() -> {
                for (int i = 0; i < CLIENTS; i++) {
                    Socket server = target.accept();
                    Thread.ofVirtual().start(() -> sendBack(server));
                }
                return null;
            });
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long seed = i;
                clients.add(Traffic.start(() -> {
                    try (Socket client = relay.connect()) {
                        var received = Traffic.start(() -> Traffic.receive(client));
                        var sent = Traffic.send(client, seed, 500_000);
                        assertThat(received.join()).isEqualTo(sent);
                    }
                    return null;
                }));
            }
            clients.forEach(CompletableFuture::join);
            serving.join();
            assertThat(relay.stop()).isEmpty();
        }
    }

    private static void sendBack(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the client waits for the rest in vain
        }
    }

    @Test
    void halfClose_theOtherDirectionGoesOn() throws Exception {
        try (var relay = relay(new Launcher());
                Socket client = relay.connect();
                Socket server = target.accept()) {
            client.getOutputStream().write("question".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("question");
            server.getOutputStream().write("answer".getBytes(UTF_8));
            server.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
            assertThat(relay.stop()).isEmpty();
        }
    }

    @Test
    void receiverThatDoesNotRead_stopsTheSender() throws Exception {
        try (var relay = relay(new Launcher().with("JAVA_TOOL_OPTIONS", "-Xmx24m"));
                Socket client = relay.connect();
                Socket server = target.accept()) {
            var sent = new AtomicLong();
            var sending = Traffic.start(() -> {
                byte[] block = new byte[64 * 1024];
                for (long left = BYTES; left > 0; left -= block.length) {
                    client.getOutputStream().write(block);
                    sent.addAndGet(block.length);
                }
                client.shutdownOutput();
                return null;
            });
            long before = -1;
            while (sent.get() != before) {
                before = sent.get();
                Thread.sleep(500);
            }
            assertThat(before).as("only what the kernel's buffers hold").isLessThan(BYTES / 2);
            assertThat(Traffic.receive(server).count()).isEqualTo(BYTES);
            sending.join();
            assertThat(relay.stop()).isEmpty();
        }
    }

    @Test
    void clientThatVanishes_theServerIsTold() throws Exception {
        try (var relay = relay(new Launcher())) {
            Socket client = relay.connect();
            try (Socket server = target.accept()) {
                client.getOutputStream().write('x');
                assertThat(server.getInputStream().read()).isEqualTo('x');
                client.setSoLinger(true, 0); // close resets the connection
                client.close();
                assertThat(server.getInputStream().read()).as("the end").isEqualTo(-1);
            }
            exchange(relay, 1_000_000);
            assertThat(relay.stop()).contains("ECONNRESET").doesNotContain("\tat ");
        }
    }

    @Test
    void targetThatRefuses_theClientIsToldAndOthersAreServedLater() throws Exception {
        int port = target.getLocalPort();
        try (var relay = relay(new Launcher())) {
            target.close();
            try (Socket client = relay.connect()) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            target = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
            exchange(relay, 1_000_000);
            assertThat(relay.stop()).contains("ECONNREFUSED").doesNotContain("\tat ");
        }
    }

    @Test
    void badArguments_areUsageErrors() throws Exception {
        for (String[] arguments : new String[][] {{"run", FILE, "1"}, {"run", FILE, "1", "host:x"}}) {
            var result = new Launcher().run(arguments);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.output()).isEmpty();
            assertThat(result.errors()).isEqualTo("usage: ./lwt run examples/Relay.java PORT HOST:PORT\n");
        }
    }
}
