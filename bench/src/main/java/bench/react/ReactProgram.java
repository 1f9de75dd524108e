package bench.react;

import bench.UsageException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// What is measured: graphs, and what is done to them again and again. `bench/ocaml/reactive.ml` has the same.
///
/// Values are from 0 to 127, which the JVM has boxed already.
enum ReactProgram {
    R1("push an event through 10 maps", 0.2),
    R2("push an event through a lattice of 1000 nodes, each made of two neighbours", 0.2),
    R3("set a signal at the end of 10 maps", 0.2),
    R4("wait for the next occurrence, which comes", 0.5),
    R5("set a signal that chooses another one", 0.5);

    private static final int MASK = 127;
    private static final int MAPS = 10;
    private static final int WIDTH = 50;
    private static final int HEIGHT = 20;
    private static final int CHECKSUM_MASK = 0xffffff;

    /// A graph at work.
    static final class Running {
        private int checksum;
        private final Graph graph;

        private Running(ReactProgram program) {
            this.graph = program.make(this);
        }

        /// Makes so many calls and returns what was seen by all calls so far.
        int run(int calls) {
            for (int i = 1; i <= calls; i++) {
                graph.call.accept(i & MASK);
            }
            return checksum;
        }

        private int see(int value) {
            checksum = (checksum + value) & CHECKSUM_MASK;
            return value;
        }
    }

    private final String description;
    private final double goal;

    /// What keeps a graph alive, and how it is called.
    private record Graph(Object kept, IntConsumer call) {}

    ReactProgram(String description, double goal) {
        this.description = description;
        this.goal = goal;
    }

    String description() {
        return description;
    }

    /// The share of the original's time that it may take.
    double goal() {
        return goal;
    }

    Running start() {
        return new Running(this);
    }

    /// The programs of these names, or all.
    ///
    /// @throws UsageException if there is none of a name
    static Set<ReactProgram> named(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(ReactProgram.class);
        }
        Set<ReactProgram> wanted = EnumSet.noneOf(ReactProgram.class);
        for (String name : names) {
            wanted.add(Arrays.stream(values())
                    .filter(program -> program.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown workload: " + name)));
        }
        return wanted;
    }

    private Graph make(Running running) {
        return switch (this) {
            case R1 -> maps(running);
            case R2 -> lattice(running);
            case R3 -> signalMaps(running);
            case R4 -> once(running);
            case R5 -> choice(running);
        };
    }

    private static int next(int value) {
        return (value + 1) & MASK;
    }

    private static int add(int a, int b) {
        return (a + b) & MASK;
    }

    private static int mix(int a, int b) {
        return (a + 2 * b + 1) & MASK;
    }

    private static Graph maps(Running running) {
        EventSender<Integer> sender = Event.create();
        Event<Integer> last = sender.event();
        for (int i = 1; i < MAPS; i++) {
            last = last.map(ReactProgram::next);
        }
        return new Graph(last.map(running::see), sender::send);
    }

    private static Graph signalMaps(Running running) {
        SignalSetter<Integer> setter = Signal.create(0);
        Signal<Integer> last = setter.signal();
        for (int i = 1; i < MAPS; i++) {
            last = last.map(ReactProgram::next);
        }
        return new Graph(last.map(running::see), setter::set);
    }

    private static Graph lattice(Running running) {
        EventSender<Integer> sender = Event.create();
        List<Event<Integer>> layer = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            int k = i;
            layer.add(sender.event().map(value -> add(value, k)));
        }
        for (int j = 1; j < HEIGHT; j++) {
            List<Event<Integer>> above = new ArrayList<>();
            for (int i = 0; i < WIDTH; i++) {
                above.add(Event.combine(layer.get(i), layer.get((i + 1) % WIDTH), ReactProgram::mix));
            }
            layer = above;
        }
        return new Graph(Event.merge(layer, ReactProgram::mix, 0).map(running::see), sender::send);
    }

    private static Graph once(Running running) {
        EventSender<Integer> sender = Event.create();
        return new Graph(sender, value -> {
            Event<Integer> waiting = sender.event().once().map(running::see);
            try {
                sender.send(value);
            } finally {
                Reference.reachabilityFence(waiting);
            }
        });
    }

    private static Graph choice(Running running) {
        SignalSetter<Integer> setter = Signal.create(0);
        Signal<Integer> even = setter.signal().map(ReactProgram::next);
        Signal<Integer> odd = setter.signal().map(value -> add(value, 2));
        Signal<Integer> chosen = setter.signal().bind(value -> value % 2 == 0 ? even : odd);
        return new Graph(chosen.map(running::see), setter::set);
    }
}
