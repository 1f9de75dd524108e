package lwt.text;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The few calls of the C library that this module makes itself. Each is linked when it is first made.
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();

    private Native() {}

    private static final class Ioctl {
        static final MethodHandle CALL =
                link("ioctl", Linker.Option.firstVariadicArg(2), JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    }

    private static final class Kill {
        static final MethodHandle CALL = link("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class IconvOpen {
        static final MethodHandle CALL = link("iconv_open", ADDRESS, ADDRESS, ADDRESS);
    }

    private static final class Iconv {
        static final MethodHandle CALL = link("iconv", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, null, result, arguments);
    }

    @SuppressWarnings("restricted") // native access is what this class is for
    private static MethodHandle link(
            String name,
            Linker.@org.jspecify.annotations.Nullable Option option,
            MemoryLayout result,
            MemoryLayout... arguments) {
        Linker.Option[] options = option == null ? new Linker.Option[0] : new Linker.Option[] {option};
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments), options);
    }

    /// 0, or -1 if it failed.
    static int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return (int) Ioctl.CALL.invokeExact(descriptor, request, argument);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// 0, or -1 if it failed.
    static int kill(int process, int signal) {
        try {
            return (int) Kill.CALL.invokeExact(process, signal);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// A descriptor, or -1 if it failed.
    static MemorySegment iconvOpen(MemorySegment to, MemorySegment from) {
        try {
            return (MemorySegment) IconvOpen.CALL.invokeExact(to, from);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// How many characters were converted in an irreversible way, or -1 if it failed.
    static long iconv(
            MemorySegment descriptor,
            MemorySegment input,
            MemorySegment inputLength,
            MemorySegment output,
            MemorySegment outputLength) {
        try {
            return (long) Iconv.CALL.invokeExact(descriptor, input, inputLength, output, outputLength);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// The calls declare no exception; what comes nevertheless is an error.
    private static AssertionError impossible(Throwable e) {
        return new AssertionError("a call of the C library threw", e);
    }
}
