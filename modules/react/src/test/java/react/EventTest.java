package react;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Each function on events, by its equation; random graphs are in LawsTest.
class EventTest {
    private final EventSender<Integer> x = Event.create();
    private final EventSender<Integer> y = Event.create();

    private static void together(Runnable... sends) {
        for (Runnable send : sends) {
            send.run();
        }
    }

    @Test
    void create_occursWithWhatIsSent() {
        assertThat(new Occurrences<>(x.event()).after(x, 1, 1, 2)).containsExactly(1, 1, 2);
    }

    @Test
    void create_occursWithNull() {
        EventSender<String> texts = Event.create();
        assertThat(new Occurrences<>(texts.event().map(text -> text)).after(texts, "a", null))
                .containsExactly("a", null);
    }

    @Test
    void never_neverOccurs() {
        Event<Integer> never = Event.never();
        assertThat(never.map(v -> v + 1)).isSameAs(never);
        assertThat(never.filter(v -> true)).isSameAs(never);
        assertThat(never.once()).isSameAs(never);
        assertThat(never.dropOnce()).isSameAs(never);
        assertThat(Event.combine(never, x.event(), Integer::sum)).isSameAs(never);
        assertThat(x.event().until(never)).isSameAs(x.event());
        assertThat(x.event().dismiss(never)).isSameAs(x.event());
        assertThat(new Occurrences<>(Event.select(never, x.event(), never)).after(x, 1))
                .containsExactly(1);
        never.stop();
        never.stopStrongly();
    }

    @Test
    void mapFilterStamp() {
        var seen = new Occurrences<>(x.event().map(v -> v * 10).filter(v -> v > 10));
        assertThat(seen.after(x, 1, 2, 3)).containsExactly(20, 30);
        assertThat(new Occurrences<>(x.event().stamp("s")).after(x, 1, 2)).containsExactly("s", "s");
    }

    @Test
    void filterMap_dropsWhatIsNotThere() {
        Event<String> texts = x.event().filterMap(v -> v % 2 == 0 ? Optional.of("even " + v) : Optional.empty());
        assertThat(new Occurrences<>(texts).after(x, 1, 2, 3, 4)).containsExactly("even 2", "even 4");
    }

    @Test
    void onceAndDropOnce_shareTheOccurrences() {
        var once = new Occurrences<>(x.event().once());
        var rest = new Occurrences<>(x.event().dropOnce());
        assertThat(once.after(x, 1, 2, 3)).containsExactly(1);
        assertThat(rest.take()).containsExactly(2, 3);
    }

    @Test
    void apply_needsBothAtOnce() {
        EventSender<UnaryOperator<Integer>> functions = Event.create();
        var seen = new Occurrences<>(Event.apply(functions.event(), x.event()));
        x.send(1);
        functions.send(v -> v + 1);
        assertThat(seen.take()).isEmpty();
        Step step = new Step();
        together(() -> x.send(1, step), () -> functions.send(v -> v + 1, step), step::execute);
        assertThat(seen.take()).containsExactly(2);
    }

    @Test
    void diff_beginsWithTheSecond() {
        assertThat(new Occurrences<>(x.event().diff((newer, older) -> newer - older)).after(x, 1, 5, 3))
                .containsExactly(4, -2);
    }

    @Test
    void changes_dropsWhatIsTheSame() {
        var equal = new Occurrences<>(x.event().changes());
        var parity = new Occurrences<>(x.event().changes((a, b) -> a % 2 == b % 2));
        assertThat(equal.after(x, 1, 1, 3, 4, 4)).containsExactly(1, 3, 4);
        assertThat(parity.take()).containsExactly(1, 4);
    }

    @Test
    void on_needsTheCondition() {
        SignalSetter<Boolean> condition = Signal.create(false);
        var seen = new Occurrences<>(x.event().on(condition.signal()));
        x.send(1);
        condition.set(true);
        x.send(2);
        Step step = new Step();
        together(() -> condition.set(false, step), () -> x.send(3, step), step::execute);
        assertThat(seen.take()).containsExactly(2);
    }

    @Test
    void on_aConstant() {
        assertThat(x.event().on(Signal.constant(true))).isSameAs(x.event());
        assertThat(x.event().on(Signal.constant(false))).isSameAs(Event.never());
    }

