package lwt.unix;

import java.util.List;
import lwt.Loop;
import org.jspecify.annotations.Nullable;

/// What a main loop waits with: it watches descriptors, knows the time, and sleeps until something
/// happens.
///
/// There are two, and a program need not care which it runs on: one on Linux's epoll, which watches
/// any descriptor, and a portable one on `java.nio`. The property `lwt.engine` (`epoll` or
/// `selector`) chooses; by default it is epoll where that works. Timers and the queue of work from
/// other threads are the loop's, not the engine's.
///
/// To change how a loop waits, wrap an engine ([ForwardingEngine]) and install it
/// ([LwtMain#setEngine]): add what the program waits for before the wait and look at it afterwards,
/// or replace the clock.
///
/// All methods belong to the loop's thread, unless marked.
///
/// @see "Lwt manual (December 2010), “The lwt scheduler”"
public abstract class Engine {
    private @Nullable Loop loop;

    Engine() {}

    /// A new engine, as the property `lwt.engine` says. It takes nothing from the system until it
    /// is needed.
    public static Engine system() {
        return new SystemEngine();
    }

    /// Serves the descriptors that are ready, after waiting for the first of them.
    ///
    /// @param timeoutNanos how long to wait: 0 only looks, -1 waits without limit. The wait may end
    /// early.
    /// @return whether a descriptor was served
    public abstract boolean iterate(long timeoutNanos);

    /// The time of the clock by which this engine waits, in nanoseconds from some moment.
    public abstract long nanoTime();

    /// **Any thread.** Ends the wait that is in progress, or the next one.
    public abstract void wakeUp();

    /// The descriptors for which somebody waits.
    public abstract List<FileDescriptor> waiting();

    /// Gives back what the engine took from the system, but no descriptor of the program.
    /// Operations that still wait wait for ever. Closing twice does no harm.
    public abstract void close();

    /// Calls `callback` each time the descriptor is found ready, until the watch is canceled or the
    /// descriptor closed. A callback that neither reads nor writes is called again in the next
    /// turn. Its exceptions go to the hook for asynchronous exceptions.
    public final Watch watch(FileDescriptor descriptor, Direction direction, Runnable callback) {
        return descriptor.watch(direction, callback);
    }

    /* ---- For the loop ---- */

    /// The system calls whose descriptors this engine can watch.
    abstract SystemCalls calls();

    /// Whether there is something that [#settle] would do.
    abstract boolean hasChanges();

    /// Has the system watch what the program waits for by now, so that a [Lookout] sees it.
    ///
    /// @return false if [#iterate] has something to serve at once
    abstract boolean settle();

    /// Someone who waits in place of [#iterate], on another thread.
    abstract Lookout lookout() throws UnixException;

    /// The loop's program ended: takes no more from the system than what still waits needs.
    abstract void rest();

    /// Whether it waits by means of `other`, or is it.
    boolean uses(Engine other) {
        return this == other;
    }

    /// From now on this engine waits for `loop`.
    void attach(Loop loop) {
        this.loop = loop;
    }

    /// Before every wait. Returns false if there is work from other threads, so that it must not
    /// wait; otherwise other threads call [#wakeUp] from now on.
    final boolean mayWait() {
        return loop == null || loop.trySleep();
    }

    /// Right after every wait, before anybody is served: from now on other threads need not call
    /// [#wakeUp].
    final void waited() {
        if (loop != null) {
            loop.awake();
        }
    }

    /// A standing order to be told when a descriptor is ready.
    public interface Watch {
        /// Stops it. Canceling twice does no harm.
        void cancel();
    }
}
