package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The C library's calls that look up users and groups, in the forms that several threads may use.
/// They may wait for a disk or a directory service, so they are made by workers. See man page
/// getpwnam_r(3).
final class UserCalls extends NativeCalls {
    // @formatter:off
    private static final class UserByName {
        static final MethodHandle CALL =
                link("getpwnam_r", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class UserById {
        static final MethodHandle CALL =
                link("getpwuid_r", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GroupByName {
        static final MethodHandle CALL =
                link("getgrnam_r", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GroupById {
        static final MethodHandle CALL =
                link("getgrgid_r", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    }

    private static final class GetLogin {
        static final MethodHandle CALL = link("getlogin_r", of(JAVA_INT, ADDRESS, JAVA_LONG));
    }
    // @formatter:on

    private static final ThreadLocal<UserCalls> OF_THREAD = ThreadLocal.withInitial(UserCalls::new);
    private static final int LOGIN_SIZE = 256;
    private static final int FIRST_SIZE = 1_024;
    private static final int GREATEST_SIZE = 64 << 20; // a group may have very many members

    private UserCalls() {}

    /// The object of the calling thread.
    static UserCalls ofThread() {
        return OF_THREAD.get();
    }

    String login() throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(LOGIN_SIZE);
            int code = (int) GetLogin.CALL.invokeExact(state, name, name.byteSize());
            LinuxCalls.check(-code, "getlogin", "");
            return name.getString(0);
        } catch (UnixException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// The user of this name; null if there is none.
    @Nullable
    User user(String name) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(name);
            MemorySegment found = find(
                    (entry, buffer, result) ->
                            (int) UserByName.CALL.invokeExact(state, key, entry, buffer, buffer.byteSize(), result),
                    UserStructs.PASSWD_SIZE,
                    "getpwnam",
                    name,
                    arena);
            return found == null ? null : user(found);
        }
    }

    @Nullable
    User user(int id) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = find(
                    (entry, buffer, result) ->
                            (int) UserById.CALL.invokeExact(state, id, entry, buffer, buffer.byteSize(), result),
                    UserStructs.PASSWD_SIZE,
                    "getpwuid",
                    Integer.toUnsignedString(id),
                    arena);
            return found == null ? null : user(found);
        }
    }

    @Nullable
    Group group(String name) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(name);
            MemorySegment found = find(
                    (entry, buffer, result) ->
                            (int) GroupByName.CALL.invokeExact(state, key, entry, buffer, buffer.byteSize(), result),
                    UserStructs.GROUP_SIZE,
                    "getgrnam",
                    name,
                    arena);
            return found == null ? null : group(found);
        }
    }

    @Nullable
    Group group(int id) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = find(
                    (entry, buffer, result) ->
                            (int) GroupById.CALL.invokeExact(state, id, entry, buffer, buffer.byteSize(), result),
                    UserStructs.GROUP_SIZE,
                    "getgrgid",
                    Integer.toUnsignedString(id),
                    arena);
            return found == null ? null : group(found);
        }
    }

    /// One of the four calls. They return the error number instead of leaving it in errno.
    private interface Lookup {
        int make(MemorySegment entry, MemorySegment buffer, MemorySegment result) throws Throwable;
    }

    /// The entry, whose strings are in the arena; null if there is none.
    private static @Nullable MemorySegment find(
            Lookup lookup, int entrySize, String function, String argument, Arena arena) throws UnixException {
        MemorySegment entry = arena.allocate(entrySize, 8);
        MemorySegment result = arena.allocate(ADDRESS);
        int code;
        int size = FIRST_SIZE;
        do {
            code = make(lookup, entry, arena.allocate(size, 8), result);
            size *= 4;
        } while (code == Errno.EINTR.code || (code == Errno.ERANGE.code && size <= GREATEST_SIZE));
        if (result.get(ADDRESS, 0).address() != 0) {
            return entry;
        }
        // Some services say so with an error.
        if (code == 0 || code == Errno.ENOENT.code || code == Errno.ESRCH.code) {
            return null;
        }
        throw UnixException.of(code, function, argument);
    }

    private static int make(Lookup lookup, MemorySegment entry, MemorySegment buffer, MemorySegment result) {
        try {
            return lookup.make(entry, buffer, result);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static User user(MemorySegment entry) {
        return new User(
                string(entry, UserStructs.PASSWD_NAME),
                string(entry, UserStructs.PASSWD_PASSWD),
                entry.get(JAVA_INT, UserStructs.PASSWD_UID),
                entry.get(JAVA_INT, UserStructs.PASSWD_GID),
                string(entry, UserStructs.PASSWD_GECOS),
                path(entry, UserStructs.PASSWD_DIR),
                path(entry, UserStructs.PASSWD_SHELL));
    }

    private static Group group(MemorySegment entry) {
        List<String> members = new ArrayList<>();
        MemorySegment list = pointer(entry, UserStructs.GROUP_MEM);
        if (list.address() != 0) {
            for (long at = 0; list.get(ADDRESS, at).address() != 0; at += ADDRESS.byteSize()) {
                members.add(string(list, at));
            }
        }
        return new Group(
                string(entry, UserStructs.GROUP_NAME),
                string(entry, UserStructs.GROUP_PASSWD),
                entry.get(JAVA_INT, UserStructs.GROUP_GID),
                members);
    }

    private static String string(MemorySegment entry, long at) {
        MemorySegment string = pointer(entry, at);
        return string.address() == 0 ? "" : string.getString(0);
    }

    private static Path path(MemorySegment entry, long at) {
        MemorySegment string = pointer(entry, at);
        return string.address() == 0 ? Path.of("") : FileCalls.path(NativeDirectory.name(string));
    }

    @SuppressWarnings("restricted") // the C library says that a string or list is there
    private static MemorySegment pointer(MemorySegment entry, long at) {
        MemorySegment pointer = entry.get(ADDRESS, at);
        return pointer.address() == 0 ? pointer : pointer.reinterpret(Integer.MAX_VALUE);
    }
}
