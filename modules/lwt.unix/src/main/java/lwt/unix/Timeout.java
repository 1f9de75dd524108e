package lwt.unix;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// An action that is run when a time has passed, and that can be started, stopped and started again
/// often at little cost: such as to close a connection on which nothing has come for a while.
///
/// Thread rule: the thread of the loop on which it was made.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class Timeout {
    /*
     * A started timeout has one sleep in the loop's queue. To start it again only moves the deadline: when the sleep
     * ends before that, another one takes its place. So a timeout that is started with every byte costs one sleep for
     * each of its delays, not one for each byte. A stopped one has no sleep: the queue must not keep what its action
     * keeps.
     */
    private final MainLoop main;
    private final Runnable action;
    private long delay;
    private long deadline;
    private @Nullable Promise<@Nullable Void> sleep;
    private long sleepEnd;

    private Timeout(MainLoop main, long delay, Runnable action) {
        this.main = main;
        this.delay = delay;
        this.action = action;
    }

    /// A timeout, not started. What the action throws goes to [#setExceptionHandler].
    ///
    /// @throws IllegalArgumentException if the delay is not positive
    public static Timeout create(Duration delay, Runnable action) {
        return new Timeout(MainLoop.current(), nanos(delay), Objects.requireNonNull(action, "action"));
    }

    private static long nanos(Duration delay) {
        long nanos = Times.toNanos(delay);
        if (nanos == 0) {
            throw new IllegalArgumentException("a timeout needs a time to pass, not " + delay);
        }
        return nanos;
    }

    /// Has the action run after the delay, counted from now; once, and not if it is stopped before
    /// then. If it is started already, the delay begins again.
    public void start() {
        main.checkCaller();
        deadline = Times.add(main.now(), delay);
        if (sleep == null || sleepEnd > deadline) {
            stop();
            sleepUntil(deadline);
        }
    }

    /// Has the action not run. Does no harm if it is not started.
    public void stop() {
        main.checkCaller();
        Promise<@Nullable Void> canceled = sleep;
        sleep = null;
        if (canceled != null) {
            canceled.cancel();
        }
    }

    /// Changes the delay. If it is started, the new delay begins now.
    ///
    /// @throws IllegalArgumentException if the delay is not positive
    public void change(Duration delay) {
        this.delay = nanos(delay);
        if (isStarted()) {
            start();
        }
    }

    /// Whether the action is going to run, if nobody stops it.
    public boolean isStarted() {
        return sleep != null;
    }

    private void sleepUntil(long end) {
        Promise<@Nullable Void> begun = main.sleep(Math.max(0, end - main.now()));
        sleep = begun;
        sleepEnd = end;
        begun.onSuccess(_ -> ended());
    }

    private void ended() {
        sleep = null;
        if (main.now() < deadline) {
            sleepUntil(deadline);
            return;
        }
        try {
            action.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            main.loop.attachment(Handler.class, _ -> new Handler()).consumer.accept(e);
        }
    }

    /* ---- What actions throw ---- */

    private static final class Handler {
        private Consumer<? super Throwable> consumer =
                e -> Lwt.asyncExceptionHook().accept(e);
    }

    /// Sets what becomes of exceptions that actions throw on the current loop. Until this is called
    /// they go to [Lwt#asyncExceptionHook].
    public static void setExceptionHandler(Consumer<? super Throwable> handler) {
        Objects.requireNonNull(handler, "handler");
        MainLoop.current().loop.attachment(Handler.class, _ -> new Handler()).consumer = handler;
    }
}
