package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class SocketOptionTest {
    private static final StandardProtocolFamily INET = StandardProtocolFamily.INET;
    private static final StandardProtocolFamily INET6 = StandardProtocolFamily.INET6;

    @Parameter
    String engine;

    @TempDir
    Path directory;

    private boolean isEpoll() {
        return engine.equals("epoll");
    }

    private <T> void setAndGet(FileDescriptor file, SocketOption<T> option, T value) throws UnixException {
        file.setOption(option, value);
        assertThat(file.option(option)).as(option.name()).isEqualTo(value);
    }

    private <T> void ofEpollOnly(FileDescriptor file, SocketOption<T> option, T value) throws UnixException {
        if (isEpoll()) {
            setAndGet(file, option, value);
        } else {
            assertThatThrownBy(() -> file.option(option))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("the option " + option.name())
                    .hasMessageContaining(System.getProperty("os.name"));
            assertThatThrownBy(() -> file.setOption(option, value)).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    private void on(StandardProtocolFamily domain, SocketType type, Use use) throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.socket(domain, type);
            use.of(file);
            return file.close();
        });
    }

    private interface Use {
        void of(FileDescriptor file) throws Exception;
    }

    @Test
    void options_ofStreams() throws Exception {
        on(INET, SocketType.STREAM, file -> {
            setAndGet(file, StandardSocketOptions.SO_REUSEADDR, true);
            setAndGet(file, StandardSocketOptions.SO_REUSEPORT, true);
            setAndGet(file, StandardSocketOptions.SO_KEEPALIVE, true);
            setAndGet(file, StandardSocketOptions.TCP_NODELAY, true);
            setAndGet(file, StandardSocketOptions.TCP_NODELAY, false);
            setAndGet(file, StandardSocketOptions.SO_SNDBUF, 20_000);
            setAndGet(file, StandardSocketOptions.SO_RCVBUF, 30_000);
            setAndGet(file, StandardSocketOptions.IP_TOS, 8);
            setAndGet(file, UnixSocketOptions.SO_OOBINLINE, true);
            ofEpollOnly(file, UnixSocketOptions.SO_DONTROUTE, true);
            ofEpollOnly(file, UnixSocketOptions.SO_RCVLOWAT, 5);
        });
    }

    @Test
    void linger_negativeIsOff() throws Exception {
        on(INET, SocketType.STREAM, file -> {
            assertThat(file.option(StandardSocketOptions.SO_LINGER)).isNegative();
            setAndGet(file, StandardSocketOptions.SO_LINGER, 7);
            setAndGet(file, StandardSocketOptions.SO_LINGER, -1);
        });
    }

    @Test
    void timeouts_areDurations() throws Exception {
        on(INET, SocketType.STREAM, file -> {
            ofEpollOnly(file, UnixSocketOptions.SO_RCVTIMEO, Duration.ofMillis(1_500));
            ofEpollOnly(file, UnixSocketOptions.SO_SNDTIMEO, Duration.ofSeconds(3));
            ofEpollOnly(file, UnixSocketOptions.SO_SNDTIMEO, Duration.ZERO);
        });
    }

    @Test
    void whatASocketIs_cannotBeSet() throws Exception {
        on(INET, SocketType.STREAM, file -> {
            assertThat(file.option(UnixSocketOptions.SO_TYPE)).isEqualTo(SocketType.STREAM);
            assertThat(file.option(UnixSocketOptions.SO_ACCEPTCONN)).isFalse();
            file.listen(1);
            assertThat(file.option(UnixSocketOptions.SO_ACCEPTCONN)).isTrue();
            assertThatThrownBy(() -> file.setOption(UnixSocketOptions.SO_ACCEPTCONN, true))
                    .isInstanceOf(isEpoll() ? UnixException.class : UnsupportedOperationException.class);
            if (isEpoll()) {
                assertThat(file.option(UnixSocketOptions.SO_SNDLOWAT)).isEqualTo(1);
                assertThatThrownBy(() -> file.setOption(UnixSocketOptions.SO_SNDLOWAT, 5))
                        .hasMessageStartingWith("ENOPROTOOPT")
                        .hasMessageContaining("SO_SNDLOWAT");
                assertThat(file.option(UnixSocketOptions.SO_DEBUG)).isFalse();
            }
        });
        on(
                INET,
                SocketType.DATAGRAM,
                file -> assertThat(file.option(UnixSocketOptions.SO_TYPE)).isEqualTo(SocketType.DATAGRAM));
    }

    @Test
    void options_ofDatagrams() throws Exception {
        NetworkInterface over = NetworkInterface.getByName("lo");
        for (StandardProtocolFamily domain : List.of(INET, INET6)) {
            on(domain, SocketType.DATAGRAM, file -> {
                setAndGet(file, StandardSocketOptions.SO_BROADCAST, true);
                setAndGet(file, StandardSocketOptions.IP_MULTICAST_LOOP, false);
                setAndGet(file, StandardSocketOptions.IP_MULTICAST_LOOP, true);
                setAndGet(file, StandardSocketOptions.IP_MULTICAST_TTL, 3);
                if (over != null) {
                    assertThat(file.option(StandardSocketOptions.IP_MULTICAST_IF))
                            .isNull();
                    setAndGet(file, StandardSocketOptions.IP_MULTICAST_IF, over);
                }
            });
        }
    }

    @Test
    void ipv6Only() throws Exception {
        on(INET6, SocketType.STREAM, file -> {
            ofEpollOnly(file, UnixSocketOptions.IPV6_ONLY, true);
            ofEpollOnly(file, UnixSocketOptions.IPV6_ONLY, false);
        });
    }

    @Test
    void options_areKeptWhenTheSocketListens() throws Exception {
        on(INET, SocketType.STREAM, file -> {
            file.setOption(StandardSocketOptions.SO_RCVBUF, 30_000);
            file.listen(5);
            assertThat(file.option(StandardSocketOptions.SO_RCVBUF)).isEqualTo(30_000);
        });
    }

    @Test
    void unknownOption_isRefused() throws Exception {
        record Own(String name, Class<Integer> type) implements SocketOption<Integer> {}
        on(INET, SocketType.STREAM, file -> {
            assertThatThrownBy(() -> file.option(new Own("SO_NOTHING", Integer.class)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("SO_NOTHING");
            assertThatThrownBy(() -> file.setOption(new Own("SO_KEEPALIVE", Integer.class), 1))
                    .as("of another type")
                    .isInstanceOf(UnsupportedOperationException.class);
        });
    }

    @Test
    void pendingError_isToldOnce() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor gone = LwtUnix.socket(INET, SocketType.DATAGRAM);
            States.resultOf(gone.bind(SocketTest.anyPort("127.0.0.1")));
            InetSocketAddress nobody = (InetSocketAddress) gone.localAddress();
            FileDescriptor file = LwtUnix.socket(INET, SocketType.DATAGRAM);
            return gone.close()
                    .bind(_ -> file.connect(nobody))
                    .bind(_ -> file.send(SocketTest.bytes("x")))
                    .bind(_ -> {
                        if (isEpoll()) {
                            assertThat(file.pendingError().orElseThrow().errno())
                                    .isEqualTo("ECONNREFUSED");
                            assertThat(file.pendingError()).isEmpty();
                        } else {
                            assertThatThrownBy(file::pendingError)
                                    .isInstanceOf(UnsupportedOperationException.class)
                                    .hasMessageContaining("SO_ERROR");
                        }
                        return Lwt.unit();
                    });
        });
    }

    @Test
    void peerCredentials_areThisProcess() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(UnixDomainSocketAddress.of(directory.resolve("who")), 5);
            Promise<FileDescriptor> accepted = listener.accept();
            return LwtUnix.connect(listener.localAddress())
                    .bind(client -> accepted.bind(peer -> {
                        if (isEpoll()) {
                            Credentials credentials = peer.peerCredentials();
                            assertThat(credentials.pid())
                                    .isEqualTo((int) ProcessHandle.current().pid());
                            assertThat(credentials).isEqualTo(client.peerCredentials());
                        } else {
                            assertThatThrownBy(peer::peerCredentials)
                                    .isInstanceOf(UnsupportedOperationException.class)
                                    .hasMessageContaining("SO_PEERCRED");
                        }
                        return Lwt.unit();
                    }));
        });
    }
}
