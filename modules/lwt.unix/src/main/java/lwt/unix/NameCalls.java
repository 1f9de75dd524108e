package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The C library's calls on files' names and on directories. They may wait for a disk, so they are
/// made by workers; those that a signal interrupted are made again. See man pages, section 2.
final class NameCalls extends NativeCalls {
    private static final FunctionDescriptor ON_NAME = of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor ON_NAME_AND_NUMBER = of(JAVA_INT, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor ON_NAMES = of(JAVA_INT, ADDRESS, ADDRESS);

    // @formatter:off
    private static final class Unlink {
        static final MethodHandle CALL = link("unlink", ON_NAME);
    }

    private static final class RmDir {
        static final MethodHandle CALL = link("rmdir", ON_NAME);
    }

    private static final class ChDir {
        static final MethodHandle CALL = link("chdir", ON_NAME);
    }

    private static final class ChRoot {
        static final MethodHandle CALL = link("chroot", ON_NAME);
    }

    private static final class Access {
        static final MethodHandle CALL = link("access", ON_NAME_AND_NUMBER);
    }

    private static final class MkDir {
        static final MethodHandle CALL = link("mkdir", ON_NAME_AND_NUMBER);
    }

    private static final class MkFifo {
        static final MethodHandle CALL = link("mkfifo", ON_NAME_AND_NUMBER);
    }

    private static final class ChMod {
        static final MethodHandle CALL = link("chmod", ON_NAME_AND_NUMBER);
    }

    private static final class Rename {
        static final MethodHandle CALL = link("rename", ON_NAMES);
    }

    private static final class Link {
        static final MethodHandle CALL = link("link", ON_NAMES);
    }

    private static final class SymLink {
        static final MethodHandle CALL = link("symlink", ON_NAMES);
    }

    private static final class ReadLink {
        static final MethodHandle CALL = link("readlink", of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    }

    private static final class ChOwn {
        static final MethodHandle CALL = link("chown", of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    }

    private static final class UTimeNsAt {
        static final MethodHandle CALL = link("utimensat", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    }

    private static final class Truncate {
        static final MethodHandle CALL = link("truncate", of(JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class GetCwd {
        static final MethodHandle CALL = link("getcwd", of(ADDRESS, ADDRESS, JAVA_LONG));
    }

    private static final class GetDEnts {
        static final MethodHandle CALL = link("getdents64", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    }
    // @formatter:on

    private static final ThreadLocal<NameCalls> OF_THREAD = ThreadLocal.withInitial(NameCalls::new);

    private NameCalls() {}

    /// The object of the calling thread.
    static NameCalls ofThread() {
        return OF_THREAD.get();
    }

    /// A call that a signal may interrupt.
    private interface Call {
        long make() throws Throwable;
    }

    private int repeated(Call call) {
        try {
            int result;
            do {
                result = result(call.make());
            } while (result == -Errno.EINTR.code);
            return result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Names ---- */

    int unlink(MemorySegment path) {
        return repeated(() -> (int) Unlink.CALL.invokeExact(state, path));
    }

    int rmdir(MemorySegment path) {
        return repeated(() -> (int) RmDir.CALL.invokeExact(state, path));
    }

    int mkdir(MemorySegment path, int permissions) {
        return repeated(() -> (int) MkDir.CALL.invokeExact(state, path, permissions));
    }

    int mkfifo(MemorySegment path, int permissions) {
        return repeated(() -> (int) MkFifo.CALL.invokeExact(state, path, permissions));
    }

    int rename(MemorySegment from, MemorySegment to) {
        return repeated(() -> (int) Rename.CALL.invokeExact(state, from, to));
    }

    int link(MemorySegment existing, MemorySegment added) {
        return repeated(() -> (int) Link.CALL.invokeExact(state, existing, added));
    }

    int symlink(MemorySegment target, MemorySegment link) {
        return repeated(() -> (int) SymLink.CALL.invokeExact(state, target, link));
    }

    /// The length of the target's name, which has no end of its own.
    int readlink(MemorySegment path, MemorySegment target) {
        return repeated(() -> (long) ReadLink.CALL.invokeExact(state, path, target, target.byteSize()));
    }

    /* ---- What they stand for ---- */

    int access(MemorySegment path, int mode) {
        return repeated(() -> (int) Access.CALL.invokeExact(state, path, mode));
    }

    int chmod(MemorySegment path, int permissions) {
        return repeated(() -> (int) ChMod.CALL.invokeExact(state, path, permissions));
    }

    int chown(MemorySegment path, int user, int group) {
        return repeated(() -> (int) ChOwn.CALL.invokeExact(state, path, user, group));
    }

    /// With the times of access and modification.
    int utimensat(MemorySegment path, MemorySegment times) {
        return repeated(() -> (int) UTimeNsAt.CALL.invokeExact(state, FileStructs.AT_FDCWD, path, times, 0));
    }

    int truncate(MemorySegment path, long length) {
        return repeated(() -> (int) Truncate.CALL.invokeExact(state, path, length));
    }

    /* ---- The process's directories ---- */

    int chdir(MemorySegment path) {
        return repeated(() -> (int) ChDir.CALL.invokeExact(state, path));
    }

    int chroot(MemorySegment path) {
        return repeated(() -> (int) ChRoot.CALL.invokeExact(state, path));
    }

    /// 0, or the negative error number.
    int getcwd(MemorySegment path) {
        try {
            MemorySegment result = (MemorySegment) GetCwd.CALL.invokeExact(state, path, path.byteSize());
            return result.address() != 0 ? 0 : -errno();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /* ---- Directories ---- */

    /// The number of bytes that the entries take, 0 at the end.
    int getdents64(int fd, MemorySegment entries) {
        return repeated(() -> (long) GetDEnts.CALL.invokeExact(state, fd, entries, entries.byteSize()));
    }
}
