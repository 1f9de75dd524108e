package react;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// Programs that make and drop a million things; MemoryTest runs each in a JVM with a heap of 24 MB.
final class Endless {
    private static final int ROUNDS = 1_000_000;
    private static final EventSender<Integer> EVENT = Event.create();
    private static final SignalSetter<Integer> SIGNAL = Signal.create(0);

    private static final Map<String, IntConsumer> PROGRAMS = new TreeMap<>(Map.of(
            "events",
            i -> EVENT.event().map(v -> v).filter(v -> true),
            "signals",
            i -> SIGNAL.signal().map(v -> v),
            "signals of events",
            i -> Signal.hold(EVENT.event(), i),
            "changes",
            i -> SIGNAL.signal().changes().filterMap(Optional::of),
            "subscriptions",
            i -> EVENT.event().map(v -> v).subscribe(v -> {}).cancel(),
            "once",
            i -> {
                Event<Integer> once = EVENT.event().once();
                EVENT.send(i);
                once.stop();
            },
            "senders",
            i -> Event.<Integer>create().send(i),
            "sends while nodes come and go",
            i -> {
                Event.select(List.of(EVENT.event(), EVENT.event().map(v -> v)));
                if (i % 10_000 == 0) {
                    EVENT.send(i);
                    SIGNAL.set(i);
                }
            },
            "switches",
            i -> EVENT.send(i)));

    private Endless() {}

    static Iterable<String> names() {
        return PROGRAMS.keySet();
    }

    public static void main(String[] arguments) {
        Signal<Integer> switched = arguments[0].equals("switches")
                ? Signal.hold(EVENT.event(), 0).bind(v -> SIGNAL.signal().map(w -> v + w))
                : SIGNAL.signal();
        IntConsumer program = PROGRAMS.get(arguments[0]);
        for (int i = 0; i < ROUNDS; i++) {
            program.accept(i);
        }
        if (arguments[0].equals("switches") && switched.value() != ROUNDS - 1) {
            throw new AssertionError(switched);
        }
    }
}
