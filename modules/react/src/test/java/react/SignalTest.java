package react;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Each function on signals, by its equation; random graphs are in LawsTest.
class SignalTest {
    private final EventSender<Integer> x = Event.create();
    private final SignalSetter<Integer> s = Signal.create(1);
    private final SignalSetter<Integer> r = Signal.create(10);

    @Test
    void create_changesWhenAnotherValueIsSet() {
        var seen = new Occurrences<>(s.signal());
        assertThat(seen.after(s, 1, 2, 2, 3)).containsExactly(1, 2, 3);
        assertThat(s.signal().value()).isEqualTo(3);
    }

    @Test
    void create_withAnEqualityOfItsOwn() {
        SignalSetter<Integer> parity = Signal.create(1, (a, b) -> a % 2 == b % 2);
        assertThat(new Occurrences<>(parity.signal().changes()).after(parity, 3, 4, 6, 7))
                .containsExactly(4, 7);
        SignalSetter<Integer> always = Signal.create(1, Equality.none());
        assertThat(new Occurrences<>(always.signal().changes()).after(always, 1, 1))
                .containsExactly(1, 1);
        SignalSetter<String> same = Signal.create("a", Equality.identity());
        assertThat(new Occurrences<>(same.signal().changes()).after(same, new String("a")))
                .containsExactly("a");
    }

    @Test
    void create_mayHoldNull() {
        SignalSetter<String> text = Signal.create(null);
        Signal<Boolean> absent = text.signal().map(value -> value == null);
        assertThat(absent.value()).isTrue();
        text.set("a");
        assertThat(absent.value()).isFalse();
    }

    @Test
    void constant_isInertAndEqualToItsLike() {
        Signal<Integer> one = Signal.constant(1);
        assertThat(one).isEqualTo(Signal.constant(1)).hasSameHashCodeAs(Signal.constant(1));
        assertThat(one).isNotEqualTo(Signal.constant(2)).isNotEqualTo(s.signal());
        assertThat(one.map(v -> v + 1)).isEqualTo(Signal.constant(2));
        assertThat(Signal.combine(one, one, Integer::sum)).isEqualTo(Signal.constant(2));
        assertThat(one.changes()).isSameAs(Event.never());
        assertThat(one.diff(Integer::sum)).isSameAs(Event.never());
        assertThat(one.filter(v -> v > 1, 7)).isEqualTo(Signal.constant(7));
        assertThat(one.filterMap(v -> Optional.of(v + 2), 7)).isEqualTo(Signal.constant(3));
        assertThat(Signal.hold(Event.<Integer>never(), 4)).isEqualTo(Signal.constant(4));
        assertThatIllegalStateException().isThrownBy(() -> one.retain("a"));
    }

    @Test
    void hold_hasTheLastOccurrence() {
        Signal<Integer> held = Signal.hold(x.event(), 0);
        var seen = new Occurrences<>(held);
        assertThat(seen.after(x, 0, 1, 1, 2)).containsExactly(0, 1, 2);
    }

    @Test
    void mapAndApply() {
        assertThat(new Occurrences<>(s.signal().map(v -> v * 2)).after(s, 2, 3)).containsExactly(2, 4, 6);
        SignalSetter<UnaryOperator<Integer>> functions = Signal.create(v -> v + 1);
        Signal<Integer> applied = Signal.apply(functions.signal(), s.signal());
        functions.set(v -> v * 100);
        assertThat(applied.value()).isEqualTo(300);
    }

    @Test
    void map_withAnEqualityOfItsOwn() {
        var seen = new Occurrences<>(s.signal().map(v -> 0, Equality.none()).changes());
        assertThat(seen.after(s, 2, 3)).containsExactly(0, 0);
    }

    @Test
    void filterAndFilterMap_keepTheLast() {
        Signal<Integer> even = s.signal().filter(v -> v % 2 == 0, -1);
        Signal<String> text = s.signal().filterMap(v -> v > 2 ? Optional.of("v" + v) : Optional.empty(), "none");
        assertThat(new Occurrences<>(even).after(s, 2, 3, 4)).containsExactly(-1, 2, 4);
        assertThat(text.value()).isEqualTo("v4");
        s.set(1);
        assertThat(text.value()).isEqualTo("v4");
    }

