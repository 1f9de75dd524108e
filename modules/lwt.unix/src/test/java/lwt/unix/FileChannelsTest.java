package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Channels over files, and temporary files.
final class FileChannelsTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("file");
    }

    private TempOptions here() {
        return TempOptions.DEFAULT.withFolder(folder);
    }

    private static void assertErrno(String errno, ThrowingSupplier<?> body) {
        assertThatThrownBy(body::get)
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private long entries() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.count();
        }
    }

    /* ---- Opening ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void withOutputThenInput(String engine) throws Exception {
        String text = OnLoop.run(
                engine,
                () -> LwtIo.withOutput(file(), out -> out.write("one\ntwo\n"))
                        .then(() -> LwtIo.withOutput(file(), out -> out.writeLine("three")))
                        .then(() -> LwtIo.withInput(file(), InputChannel::read)));
        assertThat(text).as("each begins anew").isEqualTo("three\n");
    }

    @Test
    void openOutput_options() throws Exception {
        Files.writeString(file(), "one\n");
        OnLoop.run(
                "", () -> LwtIo.withOutput(file(), Set.of(StandardOpenOption.APPEND), 0600, out -> out.write("two\n")));
        assertThat(Files.readString(file())).isEqualTo("one\ntwo\n");
        assertErrno("EEXIST", () -> OnLoop.run("", () -> LwtIo.openOutput(file(), StandardOpenOption.CREATE_NEW)));
        assertErrno("ENOENT", () -> OnLoop.run("", () -> LwtIo.openInput(folder.resolve("none"))));
        Path secret = folder.resolve("secret");
        OnLoop.run(
                "epoll",
                () -> LwtIo.openOutput(secret, Set.of(StandardOpenOption.CREATE), 0600)
                        .bind(OutputChannel::close));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void withInput_closesInAnyCase() throws Exception {
        Files.writeString(file(), "text");
        OnLoop.run("", () -> {
            InputChannel[] kept = new InputChannel[2];
            Promise<@Nullable Void> failing = LwtIo.withInput(file(), input -> {
                kept[0] = input;
                return Lwt.fail(new IOException("body"));
            });
            Promise<@Nullable Void> hanging = LwtIo.withInput(file(), input -> {
                kept[1] = input;
                return Lwt.<@Nullable Void>task().promise();
            });
            return Lwt.catching(() -> failing, failure -> {
                        assertThat(failure).hasMessage("body");
                        return Lwt.unit();
                    })
                    .then(() -> kept[1] == null ? LwtUnix.sleep(java.time.Duration.ofMillis(50)) : Lwt.unit())
                    .then(() -> {
                        hanging.cancel();
                        return Lwt.catching(() -> hanging, failure -> {
                            assertThat(failure).isInstanceOf(CanceledException.class);
                            return Lwt.unit();
                        });
                    })
                    .then(() -> {
                        assertThat(kept).allMatch(InputChannel::isClosed);
                        return Lwt.unit();
                    });
        });
    }

    /* ---- Positions ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void position_ofAFile(String engine) throws Exception {
        OnLoop.run(
                engine,
                () -> LwtIo.withOutput(
                        file(),
                        out -> out.write("0123456789")
                                .then(() -> {
                                    assertThat(out.position()).isEqualTo(10);
                                    return out.setPosition(4);
                                })
                                .then(() -> out.write("xy"))
                                .then(out::length)
                                .bind(length -> {
                                    assertThat(length).isEqualTo(10);
                                    assertThat(out.position()).isEqualTo(6);
                                    return out.setPosition(12);
                                })
                                .then(() -> out.write("!"))));
        assertThat(Files.readAllBytes(file())).isEqualTo("0123xy6789\0\0!".getBytes(UTF_8));
        String got = OnLoop.run(
                engine,
                () -> LwtIo.withInput(
                        file(),
                        in -> in.readChar()
                                .then(() -> in.setPosition(4))
                                .then(() -> in.readExactly(3))
                                .bind(bytes -> {
                                    assertThat(in.position()).isEqualTo(7);
                                    return in.length()
                                            .bind(length -> in.setPosition(0)
                                                    .then(in::readChar)
                                                    .map(first -> new String(bytes, UTF_8) + first + length));
                                })));
        assertThat(got).isEqualTo("xy6013");
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void position_farBeyondTheBuffer(String engine) throws Exception {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 1000);
        }
        Files.write(file(), bytes);
        OnLoop.run(
                engine,
                () -> LwtIo.withInput(file(), in -> {
                    Promise<@Nullable Void> all = Lwt.unit();
                    for (int position : new int[] {299_999, 0, 65_535, 65_536, 131_072, 70_000, 70_001}) {
                        all = all.then(() -> in.setPosition(position))
                                .then(in::readByte)
                                .bind(b -> {
                                    assertThat(b).isEqualTo(position / 1000 & 0xff);
                                    return Lwt.unit();
                                });
                    }
                    return all;
                }));
    }

    @Test
    void setPosition_onAPipe() throws Exception {
        assertErrno(
                "ESPIPE",
                () -> OnLoop.run("", () -> {
                    ChannelPair pipe = LwtIo.pipe();
                    return Lwt.finalizing(() -> pipe.input().setPosition(1), pipe::close);
                }));
    }

    @Test
    void fileLength() throws Exception {
        Files.write(file(), new byte[12_345]);
        assertThat(OnLoop.run("", () -> LwtIo.fileLength(file()))).isEqualTo(12_345);
        assertThatThrownBy(() -> OnLoop.run("", () -> LwtIo.fileLength(folder)))
                .isInstanceOf(UnixException.class)
                .hasMessage("EISDIR: is a directory: fileLength(" + folder + ")");
        assertErrno("ENOENT", () -> OnLoop.run("", () -> LwtIo.fileLength(folder.resolve("none"))));
    }

    /* ---- Streams ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void lines_toFileAndBack(String engine) throws Exception {
        List<String> lines =
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList();
        assertThat(OnLoop.run(
                        engine,
                        () -> LwtIo.linesToFile(file(), LwtStream.of(lines))
                                .then(() -> LwtIo.linesOfFile(file()).toList())))
                .isEqualTo(lines);
    }

    @Test
    void chars_toFileAndBack() throws Exception {
        assertThat(OnLoop.run(
                        "",
                        () -> LwtIo.charsToFile(file(), LwtStream.ofString("aß😀"))
                                .then(() -> LwtStream.join(LwtIo.charsOfFile(file())))))
                .isEqualTo("aß😀");
        assertThat(Files.readString(file())).isEqualTo("aß😀");
    }

    @Test
    void linesOfFile_opensLateAndClosesAtTheEnd() throws Exception {
        LwtStream<String> none = OnLoop.call("", () -> LwtIo.linesOfFile(folder.resolve("none")));
        assertThat(none).isNotNull();
        assertErrno(
                "ENOENT",
                () -> OnLoop.run(
                        "", () -> LwtIo.linesOfFile(folder.resolve("none")).next()));
        Files.writeString(file(), "one\n");
        OnLoop.run("epoll", () -> {
            long before = OnLoop.descriptors();
            LwtStream<String> lines = LwtIo.linesOfFile(file());
            return lines.toList().then(lines::get).bind(end -> {
                assertThat(end).isEmpty();
                assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
                return Lwt.unit();
            });
        });
    }

    /* ---- Temporary files ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void openTempFile_newWritableAndNobodyElses(String engine) throws Exception {
        Path path = OnLoop.run(
                engine,
                () -> LwtIo.openTempFile(here().withPrefix("before-").withSuffix(".txt"))
                        .bind(file -> file.channel()
                                .write("text")
                                .then(file.channel()::close)
                                .map(_ -> file.path())));
        assertThat(path.getFileName().toString()).matches("before-[0-9a-f]{16}\\.txt");
        assertThat(Files.readString(path)).isEqualTo("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void withTempFile_removedAfterwards() throws Exception {
        String text = OnLoop.run(
                "",
                () -> LwtIo.withTempFile(
                        here(),
                        (path, channel) ->
                                channel.write("text").then(channel::flush).map(_ -> Files.readString(path))));
        assertThat(text).isEqualTo("text");
        assertThat(entries()).isZero();
        assertThatThrownBy(() -> OnLoop.run(
                        "",
                        () -> LwtIo.withTempFile(here(), (_, _) -> {
                            throw new IOException("body");
                        })))
                .hasMessage("body");
        assertThat(entries()).isZero();
    }

    @Test
    void withTempFile_closedOrRemovedInside() throws Exception {
        OnLoop.run("", () -> LwtIo.withTempFile(here(), (_, channel) -> channel.close()));
        OnLoop.run(
                "",
                () -> LwtIo.withTempFile(here(), (path, _) -> {
                    Files.delete(path);
                    return Lwt.unit();
                }));
        assertThat(entries()).isZero();
    }

    @Test
    void tempNames_differ() throws Exception {
        OnLoop.run(
                "",
                () -> LwtIo.openTempFile(here())
                        .bind(a -> LwtIo.openTempFile(here()).bind(b -> {
                            assertThat(a.path()).isNotEqualTo(b.path());
                            return a.channel().close().then(b.channel()::close);
                        })));
        assertErrno(
                "ENOENT", () -> OnLoop.run("", () -> LwtIo.openTempFile(here().withFolder(folder.resolve("none")))));
    }

    @Test
    void tempOptions_bad() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> here().withPrefix("../x"))
                .withMessageContaining("../x");
        assertThatIllegalArgumentException().isThrownBy(() -> here().withSuffix("/x"));
        assertThatIllegalArgumentException().isThrownBy(() -> here().withPermissions(01777));
    }

    /* ---- Temporary directories ---- */

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void withTempDir_removedWithItsContent(String engine) throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "stays");
        Path path = OnLoop.run(
                engine,
                () -> LwtIo.withTempDir(here().withPrefix("p").withSuffix("s"), dir -> {
                    Files.createDirectories(dir.resolve("a/b/c"));
                    Files.writeString(dir.resolve("a/b/file"), "text");
                    Files.createSymbolicLink(dir.resolve("a/link"), folder);
                    Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
                    return Lwt.of(dir);
                }));
        assertThat(path.getFileName().toString()).matches("p[0-9a-f]{16}s");
        assertThat(path).doesNotExist();
        assertThat(outside).as("links are not followed").exists();
        assertThatThrownBy(() -> OnLoop.run(
                        engine,
                        () -> LwtIo.withTempDir(here(), dir -> {
                            Files.writeString(dir.resolve("file"), "text");
                            throw new IOException("body");
                        })))
                .hasMessage("body");
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void withTempDir_removedInside() throws Exception {
        OnLoop.run(
                "",
                () -> LwtIo.withTempDir(here(), dir -> {
                    Files.delete(dir);
                    return Lwt.unit();
                }));
        assertThat(entries()).isZero();
    }

    @Test
    void createTempDir_onlyItsOwnerMayUseIt() throws Exception {
        Path path = OnLoop.run("epoll", () -> LwtIo.createTempDir(here()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        OnLoop.run("", () -> LwtIo.deleteRecursively(path));
        assertThat(path).doesNotExist();
        assertErrno("ENOENT", () -> OnLoop.run("", () -> LwtIo.deleteRecursively(path)));
    }
}
