package lwt.react;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.ThrowingFunction;
import org.junit.jupiter.api.Test;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;
import react.Subscription;

class LwtSignalTest extends LwtReactTest {
    private final SignalSetter<Integer> s = Signal.create(1);
    private final List<Object> seen = new ArrayList<>();
    private final List<Resolver<Integer>> calls = new ArrayList<>();

    private void watch(Signal<?> signal) {
        signal.subscribe(seen::add);
    }

    private Promise<Integer> call() {
        Resolver<Integer> call = Lwt.task();
        calls.add(call);
        return call.promise();
    }

    /* ---- limit, delay ---- */

    private final List<Resolver<Void>> waits = new ArrayList<>();

    private Promise<Void> newWait() {
        Resolver<Void> wait = Lwt.waiter();
        waits.add(wait);
        return wait.promise();
    }

    @Test
    void limit_waitsBeforeTheFirstChange() {
        watch(LwtSignal.limit(s.signal(), this::newWait));
        s.set(2);
        s.set(3);
        assertThat(seen).containsExactly(1);
        waits.get(0).wakeup(null);
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void limit_raceAtTheEndOfTheWait_leavesOneChange() {
        watch(LwtSignal.limit(s.signal(), this::newWait));
        s.set(2);
        waits.get(0).promise().onSuccess(_ -> s.set(3));
        waits.get(0).wakeup(null);
        assertThat(seen).containsExactly(1, 3);
        waits.get(1).wakeup(null);
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void delay_occursWithTheValueAndThenWithChanges() {
        Resolver<Signal<Integer>> later = Lwt.waiter();
        LwtSignal.delay(later.promise()).subscribe(seen::add);
        s.set(2);
        later.wakeup(s.signal());
        s.set(3);
        assertThat(seen).containsExactly(2, 3);
    }

    @Test
    void delay_ofASignalThatIsThere_beginsInTheNextRound() {
        LwtSignal.delay(Lwt.of(s.signal())).subscribe(seen::add);
        assertThat(seen).isEmpty();
        turn();
        s.set(2);
        assertThat(seen).containsExactly(1, 2);
    }

    /* ---- The two forms ---- */

    @Test
    void mapSerial_withAnInitialValue() {
        watch(LwtSignal.mapSerial(s.signal(), v -> call().map(w -> 10 * v + w), 0));
        s.set(2);
        calls.get(0).wakeup(5);
        calls.get(1).wakeup(6);
        assertThat(seen).containsExactly(0, 15, 26);
    }

    @Test
    void mapSerial_withAResultThatIsThereAtOnce() {
        Signal<Integer> mapped = LwtSignal.mapSerial(s.signal(), v -> Lwt.of(v + 1), 0);
        assertThat(mapped.value()).isEqualTo(2);
        s.set(5);
        assertThat(mapped.value()).isEqualTo(6);
    }

    @Test
    void mapSerial_asAPromise() {
        Promise<Signal<Integer>> promise = LwtSignal.mapSerial(s.signal(), v -> call().map(w -> 10 * v + w));
        s.set(2);
        assertThat(promise.isSleeping()).isTrue();
        calls.get(0).wakeup(5);
        Signal<Integer> mapped = value(promise);
        assertThat(mapped.value()).isEqualTo(15);
        calls.get(1).wakeup(6);
        assertThat(mapped.value()).isEqualTo(26);
    }

    @Test
    void mapSerial_whoseFirstCallFails() {
        Promise<Signal<Integer>> promise =
                LwtSignal.mapSerial(s.signal(), v -> Lwt.<Integer>fail(new IllegalStateException()));
        assertThat(promise.state()).isInstanceOf(State.Fail.class);
        Signal<Integer> kept = LwtSignal.mapSerial(
                s.signal(), v -> v == 1 ? Lwt.<Integer>fail(new IllegalStateException()) : Lwt.of(v), 0);
        assertThat(kept.value()).isEqualTo(0);
        s.set(2);
        assertThat(kept.value()).isEqualTo(2);
    }

    @Test
    void runSerial_bothForms() {
        SignalSetter<Promise<Integer>> promises = Signal.create(call());
        Signal<Integer> now = LwtSignal.runSerial(promises.signal(), 0);
        Promise<Signal<Integer>> later = LwtSignal.runSerial(promises.signal());
        assertThat(now.value()).isEqualTo(0);
        calls.get(0).wakeup(1);
        promises.set(Lwt.of(2));
        assertThat(List.of(now.value(), value(later).value())).containsExactly(2, 2);
    }

    @Test
    void applySerial_followsBoth() {
        SignalSetter<ThrowingFunction<Integer, Promise<Integer>>> functions = Signal.create(v -> Lwt.of(v + 1));
        Signal<Integer> now = LwtSignal.applySerial(functions.signal(), s.signal(), 0);
        Signal<Integer> later = value(LwtSignal.applySerial(functions.signal(), s.signal()));
        assertThat(List.of(now.value(), later.value())).containsExactly(2, 2);
        s.set(5);
        functions.set(v -> Lwt.of(v * 10));
        assertThat(List.of(now.value(), later.value())).containsExactly(50, 50);
    }

    @Test
    void filterSerialAndFilterMapSerial() {
        Signal<Integer> even = LwtSignal.filterSerial(s.signal(), v -> Lwt.of(v % 2 == 0), -1);
        Signal<String> text = LwtSignal.filterMapSerial(
                s.signal(), v -> Lwt.of(v > 1 ? Optional.of("v" + v) : Optional.empty()), "none");
        assertThat(List.of(even.value(), text.value())).containsExactly(-1, "none");
        s.set(2);
        s.set(3);
        assertThat(List.of(even.value(), text.value())).containsExactly(2, "v3");
    }

    @Test
    void diffSerialAndSampleSerial() {
        EventSender<String> event = Event.create();
        LwtSignal.diffSerial(s.signal(), (newer, older) -> Lwt.of(newer - older))
                .subscribe(seen::add);
        LwtSignal.sampleSerial(s.signal(), event.event(), (e, v) -> Lwt.of(e + v))
                .subscribe(seen::add);
        s.set(5);
        event.send("s");
        assertThat(seen).containsExactly(4, "s5");
    }

    @Test
    void accumulateFoldMerge() {
        EventSender<Integer> event = Event.create();
        EventSender<ThrowingFunction<Integer, Promise<Integer>>> functions = Event.create();
        Signal<Integer> folded = LwtSignal.foldSerial(event.event(), (sum, v) -> Lwt.of(sum + v), 10);
        Signal<Integer> accumulated = LwtSignal.accumulateSerial(functions.event(), 3);
        Signal<Integer> merged =
                LwtSignal.mergeSerial(List.of(s.signal(), folded), (sum, v) -> Lwt.of(10 * sum + v), 7);
        assertThat(merged.value()).isEqualTo(720);
        event.send(5);
        functions.send(v -> Lwt.of(v * v));
        assertThat(List.of(folded.value(), accumulated.value(), merged.value())).containsExactly(15, 9, 725);
    }

    @Test
    void bindSerial_followsTheSignalOfThePromise() {
        SignalSetter<Integer> other = Signal.create(100);
        Signal<Integer> bound = value(
                LwtSignal.bindSerial(s.signal(), v -> v == 1 ? Lwt.of(other.signal()) : call().map(Signal::constant)));
        other.set(200);
        assertThat(bound.value()).isEqualTo(200);
        s.set(2);
        assertThat(bound.value()).isEqualTo(200);
        calls.get(0).wakeup(7);
        other.set(300);
        assertThat(bound.value()).isEqualTo(7);
    }

    @Test
    void combineSerial_anyNumber() {
        Signal<Integer> a = s.signal();
        Signal<Integer> one = Signal.constant(1);
        List<Signal<Integer>> now = List.of(
                LwtSignal.combineSerial(a, one, (p, q) -> Lwt.of(p + q), 0),
                LwtSignal.combineSerial(a, one, a, (p, q, r) -> Lwt.of(p + q + r), 0),
                LwtSignal.combineSerial(a, one, a, one, (p, q, r, t) -> Lwt.of(p + q + r + t), 0),
                LwtSignal.combineSerial(a, one, a, one, a, (p, q, r, t, u) -> Lwt.of(p + q + r + t + u), 0),
                LwtSignal.combineSerial(
                        a, one, a, one, a, one, (p, q, r, t, u, v) -> Lwt.of(p + q + r + t + u + v), 0));
        List<Signal<Integer>> later = List.of(
                value(LwtSignal.combineSerial(a, one, (p, q) -> Lwt.of(p + q))),
                value(LwtSignal.combineSerial(a, one, a, (p, q, r) -> Lwt.of(p + q + r))),
                value(LwtSignal.combineSerial(a, one, a, one, (p, q, r, t) -> Lwt.of(p + q + r + t))),
                value(LwtSignal.combineSerial(a, one, a, one, a, (p, q, r, t, u) -> Lwt.of(p + q + r + t + u))),
                value(LwtSignal.combineSerial(
                        a, one, a, one, a, one, (p, q, r, t, u, v) -> Lwt.of(p + q + r + t + u + v))));
        s.set(10);
        assertThat(now).extracting(Signal::value).containsExactly(11, 21, 22, 32, 33);
        assertThat(later).extracting(Signal::value).containsExactly(11, 21, 22, 32, 33);
    }

    /* ---- Notifiers ---- */

    @Test
    void notify_beginsWithThePresentValue() {
        Resolver<Void> first = Lwt.waiter();
        Subscription parallel = LwtSignal.notifyParallel(s.signal(), v -> {
            seen.add("p" + v);
            return first.promise();
        });
        LwtSignal.notifySerial(s.signal(), v -> {
            seen.add("s" + v);
            return v == 1 ? first.promise() : Lwt.unit();
        });
        s.set(2);
        assertThat(seen).containsExactly("p1", "s1", "p2");
        first.wakeup(null);
        assertThat(seen).containsExactly("p1", "s1", "p2", "s2");
        parallel.cancel();
        s.set(3);
        assertThat(seen).containsExactly("p1", "s1", "p2", "s2", "s3");
    }
}
