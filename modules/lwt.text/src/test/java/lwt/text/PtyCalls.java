package lwt.text;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls that make a pseudo-terminal. See man page pty(7).
final class PtyCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0400;
    private static final int O_CLOEXEC = 02000000;
    private static final long TIOCSWINSZ = 0x5414;

    private static final MethodHandle OPEN = link("posix_openpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle GRANT = link("grantpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle UNLOCK = link("unlockpt", JAVA_INT, JAVA_INT);
    private static final MethodHandle NAME = link("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

    private PtyCalls() {}

    @SuppressWarnings("restricted") // native access is what this class is for
    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    static int open() throws IOException {
        try {
            int master = check((int) OPEN.invokeExact(O_RDWR | O_NOCTTY | O_CLOEXEC), "posix_openpt");
            check((int) GRANT.invokeExact(master), "grantpt");
            check((int) UNLOCK.invokeExact(master), "unlockpt");
            return master;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static String name(int master) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(100);
            check((int) NAME.invokeExact(master, name, 100L), "ptsname_r");
            return name.getString(0);
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static void resize(int master, int lines, int columns) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_SHORT, (short) lines, (short) columns, (short) 0, (short) 0);
            check(Native.ioctl(master, TIOCSWINSZ, size), "ioctl");
        }
    }

    /// How many bytes, or -1 when nobody has the other side open.
    static int read(int master, MemorySegment buffer) throws IOException {
        try {
            return (int) (long) READ.invokeExact(master, buffer, buffer.byteSize());
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static void write(int master, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            for (int written = 0; written < bytes.length; ) {
                MemorySegment rest = arena.allocate(bytes.length - written);
                MemorySegment.copy(MemorySegment.ofArray(bytes), written, rest, 0, rest.byteSize());
                written += check((int) (long) WRITE.invokeExact(master, rest, rest.byteSize()), "write");
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static void close(int master) throws IOException {
        try {
            check((int) CLOSE.invokeExact(master), "close");
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static int check(int result, String call) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed");
        }
        return result;
    }

    private static IOException failure(Throwable e) {
        return e instanceof IOException failure ? failure : new IOException(e);
    }
}
