package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that every machine knows without a name server.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class LwtHostsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Parameter
    String engine;

    private boolean isEpoll() {
        return engine.equals("epoll");
    }

    private void assertRefused(Promise<?> promise, String function) {
        assertThat(States.failureOf(promise))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(function + " is not available with the portable engine")
                .hasMessageContaining(System.getProperty("os.name"));
    }

    @Test
    void hostName_isThatOfTheMachine() throws Exception {
        String name = OnLoop.run(engine, LwtHosts::hostName);
        assertThat(name).isNotEmpty();
        if (isEpoll()) {
            assertThat(name)
                    .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname"))
                            .strip());
        }
    }

    @Test
    void hostByName_localhost() throws Exception {
        HostEntry host = OnLoop.run(engine, () -> LwtHosts.hostByName("localhost"));
        assertThat(host.name()).isEqualTo("localhost");
        assertThat(host.domain()).isEqualTo(StandardProtocolFamily.INET);
        assertThat(host.addresses()).contains(LOOPBACK);
    }

    @Test
    void hostByName_unknown_fails() throws Exception {
        for (String name : List.of("no-such-host.invalid", "")) {
            Throwable failure = OnLoop.run(engine, () -> SocketTest.failure(LwtHosts.hostByName(name)));
            assertThat(failure).isInstanceOf(UnknownHostException.class).hasMessageStartingWith(name);
        }
    }

    @Test
    void hostByAddress_loopback() throws Exception {
        HostEntry host = OnLoop.run(engine, () -> LwtHosts.hostByAddress(LOOPBACK));
        assertThat(host.name()).isNotEmpty().isNotEqualTo("127.0.0.1");
        assertThat(host.addresses()).containsExactly(LOOPBACK);
    }

    @Test
    void addressInfo_givesWhatSocketsTake() throws Exception {
        String got = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(new InetSocketAddress(LOOPBACK, 0), 5);
            String port = "" + ((InetSocketAddress) listener.localAddress()).getPort();
            AddressHints hints =
                    AddressHints.DEFAULT.withType(SocketType.STREAM).withDomain(StandardProtocolFamily.INET);
            return LwtHosts.addressInfo("localhost", port, hints).bind(infos -> {
                AddressInfo info = infos.getFirst();
                assertThat(info.canonicalName()).isEmpty();
                FileDescriptor client = LwtUnix.socket(info.domain(), info.type(), info.protocol());
                return client.connect(info.address())
                        .bind(_ -> listener.accept())
                        .map(_ -> "connected");
            });
        });
        assertThat(got).isEqualTo("connected");
    }

    @Test
    void addressInfo_withoutHints_givesStreamsAndDatagrams() throws Exception {
        List<AddressInfo> infos = OnLoop.run(engine, () -> LwtHosts.addressInfo("127.0.0.1", "80"));
        assertThat(infos)
                .allSatisfy(info -> assertThat(info.address()).isEqualTo(new InetSocketAddress(LOOPBACK, 80)))
                .extracting(AddressInfo::type)
                .contains(SocketType.STREAM, SocketType.DATAGRAM);
    }

    @Test
    void addressInfo_hints() throws Exception {
        AddressHints stream = AddressHints.DEFAULT.withType(SocketType.STREAM);
        List<AddressInfo> six =
                OnLoop.run(engine, () -> LwtHosts.addressInfo("::1", "80", stream.withNumericHost(true)));
        assertThat(six)
                .containsExactly(new AddressInfo(
                        StandardProtocolFamily.INET6,
                        SocketType.STREAM,
                        Structs.IPPROTO_TCP,
                        new InetSocketAddress(InetAddress.ofLiteral("::1"), 80),
                        Optional.empty()));
        List<AddressInfo> passive = OnLoop.run(
                engine,
                () -> LwtHosts.addressInfo("", "80", stream.withPassive(true).withDomain(StandardProtocolFamily.INET)));
        assertThat(passive).extracting(AddressInfo::address).containsExactly(new InetSocketAddress("0.0.0.0", 80));
        List<AddressInfo> udp = OnLoop.run(
                engine,
                () -> LwtHosts.addressInfo(
                        "127.0.0.1", "80", AddressHints.DEFAULT.withProtocol(SocketStructs.IPPROTO_UDP)));
        assertThat(udp).extracting(AddressInfo::type).containsExactly(SocketType.DATAGRAM);
        List<AddressInfo> named =
                OnLoop.run(engine, () -> LwtHosts.addressInfo("localhost", "", stream.withCanonicalName(true)));
        assertThat(named.getFirst().canonicalName()).isPresent();
    }

    @Test
    void addressInfo_notFound_fails() throws Exception {
        for (Promiser promiser : List.<Promiser>of(
                () -> LwtHosts.addressInfo("no-such-host.invalid", "80"),
                () -> LwtHosts.addressInfo("localhost", "80", AddressHints.DEFAULT.withNumericHost(true)),
                () -> LwtHosts.addressInfo("", ""))) {
            Throwable failure = OnLoop.run(engine, () -> SocketTest.failure(promiser.promise()));
            assertThat(failure).isInstanceOf(UnknownHostException.class);
            assertThat(failure.getMessage()).isNotEmpty();
        }
    }

    private interface Promiser {
        Promise<?> promise();
    }

    @Test
    void addressInfo_namedService() throws Exception {
        assumeTrue(Files.exists(Path.of("/etc/services")), "no list of services");
        Promise<List<AddressInfo>> promise = OnLoop.run(engine, () -> {
            Promise<List<AddressInfo>> found = LwtHosts.addressInfo("127.0.0.1", "http");
            return Lwt.tryBind(() -> found, _ -> Lwt.of(found), _ -> Lwt.of(found));
        });
        if (isEpoll()) {
            assertThat(States.resultOf(promise))
                    .allSatisfy(info -> assertThat(info.address()).isEqualTo(new InetSocketAddress(LOOPBACK, 80)));
        } else {
            assertRefused(promise, "getaddrinfo with the service http");
        }
    }

    @Test
    void nameInfo_numeric() throws Exception {
        NameInfo info = OnLoop.run(
                engine,
                () -> LwtHosts.nameInfo(
                        new InetSocketAddress(LOOPBACK, 80), NameOption.NUMERIC_HOST, NameOption.NUMERIC_SERVICE));
        assertThat(info).isEqualTo(new NameInfo("127.0.0.1", "80"));
    }

    @Test
    void nameInfo_named() throws Exception {
        NameInfo info = OnLoop.run(engine, () -> LwtHosts.nameInfo(new InetSocketAddress(LOOPBACK, 80)));
        assertThat(info.host()).isNotEqualTo("127.0.0.1");
        if (isEpoll() && Files.exists(Path.of("/etc/services"))) {
            assertThat(info.service()).isEqualTo("http");
        } else {
            assertThat(info.service()).isEqualTo("80");
        }
    }

    @Test
    void nameInfo_nameRequiredButNone_fails() throws Exception {
        InetAddress nameless = InetAddress.ofLiteral("192.0.2.1"); // reserved for documentation
        Throwable failure = OnLoop.run(
                engine,
                () -> SocketTest.failure(
                        LwtHosts.nameInfo(new InetSocketAddress(nameless, 80), NameOption.NAME_REQUIRED)));
        assertThat(failure).isInstanceOf(UnknownHostException.class).hasMessageContaining("192.0.2.1");
    }

    @Test
    void services_byNameAndPort() throws Exception {
        if (!isEpoll()) {
            assertRefused(settled(() -> LwtHosts.serviceByName("http", "tcp")), "getservbyname");
            assertRefused(settled(() -> LwtHosts.serviceByPort(80, "tcp")), "getservbyport");
            return;
        }
        assumeTrue(Files.exists(Path.of("/etc/services")), "no list of services");
        ServiceEntry http = OnLoop.run(engine, () -> LwtHosts.serviceByName("http", "tcp"));
        assertThat(http.name()).isEqualTo("http");
        assertThat(http.port()).isEqualTo(80);
        assertThat(http.protocol()).isEqualTo("tcp");
        assertThat(http.aliases()).contains("www");
        assertThat(OnLoop.run(engine, () -> LwtHosts.serviceByPort(80, "tcp"))).isEqualTo(http);
        assertThat(OnLoop.run(engine, () -> LwtHosts.serviceByName("www", "")).port())
                .isEqualTo(80);
        assertThat(OnLoop.run(engine, () -> SocketTest.failure(LwtHosts.serviceByName("http", "nothing"))))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no such service: http of protocol nothing");
        assertThat(OnLoop.run(engine, () -> SocketTest.failure(LwtHosts.serviceByPort(65_534, ""))))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no such service: port 65534");
    }

    @Test
    void protocols_byNameAndNumber() throws Exception {
        if (!isEpoll()) {
            assertRefused(settled(() -> LwtHosts.protocolByName("tcp")), "getprotobyname");
            assertRefused(settled(() -> LwtHosts.protocolByNumber(6)), "getprotobynumber");
            return;
        }
        assumeTrue(Files.exists(Path.of("/etc/protocols")), "no list of protocols");
        ProtocolEntry tcp = OnLoop.run(engine, () -> LwtHosts.protocolByName("tcp"));
        assertThat(tcp).isEqualTo(new ProtocolEntry("tcp", List.of("TCP"), 6));
        assertThat(OnLoop.run(engine, () -> LwtHosts.protocolByNumber(6))).isEqualTo(tcp);
        assertThat(OnLoop.run(engine, () -> SocketTest.failure(LwtHosts.protocolByName("nothing"))))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no such protocol: nothing");
        assertThat(OnLoop.run(engine, () -> SocketTest.failure(LwtHosts.protocolByNumber(251))))
                .isInstanceOf(NoSuchElementException.class);
    }

    private <T> Promise<T> settled(java.util.function.Supplier<Promise<T>> lookup) throws Exception {
        return OnLoop.run(engine, () -> {
            Promise<T> promise = lookup.get();
            return Lwt.tryBind(() -> promise, _ -> Lwt.of(promise), _ -> Lwt.of(promise));
        });
    }

    @Test
    void canceled_loopGoesOnAndEnds() throws Exception {
        HostEntry host = OnLoop.run(engine, () -> {
            Promise<HostEntry> canceled = LwtHosts.hostByName("localhost");
            canceled.cancel();
            assertThat(States.failureOf(canceled)).isInstanceOf(CanceledException.class);
            return LwtHosts.hostByName("localhost");
        });
        assertThat(host.addresses()).contains(LOOPBACK);
    }

    @Test
    void badArguments_throwAtOnce() throws Exception {
        OnLoop.run(engine, () -> {
            assertThatThrownBy(() -> LwtHosts.hostByName("a\0b")).hasMessageContaining("must not contain a zero");
            assertThatThrownBy(() -> LwtHosts.serviceByPort(70_000, "tcp")).hasMessageContaining("70000");
            assertThatThrownBy(() -> LwtHosts.nameInfo(InetSocketAddress.createUnresolved("x", 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> AddressHints.DEFAULT.withProtocol(-1)).hasMessageContaining("-1");
            return Lwt.unit();
        });
    }
}
