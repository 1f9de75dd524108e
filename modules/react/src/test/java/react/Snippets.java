package react;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of the API pages.
class Snippets {

    @Test
    void event() {
        var seen = new ArrayList<Integer>();
        // @start region="event"
        EventSender<Integer> numbers = Event.create();
        Event<Integer> squares = numbers.event().filter(n -> n > 0).map(n -> n * n);
        squares.subscribe(seen::add);

        numbers.send(3); // squares occurs with 9
        numbers.send(-1); // squares does not occur
        // @end
        assertThat(seen).containsExactly(9);
    }

    @Test
    void subscribe() {
        EventSender<String> lines = Event.create();
        var log = new ArrayList<String>();
        // @start region="subscribe"
        Subscription subscription = lines.event().subscribe(log::add);
        lines.send("one");
        subscription.cancel();
        lines.send("two"); // not logged
        // @end
        assertThat(log).containsExactly("one");
    }

    @Test
    void signal() {
        // @start region="signal"
        SignalSetter<Integer> width = Signal.create(2);
        SignalSetter<Integer> height = Signal.create(3);
        Signal<Integer> area = Signal.combine(width.signal(), height.signal(), (w, h) -> w * h);

        width.set(5);
        int now = area.value(); // 15
        // @end
        assertThat(now).isEqualTo(15);
    }

    @Test
    void step() {
        EventSender<Integer> x = Event.create();
        EventSender<Integer> y = Event.create();
        var sums = new ArrayList<Integer>();
        Event.combine(x.event(), y.event(), Integer::sum).subscribe(sums::add);
        // @start region="step"
        Step step = new Step();
        x.send(1, step);
        y.send(2, step);
        step.execute(); // both occur now, at the same time
        // @end
        assertThat(sums).containsExactly(3);
    }

    @Test
    void bind() {
        SignalSetter<String> a = Signal.create("a");
        SignalSetter<String> b = Signal.create("b");
        SignalSetter<Boolean> first = Signal.create(true);
        // @start region="bind"
        Signal<String> shown = first.signal().bind(yes -> yes ? a.signal() : b.signal());
        first.set(false);
        b.set("c"); // shown has the value "c"
        // @end
        assertThat(shown.value()).isEqualTo("c");
    }

    @Test
    void fix() {
        SignalSetter<Integer> input = Signal.create(1);
        // @start region="fix"
        Signal<List<Integer>> history = Signal.fix(List.<Integer>of(), before -> {
            var after = Signal.combine(input.signal(), before, (value, values) -> {
                if (!values.isEmpty() && values.getLast().equals(value)) {
                    return values;
                }
                var longer = new ArrayList<>(values);
                longer.add(value);
                return List.copyOf(longer);
            });
            return new Fixed<>(after, after);
        });
        input.set(2); // history has the value [1, 2]
        // @end
        assertThat(history.value()).containsExactly(1, 2);
    }
}
