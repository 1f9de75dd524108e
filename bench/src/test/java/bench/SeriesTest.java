package bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series();

    @Test
    void median_ofTwoRounds_isOfAllValues() {
        series.add(List.of(9.0, 1.0, 5.0), 24);
        series.add(List.of(3.0, 7.0), 24);
        assertThat(series.median()).isEqualTo(5);
        assertThat(series.least()).isEqualTo(1);
        assertThat(series.most()).isEqualTo(9);
    }

    @Test
    void median_ofEvenCount_liesBetween() {
        series.add(List.of(1.0, 2.0), 0);
        assertThat(series.median()).isEqualTo(1.5);
    }

    @Test
    void spread_isHalfTheQuartileDistanceOfTheMedian() {
        series.add(List.of(8.0, 9.0, 10.0, 11.0, 12.0), 0);
        assertThat(series.spread()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void allocated_isTheMedianOfTheRounds() {
        series.add(List.of(1.0), 24);
        series.add(List.of(1.0), 900);
        series.add(List.of(1.0), 25);
        assertThat(series.allocated()).isEqualTo(25);
    }

    @Test
    void addAll_addsValuesAndBytes() {
        Series other = new Series();
        other.add(List.of(1.0, 2.0), 8);
        series.add(List.of(3.0), 16);
        series.addAll(other);
        assertThat(series.median()).isEqualTo(2);
        assertThat(series.allocated()).isEqualTo(12);
    }

    @Test
    void toTsv_hasTheColumnsOfItsHeading() {
        series.add(List.of(1.0, 2.0, 4.0), 24);
        assertThat(Series.TSV_HEADING).isEqualTo("median\tleast\tmost\tspread\tallocated");
        assertThat(series.toTsv()).isEqualTo("2.000\t1.000\t4.000\t0.375\t24.0");
    }
}
