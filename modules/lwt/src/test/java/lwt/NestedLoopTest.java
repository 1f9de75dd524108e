package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NestedLoopTest {

    @Test
    void nested_seesNothingOfTheLoopThatRests() {
        Loop own = Loop.current();
        Promise<Void> ownPause = Lwt.pause();
        Loop nested = Loop.nested();
        try {
            assertThat(Loop.current()).isSameAs(nested).isNotSameAs(own);
            assertThat(nested.isIdle()).isTrue();
            assertThat(own.isCurrent()).isFalse();
            nested.turn();
            assertThat(ownPause.isSleeping()).isTrue();
        } finally {
            nested.endNested();
        }
        assertThat(Loop.current()).isSameAs(own);
        own.turn();
        assertThat(ownPause.isSleeping()).isFalse();
    }

    @Test
    void nested_promisesOfTheRestingLoop_areRefusedInWords() {
        Resolver<Integer> outside = Lwt.waiter();
        Loop nested = Loop.nested();
        try {
            assertThatThrownBy(() -> outside.wakeup(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another loop of this thread");
            assertThatThrownBy(() -> Lwt.join(outside.promise(), Lwt.waiter().promise()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nested loop of the same thread");
        } finally {
            nested.endNested();
        }
        outside.wakeup(1);
        assertThat(outside.promise().state()).isEqualTo(new State.Return<>(1));
    }

    @Test
    void endNested_dropsWhatWasLeft() {
        List<String> ran = new ArrayList<>();
        Loop nested = Loop.nested();
        nested.enqueue(() -> ran.add("left"));
        nested.endNested();
        Loop.current().turn();
        assertThat(ran).isEmpty();
        assertThatThrownBy(nested::turn)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another loop of this thread");
    }

    @Test
    void endNested_onlyOfTheInnermostNestedLoop() {
        assertThatThrownBy(() -> Loop.current().endNested())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nested()");
        Loop middle = Loop.nested();
        Loop inner = Loop.nested();
        assertThatThrownBy(middle::endNested).isInstanceOf(IllegalStateException.class);
        inner.endNested();
        assertThat(Loop.current()).isSameAs(middle);
        middle.endNested();
    }

    @Test
    void nested_inAStrand_isRefused() {
        Loop loop = Loop.current();
        loop.enter(new Strand(loop) {}, Thread.currentThread());
        try {
            assertThatThrownBy(Loop::nested)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a fiber cannot");
        } finally {
            loop.leave(Thread.currentThread());
        }
    }

    @Test
    void setShuffling_readyTasks_runInAnOrderThatTheSeedDecides() {
        assertThat(order(1, true)).isEqualTo(order(1, true)).isNotEqualTo(order(2, true));
        assertThat(order(1, true)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(order(1, false)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static List<Integer> order(long seed, boolean shuffling) {
        List<Integer> order = new ArrayList<>();
        Loop loop = Loop.nested();
        try {
            loop.setRandom(new SplittableRandom(seed));
            loop.setShuffling(shuffling);
            for (int i = 0; i < 8; i++) {
                int number = i;
                loop.enqueue(() -> order.add(number));
            }
            loop.turn();
        } finally {
            loop.endNested();
        }
        return order;
    }
}
