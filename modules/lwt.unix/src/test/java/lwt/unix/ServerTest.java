package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections and servers, over loopback.
final class ServerTest {
    private static final SocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<Server> servers = new ArrayList<>();
    private final List<ConnectionException> failures = new ArrayList<>();
    private final ServerOptions options = ServerOptions.DEFAULT.withOnFailure(failures::add);

    private final List<Throwable> unexpected = new ArrayList<>();
    private final Consumer<? super Throwable> hook = Lwt.asyncExceptionHook();

    @BeforeEach
    void watchTheHook() {
        Lwt.setAsyncExceptionHook(unexpected::add);
    }

    @AfterEach
    void stop() {
        for (Server server : servers) {
            LwtMain.run(server.shutdown());
        }
        Lwt.setAsyncExceptionHook(hook);
        assertThat(unexpected).isEmpty();
    }

    private Server start(Server server) {
        servers.add(server);
        return server;
    }

    private static Promise<@Nullable Void> echoLines(InputChannel input, OutputChannel output) {
        return input.readLineOptional()
                .bind(line -> line.isEmpty()
                        ? Lwt.unit()
                        : output.writeLine(line.get()).then(() -> echoLines(input, output)));
    }

    private static Promise<String> ask(SocketAddress address, String question) {
        return LwtIo.withConnection(
                address, (input, output) -> output.writeLine(question).then(input::readLine));
    }

    private static String readAll(SocketAddress address) {
        return LwtMain.run(LwtIo.withConnection(address, (input, _) -> input.read()));
    }

    /// One turn of the loop, with a look at the descriptors.
    private static void turn() {
        LwtMain.run(LwtUnix.sleep(Duration.ZERO));
    }

