package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// A sink that keeps what is written, piece by piece, and takes only as much as the test allows.
final class RecordingSink implements ByteSink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<String> pieces = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Nullable
    IOException broken;

    @Nullable
    IOException closeFailure;

    private @Nullable Resolver<Integer> waiting;
    private Runnable serve = () -> {};

    /// Takes up to `count` more bytes.
    void allow(int count) {
        room += count;
        if (isWaiting()) {
            serve.run();
        }
    }

    boolean isWaiting() {
        return waiting != null && waiting.promise().isSleeping();
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    @Override
    public Promise<Integer> write(byte[] data, int offset, int length) {
        if (isWaiting()) {
            throw new AssertionError("two writes at the same time");
        }
        if (broken != null) {
            return Lwt.fail(broken);
        }
        if (room > 0) {
            return Lwt.of(keep(data, offset, length));
        }
        Resolver<Integer> resolver = Lwt.task();
        waiting = resolver;
        serve = () -> resolver.wakeup(keep(data, offset, length));
        return resolver.promise();
    }

    private int keep(byte[] data, int offset, int length) {
        int count = Math.min(length, room);
        room -= count;
        bytes.write(data, offset, count);
        pieces.add(new String(data, offset, count, UTF_8));
        return count;
    }

    @Override
    public void shutdownSend() {
        events.add("shutdownSend");
    }

    @Override
    public Promise<@Nullable Void> close() {
        events.add("close");
        return closeFailure == null ? Lwt.unit() : Lwt.fail(closeFailure);
    }

    @Override
    public String toString() {
        return "a test";
    }
}