    @Test
    void dismissAndUntil() {
        var dismissed = new Occurrences<>(x.event().dismiss(x.event().filter(v -> v > 5)));
        var until = new Occurrences<>(x.event().until(y.event()));
        assertThat(dismissed.after(x, 1, 7, 2)).containsExactly(1, 2);
        y.send(0);
        x.send(3);
        assertThat(until.take()).containsExactly(1, 7, 2);
    }

    @Test
    void until_theEndIsNotPartOfIt() {
        var until = new Occurrences<>(x.event().until(x.event().filter(v -> v == 2)));
        assertThat(until.after(x, 1, 2, 1)).containsExactly(1);
    }

    @Test
    void foldAndAccumulate_occurWithEachResult() {
        assertThat(new Occurrences<>(x.event().fold(Integer::sum, 10)).after(x, 1, 2, 3))
                .containsExactly(11, 13, 16);
        EventSender<UnaryOperator<Integer>> functions = Event.create();
        var seen = new Occurrences<>(Event.accumulate(functions.event(), 1));
        functions.send(v -> v * 2);
        functions.send(v -> v + 5);
        assertThat(seen.take()).containsExactly(2, 7);
    }

    @Test
    void select_takesTheFirstOfTheList() {
        Event<Integer> big = x.event().map(v -> v * 100);
        assertThat(new Occurrences<>(Event.select(List.of(big, x.event()))).after(x, 1))
                .containsExactly(100);
        assertThat(new Occurrences<>(Event.select(x.event(), big)).after(x, 2)).containsExactly(2);
        assertThat(new Occurrences<>(Event.select(List.<Event<Integer>>of())).after(x, 2))
                .isEmpty();
    }

    @Test
    void merge_addsWhatIsSimultaneous() {
        var seen = new Occurrences<>(
                Event.merge(List.of(x.event(), x.event().map(v -> -v), y.event()), (text, v) -> text + v, ""));
        x.send(1);
        y.send(2);
        assertThat(seen.take()).containsExactly("1-1", "2");
    }

    @Test
    void combine_anyNumber() {
        Event<Integer> a = x.event();
        var two = new Occurrences<>(Event.combine(a, y.event(), Integer::sum));
        var six = new Occurrences<>(Event.combine(a, a, a, a, a, a, (p, q, r, s, t, u) -> p + q + r + s + t + u));
        var five = new Occurrences<>(Event.combine(a, a, a, a, a, (p, q, r, s, t) -> p + q + r + s + t));
        var four = new Occurrences<>(Event.combine(a, a, a, a, (p, q, r, s) -> p + q + r + s));
        var three = new Occurrences<>(Event.combine(a, a, a, (p, q, r) -> p + q + r));
        assertThat(two.after(x, 1)).isEmpty();
        assertThat(List.of(three.take(), four.take(), five.take(), six.take()))
                .containsExactly(List.of(3), List.of(4), List.of(5), List.of(6));
    }

    @Test
    void trace_seesWhatIsWanted() {
        var all = new ArrayList<Integer>();
        var wanted = new ArrayList<Integer>();
        SignalSetter<Boolean> condition = Signal.create(false);
        var seen = new Occurrences<>(x.event().trace(all::add).trace(condition.signal(), wanted::add));
        x.send(1);
        condition.set(true);
        x.send(2);
        assertThat(all).containsExactly(1, 2);
        assertThat(wanted).containsExactly(2);
        assertThat(seen.take()).containsExactly(1, 2);
    }

    @Test
    void values_ofOptions() {
        EventSender<Optional<Integer>> options = Event.create();
        SignalSetter<Integer> other = Signal.create(7);
        var present = new Occurrences<>(Event.values(options.event()));
        var always = new Occurrences<>(Event.values(options.event(), other.signal()));
        assertThat(present.after(options, Optional.of(1), Optional.empty())).containsExactly(1);
        assertThat(always.take()).containsExactly(1, 7);
    }

    /* ---- Switches ---- */

    @Test
    void switching_followsTheEventThatOccurredLast() {
        EventSender<Event<Integer>> events = Event.create();
        var seen = new Occurrences<>(Event.switching(x.event(), events.event()));
        x.send(1);
        y.send(-1);
        events.send(y.event());
        x.send(2);
        y.send(-2);
        events.send(Event.never());
        y.send(-3);
        assertThat(seen.take()).containsExactly(1, -2);
    }

