package lwt.unix;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// This thread's loop, driven by another event loop of the same thread instead of [LwtMain#run]: that of a user
/// interface, for example. The modules `lwt.awt` and `lwt.glib` are made of it.
///
/// The other loop, the host, goes on as it is. Whenever the guest has something to do, it gives the host a task,
/// to be run on the loop's thread as one of its events:
///
/// {@snippet class=lwt.unix.GuestLoopTest region=guest}
///
/// The host should also call [#turn] after each event of its own, which may have started a sleep or a read; that
/// costs next to nothing if the event did not.
///
/// A turn never waits. A daemon thread waits for descriptors and timers in its place.
///
/// A callback may run the host's loop, as one does that shows a modal dialog: turns within turns are all right,
/// and what other callbacks wait for goes on meanwhile.
///
/// Thread rule: the loop's thread.
public final class GuestLoop {
    /*
     * Overview
     *
     * Between turns the watcher is armed: it waits in the engine's lookout for a descriptor or for the time of the next
     * turn, then asks the host for a turn and rests. A turn disarms it first and arms it again at its end. A wait that
     * was begun before the present `round` tells nothing: what it saw is level-triggered, so that the next one sees it
     * too, or the turn has served it already.
     *
     * Tasks of other threads do not go through the watcher: the loop's waker goes to the host itself.
     *
     *     host                      loop                          watcher
     *     ─ turn ─────────────────> disarm, serve, arm ─────────> waits
     *     ─ event, turn ──────────> (nothing has changed)         waits
     *     <───────────────────────────────────────── execute ──── a descriptor is ready
     *     ─ turn ─────────────────> disarm, serve, arm ─────────> waits
     */
    private final MainLoop main = MainLoop.current();
    private final Executor host;
    private final Lookout lookout;
    private final Thread watcher;
    private final AtomicBoolean called = new AtomicBoolean(); // the host was asked, and has not turned yet

    // guarded by this
    private boolean armed;
    private boolean watching;
    private boolean ended;
    private int round;
    private long timeout;

    // the loop's thread only
    private boolean rests; // the last turn left nothing to do before `due`
    private long due;

    private GuestLoop(Executor host, Lookout lookout) {
        this.host = host;
        this.lookout = lookout;
        watcher = Thread.ofPlatform()
                .daemon()
                .name("lwt-watcher-of-" + Thread.currentThread().getName())
                .unstarted(this::watch);
    }

    /// From now on the host drives the loop of the calling thread.
    ///
    /// @param host takes a task, on **any thread**, and has the host run it soon on the calling thread of now; it
    /// must not wait for that
    /// @throws UnixException if the system has no descriptors left for it
    /// @throws IllegalStateException if the loop runs already
    public static GuestLoop start(Executor host) throws UnixException {
        Objects.requireNonNull(host, "host");
        MainLoop main = MainLoop.current();
        if (main.isRunning()) {
            throw new IllegalStateException(
                    "the loop of thread " + main.loop.owner().getName() + " runs already");
        }
        GuestLoop guest = new GuestLoop(host, main.engine().lookout());
        main.beginAsGuest(guest);
        main.setWaker(guest::call);
        guest.watcher.start();
        guest.call();
        return guest;
    }

    /* ---- The loop's thread ---- */

    /// Serves what is ready, if anything is: descriptors, timers, tasks of other threads, pauses. Never waits.
    ///
    /// Exceptions of callbacks go where they always go ([lwt.Lwt#asyncExceptionHook]). Only a
    /// [VirtualMachineError], or what a hook of [LwtMain] throws, is thrown here. After [#end] it does nothing.
    public void turn() {
        main.checkCaller("a guest loop");
        if (isEnded() || !needsTurn()) {
            return;
        }
        rests = false;
        disarm();
        called.set(false);
        main.loop.awake();
        try {
            main.loop.outermost(main::turnAsGuest);
        } finally {
            if (!isEnded()) {
                rest();
            }
        }
    }

    /// Whether [#turn] would do anything.
    public boolean needsTurn() {
        return !rests || called.get() || main.nextTurn() < due || main.engine().hasChanges();
    }

    /// Whether anything can happen still without the host: something is ready, or somebody sleeps, waits for a
    /// descriptor, or does a work that was announced (a job, [lwt.Loop#retain]).
    public boolean isWaiting() {
        return main.isWaiting();
    }

    /// The host drives this loop no more: what waits in it goes on when it is run again, by whatever means. Ending
    /// twice does no harm. The hooks of [LwtMain#atExit] are not run.
    public void end() {
        main.checkCaller("a guest loop");
        if (isEnded()) {
            return;
        }
        synchronized (this) {
            ended = true;
        }
        standBack();
        joinWatcher();
        lookout.close();
        main.loop.awake();
        main.endAsGuest();
    }

    /// **Any thread.** Leaves the waiting to the loop's own engine, which is about to run at the process's end.
    void standBack() {
        main.setWaker(null);
        disarm();
    }

    private void joinWatcher() {
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        boolean settled = main.engine().settle();
        long next = main.nextTurn();
        long remaining = next - main.now();
        if (settled && remaining > 0 && main.loop.trySleep()) {
            rests = true;
            due = next;
            arm(next == Long.MAX_VALUE ? -1 : remaining);
        } else {
            call();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /* ---- The watcher ---- */

    private synchronized void arm(long timeoutNanos) {
        disarm(); // a turn within this one has armed it
        armed = true;
        timeout = timeoutNanos;
        notifyAll();
    }

    private synchronized void disarm() {
        armed = false;
        round++;
        notifyAll();
        if (watching) {
            lookout.wakeUp();
        }
    }

    private void watch() {
        for (int begun = begin(); begun >= 0; begun = begin()) {
            lookout.await(timeoutOf());
            if (isOver(begun)) {
                call();
            }
        }
    }

    private synchronized long timeoutOf() {
        return timeout;
    }

    /// Waits until it is armed. Returns the round, or -1 at the end.
    private synchronized int begin() {
        while (!armed && !ended) {
            try {
                wait();
            } catch (InterruptedException _) {
                // Nobody has a reason to: the end is told otherwise.
            }
        }
        watching = !ended;
        return ended ? -1 : round;
    }

    /// Whether the wait that was begun in this round means anything.
    private synchronized boolean isOver(int begun) {
        watching = false;
        if (armed && begun == round) {
            armed = false;
            return true;
        }
        return false;
    }

    /// **Any thread.** Asks the host for a turn, once.
    private void call() {
        if (called.compareAndSet(false, true)) {
            host.execute(this::turn);
        }
    }
}
