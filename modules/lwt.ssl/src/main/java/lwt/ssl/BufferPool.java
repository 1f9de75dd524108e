package lwt.ssl;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import lwt.Loop;

/// The buffers that the TLS sockets of one loop lend each other.
///
/// A socket has one only while there are bytes in it, so sockets that wait cost no buffers. Each holds
/// five records of the usual size, which makes that many records one system call.
final class BufferPool {
    static final int SIZE = 84 * 1024;
    private static final int MOST_KEPT = 16;

    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

    static BufferPool of(Loop loop) {
        return loop.attachment(BufferPool.class, _ -> new BufferPool());
    }

    /// An empty buffer with an array, for at least so many bytes.
    ByteBuffer take(int least) {
        if (least > SIZE) {
            return ByteBuffer.allocate(least);
        }
        ByteBuffer buffer = kept.pollLast();
        return buffer != null ? buffer.clear() : ByteBuffer.allocate(SIZE);
    }

    /// Takes back a buffer that nobody uses any more, not even a system call that waits.
    void give(ByteBuffer buffer) {
        if (buffer.capacity() == SIZE && kept.size() < MOST_KEPT) {
            kept.addLast(buffer);
        }
    }
}
