package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What the world does to programs: peers that vanish or dawdle, full disks, signals, ends in the middle.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class FaultTest {
    private static final int CHUNK = 65_536;

    @Parameter
    String engine;

    @TempDir
    Path directory;

    private ChildJvm child() {
        return ChildJvm.in(directory).flag("--enable-native-access=ALL-UNNAMED", "-Dlwt.engine=" + engine);
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// A client and what the server accepted for it.
    private record Ends(FileDescriptor client, FileDescriptor peer) {}

    private static Promise<Ends> connection() throws Exception {
        FileDescriptor listener = LwtUnix.listen(SocketTest.anyPort("127.0.0.1"), 5);
        return LwtUnix.connect(listener.localAddress())
                .bind(client -> listener.accept().bind(peer -> listener.close().map(_ -> new Ends(client, peer))));
    }

    /* ---- Peers ---- */

    @Test
    void peerResets_inTheMiddleOfAWrite_writerIsTold() throws Exception {
        String errno = OnLoop.run(
                engine,
                () -> connection().bind(ends -> {
                    Promise<Void> writing = OnLoop.writeAll(ends.client(), new byte[100_000_000]);
                    ends.peer().setOption(StandardSocketOptions.SO_LINGER, 0); // so that closing resets
                    return ends.peer()
                            .read(ByteBuffer.allocate(10))
                            .bind(_ -> ends.peer().close())
                            .bind(_ -> SocketTest.failure(writing))
                            .bind(failure -> SocketTest.failure(ends.client().write(SocketTest.bytes("more")))
                                    .bind(second -> ends.client().close().map(_ -> {
                                        assertThat(((UnixException) second).errno())
                                                .isEqualTo("EPIPE");
                                        return ((UnixException) failure).errno();
                                    })));
                }));
        assertThat(errno).isIn("ECONNRESET", "EPIPE");
    }

    @Test
    void peerResets_whileAReadWaits_readerIsTold() throws Exception {
        Throwable failure = OnLoop.run(
                engine,
                () -> connection().bind(ends -> {
                    Promise<Integer> reading = ends.client().read(ByteBuffer.allocate(10));
                    ends.peer().setOption(StandardSocketOptions.SO_LINGER, 0);
                    return ends.peer().close().bind(_ -> SocketTest.failure(reading));
                }));
        assertThat(failure).hasMessageStartingWith("ECONNRESET");
    }

    @Test
    void peerReadsSlowly_writerWaits_memoryIsBounded() throws Exception {
        int chunks = 1_000; // 64 MB, in a process that may have 24
        assertThat(child().flag("-Xmx24m").run(SlowReader.class, String.valueOf(chunks)))
                .contains("all " + (long) chunks * CHUNK + " bytes came in order");
    }

    static final class SlowReader {
        private static int written;

        public static void main(String[] arguments) {
            int chunks = Integer.parseInt(arguments[0]);
            LwtMain.run(() -> connection().bind(ends -> {
                OutputChannel output = OutputChannel.of(ends.client());
                Promise<Void> writing = produce(output, 0, chunks).bind(_ -> output.close());
                return LwtUnix.sleep(Duration.ofMillis(300)).bind(_ -> {
                    // Nobody has read: more than the system's buffers hold was not made either.
                    if (written > 400) {
                        return Lwt.fail(
                                new AssertionError(written + " chunks were made for a peer that reads nothing"));
                    }
                    return consume(ends.peer(), new byte[100_000], 0)
                            .bind(total -> writing.map(_ -> {
                                print("all " + total + " bytes came in order");
                                return null;
                            }));
                });
            }));
        }

        private static Promise<Void> produce(OutputChannel output, int number, int chunks) {
            if (number == chunks) {
                return Lwt.unit();
            }
            byte[] chunk = new byte[CHUNK];
            for (int i = 0; i < CHUNK; i++) {
                chunk[i] = at((long) number * CHUNK + i);
            }
            return output.write(chunk).bind(_ -> {
                written++;
                return produce(output, number + 1, chunks);
            });
        }

        private static Promise<Long> consume(FileDescriptor file, byte[] buffer, long total) {
            return file.read(buffer, 0, buffer.length).bind(n -> {
                if (n == 0) {
                    return Lwt.of(total);
                }
                for (int i = 0; i < n; i++) {
                    if (buffer[i] != at(total + i)) {
                        return Lwt.fail(new AssertionError("wrong byte at " + (total + i)));
                    }
                }
                return consume(file, buffer, total + n);
            });
        }

        private static byte at(long position) {
            return (byte) (position * 31 + position / 1_000);
        }
    }

    @Test
    void halfClosed_otherWayGoesOn() throws Exception {
        String got = OnLoop.run(
                engine,
                () -> connection().bind(ends -> {
                    ends.client().shutdownSend();
                    byte[] answer = new byte[1_000_000];
                    Arrays.fill(answer, (byte) 7);
                    byte[] received = new byte[answer.length + 1];
                    return ends.peer()
                            .read(ByteBuffer.allocate(10))
                            .bind(end -> {
                                assertThat(end).isZero();
                                Promise<Void> writing = OnLoop.writeAll(ends.peer(), answer)
                                        .bind(_ -> ends.peer().close());
                                return OnLoop.readFully(ends.client(), received).bind(n -> writing.map(_ -> n));
                            })
                            .bind(n -> SocketTest.failure(ends.client().write(SocketTest.bytes("x")))
                                    .map(failure -> n + " " + ((UnixException) failure).errno()));
                }));
        assertThat(got).isEqualTo("1000000 EPIPE");
    }

    @Test
    void halfClosed_forReading_readsTheEnd() throws Exception {
        List<Integer> got = OnLoop.run(
                engine,
                () -> connection().bind(ends -> {
                    Promise<Integer> waiting = ends.client().read(ByteBuffer.allocate(10));
                    ends.client().shutdownReceive();
                    return waiting.bind(first -> ends.client()
                            .read(ByteBuffer.allocate(10))
                            .bind(second -> ends.client()
                                    .write(SocketTest.bytes("still"))
                                    .bind(_ -> ends.peer().read(ByteBuffer.allocate(10)))
                                    .map(third -> List.of(first, second, third))));
                }));
        assertThat(got).containsExactly(0, 0, 5);
    }

    @Test
    void canceledWrite_neitherLosesNorRepeatsBytes() throws Exception {
        OnLoop.run(engine, () -> {
            SocketPair pair = LwtUnix.socketPair(StandardProtocolFamily.UNIX, SocketType.STREAM, 0);
            byte[] all = new byte[3_000_000];
            new Random(1).nextBytes(all);
            byte[] received = new byte[all.length];
            Promise<Void> writing = writeWithCancels(pair.first(), all, 0);
            return OnLoop.readFully(pair.second(), received).bind(_ -> writing).map(_ -> {
                assertThat(received).isEqualTo(all);
                return null;
            });
        });
    }

    /// Cancels each write that waits once, then makes it again.
    private static Promise<Void> writeWithCancels(FileDescriptor file, byte[] all, int offset) {
        if (offset == all.length) {
            return Lwt.unit();
        }
        Promise<Integer> first = file.send(ByteBuffer.wrap(all, offset, all.length - offset));
        if (first.isSleeping()) {
            first.cancel();
            first = Lwt.pause().bind(_ -> file.send(ByteBuffer.wrap(all, offset, all.length - offset)));
        }
        return first.bind(n -> writeWithCancels(file, all, offset + n));
    }

    /* ---- Full disks ---- */

    @Test
    void diskFull_descriptorAndChannelSayEnospc() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no such device");
        List<String> got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(full, StandardOpenOption.WRITE)
                        .bind(file -> SocketTest.failure(file.write(SocketTest.bytes("x")))
                                .bind(first -> {
                                    OutputChannel channel = OutputChannel.of(file);
                                    return channel.write("kept")
                                            .bind(_ -> SocketTest.failure(channel.flush()))
                                            .bind(second -> SocketTest.failure(channel.close())
                                                    .map(third -> List.of(errno(first), errno(second), errno(third))));
                                })));
        assertThat(got).containsOnly("ENOSPC");
    }

    @Test
    void diskFull_roomIsMade_theChannelWritesOn() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "mounting a small disk");
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[128 * 1024]);
            Path file = disk.resolve("file");
            byte[] content = new byte[200 * 1024];
            new Random(1).nextBytes(content);
            ByteBuffer rest = ByteBuffer.wrap(content);
            Throwable failure = OnLoop.run(
                    engine,
                    () -> LwtIo.openOutput(file)
                            .bind(channel -> SocketTest.failure(channel.writeFromExactly(rest))
                                    .bind(full -> {
                                        assertThat(rest.remaining()).isBetween(1, content.length);
                                        return LwtFiles.unlink(ballast)
                                                .bind(_ -> channel.writeFromExactly(rest))
                                                .bind(_ -> channel.close())
                                                .map(_ -> full);
                                    })));
            assertThat(errno(failure)).isEqualTo("ENOSPC");
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
        } finally {
            assertThat(succeeds("umount", disk.toString()))
                    .as("no descriptor is left open on it")
                    .isTrue();
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    private static String errno(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof UnixException unix)) {
            cause = cause.getCause();
        }
        return unix.errno();
    }

    /* ---- Exit ---- */

    static final class Pending {
        public static void main(String[] arguments) {
            List<Promise<?>> pending = new ArrayList<>();
            Promise<Object> never = Lwt.<Object>task().promise();
            LwtMain.run(() -> {
                FileDescriptor listener = LwtUnix.listen(SocketTest.anyPort("127.0.0.1"), 5);
                for (int i = 0; i < 200; i++) {
                    FileDescriptor datagrams = LwtUnix.socket(StandardProtocolFamily.INET, SocketType.DATAGRAM);
                    PipePair pipe = LwtUnix.pipe();
                    pending.add(pipe.reader().read(new byte[1], 0, 1));
                    pending.add(OnLoop.writeAll(pipe.writer(), new byte[1_000_000]));
                    pending.add(datagrams.receiveFrom(ByteBuffer.allocate(1)));
                    pending.add(listener.acceptWithAddress());
                    pending.add(LwtUnix.sleep(Duration.ofDays(1)));
                }
                LwtMain.atExit(() -> {
                    print("hook");
                    return Lwt.unit();
                });
                return arguments[0].equals("return")
                        ? Lwt.pause()
                        : Lwt.pause().bind(_ -> {
                            System.exit(0);
                            return never.map(_ -> null);
                        });
            });
            print(pending.stream().filter(Promise::isSleeping).count() + " pending");
        }
    }

    @Test
    void exit_whileAThousandOperationsArePending() throws Exception {
        assertThat(child().run(Pending.class, "return")).isEqualTo("hook\n1000 pending\n");
        assertThat(child().run(Pending.class, "exit")).isEqualTo("hook\n");
    }

    /* ---- Signals ---- */

    /// Has the loop's thread interrupted by signals, as many as can be sent, while it works.
    static final class Storm {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final int SIGNAL = 10; // SIGUSR1
        private static volatile boolean over;
        private static long sent;

        public static void main(String[] arguments) throws Throwable {
            int thread = (int) function("gettid", ValueLayout.JAVA_INT).invokeExact();
            install();
            Thread sender = Thread.ofPlatform().daemon().start(() -> send(thread));
            LwtMain.run(() -> Lwt.join(conversations(20, 20), pipes(new byte[1_000_000]), lookups(20), naps(50)));
            over = true;
            sender.join();
            print("survived " + (sent > 1_000 ? "thousands of" : "few") + " signals");
        }

        @SuppressWarnings("restricted") // the program is started with native access
        private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
        }

        /// A handler that does nothing, without SA_RESTART: calls that wait return EINTR.
        private static void install() throws Throwable {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment action = arena.allocate(152, 8);
                action.set(ValueLayout.ADDRESS, 0, LINKER.defaultLookup().findOrThrow("abs"));
                int result = (int) function(
                                "sigaction",
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS)
                        .invokeExact(SIGNAL, action, MemorySegment.NULL);
                if (result != 0) {
                    throw new AssertionError("sigaction failed");
                }
            }
        }

        private static void send(int thread) {
            try {
                MethodHandle tgkill = function(
                        "tgkill",
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT);
                int process = (int) ProcessHandle.current().pid();
                while (!over) {
                    if ((int) tgkill.invokeExact(process, thread, SIGNAL) != 0) {
                        throw new AssertionError("tgkill failed");
                    }
                    sent++;
                    LockSupport.parkNanos(10_000);
                }
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        /// So many connections one after the other, with echoes of 50 KB.
        private static Promise<Void> conversations(int connections, int echoes) throws Exception {
            FileDescriptor listener = LwtUnix.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            Lwt.dontWait(() -> OnLoop.serveEcho(listener), _ -> {});
            return times(
                    connections,
                    () -> LwtUnix.connect(listener.localAddress())
                            .bind(client -> times(echoes, () -> echo(client)).bind(_ -> client.close())));
        }

        private static Promise<Void> echo(FileDescriptor client) {
            byte[] sent = "0123456789".repeat(5_000).getBytes(UTF_8);
            byte[] received = new byte[sent.length];
            Promise<Void> writing = OnLoop.writeAll(client, sent);
            return OnLoop.readFully(client, received).bind(_ -> writing).map(_ -> {
                check(Arrays.equals(received, sent), "the echo is what was sent");
                return null;
            });
        }

        private static Promise<Void> pipes(byte[] bytes) throws IOException {
            PipePair pipe = LwtUnix.pipe();
            Promise<Void> writing = OnLoop.writeAll(pipe.writer(), bytes);
            return OnLoop.readFully(pipe.reader(), new byte[bytes.length])
                    .bind(n -> writing.map(_ -> {
                        check(n == bytes.length, "all came through the pipe");
                        return null;
                    }));
        }

        private static Promise<Void> lookups(int count) {
            return times(count, () -> LwtHosts.addressInfo("localhost", "80").map(_ -> null));
        }

        private static Promise<Void> naps(int count) {
            return times(count, () -> {
                long start = System.nanoTime();
                return LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> {
                    check(System.nanoTime() - start >= 5_000_000, "no sleep is too short");
                    return null;
                });
            });
        }

        private static void check(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError("not so: " + what);
            }
        }

        private static Promise<Void> times(int count, ThrowingSupplier<Promise<Void>> body) {
            return count == 0 ? Lwt.unit() : Lwt.apply(_ -> body.get(), "").bind(_ -> times(count - 1, body));
        }
    }

    @Test
    void signalStorm_nothingIsLost() throws Exception {
        assumeTrue(Structs.fitThisMachine(), "the program calls Linux's functions");
        assertThat(child().run(Storm.class)).contains("survived thousands of signals");
    }
}
