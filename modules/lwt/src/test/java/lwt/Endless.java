package lwt;

import java.util.Map;
import java.util.TreeMap;

/// Programs that must run for ever in little memory; MemoryTest runs each in a JVM with a heap of 24 MB.
///
/// `java -Xmx24m lwt.Endless NAME` exits with 0 when the rounds are done.
final class Endless {
    private static final int ROUNDS = 10_000_000;
    private static final int RACES = 1_000_000;

    private static final Map<String, Runnable> PROGRAMS = new TreeMap<>(Map.ofEntries(
            Map.entry("pause", () -> finish(pauses(ROUNDS))),
            Map.entry("pause, then", () -> finish(pausesThen(ROUNDS))),
            Map.entry("pause, catching", () -> finish(pausesCatching(ROUNDS / 5))),
            Map.entry("pause, tryBind", () -> finish(pausesTryBind(ROUNDS / 5))),
            Map.entry("pause in withValue", () -> finish(pausesWithValue(ROUNDS / 5))),
            Map.entry("pause, two keys", () -> finish(pausesWithTwoKeys(ROUNDS / 5))),
            Map.entry("resolved, bind", () -> finish(binds(ROUNDS))),
            Map.entry("resolved, tryBind", () -> finish(tryBinds(ROUNDS))),
            Map.entry("resolved, catching", () -> finish(catchings(ROUNDS))),
            Map.entry("resolved, in a callback", () -> finish(Lwt.pause().bind(_ -> binds(ROUNDS)))),
            Map.entry("wakeup", Endless::wakeups),
            Map.entry("wakeupLater", Endless::wakeupsLater),
            Map.entry(
                    "choose", () -> finish(chooses(RACES, Lwt.<Integer>waiter().promise()))),
            Map.entry("choose, proxy", () -> finish(chooses(RACES, proxy()))),
            Map.entry("pick", () -> finish(picks(RACES, Lwt.<Integer>waiter().promise()))),
            Map.entry(
                    "nchoose",
                    () -> finish(nchooses(RACES, Lwt.<Integer>waiter().promise()))),
            Map.entry("npick", () -> finish(npicks(RACES, Lwt.<Integer>waiter().promise()))),
            Map.entry(
                    "nchooseSplit",
                    () -> finish(nchooseSplits(RACES, Lwt.<Integer>waiter().promise()))),
            Map.entry("choose, races in a row", Endless::racesInARow),
            Map.entry("shielded", Endless::shielded),
            Map.entry("wrapInCancelable", Endless::wrapped),
            Map.entry("pause and cancel", Endless::canceledPauses),
            Map.entry("execute", Endless::executes)));

    private Endless() {}

    static Iterable<String> names() {
        return PROGRAMS.keySet();
    }

    public static void main(String[] arguments) {
        Runnable program = PROGRAMS.get(arguments[0]);
        if (program == null) {
            throw new IllegalArgumentException(
                    "there is no program “" + arguments[0] + "”; there are " + PROGRAMS.keySet());
        }
        program.run();
    }

    private static void finish(Promise<?> p) {
        while (p.isSleeping()) {
            Loop.current().turn();
        }
        p.ignoreResult(); // throws what it failed with
    }

    /* ---- Loops over pause() ---- */

    private static Promise<Integer> pauses(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.pause().bind(_ -> pauses(n - 1));
    }

    private static Promise<Integer> pausesThen(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.pause().map(_ -> n - 1).bind(Endless::pausesThen);
    }

    private static Promise<Integer> pausesCatching(int n) {
        return n == 0
                ? Lwt.of(0)
                : Lwt.catching(
                        () -> Lwt.pause().bind(_ -> Lwt.fail(new CanceledException())), _ -> pausesCatching(n - 1));
    }

    private static Promise<Integer> pausesTryBind(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.tryBind(Lwt::pause, _ -> pausesTryBind(n - 1), Lwt::fail);
    }

    /* ---- Loops with keys ---- */

    private static final Key<Integer> KEY = new Key<>();
    private static final Key<Integer> OTHER = new Key<>();

    private static Promise<Integer> pausesWithValue(int n) {
        return n == 0 ? Lwt.of(0) : KEY.withValue(n, () -> Lwt.pause().bind(_ -> pausesWithValue(n - 1)));
    }

    private static Promise<Integer> pausesWithTwoKeys(int n) {
        return n == 0
                ? Lwt.of(0)
                : KEY.withValue(n, () -> Lwt.pause().bind(_ -> OTHER.withValue(n, () -> pausesWithTwoKeys(n - 1))));
    }

    /* ---- Loops over resolved promises ---- */

