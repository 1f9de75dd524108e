package lwt.glib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicBoolean;
import lwt.Lwt;
import lwt.unix.GuestLoop;

/// The loop inside GLib's: its turns are idle functions of GLib.
final class GlibHost implements Installation {
    /*
     * Overview
     *
     * GLib calls poll() before each of its waits, that is after whatever it has dispatched. If the loop has something
     * to do by then, the wait is made short and a turn is asked for. The turn itself must not run in poll(): a callback
     * may run GLib's loop, which would overwrite the list of descriptors that poll() is working on.
     *
     * Nothing is thrown into C, which would end the virtual machine: it goes to the hook for asynchronous exceptions.
     */
    private static final FunctionDescriptor POLL = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor SOURCE = FunctionDescriptor.of(JAVA_INT, ADDRESS);

    private final MemorySegment context;
    private final AtomicBoolean asked = new AtomicBoolean();
    // Never freed: GLib may call the functions once more after they were taken away.
    private final MemorySegment pollFunction = Glib.upcall(MethodHandles.lookup(), this, "poll", POLL, Arena.global());
    private final MemorySegment turnFunction =
            Glib.upcall(MethodHandles.lookup(), this, "turn", SOURCE, Arena.global());
    private final GuestLoop guest;

    private GlibHost(MemorySegment context) throws IOException {
        this.context = context;
        guest = GuestLoop.start(_ -> askForTurn());
    }

    static GlibHost install(MemorySegment context) throws IOException {
        GlibHost host = new GlibHost(context);
        Glib.setPollFunc(context, host.pollFunction);
        return host;
    }

    @Override
    public void remove() {
        guest.end();
        Glib.setPollFunc(context, MemorySegment.NULL);
        Glib.release(context);
    }

    /// **Any thread.**
    private void askForTurn() {
        if (asked.compareAndSet(false, true)) {
            Glib.idleAdd(Glib.G_PRIORITY_DEFAULT, turnFunction);
        }
    }

    @SuppressWarnings({"unused", "UnusedMethod"}) // called by GLib
    private int poll(MemorySegment fds, int count, int millis) {
        int wait = millis;
        try {
            if (guest.needsTurn()) {
                askForTurn();
                wait = 0;
            }
        } catch (Throwable e) {
            report(e);
        }
        return Glib.poll(fds, count, wait);
    }

    /// Returns 0: it is called once.
    @SuppressWarnings({"unused", "UnusedMethod"}) // called by GLib
    private int turn(MemorySegment data) {
        asked.set(false);
        try {
            guest.turn();
        } catch (Throwable e) {
            report(e);
        }
        return 0;
    }

    private static void report(Throwable failure) {
        try {
            Lwt.asyncExceptionHook().accept(failure);
        } catch (Throwable e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
