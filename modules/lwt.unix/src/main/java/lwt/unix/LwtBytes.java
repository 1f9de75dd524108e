package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Memory into which files are mapped, and what the system knows of it.
///
/// Bytes themselves are Java's: [java.nio.ByteBuffer] and [MemorySegment] have what else the original
/// has here.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtBytes {
    /// Only to ask whether other threads may read a segment. It never runs.
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private LwtBytes() {}

    /* ---- Mapping ---- */

    /// Maps a file from `position` on into memory, until the arena is closed. A file that is shorter
    /// is made longer, if it is mapped to be written.
    ///
    /// Comes in its turn among the file's operations. Fails with [UnixException]: with `EACCES` if
    /// the descriptor was not opened for what the mode needs, which is reading and, except for
    /// `READ_ONLY`, writing; with `ENODEV` if it is no file.
    ///
    /// Reading a mapped page blocks the loop if it is not in memory: see [#waitMincore].
    ///
    /// @param size how many bytes, from `position` on
    /// @throws IllegalArgumentException if position or size are negative
    public static Promise<MemorySegment> mapFile(
            FileDescriptor file, MapMode mode, long position, long size, Arena arena) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(arena, "arena");
        if (position < 0 || size < 0) {
            throw new IllegalArgumentException("position and size must not be negative: " + position + ", " + size);
        }
        return file.callAtOnce("mmap", body -> body.map(mode, position, size, arena));
    }

    /// Maps a whole file into memory, as [#mapFile(FileDescriptor, MapMode, long, long, Arena)] does.
    public static Promise<MemorySegment> mapFile(FileDescriptor file, MapMode mode, Arena arena) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(arena, "arena");
        return file.callAtOnce("mmap", body -> body.map(mode, 0, body.status().size(), arena));
    }

    /* ---- Pages ---- */

    /// How many bytes a page of memory has.
    public static int pageSize() {
        Unsupported.checkNative("getpagesize", "the JDK does not say");
        return MachineCalls.ofThread().pageSize();
    }

    /// Asks which pages of memory are there, so that to read them does not wait for a disk. By the
    /// next moment that may be different.
    ///
    /// @param memory memory outside Java's heap, mapped or not
    /// @param offset where in it the first page begins
    /// @param states is filled: whether the first page is there, the second, and so on
    /// @throws IllegalArgumentException if no page begins at the offset, or the memory is Java's heap
    /// @throws IndexOutOfBoundsException if so many pages are not within the memory
    public static void mincore(MemorySegment memory, long offset, boolean[] states) throws UnixException {
        Unsupported.checkNative("mincore", "ask MemorySegment.isLoaded about all pages of mapped memory");
        int pageSize = pageSize();
        long last = memory.byteSize() - offset; // the last page may be one in part
        Objects.checkFromIndexSize(0, states.length, (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(last, pageSize)));
        MemorySegment pages = pages(memory, offset, Math.min(last, (long) states.length * pageSize), pageSize);
        if (states.length == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(states.length);
            LinuxCalls.check(MachineCalls.ofThread().mincore(pages, found), "mincore", memory.toString());
            for (int i = 0; i < states.length; i++) {
                states[i] = (found.get(JAVA_BYTE, i) & 1) != 0;
            }
        }
    }

    /// Resolves when the page with this byte is there, so that to read it does not block the loop. A
    /// worker reads it, unless it is there already. Canceling gives up the wait.
    ///
    /// Fails with an [InternalError] if the page cannot be had, as the file has become shorter.
    ///
    /// @throws IndexOutOfBoundsException if the offset is not within the memory
    /// @throws IllegalArgumentException if a worker may not read the memory: use an arena that is
    /// shared or automatic
    public static Promise<@Nullable Void> waitMincore(MemorySegment memory, long offset) {
        Objects.checkIndex(offset, memory.byteSize());
        if (!memory.isAccessibleBy(ANOTHER)) {
            throw new IllegalArgumentException("the memory belongs to the thread of its arena, so that no worker may "
                    + "read it: map it with Arena.ofShared() or Arena.ofAuto()");
        }
        MainLoop main = MainLoop.current();
        return memory.isNative() && !isThere(main, memory, offset)
                ? main.jobs().<@Nullable Void>call(() -> touch(memory, offset))
                : Lwt.unit();
    }

    private static boolean isThere(MainLoop main, MemorySegment memory, long offset) {
        if (!main.calls().isNative()) {
            return false; // the worker will see
        }
        int pageSize = pageSize();
        long page = Math.max(0, offset - (memory.address() + offset) % pageSize);
        boolean[] state = new boolean[1];
        try {
            mincore(memory, page, state);
        } catch (UnixException | IllegalArgumentException _) {
            return false; // memory that does not begin with a page: the worker will see
        }
        return state[0];
    }

    private static @Nullable Void touch(MemorySegment memory, long offset) {
        memory.get(JAVA_BYTE, offset);
        return null;
    }

    /// What a program is going to do with memory.
    public enum Advice {
        /// Nothing special.
        NORMAL(MemoryStructs.MADV_NORMAL),
        /// Read it in no order.
        RANDOM(MemoryStructs.MADV_RANDOM),
        /// Read it from the beginning to the end.
        SEQUENTIAL(MemoryStructs.MADV_SEQUENTIAL),
        /// Read it soon.
        WILL_NEED(MemoryStructs.MADV_WILLNEED),
        /// Not read it soon. **What was written into memory that no file shares is lost.**
        DONT_NEED(MemoryStructs.MADV_DONTNEED),
        /// Have pages that are equal be one.
        MERGEABLE(MemoryStructs.MADV_MERGEABLE),
        /// Not have them be one any more.
        UNMERGEABLE(MemoryStructs.MADV_UNMERGEABLE),
        /// Have it in huge pages.
        HUGE_PAGES(MemoryStructs.MADV_HUGEPAGE),
        /// Not have it in huge pages.
        NO_HUGE_PAGES(MemoryStructs.MADV_NOHUGEPAGE);

        private final int number;

        Advice(int number) {
            this.number = number;
        }
    }

    /// Tells the system what the program is going to do with some memory.
    ///
    /// @param offset where in it the first page begins
    /// @throws UnixException `EINVAL` if the system does not know the advice
    /// @throws IllegalArgumentException if no page begins at the offset, or the memory is Java's heap
    /// @throws IndexOutOfBoundsException if the range is not within the memory
    public static void madvise(MemorySegment memory, long offset, long length, Advice advice) throws UnixException {
        Objects.requireNonNull(advice, "advice");
        Unsupported.checkNative("madvise", "MemorySegment.load and unload do some of it");
        Objects.checkFromIndexSize(offset, length, memory.byteSize());
        MemorySegment pages = pages(memory, offset, length, pageSize());
        LinuxCalls.check(MachineCalls.ofThread().madvise(pages, advice.number), "madvise", memory.toString());
    }

    private static MemorySegment pages(MemorySegment memory, long offset, long length, int pageSize) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException(
                    "the memory is Java's heap, of which the system knows nothing: " + memory);
        }
        MemorySegment pages = memory.asSlice(offset, length);
        if (pages.address() % pageSize != 0) {
            throw new IllegalArgumentException(
                    "no page begins at offset " + offset + " of " + memory + ": a page has " + pageSize + " bytes");
        }
        return pages;
    }
}
