package bench.growth;

import java.util.Map;

/// How the cost of one grows with the number of all: the power of the number that fits best, beyond
/// what theory allows. 0 is as in theory, 1 a whole power more: a linear thing that has become
/// quadratic. A little is always there, as what is many lies in slower memory.
///
/// @param power the power that fits best
record Growth(double power) {
    /// Halfway to n √n: more than any cache explains over these sizes.
    private static final double MOST = 0.25;

    /// The least squares of the logarithms.
    ///
    /// @param costs of one, by the number of all; at least two
    static Growth of(GrowthWorkload.Theory theory, Map<Integer, Double> costs) {
        double n = costs.size();
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (Map.Entry<Integer, Double> entry : costs.entrySet()) {
            double size = Math.log(entry.getKey());
            double cost = Math.log(entry.getValue() / theory.each(entry.getKey()));
            x += size;
            y += cost;
            xx += size * size;
            xy += size * cost;
        }
        return new Growth((n * xy - x * y) / (n * xx - x * x));
    }

    boolean isAsInTheory() {
        return power <= MOST;
    }

    static double most() {
        return MOST;
    }
}
