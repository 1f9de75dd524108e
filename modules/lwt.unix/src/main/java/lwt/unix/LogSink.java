package lwt.unix;

import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Writes the messages of a logger.
@FunctionalInterface
interface LogSink {
    Promise<@Nullable Void> write(LogMessage message) throws Throwable;
}
