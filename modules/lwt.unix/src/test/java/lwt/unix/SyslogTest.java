package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages to a log daemon that the test plays, and to files.
final class SyslogTest {
    private static final Section SECTION = Section.make("syslog-test");
    private static final LogTemplate PLAIN = LogTemplate.of("$(message)");

    @TempDir
    private Path folder;

    private Path path;
    private SyslogOptions options;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("log");
        options = SyslogOptions.DEFAULT.withTemplate(PLAIN).withPaths(folder.resolve("missing"), path);
    }

    /// A daemon that listens for datagrams; its socket.
    private Promise<FileDescriptor> daemon() throws Exception {
        Files.deleteIfExists(path);
        FileDescriptor socket = LwtUnix.socket(StandardProtocolFamily.UNIX, SocketType.DATAGRAM);
        return socket.bind(UnixDomainSocketAddress.of(path)).map(_ -> socket);
    }

    private static Promise<String> packet(FileDescriptor socket) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        return socket.receive(buffer).map(count -> new String(buffer.array(), 0, count, UTF_8));
    }

    private static Promise<Void> log(Logger logger, LogLevel level, String message) {
        return logger.log(SECTION, level, message);
    }

    private static void onEpoll(ThrowingSupplier<? extends Promise<Void>> body) throws Exception {
        OnLoop.run("epoll", body);
    }

    /* ---- The session of the manual, “The logging facility” ---- */

    @Test
    void theLoggingFacility_broadcast() throws Exception {
        onEpoll(() -> daemon().bind(socket -> {
            ChannelPair screen = LwtIo.pipe();
            Logger before = LwtLog.defaultLogger();
            LwtLog.setDefaultLogger(Logger.broadcast(
                    Logger.channel(screen.output(), CloseMode.KEEP, PLAIN),
                    Logger.syslog(SyslogFacility.USER, options)));
            Promise<Void> logged = LwtLog.notice(SECTION, "something happened: %s", "rain");
            LwtLog.setDefaultLogger(before);
            return logged.then(screen.input()::readLine)
                    .bind(line -> packet(socket).bind(packet -> {
                        assertThat(line).isEqualTo("something happened: rain");
                        assertThat(packet).isEqualTo("<13>something happened: rain");
                        return Lwt.join(screen.close(), socket.close());
                    }));
        }));
    }

    /* ---- Datagrams ---- */

    @Test
    void datagrams_numberAndTemplate() throws Exception {
        onEpoll(() -> daemon().bind(socket -> {
            Logger logger = Logger.syslog(SyslogFacility.DAEMON, SyslogOptions.DEFAULT.withPaths(path));
            return log(logger, LogLevel.WARNING, "text")
                    .then(() -> packet(socket))
                    .bind(packet -> {
                        assertThat(packet)
                                .matches("<28>[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8} "
                                        + java.util.regex.Pattern.quote(ProgramName.NAME + "[" + ProgramName.PID + "]")
                                        + ": syslog-test: text");
                        return Lwt.join(logger.close(), socket.close());
                    });
        }));
    }

    @ParameterizedTest
    @CsvSource({
        "KERNEL, FATAL, 0",
        "USER, INFO, 14",
        "USER, DEBUG, 15",
        "USER, NOTICE, 13",
        "MAIL, ERROR, 19",
        "LOCAL0, DEBUG, 135",
        "LOCAL7, FATAL, 184",
        "CONSOLE, WARNING, 116",
        "AUTHPRIV, NOTICE, 85"
    })
    void priority(SyslogFacility facility, LogLevel level, int number) {
        assertThat(facility.priority(level)).isEqualTo(number);
    }

    @Test
    void datagrams_onePerLineAndMessagesTogether() throws Exception {
        onEpoll(() -> daemon().bind(socket -> {
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            Promise<Void> logged =
                    Lwt.join(log(logger, LogLevel.ERROR, "1a\n1b"), log(logger, LogLevel.FATAL, "2a\n2b"));
            return logged.then(() -> packet(socket))
                    .bind(a -> packet(socket)
                            .bind(b -> packet(socket)
                                    .bind(c -> packet(socket).bind(d -> {
                                        assertThat(new String[] {a, b, c, d})
                                                .containsExactly("<11>1a", "<11>1b", "<8>2a", "<8>2b");
                                        return Lwt.join(logger.close(), socket.close());
                                    }))));
        }));
    }

    @Test
    void datagrams_daemonRestarts() throws Exception {
        onEpoll(() -> daemon().bind(first -> {
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            return log(logger, LogLevel.ERROR, "before")
                    .then(() -> packet(first))
                    .then(first::close)
                    .then(this::daemon)
                    .bind(second -> log(logger, LogLevel.ERROR, "after")
                            .then(() -> packet(second))
                            .bind(packet -> {
                                assertThat(packet).isEqualTo("<11>after");
                                return Lwt.join(logger.close(), second.close());
                            }));
        }));
    }

    @Test
    void datagrams_fullSocketDoesNotBlockTheLoop() throws Exception {
        onEpoll(() -> daemon().bind(socket -> {
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            Promise<Void> logged = Lwt.unit();
            int count = 0;
            while (!logged.isSleeping()) { // until the daemon's queue is full
                logged = log(logger, LogLevel.ERROR, Integer.toString(count++));
            }
            return receive(socket, 0, count).then(logger::close).then(socket::close);
        }));
    }

    private static Promise<Void> receive(FileDescriptor socket, int from, int to) {
        return from == to
                ? Lwt.unit()
                : packet(socket).bind(packet -> {
                    assertThat(packet).isEqualTo("<11>" + from);
                    return receive(socket, from + 1, to);
                });
    }

    /* ---- Streams ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void streams_ifTheSocketIsOne(String engine) throws Exception {
        String received = OnLoop.run(engine, () -> {
            FileDescriptor daemon = LwtUnix.listen(UnixDomainSocketAddress.of(path), 5);
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            byte[] bytes = new byte[100];
            return log(logger, LogLevel.ERROR, "1a\n1b")
                    .then(logger::close)
                    .then(daemon::accept)
                    .bind(client -> OnLoop.readFully(client, bytes)
                            .bind(count -> Lwt.join(client.close(), daemon.close())
                                    .map(_ -> new String(bytes, 0, count, UTF_8))));
        });
        assertThat(received).isEqualTo("<11>1a\0<11>1b\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void streams_daemonRestarts(String engine) throws Exception {
        String received = OnLoop.run(engine, () -> {
            FileDescriptor first = LwtUnix.listen(UnixDomainSocketAddress.of(path), 5);
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            byte[] bytes = new byte[100];
            return log(logger, LogLevel.ERROR, "before")
                    .then(first::accept)
                    .bind(client -> Lwt.join(client.close(), first.close()))
                    .then(() -> {
                        Files.delete(path);
                        FileDescriptor second = LwtUnix.listen(UnixDomainSocketAddress.of(path), 5);
                        return log(logger, LogLevel.ERROR, "after")
                                .then(logger::close)
                                .then(second::accept)
                                .bind(client -> OnLoop.readFully(client, bytes)
                                        .bind(count -> Lwt.join(client.close(), second.close())
                                                .map(_ -> new String(bytes, 0, count, UTF_8))));
                    });
        });
        assertThat(received).isEqualTo("<11>after\0");
    }

    /* ---- No daemon ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void noDaemon_fails(String engine) throws Exception {
        long before = OnLoop.descriptors();
        assertThatThrownBy(() -> OnLoop.run(
                        engine, () -> log(Logger.syslog(SyslogFacility.USER, options), LogLevel.ERROR, "lost")))
                .isInstanceOf(UnixException.class)
                .hasMessageStartingWith("ENOENT")
                .hasMessageContaining(path.toString());
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before + 1); // one for /proc/self/fd itself
    }

    @Test
    void noDaemon_comesLater() throws Exception {
        onEpoll(() -> {
            Logger logger = Logger.syslog(SyslogFacility.USER, options);
            return Lwt.catching(() -> log(logger, LogLevel.ERROR, "lost"), _ -> Lwt.unit())
                    .then(this::daemon)
                    .bind(socket -> log(logger, LogLevel.ERROR, "heard")
                            .then(() -> packet(socket))
                            .bind(packet -> {
                                assertThat(packet).isEqualTo("<11>heard");
                                return Lwt.join(logger.close(), socket.close());
                            }));
        });
    }

    @Test
    void noDaemon_isToldOnce() throws Exception {
        String said =
                ChildJvm.in(folder).flag("--enable-native-access=ALL-UNNAMED").run(Unheard.class, path.toString());
        assertThat(said)
                .isEqualTo("SyslogTest$Unheard: LwtLog: cannot connect to \"" + path + "\": ECONNREFUSED: "
                        + "connection refused: connect(" + path + ")\n"
                        + "SyslogTest$Unheard: LwtLog: no working socket found in [" + path
                        + "]; is syslogd running?\n");
    }

    static final class Unheard {
        public static void main(String... arguments) throws Exception {
            Path file = Files.createFile(Path.of(arguments[0])); // there is something, but no socket
            LwtMain.run(() -> {
                Logger logger = Logger.syslog(SyslogFacility.USER, SyslogOptions.DEFAULT.withPaths(file));
                return Lwt.catching(() -> log(logger, LogLevel.ERROR, "1"), _ -> Lwt.unit())
                        .then(() -> Lwt.catching(() -> log(logger, LogLevel.ERROR, "2"), _ -> Lwt.unit()));
            });
        }
    }

    /* ---- The rule of 1,024 bytes ---- */

    @Test
    void packet_shortEnough() {
        assertThat(Syslog.packet("x".repeat(1024), false)).hasSize(1024).doesNotContain('<');
        assertThat(Syslog.packet("x".repeat(1023), true)).hasSize(1024).endsWith('x', 0);
    }

    @Test
    void packet_tooLong() {
        String text = new String(Syslog.packet("x".repeat(1025), false), UTF_8);
        assertThat(text).isEqualTo("x".repeat(1013) + "<truncated>");
        String stream = new String(Syslog.packet("x".repeat(1024), true), UTF_8);
        assertThat(stream).isEqualTo("x".repeat(1012) + "<truncated>\0");
    }

    @Test
    void packet_isNotCutInsideACharacter() {
        String text = new String(Syslog.packet("x" + "é".repeat(600), false), UTF_8);
        assertThat(text).isEqualTo("x" + "é".repeat(506) + "<truncated>");
        assertThat(new String(Syslog.packet("é".repeat(600), false), UTF_8)).isEqualTo("é".repeat(506) + "<truncated>");
    }

    /* ---- Files ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void file_appendOrTruncate(String engine) throws Exception {
        Path file = folder.resolve("file.log");
        LogFileOptions plain = LogFileOptions.DEFAULT.withTemplate(PLAIN);
        for (String text : new String[] {"one\ntwo", "three"}) {
            OnLoop.run(
                    engine,
                    () -> Logger.file(file, plain)
                            .bind(logger -> log(logger, LogLevel.ERROR, text).then(logger::close)));
        }
        assertThat(file).hasContent("one\ntwo\nthree\n");
        OnLoop.run(
                engine,
                () -> Logger.file(file, plain.withAppend(false))
                        .bind(logger -> log(logger, LogLevel.ERROR, "four").then(logger::close)));
        assertThat(file).hasContent("four\n");
    }

    @Test
    void file_permissionsAndDefaultTemplate() throws Exception {
        Path file = folder.resolve("file.log");
        onEpoll(() -> Logger.file(file, LogFileOptions.DEFAULT.withPermissions(0600))
                .bind(logger -> log(logger, LogLevel.ERROR, "text").then(logger::close)));
        assertThat(Files.readString(file)).matches("[A-Z][a-z]{2} [ 1-3][0-9] [0-9:]{8}: syslog-test: text\n");
        assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100600);
    }

    @Test
    void file_thatCannotBeOpened() {
        assertThatThrownBy(() ->
                        onEpoll(() -> Logger.file(folder.resolve("no/file.log")).bind(Logger::close)))
                .isInstanceOf(UnixException.class)
                .hasMessageStartingWith("ENOENT");
    }

    @Test
    void file_isWrittenBeforeTheLoopEnds() throws Exception {
        Path file = folder.resolve("file.log");
        onEpoll(() -> Logger.file(file, LogFileOptions.DEFAULT.withTemplate(PLAIN))
                .bind(logger -> {
                    log(logger, LogLevel.ERROR, "nobody waits").ignoreResult();
                    return Lwt.unit();
                }));
        assertThat(file).hasContent("nobody waits\n");
    }
}
