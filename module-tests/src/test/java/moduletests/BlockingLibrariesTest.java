package moduletests;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.preemptive.LwtPreemptive;
import lwt.unix.LwtFuture;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Libraries of other people, in fibers: the loop ticks on while they wait. The server answers, and the database
/// returns, only when the loop has ticked: a loop that stood still would wait for ever.
@Timeout(60)
public class BlockingLibrariesTest {
    private static final int TICKS = 100;

    private static CountDownLatch ticked;

    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void startServer() throws Exception {
        ticked = new CountDownLatch(TICKS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            waitForTicks();
            byte[] body = "answer".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stopServer() {
        client.shutdownNow();
        server.stop(0);
    }

    /// Called by the server, and by the database as a function of SQL.
    public static int waitForTicks() {
        try {
            return ticked.await(30, TimeUnit.SECONDS) ? TICKS : 0;
        } catch (InterruptedException e) {
            return -1;
        }
    }

    /// Runs `body` in a fiber while the loop ticks.
    private static <T> T inFiberWhileTicking(ThrowingSupplier<T> body) {
        return LwtMain.run(() -> {
            Promise<T> fiber = spawn(body);
            return tick(fiber);
        });
    }

    private static <T> Promise<T> tick(Promise<T> until) {
        ticked.countDown();
        return until.isSleeping() ? Lwt.pause().bind(_ -> tick(until)) : until;
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
    }

    @Test
    void httpClient_sendAsyncAwaited_loopTicksOn() {
        String body =
                inFiberWhileTicking(() -> await(LwtFuture.of(client.sendAsync(request(), BodyHandlers.ofString())))
                        .body());
        assertThat(body).isEqualTo("answer");
        assertThat(ticked.getCount()).isZero();
    }

    @Test
    void httpClient_sendThatBlocksTheFiber_loopTicksOn() {
        String body = inFiberWhileTicking(
                () -> client.send(request(), BodyHandlers.ofString()).body());
        assertThat(body).isEqualTo("answer");
    }

    @Test
    void httpClient_promiseCanceled_requestIsGivenUp() {
        var exchange = client.sendAsync(request(), BodyHandlers.ofString());
        LwtMain.run(() -> {
            var promise = LwtFuture.of(exchange);
            promise.cancel();
            return Lwt.unit();
        });
        assertThat(exchange).isCancelled();
    }

    @Test
    void jdbc_queryThatBlocksTheFiber_loopTicksOn() {
        assertThat(inFiberWhileTicking(BlockingLibrariesTest::query)).isEqualTo(TICKS);
    }

    @Test
    void jdbc_detached_loopTicksOn() {
        assertThat(inFiberWhileTicking(() -> await(LwtPreemptive.detach(BlockingLibrariesTest::query))))
                .isEqualTo(TICKS);
    }

    private static int query() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ALIAS WAIT_FOR_TICKS FOR '" + BlockingLibrariesTest.class.getName() + ".waitForTicks'");
            statement.execute("CREATE TABLE numbers(n INT)");
            statement.execute("INSERT INTO numbers VALUES (1), (2)");
            try (var rows = statement.executeQuery("SELECT WAIT_FOR_TICKS(), SUM(n) FROM numbers")) {
                rows.next();
                assertThat(rows.getInt(2)).isEqualTo(3);
                return rows.getInt(1);
            }
        }
    }
}
