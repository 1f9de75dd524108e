package lwt.glib;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import lwt.Lwt;
import lwt.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/// Puts GLib's main loop and Lwt's together, so that a program with GTK uses promises.
///
/// After [#install()] call [lwt.unix.LwtMain#run] as ever, and neither `g_main_loop_run` nor `Application.run`:
/// GLib's sources, which are events of windows, timers and idle functions, are dispatched in the turns of Lwt's
/// loop, on its thread. Where the program must be run by GLib, as an `Application` is, [#install(Main)] with
/// [Main#GLIB] puts Lwt's loop into GLib's instead.
///
/// Callbacks of GLib may use promises, and callbacks of promises may call GLib and GTK: all on one thread.
///
/// What a callback of GLib throws must not reach C, or the virtual machine ends: bindings such as java-gi see to
/// that and write it to GLib's log. With [#guarded] it goes where the exceptions of Lwt's own callbacks go.
///
/// Thread rule: the loop's thread, which must be GTK's.
///
/// @see "Lwt manual (December 2010), “Glib integration”"
public final class LwtGlib {
    private static @Nullable Installation installed;

    private LwtGlib() {}

    /// Whose loop runs the program; the other's is inside.
    public enum Main {
        /// [lwt.unix.LwtMain#run] runs; needs the epoll engine. A nested loop of GLib's, such as that of a modal
        /// dialog of old, holds up what waits in Lwt's.
        LWT,
        /// GLib runs: `g_main_loop_run`, `Application.run`. Nested loops of GLib's turn Lwt's as well.
        GLIB
    }

    /// Puts GLib's default main context into the loop of the calling thread.
    ///
    /// @throws UnsupportedOperationException if there is no GLib here, or with the portable engine
    /// @throws IllegalStateException if another thread runs the context
    public static void install() {
        install(Main.LWT);
    }

    /// Puts GLib's default main context into the loop of the calling thread, or the other way round. Does nothing if
    /// either is done already.
    ///
    /// @throws UnsupportedOperationException if there is no GLib here, or if GLib is to be in a loop with the
    /// portable engine
    /// @throws IllegalStateException if another thread runs the context, or if the loop runs already and is to
    /// be in GLib's
    public static synchronized void install(Main main) {
        Objects.requireNonNull(main, "main");
        if (installed != null) {
            return;
        }
        Glib.check();
        MemorySegment context = Glib.defaultContext();
        if (!Glib.acquire(context)) {
            throw new IllegalStateException(
                    "another thread than " + Thread.currentThread().getName() + " runs GLib's default main context");
        }
        boolean done = false;
        try {
            installed = main == Main.LWT ? GlibEngine.install(context) : GlibHost.install(context);
            done = true;
        } catch (IOException e) {
            throw new UncheckedIOException("LwtGlib cannot be installed", e);
        } finally {
            if (!done) {
                Glib.release(context);
            }
        }
    }

    /// Takes the one loop out of the other again. Removing twice does no harm.
    ///
    /// @throws IllegalStateException if it was installed on another thread, or another engine was installed
    /// after it
    public static synchronized void remove() {
        if (installed != null) {
            installed.remove();
            installed = null;
        }
    }

    /// A callback for GLib that throws nothing: what `body` throws goes to [Lwt#asyncExceptionHook].
    public static Runnable guarded(ThrowingRunnable body) {
        Objects.requireNonNull(body, "body");
        return () -> Lwt.async(() -> {
            body.run();
            return Lwt.unit();
        });
    }
}
