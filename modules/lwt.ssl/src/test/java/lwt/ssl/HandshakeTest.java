package lwt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.ssl.OnLoop.failure;
import static lwt.ssl.OnLoop.readFully;
import static lwt.ssl.OnLoop.turns;
import static lwt.ssl.OnLoop.writeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.AsyncMethod;
import lwt.unix.LwtUnix;
import lwt.unix.SocketPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How handshakes end, and why they fail.
final class HandshakeTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    /// What both sides of a handshake say that fails.
    private record Failures(Throwable server, Throwable client) {}

    private static Failures fail(SslEngineFactory server, SslEngineFactory client) throws Exception {
        return OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<Throwable> accepted = failure(LwtSsl.accept(ends.first(), server));
            Promise<Throwable> connected = failure(LwtSsl.connect(ends.second(), client, "localhost", 443));
            return Lwt.both(accepted, connected)
                    .map(both -> new Failures(both.first(), both.second()))
                    .bind(failures -> Lwt.join(
                                    ends.first().close(), ends.second().close())
                            .map(_ -> failures));
        });
    }

    /* ---- Certificates ---- */

    @ParameterizedTest
    @CsvSource({
        "other, No name matching localhost found, certificate_unknown",
        "expired, NotAfter, certificate_expired",
        "self, unable to find valid certification path, certificate_unknown"
    })
    void certificate_isNotGood_bothSidesLearnWhy(String name, String client, String server) throws Exception {
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            Failures failures = fail(
                    Certificates.server(name).protocols(protocol).build(),
                    Certificates.client().protocols(protocol).build());
            assertThat(failures.client).isInstanceOf(SSLHandshakeException.class);
            assertThat(causes(failures.client)).contains(name.equals("other") ? "matching localhost found" : client);
            assertThat(failures.server).isInstanceOf(SSLException.class).hasMessageContaining(server);
        }
    }

    private static String causes(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void certificate_selfSignedAndTrusted() throws Exception {
        SslContext client = SslContext.client()
                .trust(Pem.certificates(Certificates.text("self.pem")))
                .build();
        OnLoop.run(() -> Pair.open(Certificates.server("self").build(), client).bind(HandshakeTest::close));
    }

    @Test
    void certificate_ofAnotherHost_withoutHostCheck() throws Exception {
        SslContext client = Certificates.client().withoutHostCheck().build();
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<SslSocket> accepted =
                    LwtSsl.accept(ends.first(), Certificates.server("other").build());
            return Lwt.both(accepted, LwtSsl.connect(ends.second(), client)).bind(both -> {
                X509Certificate shown = both.second().peerCertificates().getFirst();
                assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=other.example");
                return close(new Pair(both.first(), both.second()));
            });
        });
    }

    @Test
    void connect_noHostName_isRefused() throws Exception {
        Throwable failure = OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            return failure(LwtSsl.connect(ends.second(), Certificates.client().build()))
                    .bind(refused -> Lwt.join(
                                    ends.first().close(), ends.second().close())
                            .map(_ -> refused));
        });
        assertThat(failure).isInstanceOf(SSLException.class).hasMessageContaining("without a host name");
    }

    private static Promise<Void> close(Pair pair) {
        return Lwt.join(pair.client().close(), pair.server().close());
    }

    /// A server with several certificates shows the one for the name that the client asks for.
    @Test
    void identities_chosenByServerName() throws Exception {
        SslContext server = Certificates.server("other")
                .identity(Certificates.identity("client"))
                .identity(Certificates.identity("ec"))
                .build();
        for (String host : List.of("other.example", "client.example")) {
            OnLoop.run(() -> {
                SocketPair ends = Pair.descriptors();
                Promise<SslSocket> accepted = LwtSsl.accept(ends.first(), server);
                return Lwt.both(
                                accepted,
                                LwtSsl.connect(
                                        ends.second(), Certificates.client().build(), host, 443))
                        .bind(both -> close(new Pair(both.first(), both.second())));
            });
        }
    }

    /* ---- Clients' certificates ---- */

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void clientCertificate_required_andShown(String protocol) throws Exception {
        SslContext server = Certificates.server("ec")
                .trust(Certificates.authority())
                .clientAuthentication(ClientAuthentication.REQUIRED)
                .build();
        SslContext client = Certificates.client()
                .identity(Certificates.identity("client"))
                .protocols(protocol)
                .build();
        OnLoop.run(() -> Pair.open(server, client).bind(pair -> {
            assertThat(pair.server().peerCertificates())
                    .extracting(shown -> shown.getSubjectX500Principal().getName())
                    .containsExactly("CN=client.example");
            return close(pair);
        }));
    }

    @Test
    void clientCertificate_requiredAndMissing_tls12() throws Exception {
        SslContext server = Certificates.server("ec")
                .clientAuthentication(ClientAuthentication.REQUIRED)
                .protocols("TLSv1.2")
                .build();
        Failures failures = fail(server, Certificates.client().build());
        assertThat(failures.server)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("client certificate");
        assertThat(failures.client).isInstanceOf(SSLHandshakeException.class).hasMessageContaining("handshake_failure");
    }

    /// The client of TLS 1.3 has done its part before the server looks.
    @Test
    void clientCertificate_requiredAndMissing_tls13_failsTheFirstRead() throws Exception {
        SslContext server = Certificates.server("ec")
                .clientAuthentication(ClientAuthentication.REQUIRED)
                .protocols("TLSv1.3")
                .build();
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<Throwable> refused = failure(LwtSsl.accept(ends.first(), server));
            return LwtSsl.connect(ends.second(), Certificates.client().build(), "localhost", 443)
                    .bind(client -> failure(client.read(new byte[1], 0, 1)))
                    .bind(failure -> {
                        assertThat(failure)
                                .isInstanceOf(SSLException.class)
                                .hasMessageContaining("certificate_required");
                        return refused;
                    })
                    .map(failure -> assertThat(failure).hasMessageContaining("client certificate"))
                    .then(() -> Lwt.join(ends.first().close(), ends.second().close()));
        });
    }

    @Test
    void clientCertificate_wantedAndMissing() throws Exception {
        SslContext server = Certificates.server("ec")
                .clientAuthentication(ClientAuthentication.WANTED)
                .build();
        OnLoop.run(() -> Pair.open(server, Certificates.client().build()).bind(pair -> {
            assertThat(pair.server().peerCertificates()).isEmpty();
            return close(pair);
        }));
    }

    @Test
    void clientAuthentication_ofAClient() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SslContext.client().clientAuthentication(ClientAuthentication.WANTED));
    }

    /* ---- ALPN, versions ---- */

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void applicationProtocol_isAgreedOn(String protocol) throws Exception {
        SslContext server =
                Certificates.server("ec").applicationProtocols("h2", "http/1.1").build();
        SslContext client = Certificates.client()
                .applicationProtocols("ftp", "http/1.1")
                .protocols(protocol)
                .build();
        OnLoop.run(() -> Pair.open(server, client).bind(pair -> {
            assertThat(pair.client().applicationProtocol()).contains("http/1.1");
            assertThat(pair.server().applicationProtocol()).contains("http/1.1");
            return close(pair);
        }));
        OnLoop.run(() -> Pair.open(server, Certificates.client().build()).bind(pair -> {
            assertThat(pair.client().applicationProtocol()).isEmpty();
            return close(pair);
        }));
    }

    @Test
    void applicationProtocol_noneInCommon_fails() throws Exception {
        Failures failures = fail(
                Certificates.server("ec").applicationProtocols("h2").build(),
                Certificates.client().applicationProtocols("ftp").build());
        assertThat(failures.client).isInstanceOf(SSLException.class).hasMessageContaining("no_application_protocol");
        assertThat(failures.server).isInstanceOf(SSLException.class);
    }

    @Test
    void protocols_noneInCommon_fails() throws Exception {
        Failures failures = fail(
                Certificates.server("ec").protocols("TLSv1.3").build(),
                Certificates.client().protocols("TLSv1.2").build());
        assertThat(failures.client).isInstanceOf(SSLException.class).hasMessageContaining("protocol_version");
        assertThat(failures.server).isInstanceOf(SSLException.class).hasMessageContaining("protocol");
    }

    /* ---- Those who do not speak TLS, or stop ---- */

    @Test
    void accept_garbage_fails() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<Throwable> refused = failure(
                    LwtSsl.accept(ends.first(), Certificates.server("ec").build()));
            return writeAll(ends.second(), "GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8))
                    .then(() -> refused)
                    .bind(failure -> {
                        assertThat(failure)
                                .isInstanceOf(SSLException.class)
                                .hasMessage("Unrecognized SSL message, plaintext connection?");
                        return Lwt.join(ends.first().close(), ends.second().close());
                    });
        });
    }

    @Test
    void connect_garbage_fails() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<Throwable> refused =
                    failure(LwtSsl.connect(ends.second(), Certificates.client().build(), "localhost", 443));
            return writeAll(ends.first(), "220 mail.example ESMTP\r\n".getBytes(UTF_8))
                    .then(() -> refused)
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(SSLException.class);
                        return Lwt.join(ends.first().close(), ends.second().close());
                    });
        });
    }

    @Test
    void accept_clientGoesAway_fails() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            Promise<Throwable> refused = failure(
                    LwtSsl.accept(ends.first(), Certificates.server("ec").build()));
            return ends.second().close().then(() -> refused).bind(failure -> {
                assertThat(failure)
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("ended the connection during the handshake");
                return ends.first().close();
            });
        });
    }

    @Test
    void accept_clientSaysNothing_canBeTimedOut() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            return failure(LwtUnix.withTimeout(
                            Duration.ofMillis(20),
                            () -> LwtSsl.accept(
                                    ends.first(), Certificates.server("ec").build())))
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(TimeoutException.class);
                        // Nobody takes its bytes any more.
                        Promise<Integer> read = ends.first().read(new byte[9], 0, 9);
                        return writeAll(ends.second(), HELLO).then(() -> read);
                    })
                    .bind(count -> {
                        assertThat(count).isEqualTo(5);
                        return Lwt.join(ends.first().close(), ends.second().close());
                    });
        });
    }

    @Test
    void handshake_canceledAtAnyTime_leavesNothing() throws Exception {
        SslContext server = Certificates.server("ec").build();
        SslContext client = Certificates.client().build();
        for (int wait = 0; wait < 12; wait++) {
            int turns = wait;
            OnLoop.run(() -> {
                SocketPair ends = Pair.descriptors();
                Promise<SslSocket> accepted = LwtSsl.accept(ends.first(), server);
                Promise<SslSocket> connected = LwtSsl.connect(ends.second(), client, "localhost", 443);
                return turns(turns).then(() -> {
                    boolean done = OnLoop.isDone(accepted);
                    accepted.cancel();
                    return ends.first()
                            .close()
                            .then(() -> done
                                    ? Lwt.unit()
                                    : failure(accepted).map(failure -> {
                                        assertThat(failure).isInstanceOf(CanceledException.class);
                                        return null;
                                    }))
                            .then(() -> Lwt.catching(() -> connected.map(_ -> null), _ -> Lwt.unit()))
                            .then(ends.second()::close);
                });
            });
        }
    }

    /* ---- Who does what ---- */

    /// What takes long is never done by the loop, not even when jobs are.
    @Test
    void delegatedTasks_neverOnTheLoop() throws Exception {
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        SslContext client = SslContext.client()
                .trust(new X509ExtendedTrustManager() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
                        threads.add(Thread.currentThread().getName());
                    }

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                })
                .build();
        OnLoop.run(() -> LwtUnix.withAsyncMethod(
                AsyncMethod.NONE,
                () -> Pair.open(Certificates.server("ec").build(), client).bind(HandshakeTest::close)));
        assertThat(threads).hasSize(1).doesNotContain("test-loop");
    }

    @Test
    void engines_ofAnyFactory() throws Exception {
        SSLContext own = SSLContext.getInstance("TLS");
        own.init(null, null, null);
        AtomicInteger made = new AtomicInteger();
        SslContext server = Certificates.server("ec").build();
        SslContext client = Certificates.client().build();
        SslEngineFactory other = (host, port) -> {
            made.incrementAndGet();
            return client.newEngine(host, port);
        };
        OnLoop.run(() -> Pair.open((_, _) -> server.newEngine(null, -1), other).bind(HandshakeTest::close));
        assertThat(made).hasValue(1);
        // An engine that nobody has told its mode.
        assertThat(fail((_, _) -> own.createSSLEngine(), client).server)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("No available authentication scheme");
    }

    @Test
    void embedSocket_shakesHandsWhenFirstUsed() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            SslSocket server = LwtSsl.embedSocket(
                    ends.first(), Certificates.server("ec").build().newEngine(null, -1));
            SslSocket client = LwtSsl.embedSocket(
                    ends.second(), Certificates.client().build().newEngine("localhost", 443));
            assertThat(client.session()).isEmpty();
            byte[] got = new byte[5];
            return Lwt.join(writeAll(client, HELLO), readFully(server, got)).bind(_ -> {
                assertThat(got).isEqualTo(HELLO);
                assertThat(client.session()).isPresent();
                return close(new Pair(server, client));
            });
        });
    }

    @Test
    void embedSocket_handshakeFails_soDoAllWhoWait() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            SslSocket client = LwtSsl.embedSocket(
                    ends.second(), Certificates.client().build().newEngine("localhost", 443));
            Promise<Throwable> read = failure(client.read(new byte[1], 0, 1));
            Promise<Throwable> write = failure(client.write(HELLO, 0, 5));
            return writeAll(ends.first(), new byte[100])
                    .then(() -> Lwt.both(read, write))
                    .bind(failures -> {
                        assertThat(failures.first()).isInstanceOf(SSLException.class);
                        assertThat(failures.second()).isSameAs(failures.first());
                        return failure(client.write(HELLO, 0, 5)).bind(again -> {
                            assertThat(again).isSameAs(failures.first());
                            return Lwt.join(ends.first().close(), client.close());
                        });
                    });
        });
    }

    @Test
    void uninitialized_engineIsToldBeforeTheHandshake() throws Exception {
        OnLoop.run(() -> {
            SocketPair ends = Pair.descriptors();
            UninitializedSslSocket client = LwtSsl.embedUninitializedSocket(
                    ends.second(), Certificates.client().build().newEngine("localhost", 443));
            SSLParameters parameters = client.engine().getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            client.engine().setSSLParameters(parameters);
            Promise<SslSocket> accepted =
                    LwtSsl.accept(ends.first(), Certificates.server("ec").build());
            assertThat(client.file()).isSameAs(ends.second());
            return Lwt.both(accepted, client.performHandshake()).bind(both -> {
                assertThat(both.second().session().orElseThrow().getProtocol()).isEqualTo("TLSv1.2");
                assertThat(client.performHandshake().state())
                        .isEqualTo(Lwt.of(both.second()).state());
                return close(new Pair(both.first(), both.second()));
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void session_isResumed(String protocol) throws Exception {
        SslContext server = Certificates.server("ec").protocols(protocol).build();
        SslContext client = Certificates.client().protocols(protocol).build();
        long[] created = new long[2];
        for (int i = 0; i < 2; i++) {
            int number = i;
            OnLoop.run(() -> Pair.open(server, client).bind(pair -> {
                created[number] = pair.client().session().orElseThrow().getCreationTime();
                byte[] got = new byte[5];
                // With TLS 1.3 the ticket comes after the handshake.
                return Lwt.join(writeAll(pair.server(), HELLO), readFully(pair.client(), got))
                        .then(() -> close(pair));
            }));
            Thread.sleep(5);
        }
        assertThat(created[1]).isEqualTo(created[0]);
    }

    /* ---- Many ---- */

    @Test
    void thousandHandshakes_atOnce() throws Exception {
        SslContext server = Certificates.server("ec").build();
        SslContext client = Certificates.client().build();
        OnLoop.run(
                Duration.ofMinutes(2),
                () -> Pair.open(server, client).bind(HandshakeTest::close).then(() -> {
                    long before = descriptors(); // the loop has its own ones now
                    List<Promise<Pair>> all = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        all.add(Pair.open(server, client));
                    }
                    List<Promise<Void>> done = new ArrayList<>();
                    for (Promise<Pair> one : all) {
                        byte[] got = new byte[5];
                        done.add(one.bind(
                                pair -> Lwt.join(writeAll(pair.client(), HELLO), readFully(pair.server(), got))
                                        .bind(_ -> {
                                            assertThat(got).isEqualTo(HELLO);
                                            return close(pair);
                                        })));
                    }
                    return Lwt.join(done).map(_ -> {
                        assertThat(descriptors()).isEqualTo(before);
                        return null;
                    });
                }));
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            return list.count();
        }
    }
}
