package moduletests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32C;

/// Bytes without end that a test sends and checks at the other side without keeping them.
final class Traffic {
    private Traffic() {}

    /// How many bytes, and a checksum over them in their order.
    record Sum(long count, long checksum) {}

    /// Sends `count` bytes that depend on `seed` alone, then ends the sending direction.
    static Sum send(Socket socket, long seed, long count) throws IOException {
        var random = new Random(seed);
        var sum = new CRC32C();
        byte[] block = new byte[64 * 1024];
        OutputStream output = socket.getOutputStream();
        random.nextBytes(block);
        for (long sent = 0; sent < count; ) {
            // A block that differs from the last one in a few places, as making all of it anew would take too long.
            block[random.nextInt(block.length)]++;
            int size = (int) Math.min(count - sent, 1 + random.nextInt(block.length));
            output.write(block, 0, size);
            sum.update(block, 0, size);
            sent += size;
        }
        socket.shutdownOutput();
        return new Sum(count, sum.getValue());
    }

    /// Receives until the end of input.
    static Sum receive(Socket socket) throws IOException {
        var sum = new CRC32C();
        byte[] block = new byte[64 * 1024];
        InputStream input = socket.getInputStream();
        long count = 0;
        for (int size = input.read(block); size >= 0; size = input.read(block)) {
            sum.update(block, 0, size);
            count += size;
        }
        return new Sum(count, sum.getValue());
    }

    /// Runs `task` in a thread of its own.
    static <T> CompletableFuture<T> start(Callable<T> task) {
        var result = new CompletableFuture<T>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(new CompletionException(e));
            }
        });
        return result;
    }
}
