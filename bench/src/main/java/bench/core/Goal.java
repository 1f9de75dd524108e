package bench.core;

import bench.Series;
import bench.core.Contender.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A bound that this library sets itself, and what was measured.
///
/// @param against what the figure is a ratio to, or "bytes"
/// @param measured the figure
/// @param bound the most it may be
record Goal(String against, double measured, double bound) {
    private static final double MOST_BYTES = 56;
    private static final double OF_LIMIT = 1.5;
    private static final double OF_FASTEST_LIBRARY = 1.0;
    private static final double OF_ORIGINAL = 0.5;

    /// For workloads where the original is near the limit itself.
    private static final double OF_ORIGINAL_AT_ITS_BEST = 0.8;

    boolean isMet() {
        return measured <= bound;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f %s %.1f", against, measured, isMet() ? "≤" : ">", bound);
    }

    /// The goals of a workload that can be judged by what was measured.
    static List<Goal> of(Workload workload, Map<Contender, Series> figures) {
        Series ours = figures.get(Contender.LWT);
        if (ours == null) {
            return List.of();
        }
        if (workload.countsBytes()) {
            return List.of(new Goal("bytes", ours.median(), MOST_BYTES));
        }
        List<Goal> goals = new ArrayList<>();
        fastest(Role.ORIGINAL, figures).ifPresent(c -> goals.add(ratio(c, ours, figures, ofOriginal(workload))));
        fastest(Role.PROMISES, figures).ifPresent(c -> goals.add(ratio(c, ours, figures, OF_FASTEST_LIBRARY)));
        fastest(Role.LIMIT, figures).ifPresent(c -> goals.add(ratio(c, ours, figures, OF_LIMIT)));
        return goals;
    }

    private static Optional<Contender> fastest(Role role, Map<Contender, Series> figures) {
        return figures.keySet().stream()
                .filter(contender -> contender.role() == role)
                .min(Comparator.comparingDouble(contender -> median(contender, figures)));
    }

    private static Goal ratio(Contender contender, Series ours, Map<Contender, Series> figures, double bound) {
        return new Goal(contender.id(), ours.median() / median(contender, figures), bound);
    }

    private static double median(Contender contender, Map<Contender, Series> figures) {
        Series series = figures.get(contender);
        return series == null ? Double.POSITIVE_INFINITY : series.median();
    }

    private static double ofOriginal(Workload workload) {
        return switch (workload) {
            case W01A, W01B, W04, W07, W11B -> OF_ORIGINAL_AT_ITS_BEST;
            default -> OF_ORIGINAL;
        };
    }
}
