package react;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/// Remembers what an event occurs with, or what values a signal takes.
final class Occurrences<A> {
    private final List<A> seen = new ArrayList<>();
    private final Object watcher; // holds what is watched

    Occurrences(Event<A> event) {
        watcher = event.trace(seen::add);
    }

    Occurrences(Signal<A> signal) {
        watcher = signal.trace(seen::add);
    }

    /// What was seen since the last call.
    List<A> take() {
        assertThat(watcher).isNotNull();
        List<A> taken = new ArrayList<>(seen);
        seen.clear();
        return taken;
    }

    /// Sends values and tells what was seen meanwhile.
    @SafeVarargs
    final <B> List<A> after(EventSender<B> sender, B... values) {
        for (B value : values) {
            sender.send(value);
        }
        return take();
    }

    /// Sets values and tells what was seen meanwhile.
    @SafeVarargs
    final <B> List<A> after(SignalSetter<B> setter, B... values) {
        for (B value : values) {
            setter.set(value);
        }
        return take();
    }
}
