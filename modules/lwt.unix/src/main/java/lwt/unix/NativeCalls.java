package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// What all classes that call the C library share: linking, and the error number of the last call.
///
/// A call returns what the C function returns, or the negative error number. One thread at a time
/// may use an object: each has its own place for `errno`.
abstract class NativeCalls {
    /*
     * Overview
     *
     * Each function has a holder class, one line long, so that it is linked when it is first called: linking is
     * dear, and most programs need few of the functions. A handle must be a static constant to be compiled well.
     *
     * Calls marked NOW do not tell the virtual machine that the thread leaves Java: that is cheaper, and Java arrays
     * may be passed without a copy, but the collector waits for the call's end. So they are for calls that never
     * wait. Everything that may wait is an ordinary call.
     */
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_FIELD =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    static final Linker.Option NOW = Linker.Option.critical(true);

    final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /// Throws if this process may not call native code, or has no such library.
    @SuppressWarnings("restricted") // to find out whether it is allowed
    static void check() {
        MemorySegment.NULL.reinterpret(0); // as restricted as linking is, and much cheaper
        LINKER.defaultLookup().findOrThrow("epoll_create1");
    }

    /// Whether the library knows this function.
    static boolean has(String function) {
        return LINKER.defaultLookup().find(function).isPresent();
    }

    static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
        return FunctionDescriptor.of(result, arguments);
    }

    @SuppressWarnings("restricted") // calling the C library is what these classes are for
    static MethodHandle link(String function, FunctionDescriptor type, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), type, all);
    }

    final int result(long returned) {
        return returned >= 0 ? (int) returned : -errno();
    }

    /// The error number that the last call left.
    final int errno() {
        return (int) ERRNO_FIELD.get(state, 0L);
    }

    /// A C function throws nothing; what is thrown comes from the virtual machine or from linking.
    static RuntimeException impossible(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new AssertionError(e);
    }
}