    @Test
    void diffAndChanges_beginWithTheNextChange() {
        var differences = new Occurrences<>(s.signal().diff((newer, older) -> newer - older));
        var changes = new Occurrences<>(s.signal().changes());
        assertThat(differences.after(s, 1, 5, 2)).containsExactly(4, -3);
        assertThat(changes.take()).containsExactly(5, 2);
    }

    @Test
    void sample_hasTheValueOfTheSameInstant() {
        Signal<Integer> sum = Signal.fold(x.event(), Integer::sum, 0);
        assertThat(new Occurrences<>(sum.sample(x.event(), (v, all) -> v + "/" + all)).after(x, 1, 2))
                .containsExactly("1/1", "2/3");
        assertThat(new Occurrences<>(Signal.constant(7).sample(x.event(), Integer::sum)).after(x, 1))
                .containsExactly(8);
    }

    @Test
    void on_keepsTheValueWhileTheConditionIsFalse() {
        SignalSetter<Boolean> condition = Signal.create(false);
        Signal<Integer> permitted = s.signal().on(condition.signal(), -1);
        var seen = new Occurrences<>(permitted);
        s.set(2);
        condition.set(true);
        s.set(3);
        condition.set(false);
        s.set(4);
        assertThat(seen.take()).containsExactly(-1, 2, 3);
        assertThat(s.signal().on(Signal.constant(true), 0)).isSameAs(s.signal());
        assertThat(s.signal().on(Signal.constant(false), 0)).isEqualTo(Signal.constant(0));
    }

    @Test
    void dismiss_ignoresChangesWhenTheEventOccurs() {
        Signal<Integer> odd = s.signal().dismiss(s.signal().changes().filter(v -> v % 2 == 0), -1);
        assertThat(new Occurrences<>(odd).after(s, 2, 3, 4)).containsExactly(1, 3);
        assertThat(s.signal().dismiss(Event.never(), 0)).isSameAs(s.signal());
    }

    @Test
    void foldAndAccumulate() {
        assertThat(new Occurrences<>(Signal.fold(x.event(), Integer::sum, 0)).after(x, 0, 1, 2))
                .containsExactly(0, 1, 3);
        EventSender<UnaryOperator<Integer>> functions = Event.create();
        Signal<Integer> accumulated = Signal.accumulate(functions.event(), 3);
        functions.send(v -> v * v);
        assertThat(accumulated.value()).isEqualTo(9);
    }

    @Test
    void merge_addsAllValues() {
        Signal<Integer> sum = Signal.merge(List.of(s.signal(), r.signal(), Signal.constant(100)), Integer::sum, 0);
        r.set(20);
        assertThat(sum.value()).isEqualTo(121);
    }

    @Test
    void combine_anyNumber() {
        Signal<Integer> a = s.signal();
        Signal<Integer> one = Signal.constant(1);
        Signal<Integer> three = Signal.combine(a, one, a, (p, q, t) -> p + q + t);
        Signal<Integer> four = Signal.combine(a, one, a, one, (p, q, t, u) -> p + q + t + u);
        Signal<Integer> five = Signal.combine(a, one, a, one, a, (p, q, t, u, v) -> p + q + t + u + v);
        Signal<Integer> six = Signal.combine(a, one, a, one, a, one, (p, q, t, u, v, w) -> p + q + t + u + v + w);
        s.set(10);
        assertThat(List.of(three.value(), four.value(), five.value(), six.value()))
                .containsExactly(21, 22, 32, 33);
    }

    @Test
    void combine_aDiamondHasNoGlitch() {
        Signal<Integer> left = s.signal().map(v -> v + 1);
        Signal<Integer> right = s.signal().map(v -> -v).map(v -> v).map(v -> v);
        assertThat(new Occurrences<>(Signal.combine(left, right, Integer::sum)).after(s, 2, 3, 4))
                .containsExactly(1);
    }

