package lwt.unix;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.Strand;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// What makes a loop of promises a main loop: an engine, timers and the descriptors' common
/// matters.
final class MainLoop {
    /*
     * Overview
     *
     * A turn runs what is ready (tasks from other threads, resumed fibers, paused callbacks), then waits in the engine
     * until a descriptor, a timer or another thread has something to do, then ends the sleeps that are over:
     *
     *     loop.turn() ── main promise resolved? ── engine.iterate(until the first timer) ── timers.fire() ──┐
     *          ^─────────────────────────────────────────────────────────────────────────────────────────────┘
     *
     * The hooks of LwtMain are called before the wait, and after the turn that follows it.
     *
     * The loop does not wait when something is ready already; but it looks at descriptors and timers in every turn, so
     * that neither a loop of `pause` nor one of `sleep(ZERO)` keeps them waiting. Before it waits it may look for the
     * end of a job, if no descriptor had anything to do just now (Jobs.endsSoon).
     *
     * Times are counted from zero on, by the engine's clock.
     */
    private static final List<MainLoop> RUNNING = new CopyOnWriteArrayList<>(); // few at a time

    final Loop loop;
    private final TimerQueue timers = new TimerQueue();
    private final ExitHooks exitHooks = new ExitHooks(this);
    private final Hooks<Runnable> enterHooks = new Hooks<>();
    private final Hooks<Runnable> leaveHooks = new Hooks<>();
    private volatile Engine engine = Engine.system(); // read by whoever wakes the loop up
    private long origin = engine.nanoTime();
    private int turns;
    private boolean served; // whether a descriptor had something to do when the engine looked last
    private volatile boolean running; // read at the process's end
    private @Nullable Shortage shortage;
    private @Nullable Jobs jobs;
    private volatile @Nullable GuestLoop guest; // read at the process's end
    private final LoopLog log = new LoopLog(this);
    private final @Nullable FileDescriptor[] standard = new FileDescriptor[3];

    private MainLoop(Loop loop) {
        this.loop = loop;
        setWaker(null);
        engine.attach(loop);
    }

    /// The main loop of the calling thread.
    static MainLoop current() {
        return Loop.current().attachment(MainLoop.class, MainLoop::new);
    }

    /* ---- Running ---- */

    <T> T run(ThrowingSupplier<? extends Promise<T>> body) {
        begin();
        try {
            Promise<T> result = start(body);
            runUntilResolved(result);
            log.writePosted();
            runUntilResolved(exitHooks.run());
            return value(result);
        } finally {
            end();
        }
    }

    void runUntil(BooleanSupplier condition) {
        begin();
        try {
            turnUntil(condition);
        } finally {
            end();
        }
    }

    private void begin() {
        if (running) {
            String within = guest == null ? "LwtMain.run" : "a loop that another event loop drives";
            throw new IllegalStateException("LwtMain.run was called within " + within + ", on the thread "
                    + loop.owner().getName()
                    + ": wait for the promise with bind, or with await in a fiber, or return it");
        }
        running = true;
        RUNNING.add(this);
    }

    private void end() {
        running = false;
        RUNNING.remove(this);
        log.writeLeftOver();
        engine.rest();
    }

    /// The loop that runs on the calling thread, or null. Makes none, unlike [#current].
    static @Nullable MainLoop running() {
        for (MainLoop main : RUNNING) {
            if (main.loop.isCurrent()) {
                return main;
            }
        }
        return null;
    }

    /// **Any thread.**
    static List<MainLoop> allRunning() {
        return RUNNING;
    }

    boolean isRunning() {
        return running;
    }

    private static <T> Promise<T> start(ThrowingSupplier<? extends Promise<T>> body) {
        try {
            Promise<T> promise =
                    Objects.requireNonNull(body.get(), "LwtMain.run: the body returned null, not a promise");
            // The bind refuses a promise of another loop, for which this one would wait in vain.
            return promise.isSleeping() ? Lwt.pause().bind(_ -> promise) : promise;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return Lwt.fail(e);
        }
    }

    private void runUntilResolved(Promise<?> promise) {
        turnUntil(() -> !promise.isSleeping());
    }

    private void turnUntil(BooleanSupplier condition) {
        turn();
        while (!condition.getAsBoolean()) {
            enterHooks.forEach(Runnable::run);
            if (timers.isEmpty()) {
                served = engine.iterate(mayWait() ? -1 : 0);
            } else {
                waitAndFire();
            }
            turn();
            leaveHooks.forEach(Runnable::run);
        }
    }

    /* ---- Inside another event loop: see GuestLoop ---- */

    void beginAsGuest(GuestLoop guest) {
        begin();
        this.guest = guest;
    }

    void endAsGuest() {
        guest = null;
        end();
    }

    /// A turn that does not wait.
    void turnAsGuest() {
        enterHooks.forEach(Runnable::run);
        engine.iterate(0);
        if (!timers.isEmpty()) {
            timers.fire(now(), loop.isShuffling() ? loop.random() : null);
        }
        turn();
        leaveHooks.forEach(Runnable::run);
    }

    /// When the next turn is due if nothing happens: a time of [#now], 0 for at once, `Long.MAX_VALUE` for never.
    long nextTurn() {
        return !loop.isIdle() ? 0 : timers.isEmpty() ? Long.MAX_VALUE : timers.soonest();
    }

