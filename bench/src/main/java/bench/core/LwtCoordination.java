package bench.core;

import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Mutex;
import lwt.Mvar;
import lwt.Promise;
import lwt.State;
import org.jspecify.annotations.Nullable;

/// What this library's threads meet at: mailboxes, a mutex, streams.
final class LwtCoordination {
    private static final int THREADS = 100;

    private LwtCoordination() {}

    private static void check(boolean condition, String what) {
        Peer.check(condition, what);
    }

    /* ---- Mailboxes ---- */

    private static final class PingPong {
        private final Mvar<Integer> there = new Mvar<>();
        private final Mvar<Integer> back = new Mvar<>();
        private int sum;

        private Promise<@Nullable Void> ping(int rounds) {
            return rounds == 0
                    ? Lwt.unit()
                    : there.put(rounds & 127).bind(sent -> back.take()).bind(answer -> {
                        sum += answer;
                        return ping(rounds - 1);
                    });
        }

        private Promise<@Nullable Void> pong(int rounds) {
            return rounds == 0
                    ? Lwt.unit()
                    : there.take().bind(message -> back.put(Peer.next(message))).bind(sent -> pong(rounds - 1));
        }
    }

    static int mailboxes(int messages) {
        PingPong game = new PingPong();
        Promise<@Nullable Void> ping = game.ping(messages / 2);
        Promise<@Nullable Void> pong = game.pong(messages / 2);
        check(!ping.isSleeping() && !pong.isSleeping(), "a player still waits");
        return game.sum;
    }

    /* ---- A mutex ---- */

    private static Promise<@Nullable Void> sections(Mutex mutex, int[] count, int left) {
        return left == 0
                ? Lwt.unit()
                : mutex.withLock(() -> {
                            count[0]++;
                            return Lwt.pause();
                        })
                        .bind(ignored -> sections(mutex, count, left - 1));
    }

    static int mutex(int sections) {
        Mutex mutex = new Mutex();
        int[] count = {0};
        for (int i = 0; i < THREADS; i++) {
            Lwt.async(() -> sections(mutex, count, sections / THREADS));
        }
        while (Lwt.pausedCount() > 0) {
            Lwt.wakeupPaused();
        }
        check(count[0] == sections / THREADS * THREADS, "critical sections that were lost");
        return count[0];
    }

    /* ---- Streams ---- */

    private static int valueOf(Promise<Integer> promise) {
        return promise.state() instanceof State.Return<Integer>(Integer value) ? value : -1;
    }

    static int pushed(int elements) {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        for (int i = 0; i < elements; i++) {
            made.push().push(i & 127);
        }
        made.push().close();
        Promise<Integer> sum = made.stream()
                .mapSerial(x -> Lwt.of(Peer.next(x)))
                .filter(x -> (x & 1) == 0)
                .fold(Integer::sum, 0);
        return valueOf(sum);
    }

    static int pulled(int elements) {
        int[] next = {0};
        return valueOf(LwtStream.from(
                        () -> Lwt.of(next[0] < elements ? Optional.of(next[0]++ & 127) : Optional.<Integer>empty()))
                .fold(Integer::sum, 0));
    }
}