    private static Promise<Integer> binds(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.unit().bind(_ -> binds(n - 1));
    }

    private static Promise<Integer> tryBinds(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.tryBind(Lwt::unit, _ -> tryBinds(n - 1), Lwt::fail);
    }

    private static Promise<Integer> catchings(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.catching(() -> Lwt.fail(new CanceledException()), _ -> catchings(n - 1));
    }

    /* ---- Loops over resolvers ---- */

    private static Resolver<Integer> next = Lwt.waiter();

    private static Promise<Integer> waits(int n) {
        next = Lwt.waiter();
        return n == 0 ? Lwt.of(0) : next.promise().bind(m -> waits(m));
    }

    private static void wakeups() {
        Promise<Integer> p = waits(ROUNDS);
        for (int n = ROUNDS - 1; n >= 0; n--) {
            next.wakeup(n);
        }
        finish(p);
    }

    private static void wakeupsLater() {
        Promise<Integer> p = waits(ROUNDS);
        for (int n = ROUNDS - 1; n >= 0; n--) {
            next.wakeupLater(n);
        }
        finish(p);
    }

    /* ---- Races against a promise that is never resolved ---- */

    private static Promise<Integer> proxy() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> inner = Lwt.<Integer>waiter().promise();
        Promise<Integer> outer = start.promise().bind(_ -> inner);
        start.wakeup(null);
        return inner.isSleeping() ? outer : inner;
    }

    private static Promise<Integer> quick() {
        return Lwt.pause().map(_ -> 1);
    }

    private static Promise<Integer> chooses(int n, Promise<Integer> never) {
        return n == 0 ? Lwt.of(0) : Lwt.choose(never, quick()).bind(_ -> chooses(n - 1, never));
    }

    private static Promise<Integer> picks(int n, Promise<Integer> never) {
        return n == 0 ? Lwt.of(0) : Lwt.pick(never, quick()).bind(_ -> picks(n - 1, never));
    }

    private static Promise<Integer> nchooses(int n, Promise<Integer> never) {
        return n == 0
                ? Lwt.of(0)
                : Lwt.nchoose(java.util.List.of(never, quick())).bind(_ -> nchooses(n - 1, never));
    }

    private static Promise<Integer> npicks(int n, Promise<Integer> never) {
        return n == 0 ? Lwt.of(0) : Lwt.npick(java.util.List.of(never, quick())).bind(_ -> npicks(n - 1, never));
    }

    private static Promise<Integer> nchooseSplits(int n, Promise<Integer> never) {
        return n == 0
                ? Lwt.of(0)
                : Lwt.nchooseSplit(java.util.List.of(quick(), never))
                        .bind(split -> nchooseSplits(n - 1, split.pending().getFirst()));
    }

    /// The loser of each race holds the winner of the one before; a race that is over must not hold its loser.
    private static void racesInARow() {
        Promise<Integer> last = Lwt.of(0);
        for (int i = 0; i < RACES; i++) {
            Promise<Integer> before = last;
            Promise<Integer> loser = Lwt.<Integer>waiter().promise().bind(_ -> before);
            Resolver<Integer> winner = Lwt.waiter();
            last = Lwt.choose(loser, winner.promise());
            winner.wakeup(i);
        }
        finish(last);
    }

    /* ---- Copies of a promise that is never resolved ---- */

    private static void shielded() {
        Promise<Integer> never = Lwt.<Integer>task().promise();
        for (int i = 0; i < RACES; i++) {
            never.shielded().cancel();
        }
        assertSleeping(never);
    }

    private static void wrapped() {
        Promise<Integer> never = Lwt.<Integer>waiter().promise();
        for (int i = 0; i < RACES; i++) {
            never.wrapInCancelable().cancel();
        }
        assertSleeping(never);
    }

    private static void assertSleeping(Promise<?> p) {
        if (!p.isSleeping()) {
            throw new IllegalStateException("the promise should sleep: " + p);
        }
    }

    private static void canceledPauses() {
        for (int i = 0; i < RACES; i++) {
            for (int j = 0; j < 10; j++) {
                Lwt.pause().cancel();
            }
            Loop.current().turn();
        }
    }

    /* ---- The door ---- */

    private static void executes() {
        Loop loop = Loop.current();
        int[] ran = new int[1];
        for (int i = 0; i < ROUNDS; i++) {
            loop.execute(() -> ran[0]++);
            if (i % 100 == 0) {
                loop.turn();
            }
        }
        loop.turn();
        if (ran[0] != ROUNDS) {
            throw new IllegalStateException("tasks that ran: " + ran[0]);
        }
    }
}
