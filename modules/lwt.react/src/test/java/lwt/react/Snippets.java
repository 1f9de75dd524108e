package lwt.react;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.testkit.TestLoop;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// The examples of the API pages.
class Snippets {

    @Test
    void next() {
        // @start region="next"
        EventSender<Integer> sender = Event.create();
        Promise<Integer> p = LwtEvent.next(sender.event());
        p.isSleeping(); // true
        sender.send(42); // now p has the value 42
        // @end
        assertThat(p.state()).isEqualTo(new State.Return<>(42));
    }

    @Test
    void limit() {
        EventSender<Integer> sender = Event.create();
        var seen = new ArrayList<Integer>();
        TestLoop.run(() -> {
            // @start region="limit"
            Event<Integer> calm = LwtEvent.limit(sender.event(), () -> LwtUnix.sleep(Duration.ofMillis(100)));
            // @end
            calm.subscribe(seen::add);
            sender.send(1);
            sender.send(2);
            sender.send(3);
            return LwtUnix.sleep(Duration.ofSeconds(1));
        });
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void limitSignal() {
        SignalSetter<Integer> setter = Signal.create(0);
        var drawn = new ArrayList<Integer>();
        TestLoop.run(() -> {
            // @start region="limitSignal"
            Signal<Integer> calm = LwtSignal.limit(setter.signal(), () -> LwtUnix.sleep(Duration.ofMillis(100)));
            calm.subscribe(value -> draw(value, drawn)); // at most ten times a second
            // @end
            setter.set(1);
            setter.set(2);
            return LwtUnix.sleep(Duration.ofSeconds(1)).then(Lwt::unit);
        });
        assertThat(drawn).containsExactly(0, 2);
    }

    private static void draw(int value, List<Integer> drawn) {
        drawn.add(value);
    }
}
