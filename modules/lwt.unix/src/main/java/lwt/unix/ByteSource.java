package lwt.unix;

import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Where an [InputChannel] gets its bytes: a descriptor, or whatever a program makes into one with
/// [InputChannel#make].
///
/// A channel asks for one thing at a time. What a method throws is the failure of the operation
/// that needed it. `toString` is what messages call the source.
///
/// @see "Lwt_io.make (Lwt 2.2)"
@FunctionalInterface
public interface ByteSource {
    /// Reads 1 to `length` bytes into `bytes`, from `offset` on; resolves with their number, 0 at
    /// the end. `length` is at least 1.
    ///
    /// If it can be canceled, canceling it must take no byte.
    Promise<Integer> read(byte[] bytes, int offset, int length) throws Exception;

    /// Lets the next [#read] begin at this position. Fails with `ESPIPE` unless it is overridden.
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
