package lwt.awt;

import org.jspecify.annotations.Nullable;

/// Has Lwt's loop run on the event dispatch thread of AWT and Swing.
///
/// {@snippet class=lwt.awt.Snippets region=install}
///
/// From then on listeners and whatever else runs there may use promises, and callbacks of promises may use
/// components: all on one thread. Timers, descriptors and the tasks of other threads are served as events among the
/// others, so the user interface stays alive. [lwt.unix.LwtMain#run] is not needed there, and not possible; on other
/// threads it runs their own loops, as ever.
///
/// Modal dialogs may be shown, by listeners and by callbacks of promises: what else waits in the loop goes on
/// meanwhile.
///
/// AWT ends its thread when there are no windows and no events, and with it programs that have nothing else to do.
/// Then the thread stays as long as the loop has something to wait for ([lwt.unix.GuestLoop#isWaiting]), and before
/// it ends, the hooks of [lwt.unix.LwtMain#atExit] run.
///
/// What callbacks throw goes to [lwt.Lwt#asyncExceptionHook], whose first choice is the uncaught-exception handler of
/// the
/// thread; what listeners throw goes to that handler, as ever.
///
/// Thread rule: **any thread.** Neither waits for the event dispatch thread.
///
/// @see lwt.unix.GuestLoop for other user interfaces
public final class LwtAwt {
    private static @Nullable LoopQueue installed;

    private LwtAwt() {}

    /// Has the loop run on the event dispatch thread. Installing twice does no harm.
    ///
    /// It pushes a [java.awt.EventQueue], and of several only the last dispatches. A program with a queue of
    /// its own turns a [lwt.unix.GuestLoop] in that instead, after each event.
    public static synchronized void install() {
        if (installed == null) {
            installed = LoopQueue.push();
        }
    }

    /// Has the loop run there no more. What waits in it goes on when it is installed again. Removing twice does no
    /// harm.
    ///
    /// @throws IllegalStateException if another event queue was pushed since
    public static synchronized void remove() {
        if (installed != null) {
            installed.remove();
            installed = null;
        }
    }
}
