package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C library's calls that concern processes.
final class ProcessCalls extends NativeCalls {
    // @formatter:off
    private static final class SpawnP {
        static final MethodHandle CALL =
                link("posix_spawnp", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    }

    private static final class ActionsInit {
        static final MethodHandle CALL = link("posix_spawn_file_actions_init", of(JAVA_INT, ADDRESS));
    }

    private static final class ActionsDestroy {
        static final MethodHandle CALL = link("posix_spawn_file_actions_destroy", of(JAVA_INT, ADDRESS));
    }

    private static final class AddDup2 {
        static final MethodHandle CALL =
                link("posix_spawn_file_actions_adddup2", of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private static final class AddClose {
        static final MethodHandle CALL = link("posix_spawn_file_actions_addclose", of(JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class AddCloseFrom {
        static final MethodHandle CALL =
                link("posix_spawn_file_actions_addclosefrom_np", of(JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class AddOpen {
        static final MethodHandle CALL =
                link("posix_spawn_file_actions_addopen", of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private static final class AddChdir {
        static final MethodHandle CALL = link("posix_spawn_file_actions_addchdir_np", of(JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class AttrInit {
        static final MethodHandle CALL = link("posix_spawnattr_init", of(JAVA_INT, ADDRESS));
    }

    private static final class AttrDestroy {
        static final MethodHandle CALL = link("posix_spawnattr_destroy", of(JAVA_INT, ADDRESS));
    }

    private static final class AttrSetFlags {
        static final MethodHandle CALL =
                link("posix_spawnattr_setflags", of(JAVA_INT, ADDRESS, ValueLayout.JAVA_SHORT));
    }

    private static final class AttrSetSigMask {
        static final MethodHandle CALL = link("posix_spawnattr_setsigmask", of(JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class AttrSetSigDefault {
        static final MethodHandle CALL = link("posix_spawnattr_setsigdefault", of(JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class SignalCall {
        static final MethodHandle CALL = link("signal", of(ADDRESS, JAVA_INT, ADDRESS));
    }

    private static final class Kill {
        static final MethodHandle CALL = link("kill", of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class Wait4 {
        static final MethodHandle CALL = link("wait4", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), NOW);
    }

    private static final class WaitId {
        static final MethodHandle CALL = link("waitid", of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class SysCall {
        static final MethodHandle CALL =
                link("syscall", of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(1));
    }

    private static final class Fcntl {
        static final MethodHandle CALL =
                link("fcntl", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    }

    private static final class OpenMode {
        static final MethodHandle CALL =
                link("open", of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    }

    private static final class Umask {
        static final MethodHandle CALL = link("umask", of(JAVA_INT, JAVA_INT));
    }

    private static final class Chdir {
        static final MethodHandle CALL = link("chdir", of(JAVA_INT, ADDRESS));
    }
    // @formatter:on

    /* ---- posix_spawn(3); like the C functions, these return the error number ---- */

    int spawnp(
            MemorySegment pid,
            MemorySegment file,
            MemorySegment actions,
            MemorySegment attributes,
            MemorySegment arguments,
            MemorySegment environment) {
        try {
            return (int) SpawnP.CALL.invokeExact(state, pid, file, actions, attributes, arguments, environment);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int actionsInit(MemorySegment actions) {
        try {
            return (int) ActionsInit.CALL.invokeExact(state, actions);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int actionsDestroy(MemorySegment actions) {
        try {
            return (int) ActionsDestroy.CALL.invokeExact(state, actions);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int addDup2(MemorySegment actions, int from, int to) {
        try {
            return (int) AddDup2.CALL.invokeExact(state, actions, from, to);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int addClose(MemorySegment actions, int fd) {
        try {
            return (int) AddClose.CALL.invokeExact(state, actions, fd);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static boolean canCloseFrom() {
        return has("posix_spawn_file_actions_addclosefrom_np");
    }

    int addCloseFrom(MemorySegment actions, int least) {
        try {
            return (int) AddCloseFrom.CALL.invokeExact(state, actions, least);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int addOpen(MemorySegment actions, int fd, MemorySegment path, int flags, int mode) {
        try {
            return (int) AddOpen.CALL.invokeExact(state, actions, fd, path, flags, mode);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int addChdir(MemorySegment actions, MemorySegment path) {
        try {
            return (int) AddChdir.CALL.invokeExact(state, actions, path);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int attributesInit(MemorySegment attributes) {
        try {
            return (int) AttrInit.CALL.invokeExact(state, attributes);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int attributesDestroy(MemorySegment attributes) {
        try {
            return (int) AttrDestroy.CALL.invokeExact(state, attributes);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int attributesSetFlags(MemorySegment attributes, short flags) {
        try {
            return (int) AttrSetFlags.CALL.invokeExact(state, attributes, flags);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int attributesSetMask(MemorySegment attributes, MemorySegment signals) {
        try {
            return (int) AttrSetSigMask.CALL.invokeExact(state, attributes, signals);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int attributesSetDefault(MemorySegment attributes, MemorySegment signals) {
        try {
            return (int) AttrSetSigDefault.CALL.invokeExact(state, attributes, signals);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// The environment of this process as it is now, for [#spawnp].
    @SuppressWarnings("restricted") // the size of the variable is that of a pointer
    static MemorySegment environment() {
        return Linker.nativeLinker()
                .defaultLookup()
                .findOrThrow("environ")
                .reinterpret(ADDRESS.byteSize())
                .get(ADDRESS, 0);
    }

    /* ---- Signals and ends ---- */

    /// Has this process treat the signal as processes do by default.
    void resetSignal(int signal) {
        try {
            MemorySegment _ = (MemorySegment) SignalCall.CALL.invokeExact(state, signal, MemorySegment.NULL);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int kill(int pid, int signal) {
        try {
            return result((int) Kill.CALL.invokeExact(state, pid, signal));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// With WNOHANG only: it must not wait.
    int wait4(int pid, MemorySegment status, int flags, MemorySegment usage) {
        try {
            return result((int) Wait4.CALL.invokeExact(state, pid, status, flags, usage));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// May wait.
    int waitid(int kind, int id, MemorySegment info, int flags) {
        try {
            int result;
            do {
                result = result((int) WaitId.CALL.invokeExact(state, kind, id, info, flags));
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// A descriptor that can be read when the process has ended.
    int pidfdOpen(int pid) {
        try {
            return result((long) SysCall.CALL.invokeExact(state, (long) ProcessStructs.SYS_PIDFD_OPEN, pid, 0));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Descriptors and the process itself ---- */

    int fcntl(int fd, int command, int argument) {
        try {
            return result((int) Fcntl.CALL.invokeExact(state, fd, command, argument));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Opens a file that is to be a standard stream.
    int open(Redirection.File file, boolean input, Arena arena) throws UnixException {
        int how = input
                ? 0
                : ProcessStructs.O_WRONLY
                        | ProcessStructs.O_CREAT
                        | (file.appends ? ProcessStructs.O_APPEND : ProcessStructs.O_TRUNC);
        String path = file.path.toAbsolutePath().toString();
        return LinuxCalls.check(open(arena.allocateFrom(path), how | Structs.O_CLOEXEC, 0666), "open", path);
    }

    private int open(MemorySegment path, int flags, int mode) {
        try {
            return result((int) OpenMode.CALL.invokeExact(state, path, flags, mode));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Returns the mask that there was.
    int umask(int mask) {
        try {
            return (int) Umask.CALL.invokeExact(state, mask);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int chdir(MemorySegment path) {
        try {
            return result((int) Chdir.CALL.invokeExact(state, path));
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
