package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Arrays;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// A source whose bytes come when the test says so: a read takes what has come, or waits for it.
final class ScriptedSource implements ByteSource {
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private @Nullable Resolver<Integer> waiting;
    private Runnable serve = () -> {};
    private boolean ended;
    int reads;
    int longestRead;
    int closed;

    ScriptedSource send(String text) {
        return send(text.getBytes(UTF_8));
    }

    ScriptedSource send(byte[] bytes) {
        pieces.addLast(bytes);
        wake();
        return this;
    }

    ScriptedSource end() {
        ended = true;
        wake();
        return this;
    }

    void fail(Throwable failure) {
        waiting.fail(failure);
    }

    boolean isWaiting() {
        return waiting != null && waiting.promise().isSleeping();
    }

    private void wake() {
        if (isWaiting()) {
            serve.run();
        }
    }

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        if (isWaiting()) {
            throw new AssertionError("two reads at the same time");
        }
        reads++;
        longestRead = Math.max(longestRead, length);
        if (!pieces.isEmpty() || ended) {
            return Lwt.of(take(bytes, offset, length));
        }
        Resolver<Integer> resolver = Lwt.task();
        waiting = resolver;
        serve = () -> resolver.wakeup(take(bytes, offset, length));
        return resolver.promise();
    }

    private int take(byte[] bytes, int offset, int length) {
        byte[] piece = pieces.pollFirst();
        if (piece == null) {
            return 0;
        }
        int count = Math.min(length, piece.length);
        System.arraycopy(piece, 0, bytes, offset, count);
        if (count < piece.length) {
            pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
        }
        return count;
    }

    @Override
    public Promise<@Nullable Void> close() {
        closed++;
        return Lwt.unit();
    }

    @Override
    public String toString() {
        return "a test";
    }
}
