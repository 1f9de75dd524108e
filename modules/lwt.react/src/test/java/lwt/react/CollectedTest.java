package lwt.react;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// What is collected, and what must not be.
class CollectedTest extends LwtReactTest {
    private final EventSender<Integer> x = Event.create();
    private final List<Object> seen = new ArrayList<>();

    /// Collects garbage, and lets the loop run, until something is the case; not for ever.
    private static boolean eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
            System.gc();
            Thread.sleep(5); // the cleaner's thread must have its turn too
            turn();
        }
        return condition.getAsBoolean();
    }

    private static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            turn();
        }
    }

    @Test
    void withFinaliser_runsWhenTheEventIsCollected() throws InterruptedException {
        Event<Integer> event = LwtEvent.withFinaliser(x.event(), () -> seen.add("collected"));
        Event<Integer> derived = event.map(v -> v);
        event = null;
        collect();
        assertThat(seen).isEmpty();
        assertThat(derived).isNotNull();
        derived = null;
        assertThat(eventually(() -> seen.contains("collected"))).isTrue();
        LwtEvent.withFinaliser(Event.never(), () -> seen.add("never"));
    }

    @Test
    void withFinaliser_runsWhenTheSignalIsCollected() throws InterruptedException {
        SignalSetter<Integer> s = Signal.create(1);
        Signal<Integer> signal = LwtSignal.withFinaliser(s.signal(), () -> seen.add("collected"));
        collect();
        s.set(2);
        assertThat(signal.value()).isEqualTo(2);
        assertThat(seen).isEmpty();
        signal = null;
        assertThat(eventually(() -> seen.contains("collected"))).isTrue();
    }

    @Test
    void next_isAliveWhileItsEventIs() {
        Lwt.async(() -> LwtEvent.next(x.event().map(v -> v + 1)).map(seen::add));
        collect();
        x.send(1);
        assertThat(seen).containsExactly(2);
    }

    @Test
    void next_ofAnEventThatIsDropped_isCollected() throws InterruptedException {
        EventSender<Integer> sender = Event.create();
        Promise<Integer> p = LwtEvent.next(sender.event());
        var reference = new WeakReference<>(p);
        p = null;
        sender = null;
        assertThat(eventually(() -> reference.get() == null)).isTrue();
    }

    @Test
    void next_canceled_isCollected() throws InterruptedException {
        Promise<Integer> p = LwtEvent.next(x.event());
        var reference = new WeakReference<>(p);
        p.cancel();
        p = null;
        assertThat(eventually(() -> reference.get() == null)).isTrue();
    }

    @Test
    void toStream_isAliveWhileSomebodyWaits() {
        Lwt.async(() -> LwtEvent.toStream(x.event().map(v -> v + 1)).iter(seen::add));
        collect();
        x.send(1);
        collect();
        x.send(2);
        assertThat(seen).containsExactly(2, 3);
    }

    @Test
    void toStream_aCopyOutlivesTheStream() {
        LwtStream<Integer> copy = LwtEvent.toStream(x.event()).copy();
        collect();
        x.send(1);
        assertThat(copy.getAvailable()).containsExactly(1);
    }

    @Test
    void toStream_thatIsDropped_isCollected() throws InterruptedException {
        Event<Integer> source = x.event().map(v -> v);
        LwtEvent.toStream(source);
        var reference = new WeakReference<>(source);
        source = null;
        assertThat(eventually(() -> reference.get() == null)).isTrue();
    }

    @Test
    void ofStream_thatIsDropped_stopsReading() throws InterruptedException {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        Event<Integer> event = LwtEvent.ofStream(made.stream());
        turn();
        assertThat(event).isNotNull();
        event = null;
        assertThat(eventually(() -> {
                    made.push().push(1);
                    return !made.stream().getAvailable().isEmpty();
                }))
                .isTrue();
    }

    @Test
    void from_thatIsDropped_isCanceled() throws InterruptedException {
        Event<Integer> event = LwtEvent.from(() -> {
            Promise<Integer> round = Lwt.<Integer>task().promise();
            round.onCancel(() -> seen.add("canceled"));
            return round;
        });
        turn();
        assertThat(event).isNotNull();
        event = null;
        assertThat(eventually(() -> seen.contains("canceled"))).isTrue();
    }

    @Test
    void keep_keepsWhatIsThereForItsEffect() {
        SignalSetter<Integer> s = Signal.create(1);
        LwtEvent.keep(x.event().trace(seen::add));
        LwtSignal.keep(s.signal().trace(v -> seen.add("s" + v)));
        collect();
        x.send(1);
        s.set(2);
        assertThat(seen).containsExactly("s1", 1, "s2");
    }
}
