package bench.memory;

import bench.core.Footprint;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.direct.Direct;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// The checks that are programs of this library only.
final class Programs {
    private static final int ROUNDS = 10_000_000;
    private static final int MILLION = 1_000_000;
    private static final int WARM_UP = 10_000;
    private static final int WARM_UP_FIBERS = 300_000;

    private Programs() {}

    static void sleepLoop() {
        LwtMain.run(() -> overSleeps(ROUNDS));
    }

    private static Promise<@Nullable Void> overSleeps(int rounds) {
        return rounds == 0 ? Lwt.unit() : LwtUnix.sleep(Duration.ZERO).bind(ignored -> overSleeps(rounds - 1));
    }

    /// Ten million awaits in one fiber, each of a new promise.
    static void fiberLoop(Supplier<Promise<@Nullable Void>> next) {
        LwtMain.run(() -> Direct.spawn(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                Direct.await(next.get());
            }
        }));
    }

    /// Races that a promise loses a million times must leave nothing in it.
    static double chooseLoop() throws InterruptedException {
        Promise<Integer> never = Lwt.<Integer>waiter().promise();
        races(never, WARM_UP);
        long before = Footprint.liveBytes();
        races(never, MILLION);
        double left = (double) (Footprint.liveBytes() - before) / MILLION;
        if (!never.isSleeping()) {
            throw new IllegalStateException("the loser was resolved");
        }
        return Math.max(0, left);
    }

    private static void races(Promise<Integer> never, int count) {
        for (int k = 0; k < count; k++) {
            Resolver<Integer> winner = Lwt.waiter();
            Promise<Integer> first = Lwt.choose(List.of(never, winner.promise()));
            winner.wakeup(k & 127);
            if (first.isSleeping()) {
                throw new IllegalStateException("nobody won race " + k);
            }
        }
    }

    static double sleepingCallback() throws InterruptedException {
        int[] woken = {0};
        LwtUnix.sleep(Duration.ofHours(1)).cancel();
        long before = Footprint.liveBytes();
        for (int k = 0; k < MILLION; k++) {
            LwtUnix.sleep(Duration.ofHours(1)).bind(ignored -> {
                woken[0]++;
                return Lwt.unit();
            });
        }
        return (double) (Footprint.liveBytes() - before) / MILLION;
    }

    /// After a warm-up: the frames of compiled code are a fraction of those of the interpreter.
    static double sleepingFiber() {
        return LwtMain.run(() -> asleep(WARM_UP_FIBERS, Duration.ofMillis(1), true)
                .bind(ignored -> {
                    long before = Footprint.liveBytes();
                    return asleep(MILLION, Duration.ofHours(1), false)
                            .map(asleep -> (double) (Footprint.liveBytes() - before) / MILLION);
                }));
    }

    /// Resolved when so many fibers sleep, or with `untilEnd` when all have ended.
    private static Promise<@Nullable Void> asleep(int count, Duration duration, boolean untilEnd) {
        int[] progress = {0};
        for (int k = 0; k < count; k++) {
            Direct.spawn(() -> {
                progress[0] += untilEnd ? 0 : 1;
                Direct.await(LwtUnix.sleep(duration));
                progress[0] += untilEnd ? 1 : 0;
            });
        }
        return untilReached(progress, count);
    }

    private static Promise<@Nullable Void> untilReached(int[] progress, int count) {
        return progress[0] == count ? Lwt.unit() : Lwt.pause().bind(ignored -> untilReached(progress, count));
    }
}
