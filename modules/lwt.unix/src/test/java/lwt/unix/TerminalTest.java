package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingBiFunction;
import lwt.ThrowingFunction;
import org.junit.jupiter.api.Test;

/// On a pseudo-terminal, whose other side stands for the user.
class TerminalTest {
    private static final int TIOCSPTLCK = 0x40045431;
    private static final int TIOCGPTN = 0x80045430;

    /// Opens the user's side, then the terminal, and closes both.
    private static <T> T with(ThrowingBiFunction<FileDescriptor, FileDescriptor, Promise<T>> body) throws Exception {
        return OnLoop.run(
                "epoll",
                () -> open("/dev/ptmx")
                        .bind(user -> open(terminalOf(user))
                                .bind(terminal -> Lwt.finalizing(
                                        () -> body.apply(user, terminal),
                                        () -> terminal.close().then(user::close)))));
    }

    private static <T> T on(ThrowingFunction<Terminal, Promise<T>> body) throws Exception {
        return with((_, terminal) -> body.apply(terminal.terminal()));
    }

    private static Promise<FileDescriptor> open(String path) {
        return LwtUnix.openFile(Path.of(path), READ, WRITE, FileOption.NO_CONTROLLING_TERMINAL);
    }

    private static String terminalOf(FileDescriptor user) {
        int number = ((LinuxPort) user.port()).number;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(JAVA_INT);
            assertThat(TerminalCalls.ofThread().ioctl(number, TIOCSPTLCK, place))
                    .isZero();
            assertThat(TerminalCalls.ofThread().ioctl(number, TIOCGPTN, place)).isZero();
            return "/dev/pts/" + place.get(JAVA_INT, 0);
        }
    }

    private static Promise<Void> type(FileDescriptor user, String text) {
        return OnLoop.writeAll(user, text.getBytes(US_ASCII));
    }

    private static Promise<String> read(FileDescriptor file, int length) {
        byte[] buffer = new byte[length];
        return OnLoop.readFully(file, buffer).map(n -> new String(buffer, 0, n, US_ASCII));
    }

    /* ---- Attributes ---- */

    @Test
    void attributes_ofANewTerminal_areCooked() throws Exception {
        TerminalAttributes attributes = on(Terminal::attributes);
        assertThat(List.of(TerminalFlag.ICANON, TerminalFlag.ECHO, TerminalFlag.ISIG, TerminalFlag.OPOST))
                .allMatch(attributes::has);
        assertThat(attributes.character(TerminalCharacter.VINTR)).isEqualTo('C' - '@');
        assertThat(attributes.character(TerminalCharacter.VEOF)).isEqualTo('D' - '@');
        assertThat(attributes.characterSize()).isEqualTo(8);
        assertThat(attributes.outputSpeed()).isEqualTo(38_400);
        assertThat(attributes.toString()).contains("ICANON", "8 bits", "38400");
    }

    @Test
    void setAttributes_eachFlag_isRemembered() throws Exception {
        // What no pseudo-terminal can do, the system sets back.
        List<TerminalFlag> fixed = List.of(TerminalFlag.PARENB, TerminalFlag.CREAD);
        on(terminal -> terminal.attributes().bind(before -> {
            Promise<Void> all = Lwt.unit();
            for (TerminalFlag flag : TerminalFlag.values()) {
                if (!fixed.contains(flag)) {
                    TerminalAttributes changed = before.has(flag) ? before.without(flag) : before.with(flag);
                    all = all.then(() -> terminal.setAttributes(changed, Terminal.When.NOW))
                            .then(terminal::attributes)
                            .map(now -> {
                                assertThat(now).as(flag.name()).isEqualTo(changed);
                                return null;
                            });
                }
            }
            return all;
        }));
    }

    @Test
    void setAttributes_charactersAndSpeeds_areRemembered() throws Exception {
        on(terminal -> terminal.attributes().bind(before -> {
            TerminalAttributes changed = before.withSpeeds(115_200, 115_200);
            for (TerminalCharacter character : TerminalCharacter.values()) {
                changed = changed.with(character, 200 + character.index);
            }
            return terminal.setAttributes(changed, Terminal.When.DRAIN)
                    .then(terminal::attributes)
                    .map(now -> {
                        assertThat(now.inputSpeed()).isEqualTo(115_200);
                        assertThat(now.outputSpeed()).isEqualTo(115_200);
                        for (TerminalCharacter character : TerminalCharacter.values()) {
                            assertThat(now.character(character)).isEqualTo(200 + character.index);
                        }
                        return now;
                    });
        }));
    }

    @Test
    void setAttributes_raw_bytesComeAtOnce() throws Exception {
        String read = with((user, file) -> file.terminal()
                .attributes()
                .bind(before -> file.terminal().setAttributes(before.raw(), Terminal.When.FLUSH))
                .then(() -> type(user, "a\r\u0003"))
                .then(() -> read(file, 3)));
        assertThat(read).isEqualTo("a\r\u0003");
    }

    @Test
    void setAttributes_cooked_bytesComeByLinesAndAreEchoed() throws Exception {
        String read = with((user, file) -> type(user, "ab\u007fc\r")
                .then(() -> read(file, 3))
                .bind(line -> read(user, 7).map(echo -> line + "|" + echo)));
        assertThat(read).isEqualTo("ac\n|ab\b \bc\r");
    }

    @Test
    void attributes_asAValue() throws Exception {
        TerminalAttributes attributes = on(Terminal::attributes);
        TerminalAttributes other = attributes.without(TerminalFlag.ECHO);
        assertThat(other).isNotEqualTo(attributes).isEqualTo(attributes.without(TerminalFlag.ECHO));
        assertThat(other.with(TerminalFlag.ECHO)).isEqualTo(attributes).hasSameHashCodeAs(attributes);
        assertThat(other.withCharacterSize(7).characterSize()).isEqualTo(7);
        assertThatThrownBy(() -> other.withCharacterSize(9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.with(TerminalCharacter.VMIN, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.withSpeeds(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /* ---- The line ---- */

    @Test
    void discard_input_isNeverRead() throws Exception {
        String read = with((user, file) -> type(user, "lost\n")
                .then(() -> read(user, 6)) // the echo says that it has come
                .then(() -> file.terminal().discard(Terminal.Queue.INPUT))
                .then(() -> type(user, "kept\n"))
                .then(() -> read(file, 5)));
        assertThat(read).isEqualTo("kept\n");
    }

    @Test
    void flow_stoppedOutput_comesWhenStarted() throws Exception {
        String read = with((user, file) -> file.terminal()
                .flow(Terminal.Flow.STOP_OUTPUT)
                .then(() -> {
                    Promise<Void> written = type(file, "late");
                    Promise<String> got = read(user, 4);
                    return LwtUnix.sleep(Duration.ofMillis(20)).then(() -> {
                        assertThat(got.isSleeping()).isTrue();
                        return file.terminal()
                                .flow(Terminal.Flow.START_OUTPUT)
                                .then(() -> written)
                                .then(() -> got);
                    });
                }));
        assertThat(read).isEqualTo("late");
    }

    @Test
    void flow_ofTheInput_sendsStopAndStart() throws Exception {
        String read = with((user, file) -> file.terminal()
                .flow(Terminal.Flow.STOP_INPUT)
                .then(() -> file.terminal().flow(Terminal.Flow.START_INPUT))
                .then(() -> read(user, 2)));
        assertThat(read).isEqualTo("\u0013\u0011");
    }

    @Test
    void drainAndSendBreak_resolve() throws Exception {
        on(terminal -> terminal.drain()
                .then(() -> terminal.sendBreak(Duration.ZERO))
                .then(() -> terminal.sendBreak(Duration.ofMillis(50)))
                .then(() -> terminal.discard(Terminal.Queue.BOTH))
                .then(() -> terminal.discard(Terminal.Queue.OUTPUT)));
    }

    /* ---- Failures ---- */

    @Test
    void noTerminal_enotty() throws Exception {
        String failures = OnLoop.run("epoll", () -> {
            Terminal pipe = LwtUnix.pipe().reader().terminal();
            return failure(pipe.attributes())
                    .bind(first ->
                            failure(pipe.flow(Terminal.Flow.START_OUTPUT)).map(second -> first + ", " + second));
        });
        assertThat(failures).isEqualTo("ENOTTY tcgetattr, ENOTTY tcflow");
    }

    @Test
    void closed_ebadf() throws Exception {
        String failure = OnLoop.run("epoll", () -> {
            FileDescriptor pipe = LwtUnix.pipe().reader();
            return pipe.close().then(() -> failure(pipe.terminal().drain()));
        });
        assertThat(failure).isEqualTo("EBADF tcdrain");
    }

    @Test
    void calls_leaveNoDescriptor() throws Exception {
        on(terminal -> {
            long before = OnLoop.descriptors();
            Promise<?> given = terminal.drain();
            given.cancel();
            return terminal.attributes()
                    .then(LwtUnix::waitForJobs)
                    .map(_ -> assertThat(OnLoop.descriptors()).isEqualTo(before));
        });
    }

    @Test
    void onThePortableEngine_namesTheCall() {
        assertThatThrownBy(() ->
                        OnLoop.run("selector", () -> LwtUnix.stdin().terminal().attributes()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("tcgetattr");
    }

    private static Promise<String> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                _ -> Lwt.of("none"),
                e -> Lwt.of(e instanceof UnixException unix ? unix.errno() + " " + unix.function() : e.toString()));
    }
}
