package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nobody can reach any more is collected, although its relatives live on. What grows with a long run is
/// tested in MemoryTest.
class LeakTest extends CoreTest {

    private static void assertCollected(String what, WeakReference<?> reference) {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).as(what).isNull();
    }

    @Test
    void anUnreferencedPromise() {
        assertCollected(
                "a promise and its resolver that nobody holds",
                new WeakReference<>(Lwt.waiter().promise()));
    }

    @Test
    void anUnreferencedChain() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        for (int i = 0; i < 10; i++) {
            p = p.bind(Lwt::of);
        }
        WeakReference<?> reference = new WeakReference<>(p);
        p = null;
        assertCollected("a chain of binds that nobody holds", reference);
    }

    /* ---- A resolved promise does not hold what it was made from ---- */

    record Derivation(String name, Function<Promise<Integer>, Promise<?>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Derivation> derivations() {
        return Stream.of(
                new Derivation("bind", p -> p.bind(x -> Lwt.of(x + 1))),
                new Derivation("map", p -> p.map(x -> x + 1)),
                new Derivation("catching", p -> Lwt.catching(() -> p, Lwt::fail)),
                new Derivation("tryBind", p -> Lwt.tryBind(() -> p, Lwt::of, Lwt::fail)),
                new Derivation("finalizing", p -> Lwt.finalizing(() -> p, Lwt::unit)),
                new Derivation("join", p -> Lwt.join(p, p)),
                new Derivation("all", p -> Lwt.all(List.of(p, p))),
                new Derivation("both", p -> Lwt.both(p, p)),
                new Derivation("choose", p -> Lwt.choose(p, p)),
                new Derivation("pick", p -> Lwt.pick(p, p)),
                new Derivation("nchoose", p -> Lwt.nchoose(List.of(p, p))),
                new Derivation("npick", p -> Lwt.npick(List.of(p, p))),
                new Derivation("nchooseSplit", p -> Lwt.nchooseSplit(List.of(p, p))),
                new Derivation("noCancel", Promise::noCancel),
                new Derivation("shielded", Promise::shielded),
                new Derivation("wrapInCancelable", Promise::wrapInCancelable));
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void theSource_ofAReturnedPromise(Derivation derivation) {
        Resolver<Integer> r = Lwt.task();
        WeakReference<?> source = new WeakReference<>(r.promise());
        Promise<?> derived = derivation.of.apply(r.promise());
        r.wakeup(1);
        r = null;
        assertCollected("the source of a promise that has returned", source);
        assertThat(derived.isSleeping()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void theSource_ofAFailedPromise(Derivation derivation) {
        Resolver<Integer> r = Lwt.task();
        WeakReference<?> source = new WeakReference<>(r.promise());
        Promise<?> derived = derivation.of.apply(r.promise());
        r.fail(a);
        r = null;
        assertCollected("the source of a promise that has failed", source);
        assertFailed(derived, a);
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void theSource_ofACanceledPromise(Derivation derivation) {
        Resolver<Integer> r = Lwt.task();
        WeakReference<?> source = new WeakReference<>(r.promise());
        Promise<?> derived = derivation.of.apply(r.promise());
        r.promise().cancel();
        r = null;
        assertCollected("the source of a promise that was canceled", source);
        assertCanceled(derived);
    }

    record Race(String name, Function<List<Promise<Integer>>, Promise<?>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Race> races() {
        return Stream.of(
                new Race("choose", ps -> Lwt.choose(ps)),
                new Race("pick", ps -> Lwt.pick(ps)),
                new Race("nchoose", ps -> Lwt.nchoose(ps)),
                new Race("npick", ps -> Lwt.npick(ps)));
    }

    @ParameterizedTest
    @MethodSource("races")
    void theLoser_ofARaceThatIsOver(Race race) {
        Resolver<Integer> winner = Lwt.waiter();
        Resolver<Integer> loser = Lwt.task();
        WeakReference<?> reference = new WeakReference<>(loser.promise());
        Promise<?> p = race.of.apply(List.of(winner.promise(), loser.promise()));
        loser = null;
        winner.wakeup(1);
        assertCollected("the loser of a race that is over", reference);
        assertThat(p.isSleeping()).isFalse();
    }

    @Test
    void theInnerPromise_ofABindThatItBecame() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> inner = Lwt.<Integer>task().promise();
        Promise<?>[] function = {inner};
        Promise<Integer> outer = start.promise().bind(_ -> {
            @SuppressWarnings("unchecked") // it is a Promise<Integer>
            Promise<Integer> p = (Promise<Integer>) function[0];
            return p;
        });
        start.wakeup(null);
        WeakReference<?> reference = new WeakReference<>(inner);
        inner = null;
        function[0] = null;
        assertCollected("a proxy that nobody holds", reference);
        outer.cancel();
        assertCanceled(outer);
    }

    /* ---- What a function holds ---- */

    @Test
    void theFunctionOfABind_whenItHasRun() {
        Resolver<Void> start = Lwt.waiter();
        Resolver<Integer> last = Lwt.waiter();
        Object captured = new Object();
        WeakReference<?> reference = new WeakReference<>(captured);
        Promise<Integer> p = bindHolding(start.promise(), captured, last.promise());
        captured = null;
        start.wakeup(null);
        assertCollected("what the function of a bind holds, after it has run", reference);
        last.wakeup(1);
        assertReturned(p, 1);
    }

    private static Promise<Integer> bindHolding(Promise<Void> p, Object held, Promise<Integer> next) {
        return p.bind(_ -> {
            assertThat(held).as("what the function holds while it runs").isNotNull();
            return next;
        });
    }

    /* ---- Losers on a promise that lives on ---- */

    @Test
    void theCallbackOfACanceledCopy_isSwept() {
        Resolver<Integer> lasting = Lwt.waiter();
        lasting.promise().onSuccess(_ -> log("lasting"));
        Promise<Integer> copy = lasting.promise().shielded();
        WeakReference<?> reference = new WeakReference<>(copy);
        copy.cancel();
        copy = null;
        for (int i = 0; i < 10; i++) {
            lasting.promise().shielded().cancel();
        }
        assertCollected("a canceled copy of a promise that sleeps on", reference);
        lasting.wakeup(1);
        assertLog("lasting");
    }

    /* ---- Pauses and keys ---- */

    @Test
    void aPause_afterItsRound() {
        WeakReference<?> reference = new WeakReference<>(Lwt.pause());
        Lwt.wakeupPaused();
        assertCollected("a pause whose round is over", reference);
    }

    @Test
    void aCanceledPause_afterTheNextRound() {
        Promise<Void> pause = Lwt.pause();
        WeakReference<?> reference = new WeakReference<>(pause);
        pause.cancel();
        pause = null;
        Lwt.wakeupPaused();
        assertCollected("a canceled pause", reference);
    }

    @Test
    void anAbandonedPause() {
        WeakReference<?> reference = new WeakReference<>(Lwt.pause());
        Lwt.abandonPaused();
        assertCollected("an abandoned pause", reference);
    }

    @Test
    void theValueOfAKey_afterWithValue() {
        Key<Object> key = new Key<>();
        Object value = new Object();
        WeakReference<?> reference = new WeakReference<>(value);
        key.withValue(value, () -> null);
        value = null;
        assertCollected("the value of a key that is not set any more", reference);
        assertThat(key.get()).isEmpty(); // the key itself is still held
    }

    @Test
    void theValueOfAKey_whenTheCallbackHasRun() {
        Key<Object> key = new Key<>();
        Resolver<Integer> r = Lwt.waiter();
        Object value = new Object();
        WeakReference<?> reference = new WeakReference<>(value);
        Promise<Integer> p = key.withValue(value, () -> r.promise().map(x -> x));
        value = null;
        r.wakeup(1);
        assertCollected("the value that a callback was registered with", reference);
        assertReturned(p, 1);
    }

    @Test
    void aLoop_whenItsThreadIsGone() throws Exception {
        AtomicReference<WeakReference<Loop>> reference = new AtomicReference<>();
        onAnotherThread(() -> {
            Lwt.task().promise().bind(_ -> Lwt.unit());
            reference.set(new WeakReference<>(Loop.current()));
        });
        assertCollected("the loop of a thread that has ended", reference.get());
    }
}
