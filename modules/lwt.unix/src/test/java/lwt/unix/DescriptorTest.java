package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be done with a descriptor of any kind.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class DescriptorTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    private String text(ThrowingSupplier<? extends Promise<String>> body) throws Exception {
        return OnLoop.run(engine, body);
    }

    private void onNativeEngine() {
        assumeTrue(engine.equals("epoll"), "a descriptor has a number on the native engine only");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Promise<String> read(FileDescriptor file, int length) {
        byte[] buffer = new byte[length];
        return file.read(buffer, 0, length).map(n -> new String(buffer, 0, n, UTF_8));
    }

    private static Promise<String> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                _ -> Lwt.of("none"),
                e -> Lwt.of(e instanceof UnixException unix ? unix.errno() + " " + unix.function() : e.toString()));
    }

    private Promise<FileDescriptor> file(String content) throws Exception {
        return LwtUnix.openFile(Files.writeString(directory.resolve("file"), content), READ, WRITE);
    }

    private static List<ByteBuffer> split(byte[] bytes, int... lengths) {
        List<ByteBuffer> buffers = new ArrayList<>();
        int offset = 0;
        for (int length : lengths) {
            // Both kinds, and slices of something larger.
            ByteBuffer buffer = buffers.size() % 2 == 0
                    ? ByteBuffer.wrap(bytes, offset, length).slice()
                    : ByteBuffer.allocateDirect(length + 2).position(1).limit(length + 1);
            if (buffer.isDirect()) {
                buffer.put(1, bytes, offset, length);
            }
            buffers.add(buffer);
            offset += length;
        }
        return buffers;
    }

    private static String content(List<ByteBuffer> buffers) {
        StringBuilder text = new StringBuilder();
        for (ByteBuffer buffer : buffers) {
            for (int i = buffer.isDirect() ? 1 : 0; i < buffer.position(); i++) {
                text.append((char) buffer.get(i));
            }
            text.append('|');
        }
        return text.toString();
    }

    /* ---- At a place ---- */

    @Test
    void pread_twoPlacesAtOnce_positionStays() throws Exception {
        assertThat(text(() -> file("0123456789").bind(file -> {
                    byte[] one = new byte[2];
                    byte[] two = new byte[3];
                    Promise<Integer> first = file.pread(one, 0, 2, 7);
                    Promise<Integer> second = file.pread(two, 0, 3, 1);
                    return first.bind(_ -> second)
                            .bind(_ -> file.position())
                            .bind(at -> file.close().map(_ -> new String(one, UTF_8) + new String(two, UTF_8) + at));
                })))
                .isEqualTo("781230");
    }

    @Test
    void pwrite_twoPlacesAtOnce_positionStays() throws Exception {
        assertThat(text(() -> file("0123456789").bind(file -> {
                    Promise<Integer> first = file.pwrite(bytes("ab"), 0, 2, 7);
                    Promise<Integer> second = file.pwrite(bytes("cde"), 0, 3, 1);
                    return first.bind(_ -> second)
                            .bind(_ -> read(file, 20))
                            .bind(all -> file.close().map(_ -> all));
                })))
                .isEqualTo("0cde456ab9");
    }

    @Test
    void pread_beyondTheEnd_zero() throws Exception {
        assertThat(text(() -> file("text")
                        .bind(file -> file.pread(new byte[1], 0, 1, 100).map(n -> "" + n))))
                .isEqualTo("0");
    }

    @Test
    void pread_pipeOrNegativePlace_fails() throws Exception {
        assertThat(text(() -> failure(LwtUnix.pipe().reader().pread(new byte[1], 0, 1, 0))))
                .isEqualTo("ESPIPE pread");
        assertThat(text(() -> file("x").bind(file -> failure(file.pread(new byte[1], 0, 1, -1)))))
                .isEqualTo("EINVAL pread");
    }

    /* ---- Several buffers ---- */

    @Test
    void writevThenReadv_file_slicesOnly() throws Exception {
        String got = text(() -> LwtUnix.openFile(directory.resolve("new"), READ, WRITE, CREATE)
                .bind(file -> file.writev(split(bytes("onetwothree"), 3, 3, 5))
                        .bind(n -> file.seek(0).map(_ -> n))
                        .bind(n -> {
                            List<ByteBuffer> into = split(new byte[20], 4, 4, 12);
                            return file.readv(into).map(m -> n + " " + m + " " + content(into));
                        })));
        assertThat(got).isEqualTo("11 11 onet|woth|ree|");
    }

    @Test
    void writevThenReadv_pipe_slicesOnly() throws Exception {
        String got = text(() -> {
            PipePair pipe = LwtUnix.pipe();
            List<ByteBuffer> into = split(new byte[20], 4, 4);
            Promise<Integer> read = pipe.reader().readv(into);
            return pipe.writer()
                    .writev(split(bytes("onetwothree"), 3, 3, 5))
                    .bind(n -> read.map(m -> n + " " + m + " " + content(into)));
        });
        assertThat(got).isEqualTo("11 8 onet|woth|");
    }

    @Test
    void writev_tooManyBuffers_asManyAsTheSystemTakes() throws Exception {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            buffers.add(ByteBuffer.wrap(new byte[] {'x'}));
        }
        assertThat(text(() -> LwtUnix.pipe().writer().writev(buffers).map(String::valueOf)))
                .isEqualTo("1024");
        assertThat(buffers.get(1_023).hasRemaining()).isFalse();
        assertThat(buffers.get(1_024).hasRemaining()).isTrue();
    }

    @Test
    void readvAndWritev_nothingToDo_zero() throws Exception {
        assertThat(text(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    return pipe.reader()
                            .readv(List.of())
                            .bind(a -> pipe.writer()
                                    .writev(List.of(ByteBuffer.allocate(0)))
                                    .map(b -> a + " " + b));
                }))
                .isEqualTo("0 0");
    }

    @Test
    void readv_readOnlyBuffer_refused() throws Exception {
        OnLoop.call(engine, () -> {
            FileDescriptor reader = LwtUnix.pipe().reader();
            List<ByteBuffer> buffers = List.of(ByteBuffer.allocate(1).asReadOnlyBuffer());
            assertThatThrownBy(() -> reader.readv(buffers)).isInstanceOf(ReadOnlyBufferException.class);
            return null;
        });
    }

    /* ---- The file ---- */

    @Test
    void syncAndChmod_file_done() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        OnLoop.run(
                engine,
                () -> file("text")
                        .bind(file -> file.write(bytes("T"), 0, 1)
                                .bind(_ -> file.sync())
                                .bind(_ -> file.dataSync())
                                .bind(_ -> file.chmod(0640))
                                .bind(_ -> file.chown(-1, -1))
                                .bind(_ -> file.close())));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("file"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void sync_pipe_einval() throws Exception {
        assertThat(text(() -> failure(LwtUnix.pipe().writer().sync()))).isEqualTo("EINVAL fsync");
    }

    @Test
    void isTerminal_fileAndPipe_no() throws Exception {
        assertThat(text(() -> file("text")
                        .bind(file -> file.isTerminal()
                                .bind(a -> LwtUnix.pipe().reader().isTerminal().map(b -> a + " " + b)))))
                .isEqualTo("false false");
    }

    @Test
    void lock_freeThenHeldByAnother_waitsUntilItIsGivenBack() throws Exception {
        Path path = Files.writeString(directory.resolve("file"), "text");
        Process other = ChildJvm.in(directory).pipes().start(LockHolder.class, path.toString());
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            OnLoop.run(
                    engine,
                    () -> LwtUnix.openFile(path, READ, WRITE)
                            .bind(file -> failure(file.lock(LockCommand.TRY_LOCK, 0))
                                    .bind(tried -> failure(file.lock(LockCommand.TEST, 0))
                                            .bind(tested -> {
                                                assertThat(tried).isEqualTo("EAGAIN lockf");
                                                assertThat(tested).isEqualTo("EAGAIN lockf");
                                                Promise<Void> canceled = file.lock(LockCommand.LOCK, 0);
                                                canceled.cancel();
                                                assertThat(States.failureOf(canceled))
                                                        .isInstanceOf(CanceledException.class);
                                                Promise<Void> waiting = file.lock(LockCommand.LOCK, 0);
                                                assertThat(waiting.isSleeping()).isTrue();
                                                other.outputWriter().close();
                                                return waiting;
                                            })
                                            .bind(_ -> file.lock(LockCommand.UNLOCK, 0)))
                                    .bind(_ -> file.lock(LockCommand.TEST, 0))
                                    .bind(_ -> file.close())));
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /// Whoever cancels a lock cannot know whether a worker has it already.
    @Test
    void lock_canceledWhileAWorkerGetsIt_isGivenBack() throws Exception {
        Path path = Files.writeString(directory.resolve("file"), "text");
        OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, READ, WRITE).bind(file -> {
                    Promise<Void> canceled = file.lock(LockCommand.LOCK, 0);
                    canceled.cancel();
                    return LwtUnix.waitForJobs()
                            .bind(_ -> lockedByAnother(path))
                            .bind(locked -> {
                                assertThat(locked).isEqualTo("locked");
                                return file.close();
                            });
                }));
    }

    /// What another process says that wants the lock.
    private Promise<String> lockedByAnother(Path path) throws IOException {
        Process other = ChildJvm.in(directory).pipes().start(LockHolder.class, path.toString());
        return LwtUnix.runJob(new Job<>() {
            private String said = "";

            @Override
            protected void run() throws Exception {
                said = other.inputReader().readLine();
                other.outputWriter().close();
                other.waitFor();
            }

            @Override
            protected String result() {
                return said;
            }
        });
    }

    /* ---- Readiness ---- */

    @Test
    void waitRead_bytesCome_takesNone() throws Exception {
        assertThat(text(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    Promise<Void> ready = pipe.reader().waitRead();
                    assertThat(ready.isSleeping()).isTrue();
                    assertThat(pipe.reader().isReadable()).isFalse();
                    assertThat(pipe.writer().isWritable()).isTrue();
                    return OnLoop.writeAll(pipe.writer(), bytes("ab"))
                            .bind(_ -> ready)
                            .bind(_ -> pipe.writer().waitWrite())
                            .bind(_ -> {
                                assertThat(pipe.reader().isReadable()).isTrue();
                                assertThat(States.resultOf(pipe.reader().waitRead()))
                                        .isNull();
                                return read(pipe.reader(), 5);
                            });
                }))
                .isEqualTo("ab");
    }

    @Test
    void waitWrite_fullPipe_whenItWasRead() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            return fill(pipe.writer()).bind(_ -> {
                Promise<Void> room = pipe.writer().waitWrite();
                assertThat(room.isSleeping()).isTrue();
                return OnLoop.readFully(pipe.reader(), new byte[60_000]).bind(_ -> room);
            });
        });
    }

    private static Promise<Void> fill(FileDescriptor writer) throws UnixException {
        return writer.isWritable() ? writer.write(new byte[65_536], 0, 65_536).bind(_ -> fill(writer)) : Lwt.unit();
    }

    @Test
    void waitRead_canceled_takenBack() throws Exception {
        assertThat(text(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    pipe.reader().waitRead().cancel();
                    return OnLoop.writeAll(pipe.writer(), bytes("ab")).bind(_ -> read(pipe.reader(), 5));
                }))
                .isEqualTo("ab");
    }

    @Test
    void waitRead_file_atOnce() throws Exception {
        OnLoop.run(
                engine,
                () -> file("text").bind(file -> {
                    assertThat(file.isReadable()).isTrue();
                    assertThat(States.resultOf(file.waitRead())).isNull();
                    return file.waitWrite();
                }));
    }

    @Test
    void call_wouldWait_madeAgainWhenReady() throws Exception {
        assertThat(text(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    List<Boolean> calls = new ArrayList<>();
                    Promise<String> called = pipe.reader().call(Direction.READ, () -> {
                        calls.add(pipe.reader().isReadable());
                        return pipe.reader().isReadable() ? Optional.of("ready") : Optional.empty();
                    });
                    return OnLoop.writeAll(pipe.writer(), bytes("a"))
                            .bind(_ -> called)
                            .map(result -> result + calls);
                }))
                .isEqualTo("ready[false, true]");
    }

    @Test
    void call_throws_fails() throws Exception {
        assertThat(text(() -> failure(LwtUnix.pipe().writer().callWhenReady(Direction.WRITE, () -> {
                    throw new IllegalStateException("in the call");
                }))))
                .contains("in the call");
    }

    /* ---- States ---- */

    @Test
    void abort_pendingAndLater_failWithIt() throws Exception {
        assertThat(text(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    FileDescriptor reader = pipe.reader();
                    IllegalStateException cause = new IllegalStateException("given up");
                    assertThat(reader.state()).isEqualTo(new DescriptorState.Opened());
                    Promise<String> pending = read(reader, 1);
                    reader.abort(cause);
                    assertThat(States.failureOf(pending)).isSameAs(cause);
                    assertThat(States.failureOf(read(reader, 1))).isSameAs(cause);
                    assertThat(States.failureOf(reader.status())).isSameAs(cause);
                    assertThat(reader.state()).isEqualTo(new DescriptorState.Aborted(cause));
                    assertThatThrownBy(reader::isReadable)
                            .isInstanceOf(UnixException.class)
                            .hasCause(cause);
                    return reader.close().map(_ -> {
                        assertThat(reader.state()).isEqualTo(new DescriptorState.Closed());
                        reader.abort(cause);
                        return States.failureOf(read(reader, 1)).getMessage();
                    });
                }))
                .startsWith("EBADF");
    }

    @Test
    void abort_file_waitingCallsFail() throws Exception {
        OnLoop.run(
                engine,
                () -> file("text").bind(file -> {
                    IllegalStateException cause = new IllegalStateException("given up");
                    Promise<String> running = read(file, 1);
                    Promise<String> waiting = read(file, 1);
                    file.abort(cause);
                    assertThat(States.failureOf(waiting)).isSameAs(cause);
                    return running.bind(_ -> file.close());
                }));
    }

    /* ---- Numbers ---- */

    @Test
    void of_portableEngine_saysWhatToDo() throws Exception {
        assumeTrue(engine.equals("selector"));
        OnLoop.call(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            assertThatThrownBy(() -> FileDescriptor.of(1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("portable engine")
                    .hasMessageContaining("stdin");
            assertThatThrownBy(() -> pipe.reader().number()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> pipe.reader().dup()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> pipe.reader().dup2(pipe.writer()))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> pipe.reader().clearCloseOnExec())
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> pipe.reader().setBlocking(true)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(LwtUnix::pipeIn).isInstanceOf(UnsupportedOperationException.class);
            pipe.reader().setCloseOnExec();
            pipe.reader().setBlocking(false);
            assertThat(pipe.reader().isBlocking()).isFalse();
            return null;
        });
    }

    @Test
    void of_noSuchNumber_ebadf() throws Exception {
        onNativeEngine();
        OnLoop.call(engine, () -> {
            assertThatThrownBy(() -> FileDescriptor.of(9_999))
                    .isInstanceOf(UnixException.class)
                    .hasMessageStartingWith("EBADF");
            return null;
        });
    }

    @Test
    void pipeIn_otherEndGivenByNumber_bytesPass() throws Exception {
        onNativeEngine();
        long before = OnLoop.descriptors();
        String got = text(() -> {
            HalfPipe in = LwtUnix.pipeIn();
            FileDescriptor writer = FileDescriptor.of(in.other());
            assertThat(writer.number()).isEqualTo(in.other());
            assertThat(writer.isBlocking()).isFalse();
            return OnLoop.writeAll(writer, bytes("hello"))
                    .bind(_ -> read(in.descriptor(), 10))
                    .bind(text ->
                            writer.close().bind(_ -> in.descriptor().close()).map(_ -> text));
        });
        assertThat(got).isEqualTo("hello");
        assertThat(OnLoop.descriptors()).isEqualTo(before);
    }

    @Test
    void pipeOut_blockingOtherEnd_readWhenThereIsSomething() throws Exception {
        onNativeEngine();
        String got = text(() -> {
            HalfPipe out = LwtUnix.pipeOut();
            FileDescriptor reader = FileDescriptor.of(out.other(), true, false);
            assertThat(reader.isBlocking()).isTrue();
            Promise<String> read = read(reader, 10);
            assertThat(read.isSleeping()).isTrue();
            return OnLoop.writeAll(out.descriptor(), bytes("hello"))
                    .bind(_ -> read)
                    .bind(text -> {
                        reader.setBlocking(false);
                        assertThat(reader.isBlocking()).isFalse();
                        return reader.close()
                                .bind(_ -> out.descriptor().close())
                                .map(_ -> text);
                    });
        });
        assertThat(got).isEqualTo("hello");
    }

    @Test
    void of_file_itsCallsAreJobs() throws Exception {
        onNativeEngine();
        assertThat(text(() -> file("0123").bind(file -> {
                    FileDescriptor same = FileDescriptor.of(file.number());
                    assertThat(same.isBlocking()).isTrue();
                    Promise<String> read = read(same, 2);
                    assertThat(read.isSleeping()).isTrue();
                    return read.bind(text -> file.close().map(_ -> text));
                })))
                .isEqualTo("01");
    }

    @Test
    void number_closed_refused() throws Exception {
        onNativeEngine();
        OnLoop.run(engine, () -> {
            FileDescriptor reader = LwtUnix.pipe().reader();
            return reader.close().map(_ -> {
                assertThatThrownBy(reader::number).isInstanceOf(IllegalStateException.class);
                return null;
            });
        });
    }

    @Test
    void dup_fileAndPipe_bothUsable() throws Exception {
        onNativeEngine();
        assertThat(text(() -> file("0123").bind(file -> {
                    FileDescriptor copy = file.dup();
                    assertThat(copy.isBlocking()).isEqualTo(file.isBlocking());
                    return read(file, 2)
                            .bind(a -> file.close()
                                    .bind(_ -> read(copy, 2))
                                    .bind(b -> copy.close().map(_ -> a + b)));
                })))
                .isEqualTo("0123");
        for (boolean blocking : new boolean[] {true, false}) {
            assertThat(text(() -> {
                        PipePair pipe = LwtUnix.pipe();
                        pipe.reader().setBlocking(blocking);
                        FileDescriptor copy = pipe.reader().dup();
                        assertThat(copy.isBlocking()).isEqualTo(blocking);
                        return OnLoop.writeAll(pipe.writer(), bytes("0123"))
                                .bind(_ -> read(pipe.reader(), 2))
                                .bind(a -> pipe.reader()
                                        .close()
                                        .bind(_ -> read(copy, 2))
                                        .bind(b -> copy.close().map(_ -> a + b)));
                    }))
                    .isEqualTo("0123");
        }
    }

    @Test
    void dup2_whileReadWaits_waitsForTheNewFile() throws Exception {
        onNativeEngine();
        assertThat(text(() -> {
                    PipePair old = LwtUnix.pipe();
                    PipePair fresh = LwtUnix.pipe();
                    Promise<String> waiting = read(old.reader(), 5);
                    return Lwt.pause().bind(_ -> {
                        fresh.reader().dup2(old.reader());
                        return OnLoop.writeAll(fresh.writer(), bytes("fresh")).bind(_ -> waiting);
                    });
                }))
                .isEqualTo("fresh");
    }

    @Test
    void closeOnExec_clearedAndSet_childSeesIt() throws Exception {
        onNativeEngine();
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            int number = pipe.reader().number();
            assertThat(isInherited(number)).as("at first").isFalse();
            pipe.reader().clearCloseOnExec();
            assertThat(isInherited(number)).as("cleared").isTrue();
            pipe.reader().setCloseOnExec();
            assertThat(isInherited(number)).as("set again").isFalse();
            FileDescriptor copy = pipe.reader().dup(false);
            assertThat(isInherited(copy.number())).as("dup").isTrue();
            return Lwt.join(copy.close(), pipe.reader().close(), pipe.writer().close());
        });
    }

    /// The JDK's own processes close all descriptors, so the flag is looked at where the kernel tells it.
    private static boolean isInherited(int number) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + number))) {
            if (line.startsWith("flags:")) {
                return (Long.parseLong(line.substring(6).trim(), 8) & 02000000) == 0;
            }
        }
        throw new AssertionError("no flags of " + number);
    }
}
