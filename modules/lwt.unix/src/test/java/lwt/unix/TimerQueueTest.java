package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import lwt.Lwt;
import lwt.Resolver;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue timers = new TimerQueue();
    private final List<String> fired = new ArrayList<>();

    private Resolver<Void> add(long deadline, String name) {
        Resolver<Void> sleeper = Lwt.task();
        sleeper.promise().onSuccess(_ -> fired.add(name));
        timers.add(deadline, sleeper);
        return sleeper;
    }

    @Test
    void fire_onlyWhatIsDue_soonestFirst() {
        add(30, "c");
        add(10, "a");
        add(20, "b");
        timers.fire(20);
        assertThat(fired).containsExactly("a", "b");
        assertThat(timers.isEmpty()).isFalse();
        assertThat(timers.soonest()).isEqualTo(30);
        timers.fire(30);
        assertThat(fired).containsExactly("a", "b", "c");
        assertThat(timers.isEmpty()).isTrue();
    }

    @Test
    void fire_equalDeadlines_inTheOrderOfTheirStart() {
        for (int i = 0; i < 100; i++) {
            add(7, "n" + i);
        }
        timers.fire(7);
        for (int i = 0; i < 100; i++) {
            assertThat(fired.get(i)).isEqualTo("n" + i);
        }
    }

    @Test
    void fire_manyAtRandom_exactOrder() {
        record Entry(long deadline, int number) {}
        Random random = new Random(3);
        List<Entry> entries = new ArrayList<>();
        List<Entry> order = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Entry entry = new Entry(random.nextInt(1_000), i);
            Resolver<Void> sleeper = Lwt.task();
            sleeper.promise().onSuccess(_ -> order.add(entry));
            timers.add(entry.deadline(), sleeper);
            if (random.nextInt(3) == 0) {
                sleeper.promise().cancel();
            } else {
                entries.add(entry);
            }
        }
        timers.fire(1_000);
        entries.sort(Comparator.comparingLong(Entry::deadline).thenComparingInt(Entry::number));
        assertThat(order).isEqualTo(entries);
    }

    @Test
    void fire_startedMeanwhile_waitsForTheNextBatch() {
        Resolver<Void> sleeper = Lwt.task();
        sleeper.promise().onSuccess(_ -> {
            fired.add("first");
            add(0, "started meanwhile");
        });
        timers.add(0, sleeper);
        add(0, "second");
        timers.fire(5);
        assertThat(fired).containsExactly("first", "second");
        timers.fire(5);
        assertThat(fired).containsExactly("first", "second", "started meanwhile");
    }

    @Test
    void isEmpty_onlyCanceledOnes() {
        add(1, "a").promise().cancel();
        add(2, "b").promise().cancel();
        assertThat(timers.isEmpty()).isTrue();
        assertThat(timers.size()).isZero();
    }

    @Test
    void canceled_underALongLivedOne_areSweptOut() {
        add(1, "long lived");
        for (int i = 0; i < 100_000; i++) {
            add(1_000_000 - i, "never").promise().cancel();
        }
        assertThat(timers.capacity()).isEqualTo(16);
        timers.fire(Long.MAX_VALUE);
        assertThat(fired).containsExactly("long lived");
    }

    @Test
    void capacity_shrinksWhenMostWereCanceled() {
        List<Resolver<Void>> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(add(i, "x"));
        }
        assertThat(timers.capacity()).isBetween(100_000, 150_000);
        many.forEach(sleeper -> sleeper.promise().cancel());
        for (int i = 0; i < 1_000_000; i++) {
            add(i, "y").promise().cancel();
        }
        assertThat(timers.capacity()).isLessThan(1_000);
    }
}
