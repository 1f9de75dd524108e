package lwt.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lwt.Lwt;
import lwt.Resolver;
import org.junit.jupiter.api.Test;

class OrderedTest {
    private final Ordered order = new Ordered();

    @Test
    void finish_allStepsInOrder_passes() {
        order.expect(1);
        order.expect(2);
        order.finish(3);
        assertThatCode(order::close).doesNotThrowAnyException();
    }

    @Test
    void expect_stepLeftOut_isToldAsTooEarly() {
        order.expect(1);
        assertThatThrownBy(() -> order.expect(3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("step 3 came too early: step 2 was not reached before");
    }

    @Test
    void expect_stepAgain_isTold() {
        order.expect(1);
        order.expect(2);
        assertThatThrownBy(() -> order.expect(2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("step 2 came too late or again: step 2 was reached before");
    }

    @Test
    void expect_afterFinish_isTold() {
        order.finish(1);
        assertThatThrownBy(() -> order.expect(2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("step 2 came after the last step, which was 1");
    }

    @Test
    void finish_twice_isTold() {
        order.finish(1);
        assertThatThrownBy(() -> order.finish(1))
                .isInstanceOf(AssertionError.class)
                .hasMessage("finish(1) came after the last step, which was 1");
    }

    @Test
    void finish_stepsMissing_isToldAsTooEarly() {
        order.expect(1);
        assertThatThrownBy(() -> order.finish(4))
                .isInstanceOf(AssertionError.class)
                .hasMessage("step 4 came too early: step 2 was not reached before");
    }

    @Test
    void close_notFinished_isTold() {
        assertThatThrownBy(order::close)
                .isInstanceOf(AssertionError.class)
                .hasMessage("no step was reached, and finish was not called");
        order.expect(1);
        assertThatThrownBy(order::close)
                .isInstanceOf(AssertionError.class)
                .hasMessage("the last step reached is 1, and finish was not called");
    }

    @Test
    void finish_errorTakenByAPromise_isThrownAgain() {
        Resolver<Void> go = Lwt.waiter();
        go.promise()
                .map(ignored -> {
                    order.expect(7);
                    return null;
                })
                .state();
        go.wakeup(null);
        assertThatThrownBy(() -> order.finish(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("step 7");
        assertThatThrownBy(order::close).isInstanceOf(AssertionError.class).hasMessageStartingWith("step 7");
    }
}
