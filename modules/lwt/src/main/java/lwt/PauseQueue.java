package lwt;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * The promises of pause(), in order. Two arrays change roles: while one is being woken, new pauses go to the
 * other and wait for the next round.
 */
final class PauseQueue {
    private @Nullable Promise<?>[] waiting = new Promise<?>[16];
    private @Nullable Promise<?>[] spare = new Promise<?>[16];
    private int size;

    void add(Promise<?> pause) {
        if (size == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(16, size * 2));
        }
        waiting[size++] = pause;
    }

    /// The pauses made since the last round. A canceled one counts too, as in the original.
    int count() {
        return size;
    }

    void clear() {
        Arrays.fill(waiting, 0, size, null);
        size = 0;
    }

    /// Resolves the pauses that are there now, oldest first.
    void wakeup(Loop loop) {
        if (size == 0) {
            return;
        }
        @Nullable Promise<?>[] woken = waiting;
        int count = size;
        waiting = spare;
        size = 0;
        spare = EMPTY; // if a callback calls wakeup again, that call makes arrays of its own
        for (int i = 0; i < count; i++) {
            Promise<?> pause = Objects.requireNonNull(woken[i]).underlying();
            woken[i] = null;
            if (pause.isPending()) {
                Resolution.resolve(loop, pause, Promise.RETURN, null);
            }
        }
        spare = woken;
    }

    private static final Promise<?>[] EMPTY = new Promise<?>[0];
}
