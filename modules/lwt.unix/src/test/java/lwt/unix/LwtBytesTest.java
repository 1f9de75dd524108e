package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.channels.FileChannel.MapMode.PRIVATE;
import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class LwtBytesTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    private Path file(byte[] content) throws Exception {
        return Files.write(directory.resolve("file"), content);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("file"), content);
    }

    private <T> T with(Path path, ThrowingFunction<FileDescriptor, ? extends Promise<T>> body, OpenOption... options)
            throws Exception {
        return OnLoop.run(
                engine,
                () -> LwtUnix.openFile(path, options)
                        .bind(file -> Lwt.finalizing(() -> body.apply(file), file::close)));
    }

    private <T> T on(ThrowingSupplier<T> body) throws Exception {
        return OnLoop.run(engine, () -> Lwt.of(body.get()));
    }

    private static String text(MemorySegment memory) {
        return new String(memory.toArray(JAVA_BYTE), java.nio.charset.StandardCharsets.UTF_8);
    }

    private boolean isNative() {
        return engine.equals("epoll");
    }

    private void assertUnsupported(ThrowingSupplier<?> body, String function) {
        assertThatThrownBy(() -> on(body::get))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(function);
    }

    /* ---- Mapping ---- */

    @Test
    void mapFile_contentIsTheFiles() throws Exception {
        Path path = file("hello, memory");
        String content = with(
                path, file -> LwtBytes.mapFile(file, READ_ONLY, Arena.ofAuto()).map(LwtBytesTest::text));
        assertThat(content).isEqualTo("hello, memory");
        String part = with(
                path,
                file -> LwtBytes.mapFile(file, READ_ONLY, 7, 3, Arena.ofAuto()).map(LwtBytesTest::text));
        assertThat(part).isEqualTo("mem");
    }

    @Test
    void mapFile_outlivesTheDescriptor_endsWithTheArena() throws Exception {
        Path path = file("hello");
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = with(path, file -> LwtBytes.mapFile(file, READ_ONLY, arena));
            assertThat(text(memory)).isEqualTo("hello");
            assertThat(memory.isMapped()).isTrue();
        }
    }

    @Test
    void mapFile_shared_isWrittenIntoTheFile() throws Exception {
        Path path = file("hello");
        with(
                path,
                file -> LwtBytes.mapFile(file, READ_WRITE, 0, 8, Arena.ofAuto()).map(memory -> {
                    memory.set(JAVA_BYTE, 0, (byte) 'j');
                    memory.set(JAVA_BYTE, 7, (byte) '!');
                    memory.force();
                    return memory;
                }),
                READ,
                WRITE);
        assertThat(path).hasContent("jello\0\0!");
    }

    @Test
    void mapFile_private_leavesTheFile() throws Exception {
        Path path = file("hello");
        with(
                path,
                file -> LwtBytes.mapFile(file, PRIVATE, Arena.ofAuto()).map(memory -> {
                    memory.set(JAVA_BYTE, 0, (byte) 'j');
                    return memory;
                }),
                READ,
                WRITE);
        assertThat(path).hasContent("hello");
    }

    @Test
    void mapFile_forMoreThanItWasOpenedFor_eacces() throws Exception {
        Path path = file("hello");
        String onlyRead = with(path, file -> failure(LwtBytes.mapFile(file, READ_WRITE, Arena.ofAuto())));
        String onlyWritten = with(path, file -> failure(LwtBytes.mapFile(file, READ_ONLY, Arena.ofAuto())), WRITE);
        assertThat(onlyRead).isEqualTo("EACCES mmap");
        assertThat(onlyWritten).isEqualTo("EACCES mmap");
    }

    @Test
    void mapFile_noFile_enodev() throws Exception {
        String failure = OnLoop.run(
                engine, () -> failure(LwtBytes.mapFile(LwtUnix.pipe().reader(), READ_ONLY, 0, 1, Arena.ofAuto())));
        assertThat(failure).isEqualTo("ENODEV mmap");
    }

    @Test
    void mapFile_closed_ebadf() throws Exception {
        Path path = file("hello");
        String failure =
                with(path, file -> file.close().then(() -> failure(LwtBytes.mapFile(file, READ_ONLY, Arena.ofAuto()))));
        assertThat(failure).isEqualTo("EBADF mmap");
    }

    @Test
    void mapFile_negative_refused() throws Exception {
        Path path = file("hello");
        with(path, file -> {
            assertThatThrownBy(() -> LwtBytes.mapFile(file, READ_ONLY, -1, 1, Arena.ofAuto()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtBytes.mapFile(file, READ_ONLY, 0, -1, Arena.ofAuto()))
                    .isInstanceOf(IllegalArgumentException.class);
            return Lwt.unit();
        });
    }

    private static Promise<String> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                _ -> Lwt.of("none"),
                e -> Lwt.of(e instanceof UnixException unix ? unix.errno() + " " + unix.function() : e.toString()));
    }

    /* ---- Pages ---- */

    @Test
    void pageSize_isPositive() throws Exception {
        if (isNative()) {
            int size = on(LwtBytes::pageSize);
            assertThat(size).isGreaterThanOrEqualTo(4_096).isEqualTo(Integer.highestOneBit(size));
        } else {
            assertUnsupported(LwtBytes::pageSize, "getpagesize");
        }
    }

    /// Ten pages and a half, mapped.
    private <T> T mapped(ThrowingFunction<MemorySegment, ? extends Promise<T>> body) throws Exception {
        int page = isNative() ? on(LwtBytes::pageSize) : 4_096;
        return with(
                file(new byte[10 * page + page / 2]),
                file -> LwtBytes.mapFile(file, READ_ONLY, Arena.ofAuto()).bind(body));
    }

    @Test
    void mincore_pagesThatWereRead_areThere() throws Exception {
        if (!isNative()) {
            assertUnsupported(
                    () -> {
                        LwtBytes.mincore(MemorySegment.ofArray(new byte[1]), 0, new boolean[1]);
                        return true;
                    },
                    "mincore");
            return;
        }
        mapped(memory -> {
            int page = LwtBytes.pageSize();
            for (long at = 0; at < memory.byteSize(); at += page) {
                memory.get(JAVA_BYTE, at);
            }
            boolean[] states = new boolean[11];
            LwtBytes.mincore(memory, 0, states);
            assertThat(states).containsOnly(true);
            boolean[] rest = new boolean[2];
            LwtBytes.mincore(memory, 9L * page, rest);
            assertThat(rest).containsOnly(true);
            LwtBytes.mincore(memory, page, new boolean[0]);
            return Lwt.unit();
        });
    }

    @Test
    void mincore_statesThatDoNotFit_refused() throws Exception {
        if (!isNative()) {
            return;
        }
        mapped(memory -> {
            int page = LwtBytes.pageSize();
            assertThatThrownBy(() -> LwtBytes.mincore(memory, 0, new boolean[12]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> LwtBytes.mincore(memory, -page, new boolean[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> LwtBytes.mincore(memory, 20L * page, new boolean[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> LwtBytes.mincore(memory, 1, new boolean[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("page");
            assertThatThrownBy(() -> LwtBytes.mincore(MemorySegment.ofArray(new byte[page]), 0, new boolean[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("heap");
            return Lwt.unit();
        });
    }

    @Test
    void waitMincore_everyPage_resolves() throws Exception {
        mapped(memory -> LwtBytes.waitMincore(memory, 0)
                .then(() -> LwtBytes.waitMincore(memory, 12_345))
                .then(() -> LwtBytes.waitMincore(memory, memory.byteSize() - 1)));
    }

    @Test
    void waitMincore_thereAlready_resolvedAtOnce() throws Exception {
        boolean waits = mapped(memory -> {
            memory.get(JAVA_BYTE, 0);
            return Lwt.of(LwtBytes.waitMincore(memory, 5).isSleeping());
        });
        assertThat(waits).isEqualTo(!isNative());
        assertThat((boolean) on(() -> LwtBytes.waitMincore(MemorySegment.ofArray(new byte[1]), 0)
                        .isSleeping()))
                .isFalse();
    }

    @Test
    void waitMincore_notWithin_refused() throws Exception {
        mapped(memory -> {
            assertThatThrownBy(() -> LwtBytes.waitMincore(memory, -1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> LwtBytes.waitMincore(memory, memory.byteSize()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            return Lwt.unit();
        });
    }

    @Test
    void waitMincore_memoryOfOneThread_refused() throws Exception {
        on(() -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocate(1);
                return assertThatThrownBy(() -> LwtBytes.waitMincore(memory, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("Arena.ofShared()");
            }
        });
    }

    @Test
    void madvise_everyAdvice_takenOrUnknown() throws Exception {
        if (!isNative()) {
            assertUnsupported(
                    () -> {
                        LwtBytes.madvise(MemorySegment.ofArray(new byte[1]), 0, 1, LwtBytes.Advice.NORMAL);
                        return true;
                    },
                    "madvise");
            return;
        }
        mapped(memory -> {
            for (LwtBytes.Advice advice : LwtBytes.Advice.values()) {
                try {
                    LwtBytes.madvise(memory, 0, memory.byteSize(), advice);
                } catch (UnixException e) {
                    // A kernel without huge or merged pages.
                    assertThat(e.errno()).isEqualTo("EINVAL");
                    assertThat(advice).isGreaterThanOrEqualTo(LwtBytes.Advice.MERGEABLE);
                }
            }
            assertThatThrownBy(() -> LwtBytes.madvise(memory, 1, 1, LwtBytes.Advice.NORMAL))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtBytes.madvise(memory, 0, memory.byteSize() + 1, LwtBytes.Advice.NORMAL))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            return Lwt.unit();
        });
    }
}
