package lwt.testkit;

import java.time.Duration;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.Engine;
import lwt.unix.ForwardingEngine;
import org.jspecify.annotations.Nullable;

/// An engine that does not wait for time to pass: it moves its clock.
final class VirtualEngine extends ForwardingEngine {
    /*
     * The main loop calls iterate(0) in every turn in which something is ready or due, and iterate(n) when the first
     * sleeper is due in n, or iterate(-1) when nobody sleeps. So the clock may move in iterate(n), and only there, and
     * only if nothing of the real world can come first:
     *
     *     a descriptor is ready, a task came through the door   serve it; the clock stays
     *     work is under way elsewhere (Loop.outstanding)        really wait for it; the clock stays
     *     somebody sleeps                                       move the clock to the first who does, or to `stopAt`
     *     else                                                  `goal` says: the end, or a real wait, or stuck
     *
     * A descriptor for which somebody waits may become ready later, by another process. That is waited for only when
     * nobody sleeps: a server that waits for connections must not stop the clock.
     */
    enum Goal {
        /// Until a promise is resolved. That nobody sleeps is the end of hope.
        RESULT,
        /// Until nobody sleeps.
        IDLE,
        /// Until the clock says `stopAt`.
        TIME
    }

    private final Loop loop;
    private long clock;
    private Goal goal = Goal.RESULT;
    private long stopAt;
    private boolean done;
    private @Nullable Promise<?> awaited;
    private boolean begun;
    private long beginning;
    private long limit;

    VirtualEngine(Loop loop) {
        super(Engine.system());
        this.loop = loop;
    }

    /* ---- For TestLoop ---- */

    /// Begins to go somewhere; `realTime` is how long that may take.
    void begin(Goal goal, long duration, long realTime) {
        this.goal = goal;
        stopAt = sum(clock, duration);
        done = false;
        begun = true;
        beginning = System.nanoTime();
        limit = realTime;
    }

    /// What LwtMain.run does of itself is bounded in each of its waits only.
    void end() {
        goal = Goal.RESULT;
        awaited = null;
        begun = false;
    }

    /// Bounds the real time of what follows.
    void limit(long realTime) {
        limit = realTime;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isDone() {
        return done;
    }

    /// The promise that is waited for, for messages.
    void awaits(@Nullable Promise<?> promise) {
        awaited = promise;
    }

    /* ---- The engine ---- */

    @Override
    public long nanoTime() {
        return clock;
    }

    @Override
    public boolean iterate(long timeoutNanos) {
        boolean served = super.iterate(0);
        if (begun && elapsed() > limit) {
            throw outOfTime();
        }
        if (served || timeoutNanos == 0 || !loop.isIdle()) {
            return served;
        }
        if (loop.outstanding() > 0) {
            return reallyWait();
        }
        return timeoutNanos < 0 ? nobodySleeps() : moveClock(sum(clock, timeoutNanos));
    }

    private boolean moveClock(long due) {
        if (goal == Goal.TIME && due > stopAt) {
            return stop(stopAt);
        }
        clock = due;
        return false;
    }

    private boolean stop(long at) {
        clock = at;
        done = true;
        return false;
    }

    private boolean nobodySleeps() {
        return switch (goal) {
            case TIME -> stop(stopAt);
            case IDLE -> stop(clock);
            case RESULT -> {
                if (waiting().isEmpty()) {
                    throw new StuckError(
                            "the program waits for what can never come: nothing is ready, nobody sleeps, no"
                                    + " descriptor is watched, and no work of other threads is announced (Loop.retain)"
                                    + situation());
                }
                yield reallyWait();
            }
        };
    }

    private boolean reallyWait() {
        long end = begun ? beginning + limit : System.nanoTime() + limit;
        boolean served = super.iterate(Math.max(1, end - System.nanoTime()));
        if (!served && loop.isIdle() && end - System.nanoTime() <= 0) {
            throw outOfTime();
        }
        return served;
    }

    private long elapsed() {
        return System.nanoTime() - beginning;
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /* ---- Messages ---- */

    private StuckError outOfTime() {
        String why = !loop.isIdle()
                ? "the loop still has things to do; if the clock stands still, something pauses, yields or sleeps for no"
                        + " time again and again"
                : loop.outstanding() > 0 || !waiting().isEmpty()
                        ? "it waits for the outside world"
                        : "it goes on and on";
        return new StuckError("the program was not done within the real-time limit of " + Duration.ofNanos(limit) + ": "
                + why + situation());
    }

    private String situation() {
        StringBuilder text = new StringBuilder();
        text.append("\n  virtual time: ").append(Duration.ofNanos(clock));
        text.append("\n  paused: ").append(Lwt.pausedCount());
        text.append("\n  work under way elsewhere (blocked fibers, jobs): ").append(loop.outstanding());
        text.append("\n  descriptors that are waited for: ").append(waiting());
        Promise<?> promise = awaited;
        if (promise != null) {
            text.append("\n  what the program waits for: ")
                    .append(
                            promise.isSleeping()
                                    ? Lwt.explain(promise).replace("\n", "\n    ")
                                    : "its own promise is resolved, so a hook of LwtMain.atExit");
        }
        return text.toString();
    }
}
