package lwt.ssl;

import java.nio.ByteBuffer;
import java.util.Optional;
import lwt.Loop;
import lwt.Promise;
import lwt.unix.Direction;
import lwt.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/// The encrypted bytes that came from the descriptor and were not decrypted yet.
final class RecordInput {
    /*
     * While nothing is there, we wait for the descriptor to be ready, and take a buffer only then. The exception is
     * after a read that got all it had room for: then there is most likely more, and we read at once.
     */
    private static final Optional<Boolean> READY = Optional.of(true);
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final FileDescriptor file;
    private final BufferPool pool = BufferPool.of(Loop.current());
    private @Nullable ByteBuffer buffer; // what is unread is from its position to its limit
    private boolean expectsMore;

    RecordInput(FileDescriptor file) {
        this.file = file;
    }

    boolean isEmpty() {
        return buffer == null;
    }

    /// The bytes, for those who take some of them; [#taken] is to be called then.
    ByteBuffer bytes() {
        ByteBuffer current = buffer;
        return current != null ? current : NONE;
    }

    void taken() {
        ByteBuffer current = buffer;
        if (current != null && !current.hasRemaining()) {
            buffer = null;
            pool.give(current);
        }
    }

    /// Reads more, so that at last a record of `record` bytes fits; resolves with the number of bytes,
    /// 0 at the end. Only one such read may be under way. Canceling it takes no byte.
    Promise<Integer> fill(int record) {
        return buffer == null && !expectsMore
                ? file.callWhenReady(Direction.READ, () -> READY).bind(_ -> read(record))
                : read(record);
    }

    private Promise<Integer> read(int record) {
        ByteBuffer target = withRoom(record);
        int start = target.limit();
        int room = target.capacity() - start;
        Promise<Integer> read = file.read(target.array(), target.arrayOffset() + start, room)
                .map(count -> {
                    expectsMore = count == room;
                    target.limit(start + count);
                    return count;
                });
        read.onTermination(this::taken);
        return read;
    }

    private ByteBuffer withRoom(int record) {
        ByteBuffer current = buffer;
        if (current == null) {
            current = pool.take(record).limit(0);
        } else if (record > current.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(record).put(current).flip();
            pool.give(current);
            current = larger;
        } else if (record - current.remaining() > current.capacity() - current.limit()) {
            current.compact().flip();
        }
        buffer = current;
        return current;
    }
}
