package bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import bench.Series;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalTest {
    private final Map<Contender, Series> row = new EnumMap<>(Contender.class);

    private void measured(Contender contender, double value) {
        Series series = new Series();
        series.add(List.of(value), 0);
        row.put(contender, series);
    }

    @Test
    void of_comparesWithTheFastestOfEachKind() {
        measured(Contender.LWT, 30);
        measured(Contender.OCAML, 100);
        measured(Contender.OCAML_64M, 50);
        measured(Contender.CF, 40);
        measured(Contender.VERTX, 25);
        measured(Contender.LIMIT, 20);
        measured(Contender.SCOPED, 1);
        assertThat(Goal.of(Workload.W02, row))
                .containsExactly(
                        new Goal("ocaml-64m", 0.6, 0.5), new Goal("vertx", 1.2, 1.0), new Goal("limit", 1.5, 1.5));
    }

    @Test
    void isMet_atTheBound_isTrue() {
        assertThat(new Goal("limit", 1.5, 1.5).isMet()).isTrue();
        assertThat(new Goal("limit", 1.51, 1.5).isMet()).isFalse();
    }

    @Test
    void of_workloadWhereTheOriginalIsAtItsBest_allowsMore() {
        measured(Contender.LWT, 7);
        measured(Contender.OCAML, 10);
        assertThat(Goal.of(Workload.W07, row)).containsExactly(new Goal("ocaml", 0.7, 0.8));
    }

    @Test
    void of_bytes_isAbsolute() {
        measured(Contender.LWT, 57);
        measured(Contender.LIMIT, 48);
        assertThat(Goal.of(Workload.W15, row))
                .singleElement()
                .satisfies(goal -> assertThat(goal.isMet()).isFalse());
    }

    @Test
    void of_withoutPeers_isEmpty() {
        measured(Contender.LWT, 7);
        assertThat(Goal.of(Workload.W02, row)).isEmpty();
    }
}
