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
        int done = 0;
        try {
            while (done < count) {
                Promise<?> pause = Objects.requireNonNull(woken[done]).underlying();
                woken[done++] = null;
                if (pause.isPending()) {
                    Resolution.resolve(loop, pause, Promise.RETURN, null);
                }
            }
        } finally {
            if (done < count) { // a VirtualMachineError ended the round: the others wait for the next one
                putBack(Arrays.copyOfRange(woken, done, count));
                Arrays.fill(woken, done, count, null);
            }
            spare = woken;
        }
    }

    /// Puts pauses before those that wait now.
    private void putBack(@Nullable Promise<?>[] earlier) {
        @Nullable Promise<?>[] all = Arrays.copyOf(earlier, earlier.length + size);
        System.arraycopy(waiting, 0, all, earlier.length, size);
        waiting = all;
        size = all.length;
    }

    private static final Promise<?>[] EMPTY = new Promise<?>[0];
}
