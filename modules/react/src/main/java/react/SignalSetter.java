package react;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The write end of a signal made by [Signal#create].
///
/// It keeps the signal alive, not what was made from it: that lives as long as somebody uses it.
public final class SignalSetter<A extends @Nullable Object> {
    private final Signal<A> signal;
    private @Nullable Step idle; // the step of the last set, for the next one

    SignalSetter(Signal<A> signal) {
        this.signal = signal;
    }

    /// The signal that has the value which was set last.
    public Signal<A> signal() {
        return signal;
    }

    /// Gives the signal another value, now: all that depends on it has been updated when this returns. Does
    /// nothing if the value is the same as before, by the signal's equality.
    ///
    /// Throws what the functions of the graph throw; see [Step], also for a call in an update step.
    ///
    /// @throws IllegalStateException if another thread has not finished a step in the same graph
    public void set(A value) {
        if (signal.hasValue(value)) {
            return;
        }
        Step step = idle;
        idle = null;
        if (step == null) {
            step = new Step();
        }
        step.begin();
        try {
            change(value, step);
            step.run();
        } finally {
            idle = step;
        }
    }

    private void change(A value, Step step) {
        try {
            step.claim(signal);
            signal.change(value, step);
        } catch (Throwable refused) {
            step.finish();
            throw refused;
        }
    }

    /// Gives the signal another value, now, and updates what depends on it when `step` is executed. Does nothing
    /// if the value is the same as before.
    ///
    /// @throws IllegalStateException if the step was executed already, or the signal is set with a step that
    /// has not been executed yet
    public void set(A value, Step step) {
        if (signal.hasValue(value)) {
            return;
        }
        Objects.requireNonNull(step, "step").checkOpen();
        if (signal.step != null) {
            throw new IllegalStateException("the signal was set with a step already that has not been executed yet");
        }
        step.claim(signal);
        signal.change(value, step);
    }
}
