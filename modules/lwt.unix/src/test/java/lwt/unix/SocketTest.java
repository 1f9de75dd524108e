package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Sockets made one step at a time, of every kind that the engine has.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class SocketTest {
    private static final StandardProtocolFamily INET = StandardProtocolFamily.INET;
    private static final StandardProtocolFamily INET6 = StandardProtocolFamily.INET6;
    private static final StandardProtocolFamily UNIX = StandardProtocolFamily.UNIX;
    private static final Duration TICK = Duration.ofMillis(20);

    @Parameter
    String engine;

    @TempDir
    Path directory;

    private boolean isEpoll() {
        return engine.equals("epoll");
    }

    static InetSocketAddress anyPort(String host) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), 0);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }

    static String errnoOf(Promise<?> promise) {
        return ((UnixException) States.failureOf(promise)).errno();
    }

    /// The result of a promise that fails, or its failure.
    static Promise<Throwable> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise, value -> Lwt.fail(new AssertionError("did not fail, but gave " + value)), Lwt::of);
    }

    static FileDescriptor bound(StandardProtocolFamily domain, SocketType type, SocketAddress address)
            throws Exception {
        FileDescriptor file = LwtUnix.socket(domain, type);
        States.resultOf(file.bind(address));
        return file;
    }

    private static InetSocketAddress addressOf(FileDescriptor file) throws UnixException {
        return (InetSocketAddress) file.localAddress();
    }

    /* ---- Connections ---- */

    private void connects(StandardProtocolFamily domain, SocketAddress address) throws Exception {
        List<Object> got = OnLoop.run(engine, () -> {
            FileDescriptor listener = bound(domain, SocketType.STREAM, address);
            listener.listen(5);
            FileDescriptor client = LwtUnix.socket(domain, SocketType.STREAM);
            return client.connect(listener.localAddress())
                    .bind(_ -> listener.acceptWithAddress())
                    .bind(accepted -> OnLoop.writeAll(client, "hi".getBytes(UTF_8))
                            .bind(_ -> {
                                ByteBuffer buffer = ByteBuffer.allocate(10);
                                return accepted.socket()
                                        .receive(buffer)
                                        .map(_ -> List.<Object>of(
                                                text(buffer),
                                                accepted.address().equals(client.localAddress()),
                                                accepted.socket()
                                                        .remoteAddress()
                                                        .equals(client.localAddress()),
                                                client.remoteAddress().equals(listener.localAddress())));
                            }));
        });
        assertThat(got).containsExactly("hi", true, true, true);
    }

    @Test
    void socket_ipv4_bindListenConnectAccept() throws Exception {
        connects(INET, anyPort("127.0.0.1"));
    }

    @Test
    void socket_ipv6_bindListenConnectAccept() throws Exception {
        connects(INET6, anyPort("::1"));
    }

    @Test
    void socket_ipv6_takesIpv4Addresses() throws Exception {
        connects(INET6, anyPort("127.0.0.1"));
    }

    @Test
    void socket_unixDomain_bindListenConnectAccept() throws Exception {
        connects(UNIX, UnixDomainSocketAddress.of(directory.resolve("socket")));
    }

    @Test
    void socket_abstractName() throws Exception {
        AbstractSocketAddress address = AbstractSocketAddress.of("lwt test\0" + directory);
        if (isEpoll()) {
            connects(UNIX, address);
            assertThat(directory).isEmptyDirectory();
        } else {
            OnLoop.run(engine, () -> {
                Promise<Void> bind = LwtUnix.socket(UNIX, SocketType.STREAM).bind(address);
                assertThat(States.failureOf(bind))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("bind with an abstract")
                        .hasMessageContaining(System.getProperty("os.name"));
                return Lwt.unit();
            });
        }
    }

    @Test
    void abstractName_isItsBytes() {
        assertThat(AbstractSocketAddress.of("a\0b"))
                .isEqualTo(AbstractSocketAddress.of(new byte[] {'a', 0, 'b'}))
                .hasSameHashCodeAs(AbstractSocketAddress.of("a\0b"))
                .isNotEqualTo(AbstractSocketAddress.of("a"))
                .hasToString("@a\0b");
        assertThat(AbstractSocketAddress.of("x".repeat(107)).name()).hasSize(107);
        assertThatThrownBy(() -> AbstractSocketAddress.of("")).hasMessageContaining("1 to 107 bytes");
        assertThatThrownBy(() -> AbstractSocketAddress.of("x".repeat(108))).hasMessageContaining("this one has 108");
    }

    @Test
    void bind_addressTaken_failsWithEaddrinuse() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor first = bound(INET, SocketType.STREAM, anyPort("127.0.0.1"));
            first.listen(1);
            FileDescriptor second = LwtUnix.socket(INET, SocketType.STREAM);
            assertThat(errnoOf(second.bind(first.localAddress()))).isEqualTo("EADDRINUSE");
            return Lwt.unit();
        });
    }

    @Test
    void bind_closed_failsWithEbadf() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.socket(INET, SocketType.STREAM);
            return file.close().map(_ -> {
                assertThat(errnoOf(file.bind(anyPort("127.0.0.1")))).isEqualTo("EBADF");
                assertThat(errnoOf(file.connect(anyPort("127.0.0.1")))).isEqualTo("EBADF");
                assertThat(errnoOf(file.acceptMany(3))).isEqualTo("EBADF");
                assertThat(errnoOf(file.receive(bytes("x")))).isEqualTo("EBADF");
                assertThat(errnoOf(file.receiveFrom(bytes("x")))).isEqualTo("EBADF");
                assertThat(errnoOf(file.send(bytes("x")))).isEqualTo("EBADF");
                assertThat(errnoOf(file.sendMessage(List.of(bytes("x")), List.of())))
                        .isEqualTo("EBADF");
                assertThatThrownBy(() -> file.listen(1)).hasMessageStartingWith("EBADF");
                assertThatThrownBy(() -> file.option(StandardSocketOptions.SO_RCVBUF))
                        .hasMessageStartingWith("EBADF");
                return null;
            });
        });
    }

    @Test
    void calls_onAPipe_failWithEnotsock() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor writer = LwtUnix.pipe().writer();
            assertThat(errnoOf(writer.bind(anyPort("127.0.0.1")))).isEqualTo("ENOTSOCK");
            assertThat(errnoOf(writer.connect(anyPort("127.0.0.1")))).isEqualTo("ENOTSOCK");
            assertThat(errnoOf(writer.send(bytes("x")))).isEqualTo("ENOTSOCK");
            assertThatThrownBy(() -> writer.listen(1)).hasMessageStartingWith("ENOTSOCK");
            assertThatThrownBy(() -> writer.option(StandardSocketOptions.SO_RCVBUF))
                    .hasMessageStartingWith("ENOTSOCK");
            return Lwt.unit();
        });
    }

    @Test
    void badArguments_throwAtOnce() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.socket(INET, SocketType.DATAGRAM);
            SocketAddress name = InetSocketAddress.createUnresolved("localhost", 80);
            assertThatThrownBy(() -> file.bind(name)).hasMessageContaining("the name was not resolved");
            assertThatThrownBy(() -> file.connect(name)).hasMessageContaining("LwtHosts.addressInfo");
            assertThatThrownBy(() -> file.sendTo(bytes("x"), name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.receive(bytes("x").asReadOnlyBuffer()))
                    .isInstanceOf(java.nio.ReadOnlyBufferException.class);
            assertThatThrownBy(() -> file.acceptMany(0)).hasMessageContaining("not 0");
            assertThatThrownBy(() -> file.listen(0)).hasMessageContaining("backlog");
            assertThatThrownBy(() -> file.joinGroup(InetAddress.ofLiteral("127.0.0.1")))
                    .hasMessage("not the address of a group: 127.0.0.1");
            assertThatThrownBy(() -> file.sendMessage(List.of(), List.of(file)))
                    .hasMessageContaining("at least one byte");
            return Lwt.unit();
        });
    }

    @Test
    void acceptMany_takesWhatIsThere() throws Exception {
        List<Integer> sizes = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 10);
            Promise<AcceptedMany> waiting = listener.acceptMany(10);
            assertThat(waiting.isSleeping()).isTrue();
            waiting.cancel();
            return LwtUnix.connect(listener.localAddress())
                    .bind(_ -> LwtUnix.connect(listener.localAddress()))
                    .bind(_ -> LwtUnix.connect(listener.localAddress()))
                    .bind(_ -> listener.acceptMany(2))
                    .bind(two -> listener.acceptMany(2).map(one -> {
                        assertThat(two.failure()).isEmpty();
                        assertThat(one.connections().getFirst().address())
                                .isEqualTo(one.connections().getFirst().socket().remoteAddress());
                        return List.of(
                                two.connections().size(), one.connections().size());
                    }));
        });
        assertThat(sizes).containsExactly(2, 1);
    }

    @Test
    void accept_notListening_failsWithEinval() throws Exception {
        Throwable failure = OnLoop.run(
                engine,
                () -> failure(
                        bound(INET, SocketType.STREAM, anyPort("127.0.0.1")).acceptWithAddress()));
        assertThat(failure).hasMessageStartingWith("EINVAL");
    }

    @Test
    void readAndWrite_notConnected_fail() throws Exception {
        List<Throwable> failures = OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.socket(INET, SocketType.STREAM);
            return failure(file.read(ByteBuffer.allocate(1)))
                    .bind(read -> failure(file.write(bytes("x"))).map(write -> List.of(read, write)));
        });
        assertThat(failures.get(0)).hasMessageStartingWith("ENOTCONN");
        assertThat(((UnixException) failures.get(1)).errno()).isIn("ENOTCONN", "EPIPE");
    }

    @Test
    void connect_nobodyListens_refused() throws Exception {
        Throwable failure = OnLoop.run(engine, () -> {
            FileDescriptor left = bound(INET, SocketType.STREAM, anyPort("127.0.0.1"));
            SocketAddress nobody = left.localAddress();
            return left.close()
                    .bind(_ -> failure(LwtUnix.socket(INET, SocketType.STREAM).connect(nobody)));
        });
        assertThat(failure).hasMessageStartingWith("ECONNREFUSED");
    }

    @Test
    void connect_twice_failsWithEisconn() throws Exception {
        for (StandardProtocolFamily domain : List.of(INET, UNIX)) {
            Throwable failure = OnLoop.run(engine, () -> {
                SocketAddress address =
                        domain == INET ? anyPort("127.0.0.1") : UnixDomainSocketAddress.of(directory.resolve("twice"));
                FileDescriptor listener = LwtUnix.listen(address, 5);
                FileDescriptor client = LwtUnix.socket(domain, SocketType.STREAM);
                return client.connect(listener.localAddress())
                        .bind(_ -> failure(client.connect(listener.localAddress())));
            });
            assertThat(failure).hasMessageStartingWith("EISCONN");
        }
    }

    @Test
    void connect_otherDomain_fails() throws Exception {
        Throwable failure = OnLoop.run(
                engine, () -> failure(LwtUnix.socket(INET, SocketType.STREAM).connect(anyPort("::1"))));
        assertThat(failure).hasMessageStartingWith("EAFNOSUPPORT");
    }

    @Test
    void connect_canceled_connectAgainWaitsForIt() throws Exception {
        for (StandardProtocolFamily domain : List.of(INET, UNIX)) {
            String got = OnLoop.run(engine, () -> {
                SocketAddress address =
                        domain == INET ? anyPort("127.0.0.1") : UnixDomainSocketAddress.of(directory.resolve("again"));
                FileDescriptor listener = LwtUnix.listen(address, 5);
                FileDescriptor client = LwtUnix.socket(domain, SocketType.STREAM);
                ByteBuffer buffer = ByteBuffer.allocate(10);
                Promise<Integer> early = Lwt.unit().bind(_ -> client.receive(buffer));
                early.cancel();
                Promise<Void> connect = client.connect(listener.localAddress());
                connect.cancel();
                return Lwt.catching(
                                () -> client.connect(listener.localAddress()),
                                // It was connected at once, before it could be canceled.
                                e -> e.getMessage().startsWith("EISCONN") ? Lwt.unit() : Lwt.fail(e))
                        .bind(_ -> listener.accept())
                        .bind(peer -> OnLoop.writeAll(peer, "hi".getBytes(UTF_8)))
                        .bind(_ -> client.receive(buffer))
                        .map(_ -> text(buffer));
            });
            assertThat(got).isEqualTo("hi");
        }
    }

    @Test
    void read_whileConnecting_getsWhatComes() throws Exception {
        String got = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(UnixDomainSocketAddress.of(directory.resolve("early")), 5);
            FileDescriptor client = LwtUnix.socket(UNIX, SocketType.STREAM);
            Promise<Void> connect = client.connect(listener.localAddress());
            ByteBuffer buffer = ByteBuffer.allocate(10);
            Promise<Integer> read = isEpoll() ? Lwt.of(0) : client.read(buffer);
            return connect.bind(_ -> listener.accept())
                    .bind(peer -> OnLoop.writeAll(peer, "hi".getBytes(UTF_8)))
                    .bind(_ -> read)
                    .bind(n -> n > 0 ? Lwt.of(n) : client.read(buffer))
                    .map(_ -> text(buffer));
        });
        assertThat(got).isEqualTo("hi");
    }

    @Test
    void shutdownAll_bothWaysEnd() throws Exception {
        List<Integer> got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            pair.first().shutdownAll();
            ByteBuffer buffer = ByteBuffer.allocate(10);
            return pair.first()
                    .read(buffer)
                    .bind(own -> pair.second()
                            .read(buffer)
                            .bind(others -> failure(pair.first().write(bytes("x")))
                                    .map(failure -> {
                                        assertThat(failure).hasMessageStartingWith("EPIPE");
                                        return List.of(own, others);
                                    })));
        });
        assertThat(got).containsExactly(0, 0);
    }

    @Test
    void socketPair_carriesBytesBothWays() throws Exception {
        long before = OnLoop.descriptors();
        String got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            ByteBuffer buffer = ByteBuffer.allocate(10);
            return pair.first()
                    .send(bytes("to"))
                    .bind(_ -> pair.second().receive(buffer))
                    .bind(_ -> pair.second().send(bytes(" and fro")))
                    .bind(_ -> pair.first().receive(buffer))
                    .bind(_ -> pair.first().close())
                    .bind(_ -> pair.second().close())
                    .map(_ -> text(buffer));
        });
        assertThat(got).isEqualTo("to and fro");
        if (isEpoll()) {
            assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void otherKinds_carryMessages() throws Exception {
        for (SocketType type : List.of(SocketType.DATAGRAM, SocketType.SEQUENCED_PACKET)) {
            if (isEpoll()) {
                List<Integer> got = OnLoop.run(engine, () -> {
                    SocketPair pair = LwtUnix.socketPair(UNIX, type, 0);
                    assertThat(pair.first().option(UnixSocketOptions.SO_TYPE)).isEqualTo(type);
                    return pair.first()
                            .send(bytes("one"))
                            .bind(_ -> pair.first().send(bytes("three")))
                            .bind(_ -> pair.second().receive(ByteBuffer.allocate(100)))
                            .bind(first -> pair.second()
                                    .receiveFrom(ByteBuffer.allocate(3))
                                    .map(second -> {
                                        assertThat(second.truncated()).isTrue();
                                        return List.of(first, second.count());
                                    }));
                });
                assertThat(got).containsExactly(3, 3);
            } else {
                OnLoop.run(engine, () -> {
                    assertThatThrownBy(() -> LwtUnix.socketPair(UNIX, type, 0))
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("socketpair(UNIX, " + type);
                    assertThatThrownBy(() -> LwtUnix.socket(UNIX, type)).hasMessageContaining("socket(UNIX, " + type);
                    return Lwt.unit();
                });
            }
        }
    }

    /* ---- Datagrams ---- */

    private void datagrams(StandardProtocolFamily domain, String host) throws Exception {
        List<Object> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver = bound(domain, SocketType.DATAGRAM, anyPort(host));
            FileDescriptor sender = bound(domain, SocketType.DATAGRAM, anyPort(host));
            ByteBuffer buffer = ByteBuffer.allocate(10);
            Promise<Received> waiting = receiver.receiveFrom(buffer);
            assertThat(waiting.isSleeping()).isTrue();
            return sender.sendTo(bytes("hello"), receiver.localAddress())
                    .bind(sent -> waiting.map(received -> List.<Object>of(
                            sent,
                            received.count(),
                            text(buffer),
                            received.truncated(),
                            received.sender().equals(sender.localAddress()))));
        });
        assertThat(got).containsExactly(5, 5, "hello", false, true);
    }

    @Test
    void datagrams_ipv4() throws Exception {
        datagrams(INET, "127.0.0.1");
    }

    @Test
    void datagrams_ipv6() throws Exception {
        datagrams(INET6, "::1");
    }

    @Test
    void datagrams_longerThanTheRoom_areTruncatedAndToldSo() throws Exception {
        List<Object> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            ByteBuffer buffer = ByteBuffer.allocate(8).position(4).limit(7);
            ByteBuffer next = ByteBuffer.allocateDirect(8);
            return sender.sendTo(bytes("hello"), receiver.localAddress())
                    .bind(_ -> sender.sendTo(bytes("next"), receiver.localAddress()))
                    .bind(_ -> receiver.receiveFrom(buffer))
                    .bind(cut -> receiver.receiveFrom(next)
                            .map(whole -> List.<Object>of(
                                    cut.count(),
                                    cut.truncated(),
                                    new String(buffer.array(), 4, 3, UTF_8),
                                    buffer.position(),
                                    text(next),
                                    whole.truncated())));
        });
        assertThat(got).containsExactly(3, true, "hel", 7, "next", false);
    }

    @Test
    void datagrams_empty_arriveAsSuch() throws Exception {
        List<Integer> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            return sender.sendTo(bytes(""), receiver.localAddress())
                    .bind(sent -> receiver.receiveFrom(ByteBuffer.allocate(5))
                            .map(received -> List.of(sent, received.count())));
        });
        assertThat(got).containsExactly(0, 0);
    }

    @Test
    void datagrams_connected_sendAndReceiveWithoutAddress() throws Exception {
        String got = OnLoop.run(engine, () -> {
            FileDescriptor one = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            FileDescriptor two = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            assertThatThrownBy(one::remoteAddress).hasMessageStartingWith("ENOTCONN");
            ByteBuffer buffer = ByteBuffer.allocate(20);
            return one.connect(one.localAddress())
                    .bind(_ -> one.connect(two.localAddress()))
                    .bind(_ -> {
                        assertThat(one.remoteAddress()).isEqualTo(two.localAddress());
                        return one.send(bytes("a"))
                                .bind(_ -> one.write(bytes("b")))
                                .bind(_ -> two.receive(buffer))
                                .bind(_ -> two.read(buffer))
                                .map(_ -> text(buffer));
                    });
        });
        assertThat(got).isEqualTo("ab");
    }

    @Test
    void datagrams_nobodyThere_nextCallFails() throws Exception {
        Throwable failure = OnLoop.run(engine, () -> {
            FileDescriptor gone = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            SocketAddress nobody = gone.localAddress();
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            return gone.close()
                    .bind(_ -> sender.connect(nobody))
                    .bind(_ -> sender.send(bytes("x")))
                    .bind(_ -> failure(sender.receive(ByteBuffer.allocate(5))));
        });
        assertThat(failure).hasMessageStartingWith("ECONNREFUSED");
    }

    @Test
    void datagrams_tooLong_failWithEmsgsize() throws Exception {
        Throwable failure = OnLoop.run(engine, () -> {
            FileDescriptor file = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            return failure(file.sendTo(ByteBuffer.allocate(70_000), file.localAddress()));
        });
        assertThat(failure).hasMessageStartingWith("EMSGSIZE");
    }

    @Test
    void datagrams_manyReceiversWaiting_areServedInOrder() throws Exception {
        List<String> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            List<Promise<String>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ByteBuffer buffer = ByteBuffer.allocate(5);
                Promise<Received> one = receiver.receiveFrom(buffer);
                if (i % 2 == 1) {
                    one.cancel();
                } else {
                    all.add(one.map(_ -> text(buffer)));
                }
            }
            Promise<Integer> sent = Lwt.of(0);
            for (int i = 0; i < 10; i++) {
                String text = "" + i;
                sent = sent.bind(_ -> sender.sendTo(bytes(text), receiver.localAddress()));
            }
            return sent.bind(_ -> Lwt.all(all));
        });
        assertThat(got).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void datagrams_unixDomainReceiverIsFull_senderWaits() throws Exception {
        assumeTrue(isEpoll(), "java.nio has no Unix-domain datagrams");
        List<Integer> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver =
                    bound(UNIX, SocketType.DATAGRAM, UnixDomainSocketAddress.of(directory.resolve("inbox")));
            FileDescriptor sender = LwtUnix.socket(UNIX, SocketType.DATAGRAM);
            List<Promise<Integer>> sends = new ArrayList<>();
            while (sends.isEmpty() || !sends.getLast().isSleeping()) {
                sends.add(sender.sendTo(bytes("message " + sends.size()), receiver.localAddress()));
                assertThat(sends).hasSizeLessThan(5_000);
            }
            sends.getLast().cancel();
            int number = sends.size() - 1;
            Promise<Integer> waiting = sender.sendTo(bytes("the last"), receiver.localAddress());
            ByteBuffer buffer = ByteBuffer.allocate(100);
            return receiveAll(receiver, number, buffer)
                    .bind(_ -> waiting)
                    .bind(_ -> receiver.receive(buffer.clear()))
                    .map(n -> {
                        assertThat(text(buffer)).isEqualTo("the last");
                        return List.of(n);
                    });
        });
        assertThat(got).containsExactly(8);
    }

    private static Promise<Void> receiveAll(FileDescriptor file, int number, ByteBuffer buffer) {
        return number == 0
                ? Lwt.unit()
                : file.receiveFrom(buffer.clear()).bind(received -> {
                    assertThat(received.sender()).isEqualTo(UnixDomainSocketAddress.of(""));
                    return receiveAll(file, number - 1, buffer);
                });
    }

    /* ---- Flags ---- */

    @Test
    void receive_peek_leavesTheBytes() throws Exception {
        if (!isEpoll()) {
            flagsAreRefused();
            return;
        }
        List<String> got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            ByteBuffer peeked = ByteBuffer.allocate(10);
            ByteBuffer buffer = ByteBuffer.allocate(10);
            Promise<Integer> peek = pair.second().receive(peeked, MessageFlag.PEEK);
            return pair.first()
                    .send(bytes("hi"))
                    .bind(_ -> peek)
                    .bind(_ -> pair.second().receive(buffer))
                    .map(_ -> List.of(text(peeked), text(buffer)));
        });
        assertThat(got).containsExactly("hi", "hi");
    }

    private void flagsAreRefused() throws Exception {
        OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            for (Promise<?> promise : List.of(
                    pair.first().receive(ByteBuffer.allocate(1), MessageFlag.PEEK),
                    pair.first().receive(ByteBuffer.allocate(1), MessageFlag.OUT_OF_BAND),
                    pair.first().receiveFrom(ByteBuffer.allocate(1), MessageFlag.PEEK),
                    pair.first().send(bytes("x"), MessageFlag.DO_NOT_ROUTE))) {
                assertThat(States.failureOf(promise))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("with the flag")
                        .hasMessageContaining("is not available with the portable engine");
            }
            return Lwt.unit();
        });
    }

    @Test
    void receive_outOfBand() throws Exception {
        assumeTrue(isEpoll(), "java.nio has no out-of-band data");
        List<String> got = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 5);
            return LwtUnix.connect(listener.localAddress())
                    .bind(client -> listener.accept().bind(peer -> {
                        ByteBuffer urgent = ByteBuffer.allocate(10);
                        ByteBuffer buffer = ByteBuffer.allocate(10);
                        assertThat(errnoOf(peer.receive(urgent, MessageFlag.OUT_OF_BAND)))
                                .isEqualTo("EINVAL");
                        return client.send(bytes("!"), MessageFlag.OUT_OF_BAND)
                                .bind(_ -> client.send(bytes("calm"), MessageFlag.DO_NOT_ROUTE))
                                .bind(_ -> peer.receive(urgent, MessageFlag.OUT_OF_BAND))
                                .bind(_ -> peer.receive(buffer))
                                .map(_ -> List.of(text(urgent), text(buffer)));
                    }));
        });
        assertThat(got).containsExactly("!", "calm");
    }

    /* ---- Several buffers, and descriptors ---- */

    @Test
    void messages_severalBuffers() throws Exception {
        List<Object> got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            ByteBuffer direct = ByteBuffer.allocateDirect(3).put(bytes("def")).flip();
            List<ByteBuffer> out = List.of(bytes("abc"), bytes(""), direct, bytes("gh"));
            List<ByteBuffer> in = List.of(ByteBuffer.allocate(1), ByteBuffer.allocateDirect(4), ByteBuffer.allocate(9));
            Promise<ReceivedMessage> canceled = pair.second().receiveMessage(in);
            canceled.cancel();
            return pair.first()
                    .sendMessage(out, List.of())
                    .bind(sent -> pair.second()
                            .receiveMessage(in)
                            .map(message -> List.<Object>of(
                                    sent,
                                    message.count(),
                                    message.truncated(),
                                    message.descriptors().size(),
                                    in.stream().map(SocketTest::text).toList(),
                                    out.stream().noneMatch(ByteBuffer::hasRemaining))));
        });
        assertThat(got).containsExactly(8, 8, false, 0, List.of("a", "bcde", "fgh"), true);
    }

    @Test
    void messages_toAnAddress() throws Exception {
        List<Object> got = OnLoop.run(engine, () -> {
            FileDescriptor receiver = bound(INET, SocketType.DATAGRAM, anyPort("127.0.0.1"));
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            ByteBuffer first = ByteBuffer.allocate(2);
            ByteBuffer second = ByteBuffer.allocate(2);
            return sender.sendMessageTo(List.of(bytes("abc"), bytes("def")), List.of(), receiver.localAddress())
                    .bind(sent -> receiver.receiveMessage(List.of(first, second))
                            .map(message -> List.<Object>of(
                                    sent, message.count(), message.truncated(), text(first), text(second))));
        });
        assertThat(got).containsExactly(6, 4, true, "ab", "cd");
    }

    @Test
    void messages_moreBuffersThanTheSystemTakes() throws Exception {
        int sent = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            List<ByteBuffer> many = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                many.add(bytes("x"));
            }
            return pair.first().sendMessage(many, List.of());
        });
        assertThat(sent).isEqualTo(isEpoll() ? 1_024 : 2_000);
    }

    @Test
    void descriptors_passedAlong_areThePipes() throws Exception {
        if (!isEpoll()) {
            OnLoop.run(engine, () -> {
                SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
                assertThat(States.failureOf(pair.first().sendMessage(List.of(bytes("x")), List.of(pair.first()))))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("passing descriptors with sendmsg");
                return Lwt.unit();
            });
            return;
        }
        long before = OnLoop.descriptors();
        List<Object> got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            PipePair pipe = LwtUnix.pipe();
            ByteBuffer buffer = ByteBuffer.allocate(10);
            ByteBuffer read = ByteBuffer.allocate(10);
            Promise<ReceivedMessage> waiting = pair.second().receiveMessage(List.of(buffer));
            return pair.first()
                    .sendMessage(List.of(bytes("take ", 5), bytes("it")), List.of(pipe.writer(), pipe.reader()))
                    .bind(_ -> pipe.writer().close())
                    .bind(_ -> pipe.reader().close())
                    .bind(_ -> waiting)
                    .bind(message -> {
                        FileDescriptor writer = message.descriptors().get(0);
                        FileDescriptor reader = message.descriptors().get(1);
                        Promise<Integer> reading = reader.read(read);
                        return writer.write(bytes("through"))
                                .bind(_ -> reading)
                                .bind(_ -> writer.close())
                                .bind(_ -> reader.close())
                                .bind(_ -> pair.first().close())
                                .bind(_ -> pair.second().close())
                                .map(_ -> List.<Object>of(
                                        message.descriptors().size(), message.truncated(), text(buffer), text(read)));
                    });
        });
        assertThat(got).containsExactly(2, false, "take it", "through");
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
    }

    private static ByteBuffer bytes(String text, int length) {
        return bytes(text).limit(length);
    }

    @Test
    void descriptors_ofCanceledOrUnreadMessages_areNotLeft() throws Exception {
        assumeTrue(isEpoll(), "java.nio passes no descriptors");
        long before = OnLoop.descriptors();
        OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            Promise<ReceivedMessage> canceled = pair.second().receiveMessage(List.of(ByteBuffer.allocate(1)));
            canceled.cancel();
            return pair.first()
                    .sendMessage(List.of(bytes("ab")), List.of(pair.first(), pair.second()))
                    .bind(_ -> pair.first().sendMessage(List.of(bytes("c")), List.of(pair.first())))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> pair.second().receive(ByteBuffer.allocate(2))) // takes no descriptors
                    .bind(_ -> pair.first().close())
                    .bind(_ -> pair.second().close());
        });
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
    }

    @Test
    void descriptors_closedBeforeTheMessageIsSent_failsWithEbadf() throws Exception {
        assumeTrue(isEpoll(), "java.nio passes no descriptors");
        OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            PipePair pipe = LwtUnix.pipe();
            return pipe.reader().close().map(_ -> {
                assertThat(errnoOf(pair.first().sendMessage(List.of(bytes("x")), List.of(pipe.reader()))))
                        .isEqualTo("EBADF");
                return null;
            });
        });
    }

    /* ---- Canceling ---- */

    @Test
    void canceled_receiveAndSend_loseNothing() throws Exception {
        String got = OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(UNIX, SocketType.STREAM, 0);
            ByteBuffer lost = ByteBuffer.allocate(10);
            ByteBuffer buffer = ByteBuffer.allocate(10);
            Promise<Integer> receive = pair.second().receive(lost);
            Promise<Received> receiveFrom = pair.second().receiveFrom(lost);
            receive.cancel();
            receiveFrom.cancel();
            assertThat(States.failureOf(receive)).isInstanceOf(CanceledException.class);
            return pair.first()
                    .send(bytes("kept"))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> pair.second().receive(buffer))
                    .map(_ -> text(buffer) + lost.position());
        });
        assertThat(got).isEqualTo("kept0");
    }

    @Test
    void canceled_accept_keepsTheConnection() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 5);
            Promise<Accepted> one = listener.acceptWithAddress();
            Promise<AcceptedMany> many = listener.acceptMany(5);
            one.cancel();
            many.cancel();
            assertThat(States.failureOf(many)).isInstanceOf(CanceledException.class);
            return LwtUnix.connect(listener.localAddress()).bind(_ -> listener.acceptWithAddress());
        });
    }

    /* ---- Multicast ---- */

    @Test
    void multicast_arrivesIfJoinedAndLooped() throws Exception {
        for (boolean join : List.of(true, false)) {
            for (boolean loop : List.of(true, false)) {
                assertThat(multicastArrives(join, loop))
                        .as("joined %s, loop %s", join, loop)
                        .isEqualTo(join && loop);
            }
        }
    }

    private boolean multicastArrives(boolean join, boolean loop) throws Exception {
        InetAddress group = InetAddress.ofLiteral("225.0.0.1");
        return OnLoop.run(engine, () -> {
            FileDescriptor receiver = LwtUnix.socket(INET, SocketType.DATAGRAM);
            receiver.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            States.resultOf(receiver.bind(anyPort("0.0.0.0")));
            if (join) {
                receiver.joinGroup(group);
            }
            FileDescriptor sender = LwtUnix.socket(INET, SocketType.DATAGRAM);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, loop);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
            return arrives(sender, receiver, group)
                    .bind(arrived -> sender.close().then(receiver::close).map(_ -> arrived));
        });
    }

    private static Promise<Boolean> arrives(FileDescriptor sender, FileDescriptor receiver, InetAddress group)
            throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        Promise<Received> received = LwtUnix.withTimeout(Duration.ofMillis(200), () -> receiver.receiveFrom(buffer));
        SocketAddress target = new InetSocketAddress(group, addressOf(receiver).getPort());
        return sender.sendTo(bytes("to all"), target)
                .bind(_ -> Lwt.tryBind(
                        () -> received,
                        _ -> Lwt.of(text(buffer).equals("to all")),
                        e -> e instanceof TimeoutException ? Lwt.of(false) : Lwt.<Boolean>fail(e)));
    }

    @Test
    void multicast_ofIPv6_arrivesIfJoinedAndLooped() throws Exception {
        Optional<NetworkInterface> found = NetworkInterface.networkInterfaces()
                .filter(SocketTest::hasMulticastOfIPv6)
                .findFirst();
        assumeTrue(found.isPresent(), "no interface of this host has multicast and IPv6");
        for (boolean join : List.of(true, false)) {
            for (boolean loop : List.of(true, false)) {
                assertThat(multicastOfIPv6Arrives(found.orElseThrow(), join, loop))
                        .as("joined %s, loop %s", join, loop)
                        .isEqualTo(join && loop);
            }
        }
    }

    private static boolean hasMulticastOfIPv6(NetworkInterface candidate) {
        try {
            return candidate.isUp()
                    && !candidate.isLoopback()
                    && candidate.supportsMulticast()
                    && candidate.inetAddresses().anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return false;
        }
    }

    private boolean multicastOfIPv6Arrives(NetworkInterface on, boolean join, boolean loop) throws Exception {
        InetAddress group = InetAddress.ofLiteral("ff11::4c77:7400:1"); // of this host only
        return OnLoop.run(engine, () -> {
            FileDescriptor receiver = LwtUnix.socket(INET6, SocketType.DATAGRAM);
            States.resultOf(receiver.bind(anyPort("::")));
            if (join) {
                receiver.joinGroup(group, on);
            }
            FileDescriptor sender = LwtUnix.socket(INET6, SocketType.DATAGRAM);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, loop);
            return arrives(sender, receiver, group)
                    .bind(arrived -> sender.close().then(receiver::close).map(_ -> arrived));
        });
    }

    @Test
    void multicast_left_arrivesNoMore() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.socket(INET, SocketType.DATAGRAM);
            InetAddress group = InetAddress.ofLiteral("225.0.0.2");
            file.joinGroup(group);
            assertThatThrownBy(() -> file.joinGroup(group)).hasMessageStartingWith("EADDRINUSE");
            file.leaveGroup(group);
            assertThatThrownBy(() -> file.leaveGroup(group)).hasMessageStartingWith("EADDRNOTAVAIL");
            file.joinGroup(group);
            return file.close();
        });
    }
}
