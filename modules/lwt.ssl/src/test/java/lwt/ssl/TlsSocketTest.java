package lwt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.ssl.OnLoop.failure;
import static lwt.ssl.OnLoop.isDone;
import static lwt.ssl.OnLoop.readFully;
import static lwt.ssl.OnLoop.turns;
import static lwt.ssl.OnLoop.writeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLException;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.FileDescriptor;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes over TLS, between two sockets of one loop, on each engine.
@ParameterizedClass(name = "engine {0}")
@ValueSource(strings = {"default", "selector"})
final class TlsSocketTest {
    private static final String ENGINE = "lwt.engine";
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    @Parameter
    private String engine;

    @BeforeEach
    void chooseEngine() {
        if (!engine.equals("default")) {
            System.setProperty(ENGINE, engine);
        }
    }

    @AfterEach
    void chooseNone() {
        System.clearProperty(ENGINE);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Promise<String> readText(SslSocket socket, int length) {
        byte[] bytes = new byte[length];
        return readFully(socket, bytes).map(count -> new String(bytes, 0, count, UTF_8));
    }

    /* ---- Reading and writing ---- */

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void readWrite_bothWays(String protocol) throws Exception {
        String answer = Pair.run(protocol, pair -> {
            assertThat(pair.client().session().orElseThrow().getProtocol()).isEqualTo(protocol);
            return writeAll(pair.client(), HELLO)
                    .then(() -> readText(pair.server(), 5))
                    .bind(text -> writeAll(pair.server(), (text + "!").getBytes(UTF_8)))
                    .then(() -> readText(pair.client(), 6));
        });
        assertThat(answer).isEqualTo("hello!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void readWrite_muchAtOnceInBothWays_arrivesUnchanged(String protocol) throws Exception {
        byte[] one = random(3_000_000);
        byte[] other = random(2_000_001);
        byte[] gotOne = new byte[one.length];
        byte[] gotOther = new byte[other.length];
        Pair.run(
                protocol,
                pair -> Lwt.join(
                        writeAll(pair.client(), one),
                        writeAll(pair.server(), other),
                        readFully(pair.server(), gotOne),
                        readFully(pair.client(), gotOther)));
        assertThat(gotOne).isEqualTo(one);
        assertThat(gotOther).isEqualTo(other);
    }

    @Test
    void read_smallRoomForALongRecord() throws Exception {
        byte[] sent = random(16_384);
        byte[] got = new byte[sent.length];
        Pair.run("TLSv1.3", pair -> writeAll(pair.client(), sent).then(() -> readInPieces(pair.server(), got, 0)));
        assertThat(got).isEqualTo(sent);
    }

    private static Promise<Void> readInPieces(SslSocket socket, byte[] bytes, int offset) {
        int room = Math.min(1000, bytes.length - offset);
        return room == 0
                ? Lwt.unit()
                : socket.read(bytes, offset, room).bind(n -> readInPieces(socket, bytes, offset + n));
    }

    @Test
    void read_manyRecordsAreThere_oneReadGetsThem() throws Exception {
        int got = Pair.run(
                "TLSv1.3",
                pair -> Lwt.join(writeAll(pair.client(), random(100)), writeAll(pair.client(), random(100)))
                        .then(pair.server()::waitRead)
                        .then(() -> pair.server().read(new byte[10], 0, 10))
                        .bind(first -> pair.server().read(new byte[1000], 0, 1000)));
        assertThat(got).isEqualTo(90);
    }

    @Test
    void readWrite_buffersWithoutArray() throws Exception {
        ByteBuffer sent = ByteBuffer.allocateDirect(50_000).put(random(50_000)).flip();
        ByteBuffer got = ByteBuffer.allocateDirect(50_000);
        Pair.run("TLSv1.3", pair -> Lwt.join(give(pair.client(), sent.duplicate()), fill(pair.server(), got)));
        assertThat(got.flip()).isEqualTo(sent);
    }

    private static Promise<Void> give(SslSocket socket, ByteBuffer buffer) {
        return buffer.hasRemaining() ? socket.write(buffer).then(() -> give(socket, buffer)) : Lwt.unit();
    }

    private static Promise<Void> fill(SslSocket socket, ByteBuffer buffer) {
        return buffer.hasRemaining() ? socket.read(buffer).then(() -> fill(socket, buffer)) : Lwt.unit();
    }

    @Test
    void readWrite_noRoom_isZeroAtOnce() throws Exception {
        Pair.run("TLSv1.3", pair -> {
            assertThat(pair.client().read(HELLO, 2, 0).state())
                    .isEqualTo(Lwt.of(0).state());
            assertThat(pair.client().write(HELLO, 2, 0).state())
                    .isEqualTo(Lwt.of(0).state());
            assertThatThrownBy(() -> pair.client().read(HELLO, 2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> pair.client().read(ByteBuffer.allocate(4).asReadOnlyBuffer()))
                    .isInstanceOf(ReadOnlyBufferException.class);
            return Lwt.unit();
        });
    }

    @Test
    void reads_areServedInOrder() throws Exception {
        String all = Pair.run("TLSv1.3", pair -> {
            Promise<String> first = readText(pair.server(), 1);
            Promise<String> second = readText(pair.server(), 1);
            return writeAll(pair.client(), "ab".getBytes(UTF_8))
                    .then(() -> Lwt.both(first, second))
                    .map(both -> both.first() + both.second());
        });
        assertThat(all).isEqualTo("ab");
    }

    @Test
    void readWrite_otherThread_isRefused() throws Exception {
        Pair.run("TLSv1.3", pair -> {
            Throwable[] thrown = new Throwable[1];
            Thread stranger = new Thread(() -> {
                try {
                    pair.client().read(new byte[1], 0, 1);
                } catch (IllegalStateException e) {
                    thrown[0] = e;
                }
            });
            stranger.start();
            stranger.join();
            assertThat(thrown[0]).hasMessageContaining("Loop.execute");
            return Lwt.unit();
        });
    }

    /* ---- Canceling ---- */

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_canceled_losesNoByte(String protocol) throws Exception {
        String got = Pair.run(protocol, pair -> {
            byte[] never = new byte[5];
            Promise<Integer> canceled = pair.server().read(never, 0, 5);
            return turns(3).then(() -> {
                        canceled.cancel();
                        return failure(canceled);
                    })
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(CanceledException.class);
                        return writeAll(pair.client(), HELLO);
                    })
                    .then(() -> turns(3))
                    .then(() -> {
                        assertThat(never).containsOnly(0);
                        return readText(pair.server(), 5);
                    });
        });
        assertThat(got).isEqualTo("hello");
    }

    @Test
    void write_peerDoesNotRead_waitsAndCanBeCanceled() throws Exception {
        byte[] piece = random(100_000);
        Pair.run("TLSv1.3", pair -> {
            int taken = 0;
            Promise<Integer> write = pair.client().write(piece, 0, piece.length);
            while (isDone(write)) {
                taken += valueOf(write);
                write = pair.client().write(piece, 0, piece.length);
            }
            assertThat(taken).isLessThan(2_000_000);
            Promise<Integer> waits = write;
            Promise<Void> writable = pair.client().waitWrite();
            Promise<Void> flushed = pair.client().flush();
            waits.cancel();
            byte[] got = new byte[taken];
            int expected = taken;
            return turns(3).then(() -> {
                        assertThat(isDone(writable)).isFalse();
                        assertThat(isDone(flushed)).isFalse();
                        return Lwt.join(readFully(pair.server(), got), writable, flushed);
                    })
                    .then(() -> Lwt.join(
                            writeAll(pair.client(), HELLO),
                            readText(pair.server(), 5).map(text -> {
                                assertThat(text).isEqualTo("hello");
                                return null;
                            })))
                    .map(_ -> {
                        for (int i = 0; i < expected; ) {
                            // Each write took some of the piece from its beginning.
                            assertThat(got[i]).isEqualTo(piece[0]);
                            int run = Arrays.mismatch(got, i, expected, piece, 0, Math.min(piece.length, expected - i));
                            i += run < 0 ? Math.min(piece.length, expected - i) : run;
                        }
                        return null;
                    });
        });
    }

    private static int valueOf(Promise<Integer> promise) {
        return ((lwt.State.Return<Integer>) promise.state()).value();
    }

    /* ---- Readiness ---- */

    @Test
    void waitRead_resolvesWhenBytesAreThere() throws Exception {
        Pair.run("TLSv1.3", pair -> {
            Promise<Void> readable = pair.server().waitRead();
            return turns(3).then(() -> {
                        assertThat(isDone(readable)).isFalse();
                        return writeAll(pair.client(), HELLO).then(() -> readable);
                    })
                    .then(() -> {
                        Promise<Integer> read = pair.server().read(new byte[9], 0, 9);
                        assertThat(read.state()).isEqualTo(Lwt.of(5).state());
                        return Lwt.unit();
                    });
        });
    }

    @Test
    void waitWrite_resolvesAtOnceWhileThereIsRoom() throws Exception {
        Pair.run("TLSv1.3", pair -> {
            assertThat(isDone(pair.client().waitWrite())).isTrue();
            return Lwt.unit();
        });
    }

    /* ---- Ends ---- */

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_afterCloseNotify_isTheEnd(String protocol) throws Exception {
        Pair.run(
                protocol,
                pair -> writeAll(pair.client(), HELLO)
                        .then(pair.client()::close)
                        .then(() -> readText(pair.server(), 100))
                        .bind(text -> {
                            assertThat(text).isEqualTo("hello");
                            return pair.server().read(new byte[1], 0, 1);
                        })
                        .map(count -> assertThat(count).isZero()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void read_cutOff_failsAfterWhatCame(String protocol) throws Exception {
        Pair.run(
                protocol,
                pair -> writeAll(pair.client(), HELLO)
                        .then(() -> {
                            pair.client().file().shutdownSend();
                            return readText(pair.server(), 5);
                        })
                        .bind(text -> {
                            assertThat(text).isEqualTo("hello");
                            return failure(pair.server().read(new byte[1], 0, 1));
                        })
                        .bind(failure -> {
                            assertThat(failure)
                                    .isInstanceOf(SslTruncatedException.class)
                                    .hasMessageContaining("without close_notify");
                            return failure(pair.server().read(new byte[1], 0, 1));
                        })
                        .map(again -> assertThat(again).isInstanceOf(SslTruncatedException.class)));
    }

    @Test
    void read_cutOffWithinARecord_fails() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> writeAll(pair.client().file(), new byte[] {23, 3, 3, 0, 100, 1, 2, 3})
                        .then(() -> {
                            pair.client().file().shutdownSend();
                            return failure(pair.server().read(new byte[1], 0, 1));
                        })
                        .map(failure -> assertThat(failure).isInstanceOf(SslTruncatedException.class)));
    }

    @Test
    void read_changedOnTheWay_failsAndTellsThePeer() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> writeAll(pair.client().file(), new byte[] {
                            23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
                        })
                        .then(() -> failure(pair.server().read(new byte[1], 0, 1)))
                        .bind(failure -> {
                            assertThat(failure).isInstanceOf(SSLException.class).hasMessageContaining("Tag mismatch");
                            return failure(pair.client().read(new byte[1], 0, 1));
                        })
                        .bind(told -> {
                            assertThat(told).isInstanceOf(SSLException.class).hasMessageContaining("fatal alert");
                            return failure(pair.server().write(HELLO, 0, 5));
                        })
                        .map(failure -> assertThat(failure).hasMessageContaining("Tag mismatch")));
    }

