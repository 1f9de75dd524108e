package lwt.unix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;

/// Limits how often something happens in a second, for each key on its own: requests for each
/// address, for example.
///
/// Thread rule: the thread of the loop on which it was made.
///
/// @param <K> what is limited on its own; equal keys are one
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class Throttle<K> {
    /*
     * Time is cut into seconds, from the first use after a rest on. In each, a key has `rate` goes; who finds none left
     * waits in the key's line and takes one of the next second's before anybody who comes later. A second in which
     * nobody came and nobody waited is a rest: then no sleep is left, nor any key.
     */
    private static final long SECOND = 1_000_000_000;

    private final MainLoop main = MainLoop.current();
    private final int rate;
    private final int max;
    private final Map<K, Line> lines = new HashMap<>();
    private int waiting;
    private boolean isCounting;

    private static final class Line {
        int gone;
        final ArrayDeque<Resolver<Boolean>> waiting = new ArrayDeque<>();
    }

    private Throttle(int rate, int max) {
        this.rate = rate;
        this.max = max;
    }

    /// A limit.
    ///
    /// @param rate how many may go in a second, for each key
    /// @param max how many may wait, for all keys together
    /// @throws IllegalArgumentException if the rate is not positive or the maximum negative
    public static <K> Throttle<K> create(int rate, int max) {
        if (rate < 1 || max < 0) {
            throw new IllegalArgumentException(
                    "the rate must be positive and the number that may wait not negative: " + rate + ", " + max);
        }
        return new Throttle<>(rate, max);
    }

    /// Resolves with true when it is one's turn: at once, if fewer than the rate have gone in this
    /// second, else in a later one, in order. Resolves with false at once if too many wait.
    ///
    /// Canceling gives up the place in the line.
    public Promise<Boolean> await(K key) {
        main.checkCaller();
        Line line = lines.computeIfAbsent(Objects.requireNonNull(key, "key"), _ -> new Line());
        if (!isCounting) {
            count();
        }
        if (line.gone < rate) {
            line.gone++;
            return Lwt.of(true);
        }
        if (waiting >= max) {
            return Lwt.of(false);
        }
        waiting++;
        Resolver<Boolean> resolver = Lwt.task();
        line.waiting.add(resolver);
        resolver.promise().onCancel(() -> {
            if (line.waiting.remove(resolver)) {
                waiting--;
            }
        });
        return resolver.promise();
    }

    private void count() {
        isCounting = true;
        main.sleep(SECOND).onSuccess(_ -> nextSecond());
    }

    private void nextSecond() {
        List<Resolver<Boolean>> next = new ArrayList<>();
        for (Iterator<Line> all = lines.values().iterator(); all.hasNext(); ) {
            Line line = all.next();
            line.gone = 0;
            while (line.gone < rate && !line.waiting.isEmpty()) {
                next.add(line.waiting.remove());
                line.gone++;
            }
            if (line.gone == 0) {
                all.remove();
            }
        }
        waiting -= next.size();
        if (lines.isEmpty()) {
            isCounting = false;
        } else {
            count();
        }
        for (Resolver<Boolean> resolver : next) { // who may come again, or cancel another
            if (resolver.promise().isSleeping()) {
                resolver.wakeup(true);
            }
        }
    }
}
