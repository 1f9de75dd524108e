package react;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random graphs mean what the equations in the pages say, at every instant.
///
/// The model has no steps, ranks or updates. Each node of it is the equation, as a function from an instant and
/// the instants before to what is there; it computes everything anew, from what was sent. Random graphs (with
/// diamonds, dependents of many levels and switches to anywhere) get random sends, several of them simultaneous,
/// and some nodes only when others have occurred already. A glitch, a lost or a doubled occurrence would be a
/// difference.
class LawsTest {
    private static final int GRAPHS = 400;
    private static final int PRIMITIVES = 3;
    private static final int NODES = 24;
    private static final int INSTANTS = 30;

    static IntStream seeds() {
        return IntStream.range(0, GRAPHS);
    }

    /* ---- The model: what is there at each instant ---- */

    /// An event as a function of time: e(t), or null for “does not occur”.
    interface Occurring {
        Integer at(int t);

        /// The last occurrence in from … t.
        default Integer last(int from, int t) {
            for (int u = t; u >= from; u--) {
                if (at(u) != null) {
                    return at(u);
                }
            }
            return null;
        }
    }

    /// A signal as a function of time.
    interface Varying {
        int at(int t);
    }

    /// Remembers what a function of time gives, which is asked for again and again.
    private static Occurring remembering(Occurring event) {
        List<Optional<Integer>> known = new ArrayList<>();
        return t -> {
            while (known.size() <= t) {
                known.add(Optional.ofNullable(event.at(known.size())));
            }
            return known.get(t).orElse(null);
        };
    }

    private static Varying rememberingSignal(Varying signal) {
        List<Integer> known = new ArrayList<>();
        return t -> {
            while (known.size() <= t) {
                known.add(signal.at(known.size()));
            }
            return known.get(t);
        };
    }

    /* ---- A graph and its model, side by side ---- */

    /// `from` is the first instant that counts.
    private record EventPair(Event<Integer> event, Occurring model, int from, List<Integer> seen, Object watcher) {}

    private record SignalPair(Signal<Integer> signal, Varying model) {}

    private final List<EventPair> events = new ArrayList<>();
    private final List<SignalPair> signals = new ArrayList<>();
    private final List<EventSender<Integer>> senders = new ArrayList<>();
    private final List<SignalSetter<Integer>> setters = new ArrayList<>();
    private final List<List<Integer>> sent = new ArrayList<>(); // by primitive and instant; null: nothing
    private final List<List<Integer>> set = new ArrayList<>();
    private int now; // the next instant

    private void add(Event<Integer> event, Occurring model) {
        List<Integer> seen = new ArrayList<>();
        events.add(new EventPair(event, remembering(model), now, seen, event.trace(seen::add)));
    }