    @Test
    void shutdownSend_tls13_theOtherWayGoesOn() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> pair.client()
                        .shutdownSend()
                        .then(() -> pair.server().read(new byte[1], 0, 1))
                        .bind(count -> {
                            assertThat(count).isZero();
                            return writeAll(pair.server(), HELLO);
                        })
                        .then(() -> readText(pair.client(), 5))
                        .bind(text -> {
                            assertThat(text).isEqualTo("hello");
                            return failure(pair.client().write(HELLO, 0, 5));
                        })
                        .bind(failure -> {
                            assertThat(failure).hasMessageContaining("shutdownSend was called");
                            return pair.server().close();
                        })
                        .then(() -> pair.client().read(new byte[1], 0, 1))
                        .map(count -> assertThat(count).isZero()));
    }

    @Test
    void shutdownSend_tls12_endsBothWays() throws Exception {
        Pair.run(
                "TLSv1.2",
                pair -> pair.client()
                        .shutdownSend()
                        .then(() -> pair.server().read(new byte[1], 0, 1))
                        .bind(count -> {
                            assertThat(count).isZero();
                            return failure(pair.server().write(HELLO, 0, 5));
                        })
                        .bind(failure -> {
                            assertThat(failure).hasMessageContaining("ends both ways");
                            return pair.client().read(new byte[1], 0, 1);
                        })
                        .map(count -> assertThat(count).isZero()));
    }

    @Test
    void shutdownSend_waitsForWritesBefore() throws Exception {
        byte[] sent = random(1_000_000);
        byte[] got = new byte[sent.length + 1];
        Pair.run(
                "TLSv1.3",
                pair -> Lwt.join(
                        writeAll(pair.client(), sent).then(pair.client()::shutdownSend),
                        readFully(pair.server(), got)));
        assertThat(Arrays.copyOf(got, sent.length)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void sslShutdown_bothSides(String protocol) throws Exception {
        Pair.run(
                protocol,
                pair -> writeAll(pair.server(), HELLO)
                        .then(() -> Lwt.join(
                                pair.client().sslShutdown(), pair.server().sslShutdown())));
    }

    @Test
    void sslShutdown_peerOnlyCloses_fails() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> pair.server()
                        .file()
                        .close()
                        .then(() -> failure(pair.client().sslShutdown()))
                        .map(failure -> assertThat(failure).isInstanceOf(java.io.IOException.class)));
    }

    @Test
    void close_sendsWhatWaits() throws Exception {
        byte[] sent = random(2_000_000);
        byte[] got = new byte[sent.length + 1];
        Pair.run("TLSv1.3", pair -> {
            int taken = 0;
            Promise<Integer> write;
            do {
                write = pair.client().write(sent, taken, sent.length - taken);
                taken += isDone(write) ? valueOf(write) : 0;
            } while (isDone(write));
            Promise<Integer> waits = write;
            int expected = taken;
            Promise<Void> closed = pair.client().close();
            assertThat(closed).isSameAs(pair.client().close());
            return failure(waits)
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(SocketException.class).hasMessageContaining("is closed");
                        assertThat(isDone(closed)).isFalse();
                        return Lwt.both(readFully(pair.server(), got), closed);
                    })
                    .map(both -> {
                        assertThat(both.first()).isEqualTo(expected);
                        assertThat(Arrays.equals(got, 0, expected, sent, 0, expected))
                                .isTrue();
                        assertThat(pair.client().file().isClosed()).isTrue();
                        return null;
                    });
        });
    }

    /// With the tickets of TLS 1.3 unread, the system would reset the connection and drop what it still had to send.
    @Test
    void close_ticketsUnread_losesNothingOnItsWay() throws Exception {
        byte[] sent = random(300_000);
        byte[] got = new byte[sent.length + 1];
        SslContext server = Certificates.server("ec").build();
        SslContext client = Certificates.client().build();
        int count = OnLoop.run(() -> {
            FileDescriptor listener = LwtUnix.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            listener.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            Promise<SslSocket> accepted = listener.accept().bind(file -> LwtSsl.accept(file, server));
            return LwtUnix.connect(listener.localAddress())
                    .bind(file -> LwtSsl.connect(file, client, "localhost", 443))
                    .bind(socket -> accepted.bind(peer -> turns(3).then(() -> {
                                Promise<Void> writing = writeAll(socket, sent).then(socket::close);
                                return turns(20).then(() -> Lwt.both(readFully(peer, got), writing));
                            })
                            .bind(both -> peer.close().then(listener::close).map(_ -> both.first()))));
        });
        assertThat(count).isEqualTo(sent.length);
        assertThat(Arrays.copyOf(got, sent.length)).isEqualTo(sent);
    }

    @Test
    void close_canceled_closesAtOnce() throws Exception {
        byte[] sent = random(2_000_000);
        Pair.run("TLSv1.3", pair -> {
            while (isDone(pair.client().write(sent, 0, sent.length))) {}
            Promise<Void> closed = pair.client().close();
            closed.cancel();
            assertThat(pair.client().file().isClosed()).isTrue();
            return failure(closed).map(failure -> assertThat(failure).isInstanceOf(CanceledException.class));
        });
    }

    @Test
    void close_failsWhoWaits_andAllAfter() throws Exception {
        Pair.run("TLSv1.3", pair -> {
            Promise<Integer> waits = pair.client().read(new byte[1], 0, 1);
            return pair.client()
                    .close()
                    .then(() -> failure(waits))
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(SocketException.class);
                        assertThat(pair.client().isClosed()).isTrue();
                        return failure(pair.client().read(new byte[1], 0, 1));
                    })
                    .bind(failure -> {
                        assertThat(failure).isInstanceOf(SocketException.class);
                        return failure(pair.client().write(HELLO, 0, 1));
                    })
                    .map(failure -> assertThat(failure).isInstanceOf(SocketException.class));
        });
    }

    @Test
    void abort_failsWhoWaits_withItsCause() throws Exception {
        IllegalStateException cause = new IllegalStateException("enough");
        Pair.run("TLSv1.3", pair -> {
            Promise<Integer> waits = pair.client().read(new byte[1], 0, 1);
            pair.client().abort(cause);
            return failure(waits)
                    .bind(failure -> {
                        assertThat(failure).isSameAs(cause);
                        return failure(pair.client().write(HELLO, 0, 5));
                    })
                    .bind(failure -> {
                        assertThat(failure).isSameAs(cause);
                        return pair.client().close();
                    })
                    .map(_ -> assertThat(pair.client().file().isClosed()));
        });
    }

    @Test
    void write_peerIsGone_failsAtLast() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> pair.server()
                        .file()
                        .close()
                        .then(() -> turns(1)) // the portable engine lets go of a socket in its next turn
                        .then(() -> failure(writeAll(pair.client(), random(100_000))
                                .then(() -> writeAll(pair.client(), random(100_000)))))
                        .map(failure -> assertThat(failure).hasMessageContaining("EPIPE")));
    }

    /* ---- Channels, plain sockets ---- */

    @Test
    void channels_lines() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> pair.client()
                        .outputChannel()
                        .writeLine("première ligne")
                        .then(pair.client().channels().output()::flush)
                        .then(pair.server().inputChannel()::readLine)
                        .bind(line -> {
                            assertThat(line).isEqualTo("première ligne");
                            return pair.client().channels().output().writeLine("last");
                        })
                        .then(pair.client().channels()::close)
                        .then(() -> {
                            assertThat(pair.client().file().isClosed()).isTrue();
                            return pair.server().inputChannel().read();
                        })
                        .bind(rest -> {
                            assertThat(rest).isEqualTo("last\n");
                            return pair.server().inputChannel().close();
                        })
                        .map(_ -> assertThat(pair.server().file().isClosed()).isTrue()));
    }

    @Test
    void channels_shutdownSend_isCloseNotify() throws Exception {
        Pair.run(
                "TLSv1.3",
                pair -> pair.client()
                        .outputChannel()
                        .write("question")
                        .then(pair.client().outputChannel()::shutdownSend)
                        .then(pair.server().inputChannel()::read)
                        .bind(question -> pair.server().outputChannel().write(question + "?"))
                        .then(pair.server().channels()::close)
                        .then(pair.client().inputChannel()::read)
                        .map(answer -> assertThat(answer).isEqualTo("question?")));
    }

    @Test
    void plain_sameCalls() throws Exception {
        OnLoop.run(() -> {
            var ends = Pair.descriptors();
            SslSocket one = LwtSsl.plain(ends.first());
            SslSocket other = LwtSsl.plain(ends.second());
            assertThat(one.isSsl()).isFalse();
            assertThat(one.session()).isEmpty();
            return writeAll(one, HELLO)
                    .then(other::waitRead)
                    .then(() -> readText(other, 5))
                    .bind(text -> {
                        assertThat(text).isEqualTo("hello");
                        return one.shutdownSend();
                    })
                    .then(() -> other.read(new byte[1], 0, 1))
                    .bind(count -> {
                        assertThat(count).isZero();
                        return other.outputChannel().writeLine("back");
                    })
                    .then(other.channels()::close)
                    .then(one.inputChannel()::readLine)
                    .bind(line -> {
                        assertThat(line).isEqualTo("back");
                        return one.sslShutdown().then(one::close);
                    })
                    .map(_ -> assertThat(
                                    ends.first().isClosed() && ends.second().isClosed())
                            .isTrue());
        });
    }
}
