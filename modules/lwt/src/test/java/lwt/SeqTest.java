package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeqTest extends CoreTest {
    private static Seq<Integer> numbers() {
        return Seq.ofIterable(List.of(1, 2, 3));
    }

    /// Gives `good` elements, then throws.
    private Seq<Integer> failing(int good) {
        return Seq.unfold(
                n -> {
                    if (n == good) {
                        throw a;
                    }
                    return Optional.of(new Both<>(n, n + 1));
                },
                0);
    }

    @Test
    void values() {
        assertReturned(numbers().toList(), List.of(1, 2, 3));
        assertReturned(numbers().map(n -> n * 2).toList(), List.of(2, 4, 6));
        assertReturned(numbers().mapSerial(n -> Lwt.of(n * 2)).toList(), List.of(2, 4, 6));
        assertReturned(numbers().filter(n -> n != 2).toList(), List.of(1, 3));
        assertReturned(numbers().filterSerial(n -> Lwt.of(n != 2)).toList(), List.of(1, 3));
        assertReturned(
                numbers()
                        .filterMap(n -> n == 2 ? Optional.of("two") : Optional.empty())
                        .toList(),
                List.of("two"));
        assertReturned(numbers().flatMap(n -> Seq.ofIterable(List.of(n, n))).toList(), List.of(1, 1, 2, 2, 3, 3));
        assertReturned(numbers().append(Seq.of(4)).toList(), List.of(1, 2, 3, 4));
        assertReturned(numbers().cons(0).toList(), List.of(0, 1, 2, 3));
        assertReturned(numbers().consPromise(Lwt.of(0)).toList(), List.of(0, 1, 2, 3));
        assertReturned(Seq.ofPromise(Lwt.of(9)).toList(), List.of(9));
        assertReturned(Seq.ofPromises(List.of(Lwt.of(1), Lwt.of(2))).toList(), List.of(1, 2));
        assertReturned(Seq.<Integer>empty().toList(), List.of());
    }

    @Test
    void fold_values() {
        assertReturned(numbers().foldLeft((text, n) -> text + n, ""), "123");
        assertReturned(numbers().foldLeftSerial((sum, n) -> Lwt.of(sum + n), 0), 6);
    }

    @Test
    void unfold_values() {
        assertReturned(
                Seq.unfold(n -> n < 3 ? Optional.of(new Both<>(n, n + 1)) : Optional.<Both<Integer, Integer>>empty(), 0)
                        .toList(),
                List.of(0, 1, 2));
        assertReturned(
                Seq.<Integer, Integer>unfoldSerial(
                                n -> Lwt.of(n < 2 ? Optional.of(new Both<>(n, n + 1)) : Optional.empty()), 0)
                        .toList(),
                List.of(0, 1));
    }

    @Test
    void sequence_canBeReadAgain() {
        Seq<Integer> sequence = numbers();
        assertReturned(sequence.toList(), List.of(1, 2, 3));
        assertReturned(sequence.toList(), List.of(1, 2, 3));
    }

    @Test
    void failureOfTheSource_isThatOfTheFold() {
        assertFailed(failing(2).foldLeft(Integer::sum, 0), a);
        assertFailed(failing(0).toList(), a);
        Seq<Integer> throwing = () -> {
            throw new IllegalStateException("at the first element");
        };
        assertThat(failureOf(throwing.toList())).hasMessage("at the first element");
    }

    @Test
    void iter_serialAndParallel_withPauses() {
        List<Integer> seen = new ArrayList<>();
        Promise<Void> serial = numbers().iterSerial(n -> Lwt.pause().map(_ -> seen.add(n)));
        Promise<Void> parallel = numbers().iterParallel(n -> Lwt.pause().map(_ -> seen.add(n * 10)));
        while (serial.isSleeping() || parallel.isSleeping()) {
            Lwt.wakeupPaused();
        }
        assertThat(seen).containsExactly(1, 10, 20, 30, 2, 3);
        numbers().iter(this::log);
        assertLog("1", "2", "3");
    }

    @Test
    void iterBounded_neverMoreThanTheLimit() {
        int[] running = {0, 0};
        Promise<Void> all = numbers().iterBounded(2, _ -> {
            running[1] = Math.max(running[1], ++running[0]);
            return Lwt.pause().map(_ -> running[0]--);
        });
        while (all.isSleeping()) {
            Lwt.wakeupPaused();
        }
        assertThat(running[1]).isEqualTo(2);
        assertThatThrownBy(() -> numbers().iterBounded(0, _ -> Lwt.unit()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bigSequence_needsNoStack() {
        assertReturned(
                Seq.unfold(
                                n -> n < 200_000
                                        ? Optional.of(new Both<>(n, n + 1))
                                        : Optional.<Both<Integer, Integer>>empty(),
                                0)
                        .foldLeft((count, _) -> count + 1, 0),
                200_000);
    }
}
