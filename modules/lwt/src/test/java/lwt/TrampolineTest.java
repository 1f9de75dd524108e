package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Loops of binds on resolved promises: they need no stack, and whoever called the outermost bind sees the end.
class TrampolineTest extends CoreTest {
    private static final int ROUNDS = 10_000_000;

    static Promise<Integer> count(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.unit().bind(_ -> count(n - 1));
    }

    @Test
    void bind_tenMillionRounds_isResolvedWhenTheCallReturns() {
        assertReturned(count(ROUNDS), 0);
    }

    @Test
    void bind_tenMillionRounds_insideACallback() {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> p = r.promise().bind(n -> count(n));
        r.wakeup(ROUNDS);
        assertReturned(p, 0);
    }

    private Promise<Integer> countThen(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.unit().then(() -> countThen(n - 1));
    }

    @Test
    void then_aMillionRounds() {
        assertReturned(countThen(1_000_000), 0);
    }

    private Promise<Integer> countCatching(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.catching(() -> Lwt.fail(a), _ -> countCatching(n - 1));
    }

    @Test
    void catching_aMillionRounds() {
        assertReturned(countCatching(1_000_000), 0);
    }

    private Promise<Integer> countTryBind(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.tryBind(Lwt::unit, _ -> countTryBind(n - 1), Lwt::fail);
    }

    @Test
    void tryBind_aMillionRounds() {
        assertReturned(countTryBind(1_000_000), 0);
    }

    private Promise<Integer> countHandlers(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.tryBind(() -> Lwt.<Integer>fail(a), Lwt::of, _ -> countHandlers(n - 1));
    }

    @Test
    void tryBind_handler_aMillionRounds() {
        assertReturned(countHandlers(1_000_000), 0);
    }

    private Promise<Integer> even(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.unit().bind(_ -> odd(n - 1));
    }

    private Promise<Integer> odd(int n) {
        return Lwt.catching(() -> Lwt.fail(a), _ -> even(n - 1));
    }

    @Test
    void mutualRecursion_aMillionRounds() {
        assertReturned(even(1_000_000), 0);
    }

    private Promise<Integer> failing(int n) {
        if (n == 0) {
            return Lwt.fail(a);
        }
        return Lwt.unit().bind(_ -> failing(n - 1));
    }

    @Test
    void bind_endsWithAFailure() {
        assertFailed(failing(1_000_000), a);
    }

    private Promise<Integer> throwing(int n) {
        return Lwt.unit().bind(_ -> {
            if (n == 0) {
                throw a;
            }
            return throwing(n - 1);
        });
    }

    @Test
    void bind_endsWithAnException() {
        assertFailed(throwing(1_000_000), a);
    }

    private Promise<Integer> waiting(int n, Promise<Integer> last) {
        return n == 0 ? last : Lwt.unit().bind(_ -> waiting(n - 1, last));
    }

    @Test
    void bind_endsWithAPendingPromise() {
        Resolver<Integer> last = Lwt.task();
        Promise<Integer> p = waiting(1_000_000, last.promise());
        assertSleeping(p);
        last.wakeup(1);
        assertReturned(p, 1);
    }

    @Test
    void bind_endsWithAPendingPromise_cancelReachesIt() {
        Resolver<Integer> last = Lwt.task();
        Promise<Integer> p = waiting(1_000_000, last.promise());
        p.cancel();
        assertCanceled(last.promise());
        assertCanceled(p);
    }

    /// A loop that is not in tail position: something is done after each inner call.
    private Promise<Integer> sum(int n) {
        return n == 0 ? Lwt.of(0) : Lwt.unit().bind(_ -> sum(n - 1)).map(m -> m + 1);
    }

    @Test
    void bind_notInTailPosition() {
        assertReturned(sum(100_000), 100_000);
    }

    /// A tree of calls: each call makes two, so the queue is drained with more than one loop in it.
    private Promise<Integer> leaves(int depth) {
        return depth == 0
                ? Lwt.of(1)
                : Lwt.unit()
                        .bind(_ -> Lwt.both(leaves(depth - 1), leaves(depth - 1)))
                        .map(both -> both.first() + both.second());
    }

    @Test
    void bind_tree() {
        assertReturned(leaves(12), 4096);
    }

    private Promise<Integer> chooseAtEnd(int n) {
        return n == 0
                ? Lwt.pick(Lwt.task().promise().map(_ -> 1), Lwt.of(2))
                : Lwt.unit().bind(_ -> chooseAtEnd(n - 1));
    }

    @Test
    void bind_endsWithAPick() {
        assertReturned(chooseAtEnd(1_000_000), 2);
    }

    @Test
    void bind_belowTheLimit_isDirect() {
        Promise<Integer> p = count(Resolution.MAX_NESTING - 1);
        assertThat(p).as("the promise of the innermost function").isInstanceOf(Plain.class);
    }

    private Promise<Integer> nested(int depth, int rounds) {
        return depth == 0
                ? count(rounds)
                : Lwt.unit().bind(_ -> {
                    Promise<Integer> inner = nested(depth - 1, rounds);
                    log("inner of " + depth + " sleeps: " + inner.isSleeping());
                    return inner;
                });
    }

    @Test
    void bind_loopBelowAFewBinds_isDoneWhenItReturns() {
        assertReturned(nested(2, 1000), 0);
        assertLog("inner of 1 sleeps: false", "inner of 2 sleeps: false");
    }

    @Test
    void bind_loopBelowManyBinds_isPutOffUntilDrainedHalfWayUp() {
        int depth = Resolution.DRAINING + 2;
        assertReturned(nested(depth, 1000), 0);
        // The first is at nesting DRAINING + 1; the bind around the second drains after it.
        assertLog(IntStream.rangeClosed(1, depth)
                .mapToObj(n -> "inner of " + n + " sleeps: " + (n <= 2))
                .toArray(String[]::new));
    }
}
