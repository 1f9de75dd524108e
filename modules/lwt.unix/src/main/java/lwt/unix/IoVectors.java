package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Buffers as the C library takes several at once: an array of `struct iovec`.
///
/// Direct buffers are used as they are. Those on Java's heap have memory of the arena stand in for
/// them: what is to be written is copied at once, what was read by [#moved].
final class IoVectors {
    private final List<ByteBuffer> buffers;
    private final @Nullable MemorySegment[] readInto; // stand-ins to be copied from
    private final MemorySegment array;
    private final long length;

    private IoVectors(Arena arena, List<ByteBuffer> buffers, boolean reading) {
        this.buffers = buffers;
        readInto = new MemorySegment[reading ? buffers.size() : 0];
        array = arena.allocate(Math.max(1, (long) buffers.size() * SocketStructs.IOVEC_SIZE), 8);
        long sum = 0;
        for (int i = 0; i < buffers.size(); i++) {
            MemorySegment segment = MemorySegment.ofBuffer(buffers.get(i));
            if (!segment.isNative()) {
                MemorySegment standIn = arena.allocate(Math.max(1, segment.byteSize()), 1);
                if (reading) {
                    readInto[i] = standIn;
                } else {
                    MemorySegment.copy(segment, 0, standIn, 0, segment.byteSize());
                }
                segment = standIn.asSlice(0, segment.byteSize());
            }
            array.set(ADDRESS, (long) i * SocketStructs.IOVEC_SIZE + SocketStructs.IOVEC_BASE, segment);
            array.set(JAVA_LONG, (long) i * SocketStructs.IOVEC_SIZE + SocketStructs.IOVEC_LEN, segment.byteSize());
            sum += segment.byteSize();
        }
        length = sum;
    }

    static IoVectors toRead(Arena arena, List<ByteBuffer> buffers) {
        return new IoVectors(arena, buffers, true);
    }

    static IoVectors toWrite(Arena arena, List<ByteBuffer> buffers) {
        return new IoVectors(arena, buffers, false);
    }

    /// The array; valid as long as the arena.
    MemorySegment array() {
        return array;
    }

    int count() {
        return buffers.size();
    }

    /// The bytes of all buffers together.
    long length() {
        return length;
    }

    /// So many bytes were read or written: the buffers' positions move.
    void moved(long bytes) {
        long left = bytes;
        for (int i = 0; i < buffers.size() && left > 0; i++) {
            ByteBuffer buffer = buffers.get(i);
            int part = (int) Math.min(left, buffer.remaining());
            if (readInto.length > 0 && readInto[i] != null) {
                MemorySegment.copy(readInto[i], 0, MemorySegment.ofBuffer(buffer), 0, part);
            }
            buffer.position(buffer.position() + part);
            left -= part;
        }
    }
}
