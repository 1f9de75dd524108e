package lwt.react;

import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.EventSender;

/// Lets occurrences through, with a wait between each and the next; of those during a wait only the newest.
///
/// When a wait ends, what was held back is sent and the next wait begins. But the end of a wait may be seen by
/// others first, who send something newer: this goes through, as no wait is on, and then what was held back is
/// out of date and is dropped. So the newest is never lost, and nothing comes after what is newer.
final class Limiter<A extends @Nullable Object> {

    /// An occurrence that waits.
    private static final class HeldBack<A extends @Nullable Object> {
        A value;

        HeldBack(A value) {
            this.value = value;
        }
    }

    private final ThrowingSupplier<? extends Promise<?>> wait;
    private final EventSender<A> sender = Event.create();
    private Promise<?> running;
    private @Nullable HeldBack<A> heldBack;

    private Limiter(Promise<?> running, ThrowingSupplier<? extends Promise<?>> wait) {
        this.running = running;
        this.wait = Objects.requireNonNull(wait, "wait");
    }

    /// Lets the next occurrence of `event` through at once.
    static <A extends @Nullable Object> Event<A> event(Event<A> event, ThrowingSupplier<? extends Promise<?>> wait) {
        return new Limiter<A>(Lwt.unit(), wait).limited(event);
    }

    /// Waits before it lets an occurrence of `event` through.
    static <A extends @Nullable Object> Event<A> eventAfterWait(
            Event<A> event, ThrowingSupplier<? extends Promise<?>> wait) {
        return new Limiter<A>(start(wait), wait).limited(event);
    }

    private Event<A> limited(Event<A> event) {
        return Event.select(Turns.<A, A>silently(event, this::occurred), sender.event());
    }

    private void occurred(A value) {
        HeldBack<A> present = heldBack;
        if (!running.isSleeping()) {
            send(value);
        } else if (present != null) {
            present.value = value;
        } else {
            var next = new HeldBack<A>(value);
            heldBack = next;
            running.onTermination(() -> waitIsOver(next));
        }
    }

    private void waitIsOver(HeldBack<A> waiting) {
        if (heldBack == waiting) {
            send(waiting.value);
        }
    }

    private void send(A value) {
        heldBack = null;
        running = start(wait);
        sender.send(value);
    }

    /// A wait that fails is over.
    private static Promise<?> start(ThrowingSupplier<? extends Promise<?>> wait) {
        try {
            return Objects.requireNonNull(wait.get(), "a limit needs a promise to wait for, and got null");
        } catch (VirtualMachineError error) {
            throw error;
        } catch (Throwable thrown) {
            return Lwt.fail(thrown);
        }
    }
}