    @Test
    void trace_seesWhatIsWanted() {
        var wanted = new ArrayList<Integer>();
        SignalSetter<Boolean> condition = Signal.create(true);
        Signal<Integer> traced = s.signal().trace(condition.signal(), wanted::add);
        condition.set(false);
        s.set(2);
        condition.set(true);
        s.set(3);
        assertThat(wanted).containsExactly(1, 3);
        assertThat(traced.value()).isEqualTo(3);
    }

    @Test
    void options() {
        SignalSetter<Optional<Integer>> option = Signal.create(Optional.empty());
        Signal<Integer> last = Signal.lastValue(option.signal(), s.signal());
        Signal<Integer> other = Signal.valueOr(option.signal(), s.signal());
        s.set(5);
        assertThat(List.of(last.value(), other.value())).containsExactly(1, 5);
        option.set(Optional.of(7));
        option.set(Optional.empty());
        assertThat(List.of(last.value(), other.value())).containsExactly(7, 5);
    }

    @Test
    void booleans() {
        SignalSetter<Boolean> a = Signal.create(false);
        SignalSetter<Boolean> b = Signal.create(true);
        Signal<String> all = Signal.combine(
                Booleans.not(a.signal()),
                Booleans.and(a.signal(), b.signal()),
                Booleans.or(a.signal(), b.signal()),
                (not, and, or) -> not + " " + and + " " + or);
        var edges = new ArrayList<String>();
        Booleans.rise(a.signal()).subscribe(_ -> edges.add("rise"));
        Booleans.fall(a.signal()).subscribe(_ -> edges.add("fall"));
        Signal<Boolean> flipped = Booleans.flip(x.event(), false);
        assertThat(new Occurrences<>(all).after(a, true)).containsExactly("true false true", "false true true");
        a.set(false);
        assertThat(edges).containsExactly("rise", "fall");
        assertThat(new Occurrences<>(flipped).after(x, 0, 0)).containsExactly(false, true, false);
    }

    /* ---- Switches and recursion ---- */

    @Test
    void switching_hasTheValueOfTheInnerSignal() {
        SignalSetter<Signal<Integer>> signals = Signal.create(s.signal());
        var seen = new Occurrences<>(Signal.switching(signals.signal()));
        s.set(2);
        r.set(20);
        signals.set(r.signal());
        s.set(3);
        r.set(30);
        signals.set(Signal.constant(7));
        r.set(40);
        assertThat(seen.take()).containsExactly(1, 2, 20, 30, 7);
    }

    @Test
    void bind_toASignalOfAHigherRankThatChangesInTheSameStep() {
        Signal<Integer> deep = s.signal();
        for (int i = 0; i < 10; i++) {
            deep = deep.map(v -> v + 1);
        }
        Signal<Integer> target = deep;
        Signal<Integer> bound = s.signal().bind(v -> v < 3 ? Signal.constant(-v) : target);
        Signal<Integer> below = bound.map(v -> v * 2);
        assertThat(new Occurrences<>(bound).after(s, 2, 3, 4)).containsExactly(-1, -2, 13, 14);
        assertThat(below.value()).isEqualTo(28);
    }

    @Test
    void bind_toASignalMadeInTheStep() {
        Signal<Integer> bound = s.signal().bind(v -> r.signal().map(w -> v * w));
        var seen = new Occurrences<>(bound);
        s.set(2);
        r.set(20);
        assertThat(seen.take()).containsExactly(10, 20, 40);
    }

    @Test
    void bind_toWhatDependsOnItself_isRefused() {
        var circle = new ArrayList<Signal<Integer>>();
        Signal<Integer> bound = s.signal().bind(v -> v == 1 ? r.signal() : circle.getFirst());
        circle.add(bound.map(v -> v + 1));
        assertThatIllegalStateException().isThrownBy(() -> s.set(2)).withMessageContaining("depend on itself");
        s.set(1);
        r.set(11);
        assertThat(circle.getFirst().value()).isEqualTo(12);
    }

