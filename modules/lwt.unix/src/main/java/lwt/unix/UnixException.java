package lwt.unix;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A system call that failed: which call, on what, and the system's reason.
///
/// The message reads like `ECONNREFUSED: connection refused: connect(127.0.0.1:9)`.
///
/// The portable engine learns the reason from the JDK's exceptions, which carry no number; it
/// reports the closest name, or `EIO` when there is none, with the JDK's exception as the cause.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class UnixException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String errno;
    private final int code;
    private final String function;
    private final String argument;

    private UnixException(
            String errno, int code, String text, String function, String argument, @Nullable Throwable cause) {
        super(errno + ": " + text + ": " + function + "(" + argument + ")", cause);
        this.errno = errno;
        this.code = code;
        this.function = function;
        this.argument = argument;
    }

    static UnixException of(Errno errno, String function, String argument) {
        return new UnixException(errno.name(), errno.code, errno.text, function, argument, null);
    }

    static UnixException of(int code, String function, String argument) {
        Errno errno = Errno.of(code);
        return errno != null
                ? of(errno, function, argument)
                : new UnixException("errno " + code, code, "unknown error", function, argument, null);
    }

    static UnixException causedBy(Throwable cause, Errno errno, String text, String function, String argument) {
        return new UnixException(errno.name(), errno.code, text, function, argument, cause);
    }

    /// The name of the error, such as `"EPIPE"`.
    public String errno() {
        return errno;
    }

    /// The number of the error, as Linux counts it on every platform.
    public int code() {
        return code;
    }

    /// The system call that failed, such as `"connect"`.
    public String function() {
        return function;
    }

    /// What the call was made on: an address, a path or a descriptor.
    public String argument() {
        return argument;
    }

    boolean is(Errno other) {
        return code == other.code;
    }
}
