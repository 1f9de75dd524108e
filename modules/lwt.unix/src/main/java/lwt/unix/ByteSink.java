package lwt.unix;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Where an [OutputChannel] puts its bytes: a descriptor, or a record in a test.
@FunctionalInterface
interface ByteSink {
    /// Writes 1 to `length` bytes; resolves with their number.
    Promise<Integer> write(byte[] bytes, int offset, int length);

    /// Tells the reader that no more comes. Called at most once, after the last write.
    default void shutdownSend() throws IOException {}

    /// Called once, when the channel is closed.
    default Promise<@Nullable Void> close() {
        return Lwt.unit();
    }
}
