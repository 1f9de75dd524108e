package lwt.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;

class SeedTest {

    /// What happens in a program whose order is free in three ways.
    private static Promise<String> program() {
        StringBuilder log = new StringBuilder();
        List<Promise<?>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "abcdef".substring(i, i + 1);
            all.add(LwtUnix.sleep(ofSeconds(1)).map(ignored -> log.append(name)));
            Loop.current().enqueue(() -> log.append(name));
        }
        all.add(Lwt.choose(Lwt.of("x"), Lwt.of("y"), Lwt.of("z")).map(log::append));
        return Lwt.join(all).map(ignored -> log.toString());
    }

    @Test
    void run_sameSeed_givesTheSameOrder() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(TestLoop.run(seed, SeedTest::program)).isEqualTo(TestLoop.run(seed, SeedTest::program));
        }
    }

    @Test
    void run_manySeeds_giveManyOrders() {
        Set<String> orders = new HashSet<>();
        Set<String> chosen = new HashSet<>();
        Set<String> firstReady = new HashSet<>();
        Set<String> firstAwake = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            String order = TestLoop.run(seed, SeedTest::program);
            assertThat(order).hasSize(13);
            orders.add(order);
            chosen.add(order.substring(0, 1));
            firstReady.add(order.substring(1, 2));
            firstAwake.add(order.substring(7, 8));
        }
        assertThat(orders).hasSizeGreaterThan(90);
        assertThat(chosen).containsExactlyInAnyOrder("x", "y", "z");
        assertThat(firstReady).hasSize(6);
        assertThat(firstAwake).hasSize(6);
    }

    @Test
    void run_withoutSeed_keepsTheOrderOfTheRealLoop() {
        assertThat(TestLoop.run(SeedTest::program)).endsWith("abcdefabcdef").isEqualTo(TestLoop.run(SeedTest::program));
    }

    @Test
    void run_shuffled_neverAgainstTime() {
        for (long seed = 0; seed < 50; seed++) {
            List<String> log = new ArrayList<>();
            TestLoop.run(seed, () -> {
                List<Promise<?>> all = new ArrayList<>();
                for (int i = 9; i >= 0; i--) {
                    String name = "" + i;
                    all.add(LwtUnix.sleep(ofMillis(i)).map(ignored -> log.add(name)));
                }
                return Lwt.join(all);
            });
            assertThat(String.join("", log)).isEqualTo("0123456789");
        }
    }

    @Test
    void run_shuffled_pausesKeepTheirOrder() {
        for (long seed = 0; seed < 50; seed++) {
            StringBuilder log = new StringBuilder();
            TestLoop.run(seed, () -> {
                List<Promise<?>> all = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String name = "" + i;
                    all.add(Lwt.pause().map(ignored -> log.append(name)));
                }
                return Lwt.join(all);
            });
            assertThat(log.toString()).isEqualTo("0123456789");
        }
    }

    @Test
    void explore_raceInTheProgram_isFoundAndItsSeedRepeatsIt() {
        Throwable found = catchThrowable(() -> TestLoop.explore(100, SeedTest::lostUpdate));
        assertThat(found).isInstanceOf(AssertionError.class);
        String note = found.getSuppressed()[0].getMessage();
        assertThat(note)
                .matches("this run's order came from the seed (\\d+); TestLoop.run\\(\\1, program\\) repeats it.*");
        long seed = Long.parseLong(note.replaceAll(".*seed (\\d+);.*", "$1"));
        assertThatThrownBy(() -> TestLoop.run(seed, SeedTest::lostUpdate)).hasMessage(found.getMessage());
        for (long earlier = 1; earlier < seed; earlier++) {
            TestLoop.run(earlier, SeedTest::lostUpdate);
        }
    }

    /// Two deposits whose answers come at the same time; the program is right only if the first comes first.
    private static Promise<?> lostUpdate() {
        int[] balance = {0};
        int[] last = {0};
        Promise<?> a = LwtUnix.sleep(ofSeconds(1)).map(ignored -> last[0] = balance[0] += 1);
        Promise<?> b = LwtUnix.sleep(ofSeconds(1)).map(ignored -> last[0] = balance[0] *= 2);
        return Lwt.join(a, b).map(ignored -> assertThat(last[0]).isEqualTo(2));
    }

    @Test
    void explore_noFailure_runsEverySeed() {
        int[] runs = {0};
        TestLoop.explore(17, () -> {
            runs[0]++;
            return Lwt.unit();
        });
        assertThat(runs[0]).isEqualTo(17);
    }

    @Test
    void explore_noRuns_isRefused() {
        assertThatThrownBy(() -> TestLoop.explore(0, Lwt::unit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void advance_ofASeededLoop_failsWithTheSeed() {
        IOException failure = new IOException("no");
        try (TestLoop test = new TestLoop(1234)) {
            Lwt.async(() -> LwtUnix.sleep(ofSeconds(1)).bind(ignored -> Lwt.fail(failure)));
            assertThatThrownBy(() -> test.advance(ofSeconds(1))).isSameAs(failure);
        }
        assertThat(failure.getSuppressed()).singleElement().asString().contains("seed 1234");
    }
}
