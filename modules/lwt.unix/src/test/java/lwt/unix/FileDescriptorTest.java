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
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class FileDescriptorTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    private static final Duration TICK = Duration.ofMillis(20);

    private static InetSocketAddress anyPort(String host) {
        return at(host, 0);
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static int portOf(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static UnixException failureOf(Promise<?> promise) {
        assertThat(promise.state()).isInstanceOf(State.Fail.class);
        return (UnixException) ((State.Fail<?>) promise.state()).cause();
    }

    /* ---- Bytes ---- */

    @Test
    void read_writtenToThePipe() throws Exception {
        String got = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] buffer = new byte[10];
            Promise<Integer> read = pipe.reader().read(buffer, 2, 8);
            assertThat(read.isSleeping()).isTrue();
            return OnLoop.writeAll(pipe.writer(), bytes("hello"))
                    .bind(_ -> read)
                    .map(n -> new String(buffer, 2, n, UTF_8));
        });
        assertThat(got).isEqualTo("hello");
    }

    @Test
    void read_afterTheWriterClosed() throws Exception {
        List<Integer> counts = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] buffer = new byte[10];
            return OnLoop.writeAll(pipe.writer(), bytes("ab"))
                    .bind(_ -> pipe.writer().close())
                    .bind(_ -> pipe.reader().read(buffer, 0, 10))
                    .bind(first -> pipe.reader().read(buffer, 0, 10).map(second -> List.of(first, second)));
        });
        assertThat(counts).containsExactly(2, 0);
    }

    @Test
    void read_severalAtOnce_servedInOrder() throws Exception {
        List<String> got = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            List<Promise<String>> reads = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                byte[] buffer = new byte[1];
                reads.add(pipe.reader().read(buffer, 0, 1).map(_ -> new String(buffer, UTF_8)));
            }
            return OnLoop.writeAll(pipe.writer(), bytes("abcde")).bind(_ -> Lwt.all(reads));
        });
        assertThat(got).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void read_canceled_nextReadGetsTheBytes() throws Exception {
        String got = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] lost = new byte[10];
            byte[] buffer = new byte[10];
            Promise<Integer> canceled = pipe.reader().read(lost, 0, 10);
            canceled.cancel();
            assertThat(canceled.state()).isEqualTo(new State.Fail<>(((State.Fail<Integer>) canceled.state()).cause()));
            return OnLoop.writeAll(pipe.writer(), bytes("kept"))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> pipe.reader().read(buffer, 0, 10))
                    .map(n -> {
                        assertThat(lost).containsOnly(0);
                        return new String(buffer, 0, n, UTF_8);
                    });
        });
        assertThat(got).isEqualTo("kept");
    }

    @Test
    void read_timedOutManyTimes_listStaysShort() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] first = new byte[1];
            Promise<Integer> waiting = pipe.reader().read(first, 0, 1);
            for (int i = 0; i < 10_000; i++) {
                pipe.reader().read(new byte[1], 0, 1).cancel();
            }
            assertThat(pipe.reader().queue(Direction.READ).size()).isLessThan(20);
            return OnLoop.writeAll(pipe.writer(), bytes("x")).bind(_ -> waiting);
        });
    }

    @Test
    void read_nothingAskedFor_isNothing() throws Exception {
        assertThat(OnLoop.run(engine, () -> LwtUnix.pipe().reader().read(new byte[0], 0, 0)))
                .isEqualTo(0);
    }

    @Test
    void read_badArguments_throwAtOnce() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor reader = LwtUnix.pipe().reader();
            assertThatThrownBy(() -> reader.read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(new byte[3], -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(null, 0, 0)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> reader.read((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> reader.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                    .isInstanceOf(ReadOnlyBufferException.class);
            return Lwt.unit();
        });
    }

    @Test
    void buffers_heapAndDirect_positionsMove() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            ByteBuffer out = ByteBuffer.wrap(bytes("..0123456789")).position(2);
            ByteBuffer heap = ByteBuffer.allocate(8).position(4);
            ByteBuffer direct = ByteBuffer.allocateDirect(20);
            return pipe.writer().write(out.slice().asReadOnlyBuffer()).bind(n -> {
                assertThat(n).isEqualTo(10);
                return pipe.reader().read(heap).bind(m -> {
                    assertThat(m).isEqualTo(4);
                    assertThat(heap.position()).isEqualTo(8);
                    assertThat(new String(heap.array(), 4, 4, UTF_8)).isEqualTo("0123");
                    return pipe.reader().read(direct).map(k -> {
                        assertThat(direct.position()).isEqualTo(6);
                        return k;
                    });
                });
            });
        });
    }

    @Test
    void write_pipeFull_waitsForTheReader() throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        byte[] received = new byte[sent.length];
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<Void> writing = OnLoop.writeAll(pipe.writer(), sent);
            assertThat(writing.isSleeping())
                    .as("a pipe does not take a megabyte")
                    .isTrue();
            return Lwt.join(writing, OnLoop.readFully(pipe.reader(), received));
        });
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void write_readerGone_failsWithEpipe() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            return pipe.reader().close().bind(_ -> LwtUnix.sleep(TICK)).bind(_ -> {
                Promise<Integer> write = pipe.writer().write(bytes("x"), 0, 1);
                UnixException failure = failureOf(write);
                assertThat(failure.errno()).isEqualTo("EPIPE");
                assertThat(failure.code()).isEqualTo(32);
                assertThat(failure.function()).isEqualTo("write");
                assertThat(failure).hasMessage("EPIPE: broken pipe: write(" + failure.argument() + ")");
                return Lwt.unit();
            });
        });
    }

    @Test
    void write_waitingWhileTheReaderCloses_failsWithEpipe() throws Exception {
        assertThatThrownBy(() -> OnLoop.run(engine, () -> {
                    PipePair pipe = LwtUnix.pipe();
                    Promise<Void> writing = OnLoop.writeAll(pipe.writer(), new byte[1 << 20]);
                    return LwtUnix.sleep(TICK).bind(_ -> pipe.reader().close()).bind(_ -> writing);
                }))
                .isInstanceOf(UnixException.class)
                .hasMessageStartingWith("EPIPE");
    }

    @Test
    void readiness_alwaysThere_timersStillFire() throws Exception {
        // A reader and a writer that never have to wait must leave the loop its turns.
        Integer rounds = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            int[] count = new int[1];
            Promise<Void> busy = pingPong(pipe, new byte[1], count);
            return Lwt.pick(busy, LwtUnix.sleep(TICK)).map(_ -> count[0]);
        });
        assertThat(rounds).isGreaterThan(10);
    }

    private static Promise<Void> pingPong(PipePair pipe, byte[] one, int[] count) {
        count[0]++;
        return pipe.writer()
                .write(one, 0, 1)
                .bind(_ -> pipe.reader().read(one, 0, 1))
                .bind(_ -> pingPong(pipe, one, count));
    }

    /* ---- Sockets ---- */

    private void echoes(SocketAddress at, ThrowingConnect connect) throws Exception {
        byte[] sent = new byte[300_000];
        new Random(2).nextBytes(sent);
        byte[] received = new byte[sent.length];
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(at, 16);
            Promise<Void> server = OnLoop.serveEcho(listener);
            return connect.to(listener.localAddress())
                    .bind(client -> Lwt.join(OnLoop.writeAll(client, sent), OnLoop.readFully(client, received))
                            .bind(_ -> client.close())
                            .bind(_ -> {
                                server.cancel();
                                return listener.close();
                            }));
        });
        assertThat(received).isEqualTo(sent);
    }

    private interface ThrowingConnect {
        Promise<FileDescriptor> to(SocketAddress address) throws Exception;
    }

    @Test
    void echo_ipv4() throws Exception {
        echoes(anyPort("127.0.0.1"), LwtUnix::connect);
    }

    @Test
    void echo_ipv6() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 here");
        echoes(anyPort("::1"), LwtUnix::connect);
    }

    private static boolean hasIpv6() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(Inet6Address.class::isInstance);
    }

    @Test
    void echo_unixDomain() throws Exception {
        echoes(UnixDomainSocketAddress.of(directory.resolve("socket")), LwtUnix::connect);
    }

    @Test
    void echo_byName() throws Exception {
        echoes(
                anyPort("127.0.0.1"),
                address -> LwtUnix.connect(InetSocketAddress.createUnresolved("localhost", portOf(address))));
    }

    @Test
    void listen_allAddresses_takesIpv4() throws Exception {
        echoes(at("0.0.0.0", 0), address -> LwtUnix.connect(at("127.0.0.1", portOf(address))));
    }

    @Test
    void listen_allAddresses_takesIpv6() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 here");
        echoes(at("0.0.0.0", 0), address -> LwtUnix.connect(at("::1", portOf(address))));
    }

    @Test
    void addresses_ofBothEndsAgree() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            return Lwt.both(listener.accept(), LwtUnix.connect(listener.localAddress()))
                    .bind(ends -> {
                        assertThat(ends.first().remoteAddress())
                                .isEqualTo(ends.second().localAddress());
                        assertThat(ends.second().remoteAddress()).isEqualTo(listener.localAddress());
                        return Lwt.join(ends.first().close(), ends.second().close(), listener.close());
                    });
        });
    }

    @Test
    void addresses_ofAPipe_failWithEnotsock() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor reader = LwtUnix.pipe().reader();
            assertThatThrownBy(reader::localAddress)
                    .isInstanceOf(UnixException.class)
                    .hasMessageStartingWith("ENOTSOCK");
            return Lwt.unit();
        });
    }

    @Test
    void shutdownSend_peerReadsTheEnd_otherWayStaysOpen() throws Exception {
        String got = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            byte[] buffer = new byte[10];
            return Lwt.both(listener.accept(), LwtUnix.connect(listener.localAddress()))
                    .bind(ends -> {
                        ends.second().shutdownSend();
                        return ends.first()
                                .read(buffer, 0, 10)
                                .bind(end -> {
                                    assertThat(end).isZero();
                                    return OnLoop.writeAll(ends.first(), bytes("late"));
                                })
                                .bind(_ -> ends.second().read(buffer, 0, 10))
                                .bind(n -> Lwt.join(
                                                ends.first().close(),
                                                ends.second().close(),
                                                listener.close())
                                        .map(_ -> new String(buffer, 0, n, UTF_8)));
                    });
        });
        assertThat(got).isEqualTo("late");
    }

    @Test
    void connect_nobodyListens_refused() throws Exception {
        int port = OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            int free = portOf(listener.localAddress());
            return listener.close().map(_ -> free);
        });
        assertThatThrownBy(() -> OnLoop.run(engine, () -> LwtUnix.connect(at("127.0.0.1", port))))
                .isInstanceOf(UnixException.class)
                .hasMessage("ECONNREFUSED: connection refused: connect(127.0.0.1:" + port + ")");
    }

    @Test
    void connect_noSuchSocketFile_failsWithEnoent() throws Exception {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> OnLoop.run(engine, () -> LwtUnix.connect(UnixDomainSocketAddress.of(missing))))
                .isInstanceOf(UnixException.class)
                .hasMessage("ENOENT: no such file or directory: connect(" + missing + ")");
    }

    @Test
    void connect_unknownHost_fails() throws Exception {
        assertThatThrownBy(() -> OnLoop.run(
                        engine, () -> LwtUnix.connect(InetSocketAddress.createUnresolved("no-such-host.invalid", 1))))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void connect_otherKindOfAddress_throwsAtOnce() {
        SocketAddress strange = new SocketAddress() {};
        assertThatThrownBy(() -> LwtUnix.connect(strange)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LwtUnix.connect(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void connect_backlogFull_waitsForRoom() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("full"));
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(address, 1);
            List<Promise<FileDescriptor>> connects = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                connects.add(LwtUnix.connect(address));
            }
            assertThat(connects.getLast().isSleeping()).isTrue();
            return LwtUnix.sleep(TICK)
                    .bind(_ -> acceptAndClose(listener, 10))
                    .bind(_ -> Lwt.all(connects))
                    .bind(files ->
                            Lwt.join(files.stream().map(FileDescriptor::close).toList()))
                    .bind(_ -> listener.close());
        });
    }

    private static Promise<Void> acceptAndClose(FileDescriptor listener, int count) {
        return count == 0
                ? Lwt.unit()
                : listener.accept().bind(FileDescriptor::close).bind(_ -> acceptAndClose(listener, count - 1));
    }

    @Test
    void listen_portTaken_failsWithEaddrinuse() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            SocketAddress taken = listener.localAddress();
            assertThatThrownBy(() -> LwtUnix.listen(taken, 1))
                    .isInstanceOf(UnixException.class)
                    .hasMessage("EADDRINUSE: address already in use: bind(" + SocketAddresses.show(taken) + ")");
            return listener.close();
        });
    }

    @Test
    void listen_portJustLeft_mayBeUsedAgain() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            SocketAddress address = listener.localAddress();
            return Lwt.both(listener.accept(), LwtUnix.connect(address))
                    .bind(ends -> ends.first().close().bind(_ -> ends.second().close()))
                    .bind(_ -> listener.close())
                    .bind(_ -> Lwt.pause())
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> LwtUnix.listen(address, 1).close());
        });
    }

    @Test
    void listen_badArguments_throwAtOnce() throws Exception {
        SocketAddress address = anyPort("127.0.0.1");
        assertThatThrownBy(() -> LwtUnix.listen(address, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LwtUnix.listen(InetSocketAddress.createUnresolved("localhost", 0), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LwtUnix.listen(null, 1)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void accept_canceled_nextAcceptGetsTheConnection() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(anyPort("127.0.0.1"), 1);
            listener.accept().cancel();
            return Lwt.both(
                            LwtUnix.connect(listener.localAddress()),
                            LwtUnix.sleep(TICK).bind(_ -> listener.accept()))
                    .bind(ends -> Lwt.join(ends.first().close(), ends.second().close(), listener.close()));
        });
    }

    @Test
    void accept_onAPipe_fails() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<FileDescriptor> accept = pipe.reader().accept();
            return pipe.writer().close().bind(_ -> LwtUnix.sleep(TICK)).map(_ -> {
                assertThat(failureOf(accept).errno()).isEqualTo("ENOTSOCK");
                return null;
            });
        });
    }

    /* ---- Closing ---- */

    @Test
    void close_whatWaitsFailsWithEbadf() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            PipePair full = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            Promise<Void> writing = OnLoop.writeAll(full.writer(), new byte[1 << 20]);
            return LwtUnix.sleep(TICK)
                    .bind(_ -> pipe.reader().close())
                    .bind(_ -> full.writer().close())
                    .map(_ -> {
                        assertThat(failureOf(read).errno()).isEqualTo("EBADF");
                        assertThat(failureOf(writing).errno()).isEqualTo("EBADF");
                        return null;
                    });
        });
    }

    @Test
    void close_whatComesLaterFailsWithEbadf() throws Exception {
        OnLoop.run(engine, () -> {
            FileDescriptor file = LwtUnix.pipe().reader();
            assertThat(file.isClosed()).isFalse();
            file.close();
            assertThat(file.isClosed()).isTrue();
            assertThat(failureOf(file.read(new byte[1], 0, 1)).errno()).isEqualTo("EBADF");
            assertThat(failureOf(file.write(new byte[1], 0, 1)).errno()).isEqualTo("EBADF");
            assertThat(failureOf(file.accept()).errno()).isEqualTo("EBADF");
            assertThatThrownBy(file::localAddress).hasMessageStartingWith("EBADF");
            assertThatThrownBy(file::shutdownSend).hasMessageStartingWith("EBADF");
            return Lwt.unit();
        });
    }

    @Test
    void close_twice_doesNoHarm() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            return pipe.reader()
                    .close()
                    .bind(_ -> LwtUnix.pipe().reader().close())
                    .bind(_ -> pipe.reader().close());
        });
    }

    @Test
    void close_withinTheCallbackOfARead() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<Void> closed = pipe.reader()
                    .read(new byte[1], 0, 1)
                    .bind(_ -> pipe.reader().close());
            Promise<Integer> next = pipe.reader().read(new byte[1], 0, 1);
            return OnLoop.writeAll(pipe.writer(), bytes("ab")).bind(_ -> closed).map(_ -> {
                assertThat(failureOf(next).errno()).isEqualTo("EBADF");
                return null;
            });
        });
    }

    @Test
    void descriptors_allClosed_noneIsLeft() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "no /proc here");
        Path socket = directory.resolve("socket");
        churn(socket);
        long before = OnLoop.descriptors();
        churn(socket);
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
    }

    private void churn(Path socket) throws Exception {
        Files.deleteIfExists(socket);
        OnLoop.run(engine, () -> {
            FileDescriptor listener = LwtUnix.listen(UnixDomainSocketAddress.of(socket), 100);
            FileDescriptor internet = LwtUnix.listen(anyPort("127.0.0.1"), 100);
            SocketAddress address = internet.localAddress();
            List<Promise<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(Lwt.both(listener.accept(), LwtUnix.connect(listener.localAddress()))
                        .bind(ends ->
                                Lwt.join(ends.first().close(), ends.second().close())));
                all.add(Lwt.both(internet.accept(), LwtUnix.connect(address))
                        .bind(ends ->
                                Lwt.join(ends.first().close(), ends.second().close())));
                PipePair pipe = LwtUnix.pipe();
                pipe.reader().read(new byte[1], 0, 1).cancel();
                all.add(Lwt.join(pipe.reader().close(), pipe.writer().close()));
                Promise<FileDescriptor> canceled = LwtUnix.connect(at("192.0.2.1", 9));
                canceled.cancel();
                all.add(Lwt.catching(() -> canceled.bind(_ -> Lwt.unit()), e -> {
                    assertThat(e).isInstanceOfAny(CanceledException.class, UnixException.class);
                    return Lwt.unit();
                }));
            }
            return Lwt.join(all).bind(_ -> Lwt.join(listener.close(), internet.close()));
        });
    }

    /* ---- Watches ---- */

    @Test
    void watch_calledWhenReady_untilCanceled() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            List<String> calls = new ArrayList<>();
            Engine.Watch watch = LwtMain.engine().watch(pipe.reader(), Direction.READ, () -> {
                calls.add("ready");
                pipe.reader().read(new byte[1], 0, 1).ignoreResult();
            });
            return OnLoop.writeAll(pipe.writer(), bytes("a"))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> OnLoop.writeAll(pipe.writer(), bytes("b")))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .bind(_ -> {
                        assertThat(calls).hasSize(2);
                        watch.cancel();
                        watch.cancel();
                        return OnLoop.writeAll(pipe.writer(), bytes("c"));
                    })
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .map(_ -> {
                        assertThat(calls).hasSize(2);
                        return null;
                    });
        });
    }

    @Test
    void watch_throws_hookIsTold() throws Exception {
        RuntimeException bug = new RuntimeException("a bug");
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            List<Throwable> told = new ArrayList<>();
            Lwt.setAsyncExceptionHook(told::add);
            LwtMain.engine().watch(pipe.reader(), Direction.READ, () -> {
                pipe.reader().read(new byte[1], 0, 1).ignoreResult();
                throw bug;
            });
            return OnLoop.writeAll(pipe.writer(), bytes("a"))
                    .bind(_ -> LwtUnix.sleep(TICK))
                    .map(_ -> {
                        assertThat(told).containsExactly(bug);
                        return null;
                    });
        });
    }

    @Test
    void waiting_namesWhatIsAwaited() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            assertThat(LwtMain.engine().waiting()).isEmpty();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            assertThat(LwtMain.engine().waiting()).containsExactly(pipe.reader());
            read.cancel();
            assertThat(LwtMain.engine().waiting()).isEmpty();
            return Lwt.unit();
        });
    }

    /* ---- Threads ---- */

    @Test
    void use_onAForeignThread_isRefused() throws Exception {
        FileDescriptor file = OnLoop.run(engine, () -> Lwt.of(LwtUnix.pipe().reader()));
        assertThatThrownBy(() -> file.read(new byte[1], 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test-loop")
                .hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    void withTimeout_ofARead_cancelsIt() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] buffer = new byte[4];
            return Lwt.catching(
                            () -> LwtUnix.withTimeout(TICK, () -> pipe.reader().read(buffer, 0, 4)), e -> {
                                assertThat(e).isInstanceOf(TimeoutException.class);
                                return Lwt.of(-1);
                            })
                    .bind(_ -> OnLoop.writeAll(pipe.writer(), bytes("abcd")))
                    .bind(_ -> OnLoop.readFully(pipe.reader(), buffer))
                    .map(_ -> {
                        assertThat(Arrays.copyOf(buffer, 4)).isEqualTo(bytes("abcd"));
                        return null;
                    });
        });
    }
}
