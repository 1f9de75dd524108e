package bench.growth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How the cost of one grows with the number of all: the power of the number that fits best, beyond
/// what theory allows. 0 is as in theory, 1 a whole power more: a linear thing that has become
/// quadratic. A little is always there, as what is many lies in slower memory.
///
/// @param power the power that fits best
record Growth(double power) {
    /// Halfway to n √n: more than any cache explains over these sizes.
    private static final double MOST = 0.25;

    /// The least squares of the logarithms, from the number on at which one costs the least: what is below
    /// pays for what is there once for all.
    ///
    /// @param costs of one, by the number of all, in the order of the numbers
    static Growth of(GrowthWorkload.Theory theory, Map<Integer, Double> costs) {
        List<Point> points = new ArrayList<>();
        costs.forEach((size, cost) -> points.add(new Point(Math.log(size), Math.log(cost / theory.each(size)))));
        Point cheapest = Collections.min(points, Comparator.comparingDouble(Point::cost));
        return fit(points.subList(points.indexOf(cheapest), points.size()));
    }

    /// Both as logarithms.
    private record Point(double size, double cost) {}

    private static Growth fit(List<Point> points) {
        double meanSize = points.stream().mapToDouble(Point::size).average().orElseThrow();
        double meanCost = points.stream().mapToDouble(Point::cost).average().orElseThrow();
        double product = 0;
        double square = 0;
        for (Point point : points) {
            product += (point.size - meanSize) * (point.cost - meanCost);
            square += (point.size - meanSize) * (point.size - meanSize);
        }
        return new Growth(square == 0 ? 0 : product / square);
    }

    boolean isAsInTheory() {
        return power <= MOST;
    }

    static double most() {
        return MOST;
    }
}
