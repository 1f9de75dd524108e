package lwt.unix;

import java.util.List;
import lwt.Promise;

/// Where a [Logger] of the program's own sends its messages.
@FunctionalInterface
public interface LogOutput {
    /// Writes the lines of one message, which belong together; the promise resolves when they are
    /// written. What this throws becomes the failure of the promise that the logging function
    /// returned.
    Promise<?> write(Section section, LogLevel level, List<String> lines) throws Throwable;
}
