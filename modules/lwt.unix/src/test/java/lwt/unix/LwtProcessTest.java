package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class LwtProcessTest {
    private static final ProcessStatus SUCCESS = new ProcessStatus.Exited(0);
    private static final ProcessStatus KILLED = new ProcessStatus.Signaled(UnixSignal.KILL);

    @Parameter
    String engine;

    @TempDir
    Path directory;

    @BeforeEach
    void onUnix() {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "no Unix here");
    }

    private <T> T run(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return OnLoop.run(engine, body);
    }

    private void epollOnly(String why) {
        assumeTrue(engine.equals("epoll"), why);
    }

    private static Command shell(String text) {
        return Command.shell(text);
    }

    /* ---- Status ---- */

    @Test
    void exec_itsCode() throws Exception {
        assertThat(run(() -> LwtProcess.exec(shell("exit 3")))).isEqualTo(new ProcessStatus.Exited(3));
        assertThat(run(() -> LwtProcess.exec(Command.of("true")))).isEqualTo(SUCCESS);
    }

    @Test
    void exec_endedByASignal() throws Exception {
        assertThat(run(() -> LwtProcess.exec(shell("kill -TERM $$"))))
                .isEqualTo(new ProcessStatus.Signaled(UnixSignal.TERM));
    }

    @Test
    void exec_inOtherOrder_eachGetsItsOwn() throws Exception {
        assertThat(run(() -> Lwt.all(List.of(
                        LwtProcess.exec(shell("sleep 0.1; exit 1")),
                        LwtProcess.exec(shell("exit 2")),
                        LwtProcess.exec(shell("sleep 0.05; exit 3"))))))
                .containsExactly(new ProcessStatus.Exited(1), new ProcessStatus.Exited(2), new ProcessStatus.Exited(3));
    }

    @Test
    void exec_canceled_programGoesOn() throws Exception {
        Path done = directory.resolve("done");
        run(() -> {
            ChildProcess process = LwtProcess.openProcessNone(shell("sleep 0.1; echo > " + done));
            Promise<ProcessStatus> closing = process.close();
            closing.cancel();
            assertThat(States.failureOf(closing)).isInstanceOf(CanceledException.class);
            return process.status();
        });
        assertThat(done).exists();
    }

    @Test
    void state_runsThenExited() throws Exception {
        run(() -> {
            ChildProcess process = LwtProcess.openProcessOut(shell("read line; exit 4"));
            assertThat(process.state()).isEqualTo(new ChildProcess.State.Running());
            assertThat(process.pid()).isPositive();
            return process.stdin().writeLine("go").bind(_ -> process.status()).map(status -> {
                assertThat(status).isEqualTo(new ProcessStatus.Exited(4));
                assertThat(process.state()).isEqualTo(new ChildProcess.State.Exited(status));
                return null;
            });
        });
    }

    @Test
    void kill_otherSignal() throws Exception {
        epollOnly("the JDK sends two signals only");
        assertThat(this.<ProcessStatus>run(() -> {
                    ChildProcess process = LwtProcess.openProcessIn(
                            shell("trap 'exit 7' USR1; echo ready; while :; do sleep 0.01; done"));
                    return process.stdout().readLine().bind(_ -> {
                        process.kill(UnixSignal.USR1);
                        return process.status();
                    });
                }))
                .isEqualTo(new ProcessStatus.Exited(7));
    }

    @Test
    void kill_signalThatThePortableEngineCannotSend_isTold() throws Exception {
        assumeTrue(engine.equals("selector"), "epoll can");
        run(() -> {
            ChildProcess process = LwtProcess.openProcessNone(Command.of("sleep", "60"));
            assertThatThrownBy(() -> process.kill(UnixSignal.USR1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sending SIGUSR1");
            process.terminate();
            return process.status();
        });
    }

    @Test
    void terminate_kills_thenNothingMore() throws Exception {
        run(() -> {
            ChildProcess process = LwtProcess.openProcessNone(Command.of("sleep", "60"));
            process.terminate();
            return process.status().map(status -> {
                assertThat(status).isEqualTo(KILLED);
                process.terminate();
                process.kill(UnixSignal.TERM);
                return null;
            });
        });
    }

    @Test
    void rusage_timeThatItTook() throws Exception {
        ResourceUsage usage =
                run(() -> LwtProcess.openProcessNone(shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"))
                        .rusage());
        if (engine.equals("epoll")) {
            assertThat(usage.user().plus(usage.system())).isPositive();
        } else {
            assertThat(usage).isEqualTo(new ResourceUsage(Duration.ZERO, Duration.ZERO));
        }
    }

    /* ---- Failures to start ---- */

    private UnixException startFailure(Command command) throws Exception {
        return run(() -> Lwt.catching(
                () -> LwtProcess.exec(command).bind(status -> Lwt.fail(new AssertionError("it ran: " + status))),
                failure -> Lwt.of((UnixException) failure)));
    }

    @Test
    void start_noSuchProgram() throws Exception {
        UnixException failure = startFailure(Command.of("no-such-program", "x"));
        assertThat(failure).hasMessage("ENOENT: no such file or directory: exec(no-such-program)");
        assertThatThrownBy(() -> run(() -> Lwt.of(LwtProcess.openProcessIn(Command.of("/no/such")))))
                .isInstanceOf(UnixException.class);
        assertThat(run(() -> Lwt.catching(
                        () -> LwtProcess.preadLines(Command.of("no-such-program"))
                                .toList()
                                .map(Object::toString),
                        e -> Lwt.of(((UnixException) e).errno()))))
                .isEqualTo("ENOENT");
    }

    @Test
    void start_notExecutable() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "data");
        assertThat(startFailure(Command.of(file.toString())).errno()).isEqualTo("EACCES");
    }

    @Test
    void start_noSuchDirectory() throws Exception {
        Path missing = directory.resolve("missing");
        assertThat(startFailure(Command.of("true").withDirectory(missing)))
                .hasMessage("ENOENT: no such file or directory: chdir(" + missing + ")");
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(startFailure(Command.of("true").withDirectory(file)).errno()).isEqualTo("ENOTDIR");
    }

    @Test
    void start_fails_leavesNothingOpen() throws Exception {
        run(() -> {
            startFails(1); // what is linked and loaded once
            long before = OnLoop.descriptors();
            startFails(50);
            assertThat(OnLoop.descriptors()).isEqualTo(before);
            return Lwt.unit();
        });
    }

    private void startFails(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> LwtProcess.openProcessFull(Command.of("no-such-program")))
                    .isInstanceOf(UnixException.class);
            assertThatThrownBy(() -> LwtProcess.openProcess(
                            Command.of("true").withStderr(Redirection.file(directory.resolve("no/such")))))
                    .isInstanceOf(UnixException.class)
                    .hasMessageStartingWith("ENOENT: no such file or directory: open(" + directory.resolve("no/such"));
        }
    }

    /* ---- What it is given ---- */

    @Test
    void command_wordsArriveAsTheyAre() throws Exception {
        List<String> words = List.of("", "a b", "*", "$HOME", "'\"\\", "Jérémie", "\n");
        List<String> printf = new ArrayList<>(List.of("printf", "<%s>"));
        printf.addAll(words);
        assertThat(run(() -> LwtProcess.pread(Command.of(printf)))).isEqualTo("<" + String.join("><", words) + ">");
    }

    @Test
    void environment_exactly() throws Exception {
        Command env = Command.of("/usr/bin/env").withEnvironment(Map.of("A", "1", "B", "x=y z"));
        assertThat(run(() -> LwtProcess.preadLines(env).toList())).containsExactlyInAnyOrder("A=1", "B=x=y z");
    }

    @Test
    void environment_inheritedAndOneMore() throws Exception {
        assertThat(run(() -> LwtProcess.pread(shell("echo $PATH")))).isEqualTo(System.getenv("PATH") + "\n");
        assertThat(run(() -> LwtProcess.pread(shell("echo $PATH $LWT_TEST").withVariable("LWT_TEST", "yes"))))
                .isEqualTo(System.getenv("PATH") + " yes\n");
    }

    @Test
    void directory_given() throws Exception {
        Path real = directory.toRealPath();
        assertThat(run(() -> LwtProcess.preadLine(Command.of("pwd").withDirectory(real))))
                .isEqualTo(real.toString());
    }

    @Test
    void program_otherThanItsName() throws Exception {
        epollOnly("the JDK cannot");
        assertThat(run(() -> LwtProcess.preadLine(
                        Command.of("another", "-c", "echo $0").withProgram("/bin/sh"))))
                .isEqualTo("another");
    }

    @Test
    void child_hasNoDescriptorOfOurs() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "no /proc here");
        try (ServerSocket jdk = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var file = Files.newInputStream(Files.writeString(directory.resolve("open"), "x"))) {
            assertThat(file.read()).isEqualTo('x');
            List<String> open = run(() -> {
                PipePair pipe = LwtUnix.pipe();
                FileDescriptor listener = LwtUnix.listen(new InetSocketAddress("127.0.0.1", 0), 1);
                ChildProcess other = LwtProcess.openProcessFull(Command.of("cat"));
                ChildProcess process = LwtProcess.openProcess(Command.of("cat"));
                return process.stdin()
                        .writeLine("runs")
                        .bind(_ -> process.stdout().readLine())
                        .bind(_ -> {
                            List<String> numbers = descriptorsOf(process.pid());
                            assertThat(listener.isClosed() || pipe.reader().isClosed())
                                    .isFalse();
                            return Lwt.join(process.close(), other.close()).map(_ -> numbers);
                        });
            });
            assertThat(open).containsExactly("0", "1", "2");
            assertThat(jdk.isClosed()).isFalse();
        }
    }

    @Test
    void child_hasDescriptorsThatAreLeftOpen_theLastWordCounts() throws Exception {
        epollOnly("the JDK closes all");
        List<Integer> numbers = new ArrayList<>();
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            FileDescriptor writer = pipe.writer();
            return countDescriptorsOfAChild(numbers)
                    .bind(_ -> {
                        writer.clearCloseOnExec();
                        return countDescriptorsOfAChild(numbers);
                    })
                    .bind(_ -> {
                        writer.setCloseOnExec();
                        return countDescriptorsOfAChild(numbers);
                    })
                    .bind(_ -> {
                        FileDescriptor copy = writer.dup(false);
                        return countDescriptorsOfAChild(numbers).bind(_ -> copy.close());
                    })
                    .bind(_ -> countDescriptorsOfAChild(numbers))
                    .bind(_ -> Lwt.join(writer.close(), pipe.reader().close()));
        });
        assertThat(numbers).containsExactly(3, 4, 3, 4, 3);
    }

    /// Looks when the child has answered: while it is being loaded, it has the files of its libraries open.
    private static Promise<?> countDescriptorsOfAChild(List<Integer> numbers) throws IOException {
        ChildProcess process = LwtProcess.openProcess(Command.of("cat"));
        return process.stdin()
                .writeLine("runs")
                .bind(_ -> process.stdout().readLine())
                .bind(_ -> {
                    numbers.add(descriptorsOf(process.pid()).size());
                    return process.close();
                });
    }

    private static List<String> descriptorsOf(long pid) throws IOException {
        try (Stream<Path> list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void child_hasNoSignalBlockedOrIgnored() throws Exception {
        epollOnly("the JDK's children are its own matter");
        List<String> signals = run(() -> LwtProcess.preadLines(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status"))
                .toList());
        assertThat(signals).hasSize(2);
        assertThat(mask(signals.get(0))).as("blocked").isZero();
        // The C library has its own two, 32 and 33, ignored in every child; and nohup wants what it says.
        long allowed = 0x1_8000_0000L | mask(ownLine("SigIgn"));
        assertThat(mask(signals.get(1)) & ~allowed)
                .as("ignored, beyond %x", allowed)
                .isZero();
    }

    private static long mask(String line) {
        return Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16);
    }

    private static String ownLine(String name) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(name)).findFirst().orElseThrow();
        }
    }

    /* ---- Redirections ---- */

    @Test
    void redirection_toNothing() throws Exception {
        assertThat(run(() -> LwtProcess.exec(shell("read x && exit 9; echo out; echo err >&2")
                        .withStdin(Redirection.DEV_NULL)
                        .withStdout(Redirection.DEV_NULL)
                        .withStderr(Redirection.DEV_NULL))))
                .isEqualTo(SUCCESS);
    }

    @Test
    void redirection_closed_writingFails() throws Exception {
        String script = "trap '' PIPE; ";
        assertThat(run(() -> LwtProcess.exec(shell(script + failing("echo out 2> /dev/null") + "exit 5")
                        .withStdout(Redirection.CLOSE))))
                .isEqualTo(new ProcessStatus.Exited(5));
        assertThat(run(() -> LwtProcess.exec(
                        shell(script + failing("(echo err >&2)") + "exit 6").withStderr(Redirection.CLOSE))))
                .isEqualTo(new ProcessStatus.Exited(6));
    }

    /// Succeeds when `command` fails. The JDK's children have the end of a pipe that is closed when they run already,
    /// so
    /// their first words may still find it open.
    private String failing(String command) {
        return engine.equals("epoll") ? command + " && exit 0; " : "while " + command + "; do :; done; ";
    }

    @Test
    void redirection_files() throws Exception {
        Path input = Files.writeString(directory.resolve("input"), "one\ntwo\n");
        Path output = Files.writeString(directory.resolve("output"), "old");
        Command cat = Command.of("cat").withStdin(Redirection.file(input));
        assertThat(run(() -> LwtProcess.exec(cat.withStdout(Redirection.file(output)))))
                .isEqualTo(SUCCESS);
        assertThat(output).content().isEqualTo("one\ntwo\n");
        assertThat(run(() -> LwtProcess.exec(cat.withStdout(Redirection.append(output)))))
                .isEqualTo(SUCCESS);
        assertThat(output).content().isEqualTo("one\ntwo\none\ntwo\n");
        Path made = directory.resolve("made");
        assertThat(run(() -> LwtProcess.exec(shell("echo err >&2").withStderr(Redirection.file(made)))))
                .isEqualTo(SUCCESS);
        assertThat(made).content().isEqualTo("err\n");
    }

    @Test
    void redirection_errorsToTheOutput() throws Exception {
        assertThat(run(() -> LwtProcess.pread(
                        shell("echo out; echo err >&2").withStderr(Redirection.copy(LwtUnix.stdout())))))
                .isEqualTo("out\nerr\n");
    }

    @Test
    void redirection_pipeMoved_childReadsIt() throws Exception {
        epollOnly("a channel of java.nio cannot be given away");
        assertThat(this.<String>run(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    ChildProcess cat =
                            LwtProcess.openProcessIn(Command.of("cat").withStdin(Redirection.move(pipe.reader())));
                    assertThat(pipe.reader().isClosed()).isTrue();
                    Promise<String> read = cat.stdout().read();
                    return LwtUnix.sleep(Duration.ofMillis(30)) // the child has to wait for its input
                            .bind(_ -> OnLoop.writeAll(pipe.writer(), "through".getBytes(UTF_8)))
                            .bind(_ -> pipe.writer().close())
                            .bind(_ -> read);
                }))
                .isEqualTo("through");
    }

    @Test
    void redirection_pipeCopied_bothStayAsTheyWere() throws Exception {
        epollOnly("a channel of java.nio cannot be given away");
        assertThat(this.<String>run(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    Redirection copy = Redirection.copy(pipe.writer());
                    return LwtProcess.exec(shell("echo out; echo err >&2")
                                    .withStdout(copy)
                                    .withStderr(copy))
                            .bind(_ -> OnLoop.writeAll(pipe.writer(), "own\n".getBytes(UTF_8)))
                            .bind(_ -> pipe.writer().close())
                            .bind(_ -> InputChannel.of(pipe.reader()).read());
                }))
                .isEqualTo("out\nerr\nown\n");
    }

    @Test
    void redirection_copiedPipe_blocksForTheChildOnly() throws Exception {
        epollOnly("a channel of java.nio cannot be given away");
        assertThat(run(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    // More than a pipe holds: dd must wait, and fails if it cannot.
                    Promise<ProcessStatus> dd =
                            LwtProcess.exec(Command.of("dd", "if=/dev/zero", "bs=1000", "count=1000", "status=none")
                                    .withStdout(Redirection.copy(pipe.writer())));
                    Promise<Integer> read = OnLoop.readFully(pipe.reader(), new byte[1_000_000]);
                    return Lwt.both(dd, read);
                }))
                .isEqualTo(new lwt.Both<>(SUCCESS, 1_000_000));
    }

    @Test
    void redirection_closedDescriptor_isTold() throws Exception {
        epollOnly("a channel of java.nio cannot be given away");
        run(() -> {
            PipePair pipe = LwtUnix.pipe();
            pipe.reader().close();
            assertThatThrownBy(() ->
                            LwtProcess.openProcessNone(Command.of("cat").withStdin(Redirection.copy(pipe.reader()))))
                    .isInstanceOf(UnixException.class)
                    .hasMessageStartingWith("EBADF");
            return pipe.writer().close();
        });
    }

    @Test
    void redirection_ofAStreamThatIsAPipe_isRefused() throws Exception {
        run(() -> {
            assertThatThrownBy(() -> LwtProcess.pread(Command.of("true").withStdout(Redirection.DEV_NULL)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the standard output is a pipe to this process here, so it cannot be DEV_NULL: true");
            ChildProcess process = LwtProcess.openProcessNone(Command.of("true"));
            assertThatThrownBy(process::stdin)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("openProcessOut");
            return process.close();
        });
    }

    @Test
    void redirection_pipeWhereverItIsWanted() throws Exception {
        assertThat(this.<String>run(() -> LwtProcess.withProcessNone(
                        shell("echo problem >&2").withStderr(Redirection.PIPE),
                        process -> process.stderr().read())))
                .isEqualTo("problem\n");
    }

    /* ---- Channels ---- */

    @Test
    void process_talkedWith() throws Exception {
        assertThat(this.<String>run(() -> LwtProcess.withProcess(
                        shell("while read x; do echo \"<$x>\"; done"),
                        process -> process.stdin()
                                .writeLine("a")
                                .bind(_ -> process.stdout().readLine())
                                .bind(first -> process.stdin()
                                        .writeLine("b")
                                        .bind(_ -> process.stdout().readLine())
                                        .map(second -> first + second)))))
                .isEqualTo("<a><b>");
    }

    @Test
    void processFull_allThree() throws Exception {
        assertThat(this.<lwt.Both<String, String>>run(() -> LwtProcess.withProcessFull(
                        shell("read x; echo out $x; echo err $x >&2"),
                        process -> process.stdin()
                                .writeLine("in")
                                .bind(_ -> Lwt.both(
                                        process.stdout().read(),
                                        process.stderr().read())))))
                .isEqualTo(new lwt.Both<>("out in\n", "err in\n"));
    }

    @Test
    void withProcess_bodyFails_closedAllTheSame() throws Exception {
        List<ChildProcess> started = new ArrayList<>();
        assertThatThrownBy(() -> run(() -> LwtProcess.withProcessOut(Command.of("cat"), process -> {
                    started.add(process);
                    throw new IOException("no more");
                })))
                .hasMessage("no more");
        assertThat(started.get(0).state()).isEqualTo(new ChildProcess.State.Exited(SUCCESS));
    }

    @Test
    void close_twice_sameOutcome() throws Exception {
        run(() -> {
            ChildProcess process = LwtProcess.openProcessOut(shell("cat > /dev/null; exit 2"));
            return Lwt.both(process.close(), process.close()).map(both -> {
                assertThat(both.first()).isEqualTo(new ProcessStatus.Exited(2)).isEqualTo(both.second());
                return null;
            });
        });
    }

    @Test
    void kill_duringARead_readEnds() throws Exception {
        assertThat(this.<lwt.Both<String, ProcessStatus>>run(() -> {
                    ChildProcess process = LwtProcess.openProcessIn(shell("echo some; exec sleep 60"));
                    return process.stdout().readLine().bind(line -> {
                        Promise<String> rest = process.stdout().read();
                        assertThat(rest.isSleeping()).isTrue();
                        process.terminate();
                        return Lwt.both(rest, process.status());
                    });
                }))
                .isEqualTo(new lwt.Both<>("", KILLED));
    }

    @Test
    void read_canceled_losesNothing() throws Exception {
        assertThat(this.<String>run(() -> LwtProcess.withProcess(Command.of("cat"), process -> {
                    Promise<String> canceled = process.stdout().readLine();
                    canceled.cancel();
                    return process.stdin()
                            .writeLine("kept")
                            .bind(_ -> process.stdout().readLine())
                            .map(line -> line);
                })))
                .isEqualTo("kept");
    }

    /* ---- Timeout ---- */

    @Test
    void timeout_over_killed() throws Exception {
        long start = System.nanoTime();
        assertThat(run(() -> LwtProcess.exec(Command.of("sleep", "60").withTimeout(Duration.ofMillis(50)))))
                .isEqualTo(KILLED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(50), Duration.ofSeconds(9));
    }

    @Test
    void timeout_over_channelsAreClosed() throws Exception {
        assertThatThrownBy(() ->
                        run(() -> LwtProcess.pread(Command.of("sleep", "60").withTimeout(Duration.ofMillis(50)))))
                .isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void timeout_notOver_endsWithTheProcess() throws Exception {
        run(() -> LwtProcess.exec(Command.of("true").withTimeout(Duration.ofSeconds(5)))
                .bind(_ -> LwtUnix.sleep(Duration.ZERO))
                .map(_ -> {
                    assertThat(LwtUnix.waitCount()).isZero();
                    return null;
                }));
    }

    /* ---- pread, pwrite, pmap ---- */

    @Test
    void pread_all() throws Exception {
        assertThat(run(() -> LwtProcess.pread(shell("echo one; echo two")))).isEqualTo("one\ntwo\n");
        assertThat(run(() -> LwtProcess.preadChars(shell("printf 'aé'")).toList()))
                .containsExactly('a', 'é');
        assertThat(run(() -> LwtProcess.preadLine(shell("echo one; echo two")))).isEqualTo("one");
        assertThat(run(() -> LwtProcess.preadLines(shell("echo one; echo two")).toList()))
                .containsExactly("one", "two");
    }

    @Test
    void pread_aLot() throws Exception {
        assertThat(run(() -> LwtProcess.pread(Command.of("head", "-c", "3000000", "/dev/zero"))))
                .hasSize(3_000_000);
    }

    @Test
    void preadLine_none_endOfFile() throws Exception {
        assertThatThrownBy(() -> run(() -> LwtProcess.preadLine(Command.of("true"))))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void pread_canceled_pipeIsClosed() throws Exception {
        assertThatThrownBy(() -> run(() -> LwtUnix.withTimeout(
                        Duration.ofMillis(100), () -> LwtProcess.pread(shell("while echo y; do sleep 0.01; done")))))
                .isInstanceOf(TimeoutException.class);
    }

    private Command into(Path file) {
        return Command.of("tee", file.toString()).withStdout(Redirection.DEV_NULL);
    }

    private String written(ThrowingSupplier<Promise<Void>> pwrite, Path file) throws Exception {
        return run(() -> pwrite.get().bind(_ -> untilNoneRuns()).bind(_ -> Lwt.of(Files.readString(file))));
    }

    private static Promise<Void> untilNoneRuns() {
        return LwtUnix.waitCount() == 0
                ? Lwt.unit()
                : LwtUnix.sleep(Duration.ofMillis(1)).bind(_ -> untilNoneRuns());
    }

    @Test
    void pwrite_all() throws Exception {
        Path file = directory.resolve("written");
        assertThat(written(() -> LwtProcess.pwrite(into(file), "text"), file)).isEqualTo("text");
        assertThat(written(() -> LwtProcess.pwriteLine(into(file), "line"), file))
                .isEqualTo("line\n");
        assertThat(written(() -> LwtProcess.pwriteChars(into(file), LwtStream.ofString("a\uD83D\uDE00é")), file))
                .isEqualTo("a\uD83D\uDE00é");
        assertThat(written(() -> LwtProcess.pwriteLines(into(file), LwtStream.of("a", "b")), file))
                .isEqualTo("a\nb\n");
    }

    @Test
    void pwrite_programStopsReading_brokenPipe() throws Exception {
        assertThatThrownBy(() -> run(() -> LwtProcess.pwrite(Command.of("true"), "x".repeat(1_000_000))))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("EPIPE"));
    }

    @Test
    void pmap_all() throws Exception {
        Command upper = Command.of("tr", "a-z", "A-Z");
        assertThat(run(() -> LwtProcess.pmap(upper, "text"))).isEqualTo("TEXT");
        assertThat(run(() -> LwtProcess.pmapLine(upper, "line"))).isEqualTo("LINE");
        assertThat(run(() ->
                        LwtProcess.pmapChars(upper, LwtStream.ofString("chars")).toList()))
                .containsExactly('C', 'H', 'A', 'R', 'S');
        assertThat(run(() -> LwtProcess.pmapLines(upper, LwtStream.of("a", "b")).toList()))
                .containsExactly("A", "B");
    }

    @Test
    void pmap_moreThanPipesHold() throws Exception {
        String text = "0123456789\n".repeat(100_000);
        assertThat(run(() -> LwtProcess.pmap(Command.of("cat"), text))).isEqualTo(text);
    }

    @Test
    void pmapLines_sendingFails_toldOnce() throws Exception {
        run(() -> {
            LwtStream<String> lines = LwtProcess.pmapLines(
                    Command.of("cat"),
                    LwtStream.of("a", "b").append(LwtStream.from(() -> Lwt.fail(new IOException("no more")))));
            return Lwt.catching(() -> untilEnd(lines), failure -> {
                        assertThat(failure).hasMessage("no more");
                        return Lwt.unit();
                    })
                    .bind(_ -> lines.toList())
                    .map(rest -> {
                        assertThat(rest.size()).isLessThanOrEqualTo(2);
                        return null;
                    });
        });
    }

    private static Promise<Void> untilEnd(LwtStream<String> lines) {
        return lines.iter(_ -> {}).bind(_ -> Lwt.fail(new AssertionError("the failure was not told")));
    }

    /* ---- Nothing is left ---- */

    @Test
    void stream_abandoned_pipeIsClosed() throws Exception {
        run(() -> {
            return collected(abandoned());
        });
    }

    /// `yes` ends only when nobody reads it any more.
    private static WeakReference<LwtStream<String>> abandoned() {
        return new WeakReference<>(LwtProcess.preadLines(Command.of("yes")));
    }

    private static Promise<Void> collected(WeakReference<LwtStream<String>> stream) {
        if (LwtUnix.waitCount() == 0) {
            assertThat(stream.get()).isNull();
            return Lwt.unit();
        }
        System.gc();
        return LwtUnix.sleep(Duration.ofMillis(5)).bind(_ -> collected(stream));
    }

    @Test
    void channel_abandonedWithATimeout_noLateFailure() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        run(() -> {
            Lwt.setAsyncExceptionHook(failures::add);
            return LwtProcess.openProcessIn(shell("echo out; exec sleep 60").withTimeout(Duration.ofMillis(50)))
                    .stdout()
                    .readLine()
                    .bind(line -> {
                        assertThat(line).isEqualTo("out");
                        System.gc();
                        return untilNoneRuns();
                    });
        });
        assertThat(failures).isEmpty();
    }

    /// In several runs, as each must end within some seconds, on a busy machine too.
    @Test
    void exec_manyInTurn_leaveNothing() throws Exception {
        int runs = engine.equals("epoll") ? 20 : 3;
        Command command = Command.of("true");
        run(() -> inTurn(20, command)); // what is linked and loaded once
        long descriptors = OnLoop.descriptors();
        int threads = Thread.getAllStackTraces().size();
        Set<ProcessHandle> others = ProcessHandle.current().children().collect(toSet());
        for (int i = 0; i < runs; i++) {
            run(() -> inTurn(100, command));
        }
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 4);
        assertThat(ProcessHandle.current().children()).isSubsetOf(others);
    }

    private static Promise<Void> inTurn(int count, Command command) {
        return count == 0
                ? Lwt.unit()
                : LwtProcess.exec(command).bind(status -> {
                    assertThat(status).isEqualTo(SUCCESS);
                    return inTurn(count - 1, command);
                });
    }
}
