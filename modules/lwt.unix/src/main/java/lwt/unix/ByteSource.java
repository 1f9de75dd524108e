package lwt.unix;

import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Where an [InputChannel] gets its bytes: a descriptor, or a script in a test.
@FunctionalInterface
interface ByteSource {
    /// Reads 1 to `length` bytes; resolves with their number, 0 at end of input. Canceling it takes
    /// no byte.
    Promise<Integer> read(byte[] bytes, int offset, int length);

    /// Called once, when the channel is closed.
    default Promise<@Nullable Void> close() {
        return Lwt.unit();
    }
}