    @Test
    void switching_toAnEventOfAHigherRankThatOccursNow() {
        Event<Integer> deep = x.event();
        for (int i = 0; i < 10; i++) {
            deep = deep.map(v -> v + 1);
        }
        Event<Integer> target = deep;
        Event<Event<Integer>> events = x.event().filter(v -> v == 5).map(v -> target);
        var seen = new Occurrences<>(Event.switching(Event.<Integer>never(), events));
        var below = new Occurrences<>(
                Event.switching(Event.<Integer>never(), events).map(v -> v * 2));
        assertThat(seen.after(x, 1, 5, 6)).containsExactly(15, 16);
        assertThat(below.take()).containsExactly(30, 32);
    }

    @Test
    void switching_toAnEventOfTheSameRankThatWasUpdatedBefore() {
        Event<Integer> target = x.event().map(v -> v + 1).map(v -> v + 1);
        Event<Event<Integer>> events = x.event().map(v -> target);
        var seen = new Occurrences<>(Event.switching(Event.<Integer>never(), events));
        assertThat(seen.after(x, 1)).containsExactly(3);
    }

    @Test
    void switching_toWhatDependsOnItself_isRefused() {
        EventSender<Event<Integer>> events = Event.create();
        Event<Integer> switched = Event.switching(x.event(), events.event());
        Event<Integer> circle = switched.map(v -> v + 1);
        var seen = new Occurrences<>(circle);
        assertThatIllegalStateException()
                .isThrownBy(() -> events.send(circle))
                .withMessageContaining("depend on itself");
        events.send(y.event());
        assertThat(seen.after(y, 1)).containsExactly(2);
    }

    /* ---- Recursion ---- */

    @Test
    void fix_seesTheOccurrenceAnInstantLater() {
        Event<Integer> countdown = Event.fix((Event<Integer> before) -> {
            Event<Integer> e = Event.select(x.event(), before.filter(v -> v > 0).map(v -> v - 1));
            return new Fixed<>(e, e);
        });
        assertThat(new Occurrences<>(countdown).after(x, 3)).containsExactly(3, 2, 1, 0);
    }

    @Test
    void fix_ofADelayedEvent_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.<Integer, Integer>fix(before -> new Fixed<>(before, 0)))
                .withMessageContaining("map it");
    }

    /* ---- Stopping and keeping ---- */

    @Test
    void stop_endsTheOccurrences() {
        Event<Integer> mapped = x.event().map(v -> v);
        var seen = new Occurrences<>(mapped);
        x.send(1);
        mapped.stop();
        assertThat(seen.after(x, 2)).containsExactly(1);
    }

    @Test
    void stopStrongly_stopsWhatNothingElseDependsOn() {
        var calls = new ArrayList<String>();
        Event<Integer> shared = x.event().map(v -> {
            calls.add("shared");
            return v;
        });
        Event<Integer> own = shared.map(v -> {
            calls.add("own");
            return v;
        });
        Event<Integer> leaf = own.map(v -> v);
        var other = new Occurrences<>(shared);
        leaf.stopStrongly();
        assertThat(other.after(x, 1)).containsExactly(1);
        assertThat(calls).containsExactly("shared");
        assertThat(new Occurrences<>(x.event()).after(x, 2)).containsExactly(2);
    }

    @Test
    void retain_givesBackWhatWasKept() {
        assertThat(x.event().retain("a")).isEmpty();
        assertThat(x.event().retain("b")).contains("a");
        assertThatIllegalStateException().isThrownBy(() -> Event.never().retain("a"));
    }

    @Test
    void subscription_cancelledTwice() {
        var seen = new ArrayList<Integer>();
        Subscription subscription = x.event().subscribe(seen::add);
        x.send(1);
        subscription.cancel();
        subscription.cancel();
        x.send(2);
        assertThat(seen).containsExactly(1);
        Event.never().subscribe(v -> {}).cancel();
    }

    @Test
    void anEventMadeInAStep_seesTheOccurrenceOfThatStep() {
        var inner = new ArrayList<Integer>();
        var kept = new ArrayList<Object>();
        x.event().subscribe(v -> kept.add(x.event().trace(inner::add)));
        x.send(1);
        assertThat(inner).containsExactly(1);
        x.send(2);
        assertThat(inner).containsExactly(1, 2, 2);
    }
}
