package bench.growth;

import bench.UsageException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/// What is measured at several sizes, and how the whole should grow.
enum GrowthWorkload {
    CHAIN("a bind of a chain of so many on a pending promise, which is then resolved", Theory.LINEAR, 10, 1_000_000),
    CONNECTIONS("a message of 64 bytes there and back, with so many connections", Theory.LINEAR, 1, 10_000),
    FIBERS("a fiber, of so many that start, sleep and end", Theory.SORTING, 1_000, 1_000_000),
    TIMERS("a sleep, of so many at once", Theory.SORTING, 1_000, 1_000_000);

    /// How the cost of _n_ grows.
    enum Theory {
        /// _n_: each costs the same.
        LINEAR("n"),
        /// _n_ log _n_: each finds its place among the others.
        SORTING("n log n");

        private final String formula;

        Theory(String formula) {
            this.formula = formula;
        }

        String formula() {
            return formula;
        }

        /// What one of so many may cost, in a unit of its own.
        double each(double size) {
            return this == LINEAR ? 1 : Math.log(size);
        }
    }

    private static final int STEP = 10;

    private final String question;
    private final Theory theory;
    private final int least;
    private final int most;

    GrowthWorkload(String question, Theory theory, int least, int most) {
        this.question = question;
        this.theory = theory;
        this.least = least;
        this.most = most;
    }

    /// The name used on the command line and in the table.
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String question() {
        return question;
    }

    Theory theory() {
        return theory;
    }

    /// From the smallest to the largest, each ten times the one before.
    List<Integer> sizes() {
        return IntStream.iterate(least, size -> size <= most, size -> size * STEP)
                .boxed()
                .toList();
    }

    /// How many a measurement should have at least, so that it takes a while.
    int elements() {
        return this == CHAIN ? 5_000_000 : 500_000;
    }

    List<GrowthContender> contenders() {
        return switch (this) {
            case CHAIN -> List.of(GrowthContender.LWT, GrowthContender.LIMIT, GrowthContender.CF);
            case CONNECTIONS -> List.of(GrowthContender.LWT, GrowthContender.C);
            case FIBERS -> List.of(GrowthContender.LWT, GrowthContender.VT);
            case TIMERS -> List.of(GrowthContender.LWT);
        };
    }

    static Set<GrowthWorkload> chosen(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(GrowthWorkload.class);
        }
        Set<GrowthWorkload> chosen = EnumSet.noneOf(GrowthWorkload.class);
        for (String name : names) {
            chosen.add(Arrays.stream(values())
                    .filter(workload -> workload.id().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown workload: " + name)));
        }
        return chosen;
    }
}
