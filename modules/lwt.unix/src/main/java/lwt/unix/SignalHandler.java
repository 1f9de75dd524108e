package lwt.unix;

import java.util.function.BiConsumer;
import lwt.Loop;

/// One handler of a signal, which [LwtUnix#onSignal] has set.
public final class SignalHandler {
    private final Loop loop;
    private final UnixSignal signal;
    private final BiConsumer<? super SignalHandler, ? super UnixSignal> action;
    private volatile boolean enabled = true;

    SignalHandler(Loop loop, UnixSignal signal, BiConsumer<? super SignalHandler, ? super UnixSignal> action) {
        this.loop = loop;
        this.signal = signal;
        this.action = action;
    }

    /// Which signal it handles.
    public UnixSignal signal() {
        return signal;
    }

    /// **Any thread.** Removes the handler: it is not called any more, not even for signals that
    /// have come already. With the last handler of a signal, what the JVM did before is restored.
    /// Twice does no harm.
    public void disable() {
        if (enabled) {
            enabled = false;
            Signals.remove(this);
        }
    }

    boolean isEnabled() {
        return enabled;
    }

    /// From any thread.
    void post() {
        loop.execute(() -> {
            if (enabled) {
                action.accept(this, signal);
            }
        });
    }
}
