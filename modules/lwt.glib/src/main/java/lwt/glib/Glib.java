package lwt.glib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// GLib's functions about its main context, under their C names. See <https://docs.gtk.org/glib/main-loop.html>.
@SuppressWarnings("restricted") // calling GLib is what this class is for
final class Glib {
    static final int G_PRIORITY_DEFAULT = 0;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = library();

    private static final MethodHandle CONTEXT_DEFAULT = link("g_main_context_default", ADDRESS);
    private static final MethodHandle ACQUIRE = link("g_main_context_acquire", JAVA_INT, ADDRESS);
    private static final MethodHandle RELEASE = link("g_main_context_release", null, ADDRESS);
    private static final MethodHandle PREPARE = link("g_main_context_prepare", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle QUERY =
            link("g_main_context_query", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CHECK =
            link("g_main_context_check", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DISPATCH = link("g_main_context_dispatch", null, ADDRESS);
    private static final MethodHandle SET_POLL_FUNC = link("g_main_context_set_poll_func", null, ADDRESS, ADDRESS);
    private static final MethodHandle POLL = link("g_poll", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle IDLE_ADD_FULL =
            link("g_idle_add_full", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

    private Glib() {}

    private static SymbolLookup library() {
        for (String name : new String[] {"libglib-2.0.so.0", "libglib-2.0.0.dylib", "libglib-2.0-0.dll"}) {
            try {
                return SymbolLookup.libraryLookup(name, Arena.global());
            } catch (IllegalArgumentException _) {
                // The name of another system.
            }
        }
        return _ -> Optional.empty();
    }

    /// @throws UnsupportedOperationException if there is no GLib here
    static void check() {
        if (LIBRARY.find("g_main_context_default").isEmpty()) {
            throw new UnsupportedOperationException(
                    "GLib is not installed here: libglib-2.0.so.0 was not found (Debian: apt-get install libglib2.0-0)");
        }
    }

    /// Null if there is no such function, which [#check] tells.
    @SuppressWarnings("NullAway") // nobody calls before check()
    private static MethodHandle link(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor type =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return LIBRARY.find(name)
                .map(function -> LINKER.downcallHandle(function, type))
                .orElse(null);
    }

    static MemorySegment defaultContext() {
        try {
            return (MemorySegment) CONTEXT_DEFAULT.invokeExact();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static boolean acquire(MemorySegment context) {
        try {
            return (int) ACQUIRE.invokeExact(context) != 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static void release(MemorySegment context) {
        try {
            RELEASE.invokeExact(context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static boolean prepare(MemorySegment context, MemorySegment priority) {
        try {
            return (int) PREPARE.invokeExact(context, priority) != 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int query(MemorySegment context, int priority, MemorySegment timeout, MemorySegment fds, int room) {
        try {
            return (int) QUERY.invokeExact(context, priority, timeout, fds, room);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static boolean check(MemorySegment context, int priority, MemorySegment fds, int count) {
        try {
            return (int) CHECK.invokeExact(context, priority, fds, count) != 0;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static void dispatch(MemorySegment context) {
        try {
            DISPATCH.invokeExact(context);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// `NULL` for GLib's own.
    static void setPollFunc(MemorySegment context, MemorySegment function) {
        try {
            SET_POLL_FUNC.invokeExact(context, function);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int poll(MemorySegment fds, int count, int millis) {
        try {
            return (int) POLL.invokeExact(fds, count, millis);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// **Any thread.** Has the owner of the default context call a function, with this priority.
    static void idleAdd(int priority, MemorySegment function) {
        try {
            int ignored = (int) IDLE_ADD_FULL.invokeExact(priority, function, MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// A C function that calls a method of `target`. It must throw nothing: that would end the virtual machine.
    static MemorySegment upcall(
            MethodHandles.Lookup lookup, Object target, String method, FunctionDescriptor type, Arena arena) {
        MethodType javaType = type.toMethodType();
        try {
            MethodHandle handle = lookup.findVirtual(target.getClass(), method, javaType);
            return LINKER.upcallStub(handle.bindTo(target), type, arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /// A C function throws nothing; what is thrown comes from the virtual machine or from linking.
    private static RuntimeException impossible(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new AssertionError(e);
    }
}
