package lwt.direct;

import static lwt.direct.Direct.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The mechanism without flags.
final class BatonFiberTest extends FiberSuite {
    @Override
    Mechanism mechanism() {
        return Mechanism.BATON;
    }

    @Override
    int deep() {
        return 1_000; // the JDK chooses the stack of an ordinary virtual thread's carrier
    }

    @Test
    void loop_onAVirtualThread_runsFibers() {
        int rounds = LoopRunner.onThread(
                Thread.ofVirtual(),
                () -> LoopRunner.drive(Direct.spawn(() -> {
                    int n = 0;
                    for (; n < 100; n++) {
                        yieldNow();
                    }
                    return n;
                })));
        assertThat(rounds).isEqualTo(100);
    }
}
