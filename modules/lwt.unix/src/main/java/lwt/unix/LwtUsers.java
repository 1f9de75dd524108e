package lwt.unix;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Users and groups of the system, as promises.
///
/// Workers look them up, as that may wait for a disk or the network. Who does not exist is a failure
/// with [NoSuchElementException]; that it cannot be found out is one with [UnixException]. Canceling
/// drops the result. On the portable engine they fail with [UnsupportedOperationException].
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtUsers {
    private LwtUsers() {}

    /// The name under which the user of the process's terminal has logged in. Fails, with `ENOTTY` or
    /// `ENXIO` for example, if there is no terminal.
    public static Promise<String> login() {
        return call("getlogin", () -> UserCalls.ofThread().login());
    }

    /// The user of this login name.
    public static Promise<User> user(String name) {
        Objects.requireNonNull(name, "name");
        return call("getpwnam", () -> found(UserCalls.ofThread().user(name), "user of the name " + name));
    }

    /// The user of this number.
    public static Promise<User> user(int id) {
        return call("getpwuid", () -> found(UserCalls.ofThread().user(id), "user of the number " + id));
    }

    /// The group of this name.
    public static Promise<Group> group(String name) {
        Objects.requireNonNull(name, "name");
        return call("getgrnam", () -> found(UserCalls.ofThread().group(name), "group of the name " + name));
    }

    /// The group of this number.
    public static Promise<Group> group(int id) {
        return call("getgrgid", () -> found(UserCalls.ofThread().group(id), "group of the number " + id));
    }

    private static <T> Promise<T> call(String function, Callable<T> call) {
        MainLoop main = MainLoop.current();
        return main.calls().isNative()
                ? main.jobs().call(call)
                : Lwt.fail(Unsupported.onPortableEngine(
                        function, "the JDK knows names of users only, see the property user.name"));
    }

    private static <T> T found(@Nullable T entry, String what) {
        if (entry == null) {
            throw new NoSuchElementException("there is no " + what);
        }
        return entry;
    }
}