    private static void turnUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            turn();
        }
    }

    /// Enough turns for everything that can happen to have happened.
    private static void turnManyTimes() {
        for (int i = 0; i < 100; i++) {
            turn();
        }
    }

    /* ---- Serving ---- */

    @Test
    void establishServer_manyClients() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, ServerTest::echoLines));
        List<Promise<String>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask(server.address(), "question " + i));
        }
        List<String> received = LwtMain.run(() -> Lwt.all(answers));
        for (int i = 0; i < 100; i++) {
            assertThat(received.get(i)).isEqualTo("question " + i);
        }
        turnUntil(() -> server.connections() == 0);
    }

    @Test
    void establishServer_unixDomain(@TempDir Path folder) throws Exception {
        SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        start(LwtIo.establishServer(address, ServerTest::echoLines));
        assertThat(LwtMain.run(ask(address, "hello"))).isEqualTo("hello");
    }

    @Test
    void establishServer_portInUse() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, ServerTest::echoLines));
        assertThatThrownBy(() -> LwtIo.establishServer(server.address(), ServerTest::echoLines))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("EADDRINUSE"));
    }

    @Test
    void establishServer_channelsAreOpenInTheHandlerAndClosedAfterwards() throws Exception {
        List<ChannelPair> seen = new ArrayList<>();
        Server server = start(LwtIo.establishServer(ANY_PORT, (input, output) -> {
            assertThat(input.isClosed() || output.isClosed()).isFalse();
            seen.add(new ChannelPair(input, output));
            return output.write("bye");
        }));
        assertThat(readAll(server.address())).isEqualTo("bye");
        turnUntil(() -> server.connections() == 0);
        assertThat(seen).singleElement().satisfies(pair -> {
            assertThat(pair.input().isClosed()).isTrue();
            assertThat(pair.output().isClosed()).isTrue();
            resultOf(pair.close());
        });
    }

    @Test
    void establishServer_onASocketThatListens() throws Exception {
        FileDescriptor listener = LwtUnix.listen(ANY_PORT, 10);
        Server server = start(LwtIo.establishServer(listener, ServerOptions.DEFAULT, ServerTest::echoLines));
        assertThat(LwtMain.run(ask(server.address(), "hello"))).isEqualTo("hello");
    }

    @Test
    void establishServerWithClientAddress_isThatOfTheClient() throws Exception {
        List<SocketAddress> seen = new ArrayList<>();
        Server server =
                start(LwtIo.establishServerWithClientAddress(ANY_PORT, ServerOptions.DEFAULT, (client, channels) -> {
                    seen.add(client);
                    return channels.output().write("bye");
                }));
        FileDescriptor socket = LwtMain.run(LwtUnix.connect(server.address()));
        assertThat(LwtMain.run(ChannelPair.of(socket).input().read())).isEqualTo("bye");
        assertThat(seen).containsExactly(socket.localAddress());
        LwtMain.run(socket.close());
        turnUntil(() -> server.connections() == 0);
    }

    @Test
    void establishServer_handlerFails() throws Exception {
        RuntimeException bug = new RuntimeException("bug");
        List<SocketAddress> clients = new ArrayList<>();
        Server server = start(LwtIo.establishServer(
                ANY_PORT,
                options,
                (input, output) ->
                        input.readLine().bind(line -> line.equals("fail") ? Lwt.fail(bug) : output.writeLine(line))));
        String rest = LwtMain.run(LwtUnix.connect(server.address()).bind(socket -> {
            clients.add(socket.localAddress());
            ChannelPair channels = ChannelPair.of(socket);
            return Closing.after(
                    channels, () -> channels.output().writeLine("fail").then(channels.input()::read));
        }));
        assertThat(rest).as("the connection was closed").isEmpty();
        turnUntil(() -> !failures.isEmpty());
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure)
                    .hasCause(bug)
                    .hasMessageContaining(clients.getFirst().toString());
            assertThat(failure.peer()).isEqualTo(clients.getFirst());
        });
        assertThat(LwtMain.run(ask(server.address(), "still there?"))).isEqualTo("still there?");
    }

    @Test
    void establishServer_handlerThrows_goesToTheHook() throws Exception {
        List<Throwable> told = new ArrayList<>();
        Lwt.setAsyncExceptionHook(told::add);
        Server server = start(LwtIo.establishServer(ANY_PORT, (_, _) -> {
            throw new IllegalArgumentException("thrown");
        }));
        readAll(server.address());
        turnUntil(() -> !told.isEmpty());
        assertThat(told)
                .singleElement()
                .isInstanceOf(ConnectionException.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void establishServer_clientVanishes() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, options, ServerTest::echoLines));
        InetSocketAddress address = (InetSocketAddress) server.address();
        Socket client = new Socket(address.getAddress(), address.getPort());
        turnUntil(() -> server.connections() == 1);
        client.setSoLinger(true, 0); // close resets the connection
        client.close();
        turnUntil(() -> server.connections() == 0);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasCauseInstanceOf(UnixException.class)
                        .hasMessageContaining("ECONNRESET"));
        assertThat(LwtMain.run(ask(address, "still there?"))).isEqualTo("still there?");
    }

    @Test
    void establishSocketServer_closesTheSocket() throws Exception {
        List<FileDescriptor> seen = new ArrayList<>();
        Server server = start(LwtIo.establishSocketServer(ANY_PORT, options, client -> {
            seen.add(client);
            return client.write(new byte[] {'x'}, 0, 1);
        }));
        assertThat(readAll(server.address())).isEqualTo("x");
        turnUntil(() -> server.connections() == 0);
        assertThat(seen).singleElement().matches(FileDescriptor::isClosed);
    }

    /* ---- The bound ---- */

    @Test
    void maxConnections_furtherClientsWait() throws Exception {
        List<Resolver<@Nullable Void>> served = new ArrayList<>();
        Server server = start(LwtIo.establishServer(ANY_PORT, options.withMaxConnections(2), (_, _) -> {
            Resolver<@Nullable Void> end = Lwt.waiter();
            served.add(end);
            return end.promise();
        }));
        List<ChannelPair> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(LwtMain.run(LwtIo.openConnection(server.address())));
        }
        turnUntil(() -> served.size() == 2);
        turnManyTimes();
        assertThat(served).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
        served.get(1).wakeup(null);
        turnUntil(() -> served.size() == 3);
        turnManyTimes();
        assertThat(served).hasSize(3);
        served.get(0).wakeup(null);
        served.get(2).wakeup(null);
        turnUntil(() -> served.size() == 4);
        served.get(3).wakeup(null);
        turnUntil(() -> server.connections() == 0);
        for (ChannelPair client : clients) {
            LwtMain.run(client.close());
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void options_boundsArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxConnections(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBacklog(0))
                .withMessageContaining("0");
    }

    /* ---- Shutdown ---- */

    @Test
    void shutdown_connectionsGoOn() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, options, ServerTest::echoLines));
        ChannelPair client = LwtMain.run(LwtIo.openConnection(server.address()));
        turnUntil(() -> server.connections() == 1);
        LwtMain.run(server.shutdown());
        assertThat(server.shutdown()).isSameAs(server.shutdown());
        assertThat(server.drained().isSleeping()).isTrue();
        assertThatThrownBy(() -> LwtMain.run(LwtIo.openConnection(server.address())))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("ECONNREFUSED"));
        LwtMain.run(client.output().writeLine("still there?"));
        assertThat(LwtMain.run(client.input().readLine())).isEqualTo("still there?");
        LwtMain.run(client.close());
        LwtMain.run(server.drained());
        assertThat(failures).isEmpty();
    }

    @Test
    void shutdown_withoutConnections() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, ServerTest::echoLines));
        LwtMain.run(server.shutdown());
        LwtMain.run(server.drained());
    }

    @Test
    void shutdown_whileTheBoundIsReached() throws Exception {
        Resolver<@Nullable Void> end = Lwt.waiter();
        Server server = start(LwtIo.establishServer(ANY_PORT, options.withMaxConnections(1), (_, _) -> end.promise()));
        ChannelPair client = LwtMain.run(LwtIo.openConnection(server.address()));
        turnUntil(() -> server.connections() == 1);
        LwtMain.run(server.shutdown());
        end.wakeup(null);
        LwtMain.run(server.drained());
        LwtMain.run(client.close());
    }

    /* ---- Clients ---- */

    @Test
    void openConnection_refused() throws Exception {
        Server server = LwtIo.establishServer(ANY_PORT, ServerTest::echoLines);
        LwtMain.run(server.shutdown());
        assertThatThrownBy(() -> LwtMain.run(LwtIo.openConnection(server.address())))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("ECONNREFUSED"));
    }

    @Test
    void openConnection_serverClosesFirst() throws Exception {
        Server server = start(LwtIo.establishServer(ANY_PORT, options, (_, _) -> Lwt.unit()));
        ChannelPair client = LwtMain.run(LwtIo.openConnection(server.address()));
        assertThat(LwtMain.run(client.input().readLineOptional())).isEmpty();
        LwtMain.run(client.close());
        turnUntil(() -> server.connections() == 0);
        assertThat(failures).isEmpty();
    }

    @Test
    void withConnection_halfClose() throws Exception {
        Server server = start(LwtIo.establishServer(
                ANY_PORT, options, (input, output) -> input.read().bind(text -> output.write(text + text))));
        String answer = LwtMain.run(LwtIo.withConnection(
                server.address(),
                (input, output) -> output.write("ab").then(output::shutdownSend).then(input::read)));
        assertThat(answer).isEqualTo("abab");
    }

    @Test
    void withConnection_closesBothWhenTheBodyFails() throws Exception {
        List<ChannelPair> seen = new ArrayList<>();
        List<Optional<String>> received = new ArrayList<>();
        Server server = start(LwtIo.establishServer(
                ANY_PORT, options, (input, _) -> input.readLineOptional().map(received::add)));
        Promise<Object> result = LwtIo.withConnection(server.address(), (input, output) -> {
            seen.add(new ChannelPair(input, output));
            output.write("flushed all the same").ignoreResult();
            throw new IllegalStateException("body");
        });
        assertThatThrownBy(() -> LwtMain.run(result))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("body");
        assertThat(seen)
                .singleElement()
                .matches(pair -> pair.input().isClosed() && pair.output().isClosed());
        turnUntil(() -> !received.isEmpty());
        assertThat(received).containsExactly(Optional.of("flushed all the same"));
    }

    @Test
    void withConnection_canceled() throws Exception {
        List<ChannelPair> seen = new ArrayList<>();
        Server server = start(LwtIo.establishServer(ANY_PORT, options, ServerTest::echoLines));
        Promise<String> result = LwtIo.withConnection(server.address(), (input, output) -> {
            seen.add(new ChannelPair(input, output));
            return input.readLine();
        });
        turnUntil(() -> !seen.isEmpty());
        result.cancel();
        assertThat(failureOf(result)).isInstanceOf(CanceledException.class);
        assertThat(seen)
                .singleElement()
                .matches(pair -> pair.input().isClosed() && pair.output().isClosed());
        turnUntil(() -> server.connections() == 0);
    }
}
