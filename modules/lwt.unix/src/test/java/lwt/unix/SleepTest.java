package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector", ""})
class SleepTest {
    @Parameter
    String engine;

    @Test
    void sleep_neverShorter() throws Exception {
        Duration asked = Duration.ofNanos(15_300_001);
        long start = System.nanoTime();
        OnLoop.run(engine, () -> LwtUnix.sleep(asked));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(asked.toNanos());
    }

    @Test
    void sleep_withADescriptorOpen_neverShorter() throws Exception {
        Duration asked = Duration.ofNanos(15_300_001);
        long[] start = new long[1];
        OnLoop.run(engine, () -> {
            LwtUnix.pipe().reader().read(new byte[1], 0, 1).ignoreResult();
            start[0] = System.nanoTime();
            return LwtUnix.sleep(asked);
        });
        assertThat(System.nanoTime() - start[0]).isGreaterThanOrEqualTo(asked.toNanos());
    }

    @Test
    void sleep_afterABusyTime_isCountedFromNow() throws Exception {
        long[] start = new long[1];
        OnLoop.run(
                engine,
                () -> LwtUnix.sleep(Duration.ZERO).bind(_ -> {
                    Thread.sleep(30);
                    start[0] = System.nanoTime();
                    return LwtUnix.sleep(Duration.ofMillis(30));
                }));
        assertThat(System.nanoTime() - start[0]).isGreaterThanOrEqualTo(30_000_000);
    }

    @Test
    void sleep_severalLengths_endInOrder() throws Exception {
        List<Integer> order = new ArrayList<>();
        OnLoop.run(engine, () -> {
            List<Promise<?>> sleeps = new ArrayList<>();
            for (int millis : new int[] {30, 10, 20, 10, 0}) {
                int position = sleeps.size();
                sleeps.add(LwtUnix.sleep(Duration.ofMillis(millis)).map(_ -> order.add(position)));
            }
            return Lwt.join(sleeps);
        });
        assertThat(order).containsExactly(4, 1, 3, 2, 0);
    }

    @Test
    void sleep_negative_throwsAtOnce() {
        assertThatThrownBy(() -> LwtUnix.sleep(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.000000001S");
        assertThatThrownBy(() -> LwtUnix.timeout(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LwtUnix.withTimeout(Duration.ofNanos(-1), Lwt::unit))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LwtUnix.sleep(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void sleep_longerThanAnyClock_doesNotEnd() throws Exception {
        OnLoop.run(engine, () -> {
            Promise<Void> endless = LwtUnix.sleep(Duration.ofSeconds(Long.MAX_VALUE));
            Promise<Void> centuries = LwtUnix.sleep(Duration.ofDays(365 * 292));
            return LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> {
                assertThat(endless.isSleeping()).isTrue();
                assertThat(centuries.isSleeping()).isTrue();
                return null;
            });
        });
    }

    @Test
    void sleep_canceled_failsAtOnce() throws Exception {
        assertThatThrownBy(() -> OnLoop.run(engine, () -> {
                    Promise<Void> sleep = LwtUnix.sleep(Duration.ofDays(1));
                    sleep.cancel();
                    return sleep;
                }))
                .isInstanceOf(CanceledException.class);
    }

    @Test
    void sleep_zero_letsDescriptorsBeServed() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            Promise<Void> busy = zeros();
            return OnLoop.writeAll(pipe.writer(), new byte[1]).bind(_ -> Lwt.pick(busy, read.bind(_ -> Lwt.unit())));
        });
    }

    private static Promise<Void> zeros() {
        return LwtUnix.sleep(Duration.ZERO).bind(_ -> zeros());
    }

    @Test
    void pause_forEver_letsTimersFire() throws Exception {
        OnLoop.run(engine, () -> Lwt.pick(pauses(), LwtUnix.sleep(Duration.ofMillis(5))));
    }

    private static Promise<Void> pauses() {
        return LwtMain.yieldNow().bind(_ -> pauses());
    }

    @Test
    void timeout_fails() {
        assertThatThrownBy(() -> OnLoop.run(engine, () -> LwtUnix.timeout(Duration.ofMillis(5))))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("not done within PT0.005S");
    }

    @Test
    void withTimeout_quickBody_itsValue() throws Exception {
        assertThat(OnLoop.run(engine, () -> LwtUnix.withTimeout(Duration.ofDays(1), () -> Lwt.of(3))))
                .isEqualTo(3);
    }

    @Test
    void withTimeout_quickFailure_itself() {
        IllegalStateException failure = new IllegalStateException("mine");
        assertThatThrownBy(() -> OnLoop.run(
                        engine,
                        () -> LwtUnix.withTimeout(Duration.ofDays(1), () -> {
                            throw failure;
                        })))
                .isSameAs(failure);
    }

    @Test
    void withTimeout_slowBody_isCanceled() throws Exception {
        OnLoop.run(engine, () -> {
            Promise<Void> slow = LwtUnix.sleep(Duration.ofDays(1));
            return Lwt.catching(() -> LwtUnix.withTimeout(Duration.ofMillis(5), () -> slow), e -> {
                assertThat(e).isInstanceOf(TimeoutException.class);
                assertThat(slow.isSleeping()).isFalse();
                return Lwt.unit();
            });
        });
    }
}
