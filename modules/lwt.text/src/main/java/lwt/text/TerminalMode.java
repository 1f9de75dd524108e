package lwt.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.SignalHandler;
import lwt.unix.UnixSignal;
import org.jspecify.annotations.Nullable;

/// The mode of the terminal, of which a process has one: raw or not, and what was switched on by escape sequences.
///
/// It is put back in five ways, each of which finds what is left of it: whoever changed it puts it back; a hook of the
/// loop, when that ends; the end of the process, whatever happened to the loop; before the process is stopped
/// (`SIGTSTP`). After it goes on (`SIGCONT`) the mode is set again, as a shell may have set its own meanwhile.
///
/// `saved` is how the terminal was before it became raw, and not null while it is raw. Methods are synchronized, as the
/// end of the process comes on a thread of its own; none of them waits.
final class TerminalMode {
    /// What escape sequences switch on and off.
    enum Switch {
        /// The cursor is not shown.
        HIDDEN_CURSOR("\033[?25l", "\033[?25h"),
        /// The other screen, which is all the program's.
        DRAWING("\033[?1049h\033[?1h\033=\r", "\r\033[K\033[?1l\033>\033[r\033[?1049l"),
        /// What is pasted comes between marks.
        BRACKETED_PASTE("\033[?2004h", "\033[?2004l");

        final String on;
        final String off;

        Switch(String on, String off) {
            this.on = on;
            this.off = off;
        }
    }

    /// When a process that was to stop is still there, nothing has stopped it.
    private static final Duration STOPPED_BY_NOW = Duration.ofMillis(200);

    private static final TerminalMode OF_PROCESS = new TerminalMode();

    private final Set<Switch> switched = EnumSet.noneOf(Switch.class);
    private int depth;
    private byte @Nullable [] saved;
    private boolean ended;
    private @Nullable SignalHandler stopHandler;
    private @Nullable SignalHandler continueHandler;

    private TerminalMode() {
        LwtText.stdout(); // so that its last output comes before what is done here
        LwtMain.atProcessEnd(this::end);
    }

    static TerminalMode ofProcess() {
        return OF_PROCESS;
    }

    /* ---- Raw mode ---- */

    synchronized boolean isRaw() {
        return saved != null;
    }

    /// Each success needs one [#leaveRaw].
    void enterRaw() throws NotATerminalException {
        Watch.ofCurrentLoop().beginHooks();
        synchronized (this) {
            if (saved == null && !ended) {
                byte[] attributes = TerminalDriver.attributes(TerminalDriver.STANDARD_INPUT)
                        .orElseThrow(() -> new NotATerminalException("raw mode"));
                TerminalDriver.set(TerminalDriver.STANDARD_INPUT, TerminalDriver.raw(attributes));
                saved = attributes;
                watchStops();
            }
            depth++;
        }
    }

    synchronized void leaveRaw() {
        depth--;
        if (depth == 0) {
            restoreAttributes();
        }
    }

    private void restoreAttributes() {
        byte[] attributes = saved;
        if (attributes != null) {
            TerminalDriver.set(TerminalDriver.STANDARD_INPUT, attributes);
            saved = null;
            unwatchStops();
        }
    }

    /* ---- Switches ---- */

    Promise<@Nullable Void> switchOn(Switch mode) {
        Watch.ofCurrentLoop().beginHooks();
        synchronized (this) {
            switched.add(mode);
        }
        return LwtText.stdout().write(mode.on);
    }

    Promise<@Nullable Void> switchOff(Switch mode) {
        synchronized (this) {
            switched.remove(mode);
        }
        return LwtText.stdout().write(mode.off);
    }

    /// What switches everything off again that is on.
    private synchronized String offSequences() {
        StringBuilder sequences = new StringBuilder();
        switched.forEach(mode -> sequences.append(mode.off));
        return sequences.toString();
    }

    private synchronized String onSequences() {
        StringBuilder sequences = new StringBuilder();
        switched.forEach(mode -> sequences.append(mode.on));
        return sequences.toString();
    }

    /* ---- The end ---- */

    /// Before the loop ends: its channels can still be written to.
    private Promise<@Nullable Void> endOfLoop() {
        String off = offSequences();
        synchronized (this) {
            switched.clear();
            restoreAttributes();
        }
        return off.isEmpty()
                ? Lwt.unit()
                : LwtText.stdout().write(off).bind(_ -> LwtText.stdout().flush());
    }

    /// When the process ends; the loop may be stuck, or run on.
    @SuppressWarnings("resource") // the standard output stays open
    private synchronized void end() {
        ended = true;
        String off = offSequences();
        switched.clear();
        restoreAttributes();
        if (!off.isEmpty()) {
            try {
                new FileOutputStream(FileDescriptor.out).write(off.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // There is no terminal any more, and nobody left to be told.
            }
        }
    }

    /// What a loop does for the mode: the hook for its end, once at a time.
    private static final class Watch {
        private boolean hooked;

        static Watch ofCurrentLoop() {
            return Loop.current().attachment(Watch.class, _ -> new Watch());
        }

        void beginHooks() {
            if (hooked) {
                return;
            }
            hooked = true;
            LwtMain.atExit(() -> {
                hooked = false;
                return OF_PROCESS.endOfLoop();
            });
        }
    }

    /* ---- Stopped and continued ---- */

    private void watchStops() {
        try {
            continueHandler = LwtUnix.onSignal(UnixSignal.CONT, _ -> resume());
            stopHandler = LwtUnix.onSignal(UnixSignal.TSTP, _ -> stop());
        } catch (IllegalArgumentException _) {
            // A system without these signals stops nobody.
        }
    }

    private void unwatchStops() {
        if (continueHandler != null) {
            continueHandler.disable();
            continueHandler = null;
        }
        unwatchStop();
    }

    private void unwatchStop() {
        if (stopHandler != null) {
            stopHandler.disable();
            stopHandler = null;
        }
    }

    /// Puts the terminal back, then has the signal do what it does by itself. If the system ignores it (there is nobody
    /// who could continue the process), no `SIGCONT` comes, and a little later the mode is set again.
    private void stop() {
        String off = offSequences();
        LwtText.stdout()
                .write(off)
                .bind(_ -> LwtText.stdout().flush())
                .bind(_ -> {
                    stopNow();
                    return LwtUnix.sleep(STOPPED_BY_NOW);
                })
                .onSuccess(_ -> resumeUnlessResumed());
    }

    private synchronized void stopNow() {
        byte[] attributes = saved;
        if (attributes != null) {
            TerminalDriver.set(TerminalDriver.STANDARD_INPUT, attributes);
            unwatchStop();
            Native.kill((int) ProcessHandle.current().pid(), UnixSignal.TSTP.number());
        }
    }

    private void resumeUnlessResumed() {
        boolean resumed;
        synchronized (this) {
            resumed = stopHandler != null;
        }
        if (!resumed) {
            resume();
        }
    }

    private void resume() {
        synchronized (this) {
            byte[] attributes = saved;
            if (attributes == null) {
                return;
            }
            TerminalDriver.set(TerminalDriver.STANDARD_INPUT, TerminalDriver.raw(attributes));
            if (stopHandler == null) {
                stopHandler = LwtUnix.onSignal(UnixSignal.TSTP, _ -> stop());
            }
        }
        LwtText.stdout().write(onSequences()).ignoreResult();
        TerminalSize.ofCurrentLoop().resumed();
    }
}