    private void add(Signal<Integer> signal, Varying model) {
        signals.add(new SignalPair(signal, rememberingSignal(model)));
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void addPrimitives() {
        for (int i = 0; i < PRIMITIVES; i++) {
            EventSender<Integer> sender = Event.create();
            List<Integer> times = new ArrayList<>();
            senders.add(sender);
            sent.add(times);
            add(sender.event(), t -> t < times.size() ? times.get(t) : null);
            SignalSetter<Integer> setter = Signal.create(i);
            List<Integer> values = new ArrayList<>();
            setters.add(setter);
            set.add(values);
            add(setter.signal(), t -> values.get(t));
        }
    }

    private void addEvent(Random random) {
        int start = now;
        EventPair a = any(random, events);
        EventPair b = any(random, events);
        SignalPair s = any(random, signals);
        Occurring p = a.model;
        Occurring q = b.model;
        int k = random.nextInt(1, 5);
        switch (random.nextInt(17)) {
            case 0 -> add(a.event.map(v -> v + k), t -> p.at(t) == null ? null : p.at(t) + k);
            case 1 -> add(a.event.filter(v -> v % k != 0), t -> p.at(t) != null && p.at(t) % k != 0 ? p.at(t) : null);
            case 2 -> add(a.event.stamp(k), t -> p.at(t) == null ? null : (Integer) k);
            case 3 -> add(a.event.once(), t -> p.last(start, t - 1) == null ? p.at(t) : null);
            case 4 -> add(a.event.dropOnce(), t -> p.last(start, t - 1) != null ? p.at(t) : null);
            case 5 ->
                add(a.event.diff((v, w) -> v - 2 * w), t -> {
                    Integer before = p.last(start, t - 1);
                    return p.at(t) == null || before == null ? null : (Integer) (p.at(t) - 2 * before);
                });
            case 6 -> add(a.event.changes(), t -> Objects.equals(p.at(t), p.last(start, t - 1)) ? null : p.at(t));
            case 7 -> add(a.event.on(s.signal.map(v -> v % 2 == 0)), t -> s.model.at(t) % 2 == 0 ? p.at(t) : null);
            case 8 -> add(a.event.dismiss(b.event), t -> q.at(t) == null ? p.at(t) : null);
            case 9 -> add(a.event.until(b.event), t -> q.last(start, t) == null ? p.at(t) : null);
            case 10 ->
                add(a.event.fold((sum, v) -> (sum + v) % 1000, k), t -> {
                    int sum = k;
                    for (int u = start; u <= t; u++) {
                        sum = p.at(u) == null ? sum : (sum + p.at(u)) % 1000;
                    }
                    return p.at(t) == null ? null : (Integer) sum;
                });
            case 11 -> add(Event.select(a.event, b.event), t -> p.at(t) != null ? p.at(t) : q.at(t));
            case 12 -> {
                EventPair c = any(random, events);
                add(Event.merge(List.of(a.event, b.event, c.event), (sum, v) -> 3 * sum + v, k), t -> {
                    Integer sum = null;
                    for (Occurring e : List.of(p, q, c.model)) {
                        if (e.at(t) != null) {
                            sum = 3 * (sum == null ? k : sum) + e.at(t);
                        }
                    }
                    return sum;
                });
            }
            case 13 ->
                add(
                        Event.combine(a.event, b.event, (v, w) -> v - w),
                        t -> p.at(t) == null || q.at(t) == null ? null : (Integer) (p.at(t) - q.at(t)));
            case 14 ->
                add(
                        s.signal.changes(),
                        t -> t < start || s.model.at(t) == s.model.at(t - 1) ? null : (Integer) s.model.at(t));
            case 15 ->
                add(
                        s.signal.sample(a.event, (v, w) -> v * 2 + w),
                        t -> p.at(t) == null ? null : (Integer) (p.at(t) * 2 + s.model.at(t)));
            default -> addSwitch(random, a, b);
        }
    }

    /// A switch to one of the events that are there, chosen by the values of `b`.
    private void addSwitch(Random random, EventPair a, EventPair b) {
        int start = now;
        List<EventPair> targets = List.of(any(random, events), any(random, events), Objects.requireNonNull(a));
        Function<Integer, EventPair> target = v -> targets.get(Math.floorMod(v, targets.size()));
        add(Event.switching(a.event, b.event.map(v -> target.apply(v).event)), t -> {
            Integer choice = b.model.last(start, t);
            return (choice == null ? a : target.apply(choice)).model.at(t);
        });
    }

    private void addSignal(Random random) {
        int start = now;
        EventPair e = any(random, events);
        SignalPair a = any(random, signals);
        SignalPair b = any(random, signals);
        SignalPair c = any(random, signals);
        int k = random.nextInt(1, 5);
        switch (random.nextInt(9)) {
            case 0 -> add(a.signal.map(v -> v / k), t -> a.model.at(t) / k);
            case 1 ->
                add(
                        Signal.combine(a.signal, b.signal, (v, w) -> (v - w) % 100),
                        t -> (a.model.at(t) - b.model.at(t)) % 100);
            case 2 -> add(Signal.hold(e.event, k), t -> Objects.requireNonNullElse(e.model.last(start, t), k));
            case 3 ->
                add(Signal.fold(e.event, (sum, v) -> (sum + v) % 1000, k), t -> {
                    int sum = k;
                    for (int u = start; u <= t; u++) {
                        sum = e.model.at(u) == null ? sum : (sum + e.model.at(u)) % 1000;
                    }
                    return sum;
                });
            case 4 ->
                add(a.signal.filter(v -> v % 2 == 0, k), t -> lastWith(start, t, u -> a.model.at(u) % 2 == 0, a, k));
            case 5 ->
                add(
                        a.signal.on(b.signal.map(v -> v % 2 == 0), k),
                        t -> lastWith(start, t, u -> b.model.at(u) % 2 == 0, a, k));
            case 6 ->
                add(
                        a.signal.bind(v -> v % 2 == 0 ? b.signal : c.signal),
                        t -> (a.model.at(t) % 2 == 0 ? b : c).model.at(t));
            case 7 ->
                add(a.signal.bind(v -> b.signal.map(w -> (v + w) % 100)), t -> (a.model.at(t) + b.model.at(t)) % 100);
            default ->
                add(Signal.merge(List.of(a.signal, b.signal, c.signal), (v, w) -> (2 * v + w) % 100, k), t -> {
                    int sum = k;
                    for (SignalPair s : List.of(a, b, c)) {
                        sum = (2 * sum + s.model.at(t)) % 100;
                    }
                    return sum;
                });
        }
    }

    /// The value of `signal` at the last instant for which `test` holds, from the one before `start` on: a signal
    /// has a value when it is made.
    private static int lastWith(int start, int t, Function<Integer, Boolean> test, SignalPair signal, int initial) {
        for (int u = t; u >= start - 1; u--) {
            if (test.apply(u)) {
                return signal.model.at(u);
            }
        }
        return initial;
    }

    /// One instant: some primitive events occur, some primitive signals change.
    private void instant(Random random) {
        Step step = new Step();
        for (int i = 0; i < PRIMITIVES; i++) {
            Integer value = random.nextInt(3) > 0 ? random.nextInt(10) : null;
            sent.get(i).add(value);
            if (value != null) {
                senders.get(i).send(value, step);
            }
            int next = random.nextInt(2) == 0 ? random.nextInt(6) : set.get(i).getLast();
            set.get(i).add(next);
            setters.get(i).set(next, step);
        }
        step.execute();
        now++;
    }

    private void check(int seed) {
        int t = now - 1;
        for (int i = 0; i < events.size(); i++) {
            EventPair pair = events.get(i);
            Integer expected = t < pair.from ? null : pair.model.at(t);
            assertThat(pair.seen)
                    .as("seed %d, event %d, instant %d", seed, i, t)
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
            pair.seen.clear();
        }
        for (int i = 0; i < signals.size(); i++) {
            SignalPair pair = signals.get(i);
            assertThat(pair.signal.value())
                    .as("seed %d, signal %d, instant %d", seed, i, t)
                    .isEqualTo(pair.model.at(t));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRandomGraph_meansWhatTheEquationsSay(int seed) {
        Random random = new Random(seed);
        now = 1; // before it, at 0, everything has its first value
        addPrimitives();
        for (int i = 0; i < PRIMITIVES; i++) {
            sent.get(i).add(null);
            set.get(i).add(i);
        }
        int late = random.nextInt(NODES);
        for (int i = 0; i < NODES; i++) {
            if (i == late) {
                for (int n = 0; n < 5; n++) {
                    instant(random);
                    check(seed);
                }
            }
            if (random.nextInt(3) > 0) {
                addEvent(random);
            } else {
                addSignal(random);
            }
        }
        for (int n = 0; n < INSTANTS; n++) {
            instant(random);
            check(seed);
        }
    }
}
