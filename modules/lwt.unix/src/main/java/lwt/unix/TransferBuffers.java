package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/// Memory through which workers read and write: a program may take its own buffer back, by a
/// cancel, at any moment.
final class TransferBuffers {
    private static final int SMALL = 16_384;
    private static final int LARGE = 131_072;
    private static final int KEPT = 16;

    private final ArrayDeque<MemorySegment> small = new ArrayDeque<>();
    private final ArrayDeque<MemorySegment> large = new ArrayDeque<>();

    /// Memory for so many bytes, or for as many as are transferred at once.
    MemorySegment take(int wanted) {
        boolean isLarge = wanted > SMALL;
        MemorySegment buffer = (isLarge ? large : small).pollLast();
        return buffer != null ? buffer : Arena.ofAuto().allocate(isLarge ? LARGE : SMALL, 64);
    }

    void giveBack(MemorySegment buffer) {
        ArrayDeque<MemorySegment> list = buffer.byteSize() == LARGE ? large : small;
        if (list.size() < KEPT) {
            list.addLast(buffer);
        }
    }
}
