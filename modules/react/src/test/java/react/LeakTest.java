package react;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nobody uses any more is collected, although what it was made from lives on.
class LeakTest {
    private static final EventSender<Integer> EVENT = Event.create();
    private static final SignalSetter<Integer> SIGNAL = Signal.create(0);

    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    private void assertCollected(String what, WeakReference<?> reference) throws InterruptedException {
        Reference<?> found = null;
        for (int i = 0; i < 50 && found == null; i++) {
            System.gc();
            found = queue.remove(20);
        }
        assertThat(found).as(what).isSameAs(reference);
    }

    record Node(String name, Function<Event<Integer>, Object> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Node> nodes() {
        Signal<Integer> signal = SIGNAL.signal();
        Signal<Boolean> condition = signal.map(v -> v > 0);
        return Stream.of(
                new Node("map", e -> e.map(v -> v)),
                new Node("filter", e -> e.filter(v -> true)),
                new Node("filterMap", e -> e.filterMap(java.util.Optional::of)),
                new Node("once", Event::once),
                new Node("dropOnce", Event::dropOnce),
                new Node("diff", e -> e.diff(Integer::sum)),
                new Node("changes", Event::changes),
                new Node("on", e -> e.on(condition)),
                new Node("dismiss", e -> e.dismiss(EVENT.event())),
                new Node("until", e -> e.until(EVENT.event().filter(v -> false))),
                new Node("fold", e -> e.fold(Integer::sum, 0)),
                new Node("select", e -> Event.select(e, EVENT.event())),
                new Node("merge", e -> Event.merge(List.of(e, e), Integer::sum, 0)),
                new Node("combine", e -> Event.combine(e, e, Integer::sum)),
                new Node("switching", e -> Event.switching(e, e.map(v -> e))),
                new Node(
                        "fix",
                        e -> Event.fix((Event<Integer> d) -> {
                            Event<Integer> defined = Event.select(e, d.filter(v -> false));
                            return new Fixed<>(defined, defined);
                        })),
                new Node("hold", e -> Signal.hold(e, 0)),
                new Node("signal map", e -> signal.map(v -> v)),
                new Node("signal changes", e -> signal.changes()),
                new Node("signal diff", e -> signal.diff(Integer::sum)),
                new Node("signal sample", e -> signal.sample(e, Integer::sum)),
                new Node("signal filter", e -> signal.filter(v -> true, 0)),
                new Node("signal combine", e -> Signal.combine(signal, signal, Integer::sum)),
                new Node("signal bind", e -> signal.bind(v -> signal)),
                new Node(
                        "signal fix",
                        e -> Signal.fix(0, d -> {
                            Signal<Integer> defined = Signal.combine(signal, d, Integer::max);
                            return new Fixed<>(defined, defined);
                        })));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void aNodeThatIsDropped(Node node) throws InterruptedException {
        Object made = node.make.apply(EVENT.event());
        EVENT.send(1);
        SIGNAL.set(SIGNAL.signal().value() + 1);
        var reference = new WeakReference<>(made, queue);
        made = null;
        assertCollected("a dropped " + node, reference);
    }

    @Test
    void aChainThatIsDropped() throws InterruptedException {
        Event<Integer> chain = EVENT.event();
        chain = chain.map(v -> v + 1);
        var reference = new WeakReference<>(chain, queue);
        for (int i = 0; i < 10; i++) {
            chain = chain.map(v -> v + 1);
        }
        EVENT.send(1);
        chain = null;
        assertCollected("the first of a dropped chain", reference);
    }

    @Test
    void aChainThatIsHeldAtItsEnd_isNotCollected() throws InterruptedException {
        Event<Integer> first = EVENT.event().map(v -> v + 1);
        var reference = new WeakReference<>(first, queue);
        Event<Integer> last = first.map(v -> v).map(v -> v);
        first = null;
        System.gc();
        System.gc();
        assertThat(queue.poll()).isNull();
        assertThat(new Occurrences<>(last).after(EVENT, 1)).containsExactly(2);
        assertThat(reference.get()).isNotNull();
    }

    @Test
    void aPrimitiveEvent_withItsSender() throws InterruptedException {
        EventSender<Integer> sender = Event.create();
        Event<Integer> derived = sender.event().map(v -> v);
        sender.send(1);
        var reference = new WeakReference<>(derived, queue);
        sender = null;
        derived = null;
        assertCollected("a graph that nobody holds", reference);
    }

    @Test
    void aSubscription_livesAsLongAsItsSource() {
        EventSender<Integer> sender = Event.create();
        var seen = new ArrayList<Integer>();
        sender.event().map(v -> v + 1).filter(v -> v > 0).subscribe(seen::add);
        System.gc();
        System.gc();
        sender.send(1);
        assertThat(seen).containsExactly(2);
    }

    @Test
    void aSubscription_throughASwitch_livesAsLongAsWhatItFollowsNow() {
        EventSender<Event<Integer>> events = Event.create();
        EventSender<Integer> sender = Event.create();
        var seen = new ArrayList<Integer>();
        Event.switching(Event.<Integer>never(), events.event()).subscribe(seen::add);
        events.send(sender.event().map(v -> v));
        events = null;
        System.gc();
        System.gc();
        sender.send(1);
        assertThat(seen).containsExactly(1);
    }

    @Test
    void aSubscription_whoseSourceIsDropped() throws InterruptedException {
        EventSender<Integer> sender = Event.create();
        sender.event().map(v -> v).subscribe(v -> {});
        var reference = new WeakReference<>(sender.event(), queue);
        sender = null;
        assertCollected("an event that only a subscription uses", reference);
    }

    @Test
    void aSubscriptionThatIsCancelled() throws InterruptedException {
        Event<Integer> source = EVENT.event().map(v -> v);
        Subscription subscription = source.subscribe(v -> {});
        var reference = new WeakReference<>(source, queue);
        source = null;
        subscription.cancel();
        assertCollected("what a cancelled subscription used", reference);
    }

    @Test
    void aSubscriptionThatIsReleased() throws InterruptedException {
        var seen = new ArrayList<Integer>();
        Subscription subscription = EVENT.event().subscribe(seen::add);
        subscription.release();
        EVENT.send(7);
        assertThat(seen).containsExactly(7);
        var reference = new WeakReference<>(subscription, queue);
        subscription = null;
        assertCollected("a released subscription", reference);
    }

    @Test
    void aStopOfAnEvent_letsGoOfItsSources() throws InterruptedException {
        Event<Integer> source = EVENT.event().map(v -> v);
        Event<Integer> derived = source.map(v -> v);
        var reference = new WeakReference<>(source, queue);
        source = null;
        derived.stop();
        assertCollected("the source of a stopped event", reference);
        assertThat(derived).isNotNull();
    }

    @Test
    void retain_keepsAlive() throws InterruptedException {
        Object kept = new Object();
        var reference = new WeakReference<>(kept, queue);
        EventSender<Integer> sender = Event.create();
        sender.event().retain(kept);
        kept = null;
        System.gc();
        assertThat(reference.get()).isNotNull();
        sender.event().retain("another");
        assertCollected("what an event has retained before", reference);
    }
}
