package lwt.awt;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.io.IOException;
import lwt.Lwt;
import lwt.unix.GuestLoop;
import lwt.unix.LwtMain;
import org.jspecify.annotations.Nullable;

/// The event queue that turns the loop before it waits for the next event.
final class LoopQueue extends EventQueue {
    /*
     * A guest loop belongs to a thread, and AWT replaces its thread: the old one ends when there are no windows and no
     * events, the next event starts another. So the guest is made on the thread that dispatches, and ended before that
     * ends.
     *
     * How a thread ends: AWT posts an event whose source is its AWTAutoShutdown, about a second after the last one, and
     * the thread stops when it dispatches that. While the loop waits for something, it is not dispatched; AWT posts
     * another one after the events that come then.
     */
    private static final String SHUTDOWN = "sun.awt.AWTAutoShutdown";

    // the dispatching thread only
    private @Nullable GuestLoop guest;
    private @Nullable Thread thread;

    private LoopQueue() {}

    static LoopQueue push() {
        LoopQueue queue = new LoopQueue();
        system().push(queue);
        invokeLater(() -> {}); // the loop may have something to do already
        return queue;
    }

    /// **Any thread.**
    void remove() {
        if (system() != this) {
            throw new IllegalStateException("LwtAwt cannot be removed: another event queue was pushed after it, "
                    + system() + "; pop that one first");
        }
        pop();
        if (isDispatchThread()) {
            endGuest();
        } else {
            invokeLater(this::endGuest);
        }
    }

    private static EventQueue system() {
        return Toolkit.getDefaultToolkit().getSystemEventQueue();
    }

    @Override
    protected void dispatchEvent(AWTEvent event) {
        if (thread != Thread.currentThread()) {
            startGuest();
        }
        if (!(isShutdown(event) && staysAlive())) {
            super.dispatchEvent(event);
        }
    }

    /// Called by the dispatching thread when an event is done, and when an event begins to wait for others, as one
    /// does that shows a modal dialog.
    @Override
    public AWTEvent getNextEvent() throws InterruptedException {
        if (guest != null && thread == Thread.currentThread()) {
            turn(guest);
        }
        return super.getNextEvent();
    }

    /// A hook that throws in each turn must not keep the events from being dispatched.
    private static void turn(GuestLoop guest) {
        try {
            guest.turn();
        } catch (Throwable e) {
            report(e);
        }
    }

    private static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    private static boolean isShutdown(AWTEvent event) {
        return event.getSource().getClass().getName().equals(SHUTDOWN);
    }

    /// Whether the loop has something to wait for; else ends it, with its exit hooks.
    private boolean staysAlive() {
        if (guest == null) {
            return false;
        }
        if (guest.isWaiting()) {
            return true;
        }
        endGuest();
        LwtMain.run(Lwt.of("nothing but the hooks"));
        return false;
    }

    private void startGuest() {
        try {
            guest = GuestLoop.start(EventQueue::invokeLater);
            thread = Thread.currentThread();
        } catch (IOException e) { // there are no descriptors left: the next event tries again
            report(new IllegalStateException("Lwt's loop cannot run", e));
        }
    }

    private void endGuest() {
        if (guest != null) {
            guest.end();
            guest = null;
            thread = null;
        }
    }
}
