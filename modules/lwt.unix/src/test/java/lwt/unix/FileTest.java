package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Files, whose calls are made by workers.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class FileTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("file"), content);
    }

    private static Promise<String> readAll(FileDescriptor file) {
        byte[] buffer = new byte[1_000];
        return OnLoop.readFully(file, buffer).map(n -> new String(buffer, 0, n, UTF_8));
    }

    private static Promise<String> read(FileDescriptor file, int length) {
        byte[] buffer = new byte[length];
        return file.read(buffer, 0, length).map(n -> new String(buffer, 0, n, UTF_8));
    }

    private String text(ThrowingSupplier<? extends Promise<String>> body) throws Exception {
        return OnLoop.run(engine, body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Promise<String> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                _ -> Lwt.of("none"),
                e -> Lwt.of(e instanceof UnixException unix ? unix.errno() + " " + unix.function() : e.toString()));
    }

    /* ---- Opening ---- */

    @Test
    void openFile_read_toTheEnd() throws Exception {
        Path path = file("hello");
        assertThat(text(() -> LwtUnix.openFile(path)
                        .bind(file -> readAll(file).bind(text -> file.close().map(_ -> text)))))
                .isEqualTo("hello");
    }

    @Test
    void openFile_missing_enoent() throws Exception {
        Path path = directory.resolve("missing");
        assertThat(text(() -> failure(LwtUnix.openFile(path)))).isEqualTo("ENOENT open");
    }

    @Test
    void openFile_createNewOfWhatIsThere_eexist() throws Exception {
        Path path = file("");
        assertThat(text(() -> failure(LwtUnix.openFile(path, WRITE, CREATE_NEW))))
                .isEqualTo("EEXIST open");
    }

    @Test
    void openFile_createToRead_makesIt() throws Exception {
        Path path = directory.resolve("new");
        OnLoop.run(engine, () -> LwtUnix.openFile(path, CREATE).bind(FileDescriptor::close));
        assertThat(path).isEmptyFile();
    }

    @Test
    void openFile_permissions_lessUmask() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path path = directory.resolve("new");
        OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, Set.of(WRITE, CREATE), 0600).bind(FileDescriptor::close));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void openFile_permissionsBeyondTwelveBits_refused() throws Exception {
        OnLoop.call(engine, () -> {
            assertThatThrownBy(() -> LwtUnix.openFile(directory, Set.of(), 010000))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("07777");
            return null;
        });
    }

    @Test
    void openFile_append_writesAtTheEnd() throws Exception {
        Path path = file("one");
        OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, APPEND)
                        .bind(file -> OnLoop.writeAll(file, bytes(" two")).bind(_ -> file.close())));
        assertThat(path).hasContent("one two");
    }

    @Test
    void openFile_truncate_empties() throws Exception {
        Path path = file("a long text");
        OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, WRITE, TRUNCATE_EXISTING)
                        .bind(file -> OnLoop.writeAll(file, bytes("short")).bind(_ -> file.close())));
        assertThat(path).hasContent("short");
    }

    @Test
    void openFile_deleteOnClose_gone() throws Exception {
        Path path = file("text");
        assertThat(text(() -> LwtUnix.openFile(path, DELETE_ON_CLOSE)
                        .bind(file -> readAll(file).bind(text -> file.close().map(_ -> text)))))
                .isEqualTo("text");
        assertThat(path).doesNotExist();
    }

    @Test
    void openFile_nameBeyondAscii_thatFile() throws Exception {
        Path path = directory.resolve("Jérémie");
        OnLoop.run(engine, () -> LwtUnix.openFile(path, WRITE, CREATE).bind(FileDescriptor::close));
        assertThat(path).exists();
    }

    @Test
    void openFile_canceled_noDescriptorLeft() throws Exception {
        Path path = file("text");
        long before = OnLoop.run(
                engine, () -> LwtUnix.openFile(path).bind(FileDescriptor::close).map(_ -> descriptors()));
        long after = OnLoop.run(engine, () -> {
            LwtUnix.openFile(path).bind(FileDescriptor::close);
            for (int i = 0; i < 100; i++) {
                LwtUnix.openFile(path).cancel();
            }
            return LwtUnix.waitForJobs().map(_ -> descriptors());
        });
        assertThat(after).isLessThanOrEqualTo(before + 2); // the loop's own may be open meanwhile
    }

    private static long descriptors() {
        try {
            return OnLoop.descriptors();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /* ---- Bytes ---- */

    @Test
    void write_muchThenRead_same() throws Exception {
        byte[] content = new byte[1_000_000];
        new Random(1).nextBytes(content);
        byte[] got = new byte[content.length + 1];
        int count = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(directory.resolve("big"), READ, WRITE, CREATE)
                        .bind(file -> OnLoop.writeAll(file, content)
                                .bind(_ -> file.seek(0))
                                .bind(_ -> OnLoop.readFully(file, got))
                                .bind(n -> file.close().map(_ -> n))));
        assertThat(count).isEqualTo(content.length);
        assertThat(got).startsWith(content);
    }

    @Test
    void read_severalAtOnce_inOrder() throws Exception {
        Path path = file("abcdef");
        List<String> got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path).bind(file -> {
                    List<Promise<String>> reads = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        reads.add(read(file, 1));
                    }
                    return Lwt.all(reads).bind(all -> file.close().map(_ -> all));
                }));
        assertThat(got).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void readAndWrite_mixed_inTheOrderAskedFor() throws Exception {
        Path path = file("0123456789");
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, READ, WRITE).bind(file -> {
                    Promise<String> first = read(file, 2);
                    Promise<Integer> write = file.write(bytes("XY"), 0, 2);
                    Promise<Long> seek = file.seek(-1, SeekFrom.CURRENT);
                    Promise<String> last = read(file, 3);
                    return first.bind(a -> write.bind(_ -> seek).bind(p -> last.map(b -> a + " " + p + " " + b)));
                }));
        assertThat(got).isEqualTo("01 3 Y45");
        assertThat(path).hasContent("01XY456789");
    }

    @Test
    void position_askedForAfterARead_resolvedAfterIt() throws Exception {
        Path path = file("0123456789");
        List<String> order = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path).bind(file -> {
                    List<String> done = new ArrayList<>();
                    Promise<Void> read = read(file, 2).map(text -> {
                        done.add(text);
                        return null;
                    });
                    Promise<Void> position = file.position().map(at -> {
                        done.add("at " + at);
                        return null;
                    });
                    return read.bind(_ -> position).map(_ -> done);
                }));
        assertThat(order).containsExactly("01", "at 2");
    }

    @Test
    void read_methodNone_onTheLoopInOrder() throws Exception {
        Path path = file("0123456789");
        assertThat(text(() -> LwtUnix.openFile(path)
                        .bind(file -> LwtUnix.withAsyncMethod(AsyncMethod.NONE, () -> {
                            Promise<String> first = read(file, 3);
                            Promise<String> second = read(file, 3);
                            return Lwt.of(States.resultOf(first) + States.resultOf(second));
                        }))))
                .isEqualTo("012345");
    }

    @Test
    void read_canceledWhileItRuns_nextReadGetsTheBytes() throws Exception {
        Path path = file("0123456789");
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path).bind(file -> {
                    byte[] lost = new byte[4];
                    Promise<Integer> canceled = file.read(lost, 0, 4);
                    canceled.cancel(); // a worker has it already, or will find it canceled
                    assertThat(States.failureOf(canceled)).isInstanceOf(CanceledException.class);
                    return LwtUnix.waitForJobs()
                            .bind(_ -> file.position())
                            .bind(position -> readAll(file).map(text -> {
                                assertThat(lost).containsOnly(0);
                                return position + " " + text;
                            }));
                }));
        assertThat(got).isEqualTo("0 0123456789");
    }

    @Test
    void read_canceledWhileItWaits_othersGoOn() throws Exception {
        Path path = file("0123456789");
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path).bind(file -> {
                    Promise<String> first = read(file, 2);
                    Promise<String> second = read(file, 2);
                    Promise<String> third = read(file, 2);
                    second.cancel();
                    return first.bind(a -> third.map(b -> a + b));
                }));
        assertThat(got).isEqualTo("0123");
    }

    @Test
    void read_intoBuffer_movesItsPosition() throws Exception {
        Path path = file("0123456789");
        ByteBuffer buffer = ByteBuffer.allocateDirect(6).position(2);
        OnLoop.run(engine, () -> LwtUnix.openFile(path).bind(file -> file.read(buffer)));
        assertThat(buffer.position()).isEqualTo(6);
        assertThat(buffer.get(5)).isEqualTo((byte) '3');
    }

    @Test
    void read_notOpenedForReading_ebadf() throws Exception {
        Path path = file("text");
        assertThat(text(() -> LwtUnix.openFile(path, WRITE).bind(file -> failure(read(file, 1)))))
                .isEqualTo("EBADF read");
    }

    @Test
    void read_directory_eisdir() throws Exception {
        assertThat(text(() -> LwtUnix.openFile(directory).bind(file -> failure(read(file, 1)))))
                .isEqualTo("EISDIR read");
    }

    @Test
    void write_deviceThatIsFull_enospc() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        assertThat(text(() -> LwtUnix.openFile(full, WRITE)
                        .bind(file -> failure(file.write(bytes("text"), 0, 4))
                                .bind(failed -> file.close().map(_ -> failed)))))
                .isEqualTo("ENOSPC write");
    }

    @Test
    void read_namedPipe_waitsWithoutHoldingUpTheLoop() throws Exception {
        Path path = namedPipe();
        assertThat(text(() -> {
                    Promise<FileDescriptor> opening = LwtUnix.openFile(path);
                    return LwtUnix.openFile(path, WRITE)
                            .bind(writer -> opening.bind(reader -> {
                                Promise<String> read = read(reader, 5);
                                return LwtUnix.sleep(Duration.ofMillis(1))
                                        .bind(_ -> OnLoop.writeAll(writer, bytes("hello")))
                                        .bind(_ -> read)
                                        .bind(text -> reader.close()
                                                .bind(_ -> writer.close())
                                                .map(_ -> text));
                            }));
                }))
                .isEqualTo("hello");
    }

    @Test
    void close_namedPipeWhileReadWaits_endsIt() throws Exception {
        Path path = namedPipe();
        assertThat(text(() -> {
                    Promise<FileDescriptor> opening = LwtUnix.openFile(path);
                    return LwtUnix.openFile(path, WRITE)
                            .bind(writer -> opening.bind(reader -> {
                                Promise<String> read = read(reader, 5);
                                return LwtUnix.sleep(Duration.ofMillis(1))
                                        .bind(_ -> reader.close())
                                        .bind(_ -> failure(read))
                                        .bind(failed -> writer.close().map(_ -> failed));
                            }));
                }))
                .isEqualTo("EBADF read");
    }

    private Path namedPipe() throws Exception {
        Path path = directory.resolve("fifo");
        try {
            int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
            assumeTrue(status == 0, "no named pipe could be made");
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo here: " + e.getMessage());
        }
        return path;
    }

    /* ---- Position and length ---- */

    @Test
    void seek_beforeTheBeginning_einval() throws Exception {
        Path path = file("text");
        assertThat(text(() -> LwtUnix.openFile(path).bind(file -> failure(file.seek(-1)))))
                .isEqualTo("EINVAL lseek");
    }

    @Test
    void seek_beyondFourGigabytes_exact() throws Exception {
        Path path = directory.resolve("sparse");
        long far = 5_000_000_000L;
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, READ, WRITE, CREATE)
                        .bind(file -> file.seek(far)
                                .bind(_ -> file.write(bytes("x"), 0, 1))
                                .bind(_ -> file.seek(-1, SeekFrom.END))
                                .bind(at -> read(file, 2).map(text -> at + text))
                                .bind(text ->
                                        file.truncate(0).bind(_ -> file.close()).map(_ -> text))));
        assertThat(got).isEqualTo(far + "x");
    }

    @Test
    void truncate_shorterAndLonger_positionStays() throws Exception {
        Path path = file("0123456789");
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, READ, WRITE)
                        .bind(file -> file.seek(8)
                                .bind(_ -> file.truncate(4))
                                .bind(_ -> file.position())
                                .bind(at ->
                                        file.truncate(6).bind(_ -> file.close()).map(_ -> "" + at))));
        assertThat(got).isEqualTo("8");
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes("0123\0\0"));
    }

    @Test
    void truncate_openedForReading_einval() throws Exception {
        Path path = file("text");
        assertThat(text(() -> LwtUnix.openFile(path).bind(file -> failure(file.truncate(0)))))
                .isEqualTo("EINVAL ftruncate");
    }

    @Test
    void status_ofFile_asTheJdkSays() throws Exception {
        Path path = file("text");
        FileStatus status = OnLoop.run(engine, () -> LwtUnix.openFile(path).bind(FileDescriptor::status));
        assertThat(status.kind()).isEqualTo(FileKind.REGULAR);
        assertThat(status.size()).isEqualTo(4);
        assertThat(status.modificationTime())
                .isEqualTo(Files.getLastModifiedTime(path).toInstant());
        assumeTrue(Structs.fitThisMachine());
        assertThat(status).isEqualTo(FileStatus.of(path, "stat"));
        assertThat(status.inode()).isEqualTo(Files.getAttribute(path, "unix:ino"));
        assertThat(status.device()).isEqualTo(Files.getAttribute(path, "unix:dev"));
    }

    @Test
    void status_ofDevice_itsNumber() throws Exception {
        Path path = Path.of("/dev/null");
        assumeTrue(Files.exists(path));
        FileStatus status = OnLoop.run(engine, () -> LwtUnix.openFile(path).bind(FileDescriptor::status));
        assertThat(status.kind()).isEqualTo(FileKind.CHARACTER_DEVICE);
        assertThat(status.specialDevice()).isEqualTo(Files.getAttribute(path, "unix:rdev"));
    }

    @Test
    void seek_pipe_espipe() throws Exception {
        assertThat(text(() -> failure(LwtUnix.pipe().reader().position()))).isEqualTo("ESPIPE lseek");
    }

    /* ---- Closing ---- */

    @Test
    void close_whileReadsWait_runningOneEndsOthersFail() throws Exception {
        Path path = file("0123456789");
        String got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path).bind(file -> {
                    Promise<String> running = read(file, 2);
                    Promise<String> waiting = read(file, 2);
                    Promise<Void> closed = file.close();
                    return failure(waiting).bind(failed -> running.bind(text -> closed.map(_ -> text + " " + failed)));
                }));
        assertThat(got).isEqualTo("01 EBADF read");
    }

    @Test
    void close_thenEveryCall_ebadf() throws Exception {
        Path path = file("0123456789");
        List<String> got = OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path)
                        .bind(file -> file.close()
                                .bind(_ -> Lwt.all(List.of(
                                        failure(read(file, 1)),
                                        failure(file.write(new byte[1], 0, 1)),
                                        failure(file.seek(0)),
                                        failure(file.truncate(0)),
                                        failure(file.status()))))));
        assertThat(got).containsExactly("EBADF read", "EBADF write", "EBADF lseek", "EBADF ftruncate", "EBADF fstat");
    }

    @Test
    void close_pipeDuringItsStatus_afterIt() throws Exception {
        assumeTrue(engine.equals("epoll"));
        FileStatus status = OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<FileStatus> asked = pipe.reader().status();
            Promise<Void> closed = pipe.reader().close();
            return asked.bind(answer -> closed.bind(_ -> pipe.writer().close()).map(_ -> answer));
        });
        assertThat(status.kind()).isEqualTo(FileKind.FIFO);
    }

    @Test
    void openAndClose_manyTimes_noDescriptorLeft() throws Exception {
        Path path = file("text");
        OnLoop.run(engine, () -> openAndClose(path, 1));
        long before = OnLoop.descriptors();
        OnLoop.run(engine, () -> openAndClose(path, 500));
        assertThat(OnLoop.descriptorsOf(path)).isZero();
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before); // the collector closes what other tests left
    }

    private static Promise<Void> openAndClose(Path path, int times) {
        return times == 0
                ? Lwt.unit()
                : LwtUnix.openFile(path)
                        .bind(file -> read(file, 1).bind(_ -> file.close()))
                        .bind(_ -> openAndClose(path, times - 1));
    }
}
