package bench.core;

import static bench.core.LimitCells.value;
import static org.assertj.core.api.Assertions.assertThat;

import bench.core.LimitCells.Cell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lower bound is one only if it has Lwt's semantics.
class LimitTest {
    private static final int DEEP = 1_000_000;

    private final Limit kernel = new Limit();
    private final List<String> trace = new ArrayList<>();

    private Cell note(String what, Cell result) {
        trace.add(what);
        return result;
    }

    @Test
    void callbacks_runNewestFirstAndDepthFirst() {
        Cell promise = new Cell();
        Cell first = kernel.bind(promise, x -> note("first", LimitCells.of(x)));
        kernel.bind(first, x -> note("after first", LimitCells.of(x)));
        Cell second = kernel.bind(promise, x -> note("second", LimitCells.of(x)));
        kernel.bind(second, x -> note("after second", LimitCells.of(x)));
        kernel.wakeup(promise, 1);
        assertThat(trace).containsExactly("second", "after second", "first", "after first");
    }

    @Test
    void bind_returningPending_becomesOneWithIt() {
        Cell promise = new Cell();
        Cell inner = new Cell();
        Cell result = kernel.bind(promise, ignored -> inner);
        kernel.bind(result, x -> note("outer", LimitCells.of(x)));
        kernel.bind(inner, x -> note("inner", LimitCells.of(x)));
        kernel.wakeup(promise, 1);
        assertThat(inner.end()).isSameAs(result);
        kernel.wakeup(inner, 2);
        assertThat(trace).containsExactly("outer", "inner");
        assertThat(value(result)).isEqualTo(2);
    }

    @Test
    void bind_throwingCallback_fails() {
        Cell result = kernel.bind(LimitCells.of(1), ignored -> {
            throw Peer.BOOM;
        });
        assertThat(value(result)).isSameAs(Peer.BOOM);
    }

    @Test
    void bind_deepOnResolved_isDoneWhenTheOutermostReturns() {
        Cell result = countDown(DEEP);
        assertThat(result.end().state).isEqualTo(LimitCells.FULFILLED);
    }

    private Cell countDown(int left) {
        return left == 0 ? LimitCells.of(0) : kernel.bind(LimitCells.of(left), ignored -> countDown(left - 1));
    }

    @Test
    void wakeup_longChain_doesNotOverflow() {
        Cell promise = new Cell();
        Cell last = promise;
        for (int k = 0; k < DEEP; k++) {
            last = kernel.bind(last, LimitCells::of);
        }
        kernel.wakeup(promise, 7);
        assertThat(value(last)).isEqualTo(7);
    }

    @Test
    void choose_losers_keepNoCallback() {
        Cell loser = new Cell();
        Cell winner = new Cell();
        Limit.first(List.of(loser, winner), false);
        kernel.wakeup(winner, 1);
        assertThat(loser.slot).isNull();
    }
}
