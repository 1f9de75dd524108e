package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The C library's calls about processors and pages of memory. They never wait.
final class MachineCalls extends NativeCalls {
    // @formatter:off
    private static final class GetCpu {
        static final MethodHandle CALL = link("sched_getcpu", of(JAVA_INT), NOW);
    }

    private static final class GetAffinity {
        static final MethodHandle CALL = link("sched_getaffinity", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    }

    private static final class SetAffinity {
        static final MethodHandle CALL = link("sched_setaffinity", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    }

    private static final class PageSize {
        static final MethodHandle CALL = link("getpagesize", of(JAVA_INT), NOW);
    }

    private static final class MInCore {
        static final MethodHandle CALL = link("mincore", of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class MAdvise {
        static final MethodHandle CALL = link("madvise", of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }
    // @formatter:on

    private static final ThreadLocal<MachineCalls> OF_THREAD = ThreadLocal.withInitial(MachineCalls::new);
    private static final int FIRST_MASK_BYTES = 128;
    private static final int GREATEST_MASK_BYTES = 8_192;

    private MachineCalls() {}

    /// The object of the calling thread.
    static MachineCalls ofThread() {
        return OF_THREAD.get();
    }

    /* ---- Processors ---- */

    int cpu() throws UnixException {
        try {
            return LinuxCalls.check(result((int) GetCpu.CALL.invokeExact(state)), "getcpu", "");
        } catch (UnixException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    SortedSet<Integer> affinity(int process) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            int result;
            MemorySegment mask;
            int bytes = FIRST_MASK_BYTES;
            do { // a machine with more processors than the mask has bits is EINVAL
                mask = arena.allocate(bytes, 8);
                result = result((int) GetAffinity.CALL.invokeExact(state, process, mask.byteSize(), mask));
                bytes *= 4;
            } while (result == -Errno.EINVAL.code && bytes <= GREATEST_MASK_BYTES);
            LinuxCalls.check(result, "sched_getaffinity", "process " + process);
            SortedSet<Integer> processors = new TreeSet<>();
            for (int i = 0; i < mask.byteSize() * 8; i++) {
                if ((mask.get(JAVA_BYTE, i / 8) & 1 << i % 8) != 0) {
                    processors.add(i);
                }
            }
            return processors;
        } catch (UnixException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    void setAffinity(int process, Set<Integer> processors) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(GREATEST_MASK_BYTES, 8);
            for (int processor : processors) {
                int at = processor / 8;
                mask.set(JAVA_BYTE, at, (byte) (mask.get(JAVA_BYTE, at) | 1 << processor % 8));
            }
            int result = result((int) SetAffinity.CALL.invokeExact(state, process, mask.byteSize(), mask));
            LinuxCalls.check(result, "sched_setaffinity", "process " + process + ", " + processors);
        } catch (UnixException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int mostProcessors() {
        return GREATEST_MASK_BYTES * 8;
    }

    /* ---- Pages ---- */

    int pageSize() {
        try {
            return (int) PageSize.CALL.invokeExact(state);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Writes a byte for each page, whose lowest bit says whether it is in memory.
    int mincore(MemorySegment pages, MemorySegment states) {
        try {
            return result((int) MInCore.CALL.invokeExact(state, pages, pages.byteSize(), states));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int madvise(MemorySegment pages, int advice) {
        try {
            return result((int) MAdvise.CALL.invokeExact(state, pages, pages.byteSize(), advice));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