    @Test
    void fix_takesItsFirstValueAtOnce() {
        Signal<Integer> delayed = Signal.fix(0, before -> {
            Signal<Integer> now = s.signal().map(v -> v);
            return new Fixed<>(now, before);
        });
        assertThat(delayed.value()).isEqualTo(1);
        s.set(5);
        assertThat(delayed.value()).isEqualTo(5);
    }

    @Test
    void fix_seesTheValueAnInstantLater() {
        var pairs = new ArrayList<String>();
        Signal<Integer> kept = Signal.fix(1, before -> {
            Signal<Integer> now = s.signal().map(v -> v);
            Signal<Integer> watched = Signal.combine(now, before, (n, b) -> {
                pairs.add(n + "/" + b);
                return n;
            });
            return new Fixed<>(now, watched);
        });
        s.set(2);
        assertThat(pairs).containsExactly("1/1", "2/1", "2/2");
        assertThat(kept.value()).isEqualTo(2);
    }

    @Test
    void fix_ofADelayedSignal_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signal.<Integer, Integer>fix(0, before -> new Fixed<>(before, 0)));
    }

    /* ---- Made in a step, stopped, failing ---- */

    @Test
    void changes_madeInAStep_beginAfterIt() {
        var seen = new ArrayList<Integer>();
        Signal<Integer> derived = s.signal().map(v -> v * 10);
        s.signal().changes().once().subscribe(_ -> derived.changes().subscribe(seen::add));
        s.set(2);
        s.set(3);
        assertThat(seen).containsExactly(30);
    }

    @Test
    void aSignalMadeInAStep_hasNoValueUntilItIsItsTurn() {
        Signal<Integer> derived = s.signal().map(v -> v * 10);
        var failures = new ArrayList<Throwable>();
        var made = new ArrayList<Signal<Integer>>();
        s.signal().changes().subscribe(_ -> {
            Signal<Integer> inner = derived.map(v -> v + 1);
            made.add(inner);
            assertThatIllegalStateException().isThrownBy(inner::value).satisfies(failures::add);
        });
        s.set(2);
        assertThat(failures).hasSize(1);
        assertThat(made.getFirst().value()).isEqualTo(21);
    }

    @Test
    void stop_leavesTheValueAsItIs() {
        Signal<Integer> mapped = s.signal().map(v -> v);
        mapped.stop();
        s.set(2);
        assertThat(mapped.value()).isEqualTo(1);
    }

    @Test
    void stopStrongly_stopsTheSources() {
        Signal<Integer> source = s.signal().map(v -> v);
        source.map(v -> v).stopStrongly();
        s.set(2);
        assertThat(source.value()).isEqualTo(1);
    }

    @Test
    void stop_ofASignalThatHasNoValueYet_isForTheEndOfTheStep() {
        Signal<Integer> derived = s.signal().map(v -> v * 10);
        var made = new ArrayList<Signal<Integer>>();
        s.signal().changes().once().subscribe(_ -> {
            Signal<Integer> inner = derived.map(v -> v + 1);
            inner.stop();
            made.add(inner);
        });
        s.set(2);
        s.set(3);
        assertThat(made.getFirst().value()).isEqualTo(21);
    }

    @Test
    void map_whoseFunctionFailsAtFirst_leavesNothingBehind() {
        var calls = new ArrayList<Integer>();
        assertThatThrownBy(() -> s.signal().map(v -> {
                    calls.add(v);
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        s.set(2);
        assertThat(calls).containsExactly(1);
    }

    @Test
    void aLongChain_isMadeAndUpdatedWithoutDeepRecursion() {
        Signal<Integer> chain = s.signal();
        for (int i = 0; i < 2_000; i++) {
            Signal<Integer> before = chain;
            chain = Signal.hold(before.changes().map(v -> v + 1), before.value() + 1);
            if (i % 100 == 0) {
                Subscription pinned = chain.subscribe(v -> {});
                pinned.cancel();
            }
        }
        s.set(5);
        assertThat(chain.value()).isEqualTo(2_005);
    }
}
