package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.awaitBoth;
import static lwt.direct.Direct.spawn;
import static lwt.direct.Direct.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;

/// The manual's chapter “The syntax extension”, each construct in direct style.
final class ConstructsTest {
    private final List<String> trace = new ArrayList<>();

    /// Ends after two turns of the loop, and leaves a trace at its beginning and end.
    private Promise<Integer> slow(String name, int result) {
        trace.add(name + " begins");
        return Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> {
            trace.add(name + " ends");
            return result;
        });
    }

    private Promise<Integer> failing() {
        return slow("f", 0).bind(_ -> Lwt.fail(new NoSuchElementException("f")));
    }

    @Test
    void lwtIn_oneAfterTheOther() {
        int sum = LoopRunner.inFiber(Mechanism.LOOP, () -> {
            int x = await(slow("f", 1));
            int y = await(slow("g", 2));
            return x + y;
        });
        assertThat(sum).isEqualTo(3);
        assertThat(trace).containsExactly("f begins", "f ends", "g begins", "g ends");
    }

    @Test
    void lwtAndIn_bothAtTheSameTime() {
        int sum = LoopRunner.inFiber(Mechanism.LOOP, () -> {
            var both = awaitBoth(slow("f", 1), slow("g", 2));
            return both.first() + both.second();
        });
        assertThat(sum).isEqualTo(3);
        assertThat(trace).containsExactly("f begins", "g begins", "f ends", "g ends");
    }

    @Test
    void tryLwtWith_failureOfAPromiseIsCaught() {
        int result = LoopRunner.inFiber(Mechanism.LOOP, () -> {
            try {
                return await(failing());
            } catch (NoSuchElementException e) {
                return await(slow("handler", 7));
            }
        });
        assertThat(result).isEqualTo(7);
        assertThat(trace).containsExactly("f begins", "f ends", "handler begins", "handler ends");
    }

    @Test
    void tryLwtWith_exceptionThrownBeforeTheFirstAwaitIsCaught() {
        int result = LoopRunner.inFiber(Mechanism.LOOP, () -> {
            try {
                return Integer.parseInt("x") + await(slow("f", 1));
            } catch (NumberFormatException e) {
                return 7;
            }
        });
        assertThat(result).isEqualTo(7);
    }

    @Test
    void tryLwtWith_otherFailurePassesThrough() {
        assertThatThrownBy(() -> LoopRunner.<Integer>inFiber(Mechanism.LOOP, () -> {
                    try {
                        return await(failing());
                    } catch (NumberFormatException e) {
                        return 7;
                    }
                }))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void tryLwtFinally_runsAfterSuccessAndAfterFailure() {
        LoopRunner.inFiber(Mechanism.LOOP, () -> {
            try {
                await(slow("f", 1));
            } finally {
                await(slow("first finally", 0));
            }
        });
        assertThatThrownBy(() -> LoopRunner.inFiber(Mechanism.LOOP, () -> {
                    try {
                        await(failing());
                    } finally {
                        await(slow("second finally", 0));
                    }
                }))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(trace)
                .containsExactly(
                        "f begins",
                        "f ends",
                        "first finally begins",
                        "first finally ends",
                        "f begins",
                        "f ends",
                        "second finally begins",
                        "second finally ends");
    }

    @Test
    void forLwt_toAndDownto_eachRoundAfterTheOther() {
        LoopRunner.inFiber(Mechanism.LOOP, () -> {
            for (int i = 1; i <= 2; i++) {
                await(slow("up " + i, i));
            }
            for (int i = 2; i >= 1; i--) {
                yieldNow();
                trace.add("down " + i);
            }
        });
        assertThat(trace).containsExactly("up 1 begins", "up 1 ends", "up 2 begins", "up 2 ends", "down 2", "down 1");
    }

    @Test
    void raiseLwt_failsTheFiberWithATraceOfWhereItWasThrown() {
        assertThatThrownBy(() -> LoopRunner.inFiber(Mechanism.LOOP, () -> await(spawn(ConstructsTest::raise))))
                .isInstanceOf(NoSuchElementException.class)
                .satisfies(e -> assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("raise"));
    }

    private static void raise() {
        yieldNow();
        throw new NoSuchElementException("raised");
    }
}