    /// Whether anything can happen still: something is ready, or somebody sleeps, waits for a descriptor, or works
    /// elsewhere.
    boolean isWaiting() {
        return nextTurn() < Long.MAX_VALUE
                || loop.outstanding() > 0
                || !engine.waiting().isEmpty();
    }

    void setWaker(@Nullable Runnable waker) {
        loop.setWaker(waker == null ? () -> engine.wakeUp() : waker);
    }

    private void turn() {
        turns++;
        loop.turn();
    }

    private boolean mayWait() {
        return loop.isIdle() && (served || jobs == null || !jobs.endsSoon());
    }

    /// Asks for the time once, or twice if it waits: on some machines that is the dearest part of a turn.
    private void waitAndFire() {
        long now = now();
        long timeout = mayWait() ? Math.max(0, timers.soonest() - now) : 0;
        served = engine.iterate(timeout);
        timers.fire(timeout == 0 ? now : now(), loop.isShuffling() ? loop.random() : null);
    }

    /// Runs the exit hooks for at most this time, on a thread that is not the loop's own. Only
    /// while that one cannot go on: it is in `System.exit`, inside one of the loop's callbacks.
    void runExitHooksFromOutside(long nanos) {
        GuestLoop present = guest;
        if (present != null) {
            present.standBack();
        }
        loop.enter(new ExitStrand(loop), Thread.currentThread());
        runUntilResolved(Lwt.choose(exitHooks.run(), sleep(nanos)));
    }

    private static final class ExitStrand extends Strand {
        ExitStrand(Loop loop) {
            super(loop);
        }
    }

    private static <T> T value(Promise<T> promise) {
        return switch (promise.state()) {
            case State.Return<T>(var value) -> value;
            case State.Fail<T>(var cause) -> throw sneaky(cause);
            case State.Sleep<T>() -> throw new AssertionError("the loop ran until the promise was resolved");
        };
    }

    /// Throws the failure itself, of whatever kind it is. The compiler is told that it is
    /// unchecked.
    private static RuntimeException sneaky(Throwable failure) {
        MainLoop.<RuntimeException>throwAs(failure);
        throw new AssertionError("throwAs throws");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    private static <X extends Throwable> void throwAs(Throwable failure) throws X {
        throw (X) failure;
    }

    /// How often the loop has turned; wraps around.
    int turns() {
        return turns;
    }

    /* ---- Time ---- */

    /// The time since some moment, in nanoseconds, never negative.
    long now() {
        return engine.nanoTime() - origin;
    }

    Promise<@Nullable Void> sleep(long nanos) {
        Resolver<@Nullable Void> sleeper = Lwt.task();
        timers.add(Times.add(now(), nanos), sleeper);
        return sleeper.promise();
    }

    /// How many sleeps there are, canceled ones at the top of the queue left out.
    int sleeps() {
        return timers.isEmpty() ? 0 : timers.size();
    }

    /* ---- The engine ---- */

    Engine engine() {
        return engine;
    }

    void setEngine(Engine installed) {
        Objects.requireNonNull(installed, "engine");
        boolean goesOn = installed.uses(engine) || engine.uses(installed);
        if (running && !goesOn) {
            throw new IllegalStateException("the engine cannot be changed while the loop runs, only wrapped");
        }
        if (!engine.waiting().isEmpty() && !goesOn) {
            throw new IllegalStateException(
                    "the engine cannot be changed while operations wait for it: " + engine.waiting());
        }
        long now = now();
        if (!goesOn) {
            engine.close();
        }
        engine = installed;
        installed.attach(loop);
        origin = installed.nanoTime() - now;
    }

    SystemCalls calls() {
        return engine.calls();
    }

    /* ---- Descriptors ---- */

    FileDescriptor standard(int number) {
        FileDescriptor file = standard[number];
        if (file == null) {
            file = new FileDescriptor(this, engine.calls().standard(number));
            standard[number] = file;
        }
        return file;
    }

    Shortage shortage() {
        Shortage current = shortage;
        if (current == null) {
            current = new Shortage(this);
            shortage = current;
        }
        return current;
    }

    void descriptorClosed() {
        if (shortage != null) {
            shortage.tryAgain();
        }
    }

    /// The calls of this loop that workers make.
    Jobs jobs() {
        Jobs current = jobs;
        if (current == null) {
            current = new Jobs(loop);
            jobs = current;
        }
        return current;
    }

    /// Its part in logging. **Any thread.**
    LoopLog log() {
        return log;
    }

    Hooks<Runnable> enterHooks() {
        return enterHooks;
    }

    Hooks<Runnable> leaveHooks() {
        return leaveHooks;
    }

    ExitHooks exitHooks() {
        return exitHooks;
    }

    /// Refuses callers who are on another loop.
    void checkCaller() {
        checkCaller("a descriptor");
    }

    void checkCaller(String what) {
        if (!loop.isCurrent()) {
            throw new IllegalStateException(
                    what + " of the loop of thread " + loop.owner().getName()
                            + " was used on thread " + Thread.currentThread().getName()
                            + "; hand the work over with Loop.execute");
        }
    }
}
