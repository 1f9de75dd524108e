package bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bench.growth.GrowthWorkload.Theory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowthTest {
    private static final double EXACTLY = 1e-9;

    private static Map<Integer, Double> costs(DoubleUnaryOperator ofOne) {
        Map<Integer, Double> costs = new LinkedHashMap<>();
        for (int size = 10; size <= 1_000_000; size *= 10) {
            costs.put(size, ofOne.applyAsDouble(size));
        }
        return costs;
    }

    @Test
    void of_level_isAsInTheory() {
        Growth growth = Growth.of(Theory.LINEAR, costs(size -> 7));
        assertThat(growth.power()).isCloseTo(0, within(EXACTLY));
        assertThat(growth.isAsInTheory()).isTrue();
    }

    @Test
    void of_quadratic_isAWholePowerMore() {
        Growth growth = Growth.of(Theory.LINEAR, costs(size -> 7 * size));
        assertThat(growth.power()).isCloseTo(1, within(EXACTLY));
        assertThat(growth.isAsInTheory()).isFalse();
    }

    @Test
    void of_logarithmWhereThatIsTheory_isAsInTheory() {
        assertThat(Growth.of(Theory.SORTING, costs(size -> 30 * Math.log(size))).power())
                .isCloseTo(0, within(EXACTLY));
    }

    @Test
    void of_squareRoot_isTooMuch() {
        assertThat(Growth.of(Theory.SORTING, costs(Math::sqrt)).isAsInTheory()).isFalse();
    }

    @Test
    void of_whatIsDearForFew_looksAtManyOnly() {
        Growth growth = Growth.of(Theory.LINEAR, costs(size -> 100_000 / size + size / 1000));
        assertThat(growth.isAsInTheory()).isFalse();
        assertThat(Growth.of(Theory.LINEAR, costs(size -> 7 + 1000 / size)).power())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void sizes_areThoseOfTheQuestion(GrowthWorkload workload) {
        assertThat(workload.sizes()).hasSizeGreaterThanOrEqualTo(4).isSorted();
        assertThat(workload.sizes().getLast()).isEqualTo(workload == GrowthWorkload.CONNECTIONS ? 10_000 : 1_000_000);
    }

    @Test
    void body_ofEveryContender_runs() {
        for (GrowthWorkload workload : GrowthWorkload.values()) {
            if (workload != GrowthWorkload.CONNECTIONS) {
                for (GrowthContender contender : workload.contenders()) {
                    new GrowthMain().body(workload, contender).accept(20);
                }
            }
        }
    }
}
