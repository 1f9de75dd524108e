package react;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The write end of an event made by [Event#create].
///
/// It keeps the event alive, not what was made from it: that lives as long as somebody uses it.
public final class EventSender<A extends @Nullable Object> {
    private final Event<A> event = new Event<>(Node.LOWEST);
    private @Nullable Step idle; // the step of the last send, for the next one

    EventSender() {}

    /// The event that occurs when something is sent.
    public Event<A> event() {
        return event;
    }

    /// Makes the event occur with `value`, now: all that depends on it has been updated when this returns.
    ///
    /// Throws what the functions of the graph throw; see [Step], also for a call in an update step.
    ///
    /// @throws IllegalStateException if the event was sent with a step that has not been executed yet, or if
    /// another thread has not finished a step in the same graph
    public void send(A value) {
        if (event.step != null && event.step.isPending()) {
            throw scheduled();
        }
        Step step = idle;
        idle = null;
        if (step == null) {
            step = new Step();
        }
        step.begin();
        try {
            occur(value, step);
            step.run();
        } finally {
            idle = step;
        }
    }

    private void occur(A value, Step step) {
        try {
            step.claim(event);
            event.occur(value, step);
        } catch (Throwable refused) {
            step.finish();
            throw refused;
        }
    }

    /// Makes the event occur with `value` in `step`, when that is executed.
    ///
    /// @throws IllegalStateException if the step was executed already, or the event is sent with a step that
    /// has not been executed yet
    public void send(A value, Step step) {
        Objects.requireNonNull(step, "step").checkOpen();
        if (event.step != null) {
            throw scheduled();
        }
        step.claim(event);
        event.occur(value, step);
    }

    private static IllegalStateException scheduled() {
        return new IllegalStateException("the event was sent with a step already that has not been executed yet");
    }
}
