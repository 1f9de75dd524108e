package lwt.unix;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Where an [OutputChannel] puts its bytes: a descriptor, or whatever a program makes into one with
/// [OutputChannel#make].
///
/// A channel asks for one thing at a time. What a method throws is the failure of the operation
/// that needed it. `toString` is what messages call the sink.
///
/// @see "Lwt_io.make (Lwt 2.2)"
@FunctionalInterface
public interface ByteSink {
    /// Takes 1 to `length` of the bytes from `offset` on; resolves with their number. `length` is
    /// at least 1. The bytes belong to the channel and are to be used before the promise resolves.
    ///
    /// If it can be canceled, canceling it must take no byte.
    Promise<Integer> write(byte[] bytes, int offset, int length) throws Exception;

    /// Tells the reader that no more comes. Called at most once, after the last write.
    default void shutdownSend() throws IOException {}

    /// Lets the next [#write] begin at this position. Fails with `ESPIPE` unless it is overridden.
    default Promise<@Nullable Void> seek(long position) throws Exception {
        throw UnixException.of(Errno.ESPIPE, "seek", toString());
    }

    /// How many bytes there are from the beginning to the end. Fails with `ESPIPE` unless it is
    /// overridden.
    default Promise<Long> length() throws Exception {
        throw UnixException.of(Errno.ESPIPE, "seek", toString());
    }

    /// Called once, when the channel is closed.
    default Promise<@Nullable Void> close() throws Exception {
        return Lwt.unit();
    }
}
