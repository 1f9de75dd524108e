package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;

/// With a clock on which time passes at once.
class ThrottleTest {
    private static <T> T run(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return OnLoop.call("selector", () -> {
            LwtMain.setEngine(new FakeClock(OnLoop.make("selector")));
            return LwtMain.run(body);
        });
    }

    private static long seconds() {
        return LwtMain.engine().nanoTime() / 1_000_000_000;
    }

    /// In which second each of so many goes, or -1 if it was sent away.
    private static List<Promise<Long>> go(Throttle<String> throttle, String key, int times) {
        List<Promise<Long>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(throttle.await(key).map(mayGo -> mayGo ? seconds() : -1));
        }
        return all;
    }

    private static List<Long> gone(int rate, int max, int times) throws Exception {
        return run(() -> Lwt.all(go(Throttle.create(rate, max), "key", times)));
    }

    @Test
    void await_upToTheRate_atOnce() throws Exception {
        assertThat(gone(3, 0, 3)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void await_moreThanTheRate_inTheNextSeconds() throws Exception {
        assertThat(gone(3, 100, 8)).containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L, 2L);
    }

    @Test
    void await_moreThanMayWait_sentAway() throws Exception {
        assertThat(gone(2, 3, 7)).containsExactly(0L, 0L, 1L, 1L, 2L, -1L, -1L);
    }

    @Test
    void await_otherKey_isLimitedOnItsOwn() throws Exception {
        List<Long> gone = run(() -> {
            Throttle<String> throttle = Throttle.create(1, 10);
            List<Promise<Long>> all = go(throttle, "a", 2);
            all.addAll(go(throttle, "b", 2));
            return Lwt.all(all);
        });
        assertThat(gone).containsExactly(0L, 1L, 0L, 1L);
    }

    @Test
    void await_whoWaitsGoesBeforeWhoComesLater() throws Exception {
        List<Long> gone = run(() -> {
            Throttle<String> throttle = Throttle.create(1, 10);
            List<Promise<Long>> first = go(throttle, "a", 3);
            return LwtUnix.sleep(Duration.ofMillis(1_500)).then(() -> {
                first.addAll(go(throttle, "a", 1));
                return Lwt.all(first);
            });
        });
        assertThat(gone).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void await_afterARest_atOnceAgain() throws Exception {
        List<Long> gone = run(() -> {
            Throttle<String> throttle = Throttle.create(2, 0);
            List<Promise<Long>> all = go(throttle, "a", 2);
            return LwtUnix.sleep(Duration.ofSeconds(5)).then(() -> {
                assertThat(MainLoop.current().sleeps()).isZero(); // at rest, nothing is left
                all.addAll(go(throttle, "a", 3));
                return Lwt.all(all);
            });
        });
        assertThat(gone).containsExactly(0L, 0L, 5L, 5L, -1L);
    }

    @Test
    void cancel_givesUpThePlace() throws Exception {
        List<Long> gone = run(() -> {
            Throttle<String> throttle = Throttle.create(1, 2);
            List<Promise<Long>> all = go(throttle, "a", 3);
            all.remove(1).cancel();
            all.addAll(go(throttle, "a", 2));
            return Lwt.all(all);
        });
        assertThat(gone).containsExactly(0L, 1L, 2L, -1L);
    }

    @Test
    void create_badNumbers_refused() throws Exception {
        run(() -> {
            assertThatThrownBy(() -> Throttle.create(0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Throttle.create(1, -1)).isInstanceOf(IllegalArgumentException.class);
            return Lwt.unit();
        });
    }
}
