package lwt.react;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.ThrowingFunction;
import org.junit.jupiter.api.Test;
import react.Event;
import react.EventSender;
import react.Step;
import react.Subscription;

class LwtEventTest extends LwtReactTest {
    private final EventSender<Integer> x = Event.create();
    private final List<Object> seen = new ArrayList<>();

    private void watch(Event<?> event) {
        event.subscribe(seen::add);
    }

    /* ---- next ---- */

    @Test
    void next_isTheNextOccurrenceOnly() {
        Promise<Integer> first = LwtEvent.next(x.event());
        assertThat(first.isSleeping()).isTrue();
        x.send(1);
        x.send(2);
        assertThat(value(first)).isEqualTo(1);
    }

    @Test
    void next_canceled() {
        Promise<Integer> p = LwtEvent.next(x.event());
        p.cancel();
        x.send(1);
        assertThat(p.state()).isInstanceOf(State.Fail.class);
    }

    @Test
    void next_inACallbackOfNext_isTheSameOccurrence() {
        Promise<Integer> p = LwtEvent.next(x.event()).bind(_ -> LwtEvent.next(x.event()));
        x.send(1);
        assertThat(value(p)).isEqualTo(1);
    }

    /* ---- limit ---- */

    private final List<Resolver<Void>> waits = new ArrayList<>();

    private Promise<Void> newWait() {
        Resolver<Void> wait = Lwt.waiter();
        waits.add(wait);
        return wait.promise();
    }

    @Test
    void limit_holdsBackTheNewest() {
        watch(LwtEvent.limit(x.event(), this::newWait));
        x.send(1);
        x.send(2);
        x.send(3);
        assertThat(seen).containsExactly(1);
        waits.get(0).wakeup(null);
        assertThat(seen).containsExactly(1, 3);
        x.send(4);
        assertThat(seen).containsExactly(1, 3);
        waits.get(1).wakeup(null);
        assertThat(seen).containsExactly(1, 3, 4);
    }

    @Test
    void limit_raceAtTheEndOfTheWait_losesNothing() {
        Event<Integer> limited = LwtEvent.limit(x.event(), this::newWait);
        watch(limited);
        x.send(0);
        x.send(1); // held back
        waits.get(0).promise().onSuccess(_ -> x.send(2)); // newest callback: runs first, when the wait is over
        waits.get(0).wakeup(null);
        assertThat(seen).containsExactly(0, 2);
        waits.get(1).wakeup(null);
        assertThat(seen).containsExactly(0, 2);
        x.send(3);
        assertThat(seen).containsExactly(0, 2, 3);
    }

    @Test
    void limit_raceWithAWaitThatIsOverAtOnce_keepsTheOrder() {
        Resolver<Void> first = Lwt.waiter();
        var all = new ArrayList<Promise<Void>>(List.of(first.promise()));
        watch(LwtEvent.limit(x.event(), () -> all.isEmpty() ? Lwt.unit() : all.removeFirst()));
        x.send(0);
        x.send(1);
        first.promise().onSuccess(_ -> x.send(2));
        first.wakeup(null);
        assertThat(seen).containsExactly(0, 2);
    }

    @Test
    void limit_whoseWaitFails_deliversWhatWasHeldBack() {
        watch(LwtEvent.limit(x.event(), this::newWait));
        x.send(1);
        x.send(2);
        waits.get(0).fail(new IllegalStateException());
        assertThat(seen).containsExactly(1, 2);
        x.send(3);
        waits.get(1).wakeup(null);
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void limit_whoseWaitThrows_doesNotLimit() {
        watch(LwtEvent.limit(x.event(), () -> {
            throw new IllegalStateException();
        }));
        x.send(1);
        x.send(2);
        assertThat(seen).containsExactly(1, 2);
    }

    /* ---- delay ---- */

    @Test
    void delay_beginsWhenThePromiseIsThere() {
        Resolver<Event<Integer>> later = Lwt.waiter();
        watch(LwtEvent.delay(later.promise()));
        x.send(1);
        later.wakeup(x.event());
        x.send(2);
        assertThat(seen).containsExactly(2);
    }

    @Test
    void delay_ofWhatIsThere_orFails() {
        assertThat(LwtEvent.delay(Lwt.of(x.event()))).isSameAs(x.event());
        watch(LwtEvent.delay(Lwt.<Event<Integer>>fail(new IllegalStateException())));
        Resolver<Event<Integer>> later = Lwt.waiter();
        watch(LwtEvent.delay(later.promise()));
        later.fail(new IllegalStateException());
        x.send(1);
        assertThat(seen).isEmpty();
        assertThat(hook).isEmpty();
    }

    /* ---- Streams ---- */

    @Test
    void toStream_wakesWhoWaits() {
        LwtStream<Integer> stream = LwtEvent.toStream(x.event());
        Promise<Integer> next = stream.next();
        assertThat(next.isSleeping()).isTrue();
        x.send(42);
        assertThat(value(next)).isEqualTo(42);
    }

    @Test
    void toStream_keepsAllOccurrences() {
        LwtStream<Integer> stream = LwtEvent.toStream(x.event());
        x.send(1);
        x.send(2);
        x.send(3);
        assertThat(value(stream.nget(3))).containsExactly(1, 2, 3);
    }

    @Test
    void ofStream_beginsInTheNextRound() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        made.push().push(1);
        watch(LwtEvent.ofStream(made.stream()));
        made.push().push(2);
        assertThat(seen).isEmpty();
        turn();
        made.push().push(3);
        made.push().close();
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void ofStream_aFailureOfTheGraph_goesToTheHook() {
        var event = LwtEvent.ofStream(LwtStream.of(1, 2));
        event.subscribe(v -> {
            seen.add(v);
            throw new IllegalArgumentException("no " + v);
        });
        turn();
        assertThat(seen).containsExactly(1, 2);
        assertThat(hook).extracting(Throwable::getMessage).containsExactly("no 1", "no 2");
    }

    @Test
    void from_goesOnUntilAPromiseFails() {
        var rounds = new ArrayList<Resolver<Integer>>();
        watch(LwtEvent.from(() -> {
            Resolver<Integer> round = Lwt.task();
            rounds.add(round);
            return round.promise();
        }));
        assertThat(rounds).isEmpty();
        turn();
        rounds.get(0).wakeup(1);
        rounds.get(1).wakeup(2);
        rounds.get(2).fail(new IllegalStateException());
        assertThat(rounds).hasSize(3);
        assertThat(seen).containsExactly(1, 2);
    }

    /* ---- Notifiers ---- */

    @Test
    void notifyParallel_doesNotWait_andNotifySerialDoes() {
        var started = new ArrayList<String>();
        Resolver<Void> first = Lwt.waiter();
        Subscription parallel = LwtEvent.notifyParallel(x.event(), v -> {
            started.add("p" + v);
            return first.promise();
        });
        LwtEvent.notifySerial(x.event(), v -> {
            started.add("s" + v);
            return v == 1 ? first.promise() : Lwt.fail(new IllegalArgumentException("s" + v));
        });
        x.send(1);
        x.send(2);
        assertThat(started).containsExactly("p1", "s1", "p2");
        first.wakeup(null);
        assertThat(started).containsExactly("p1", "s1", "p2", "s2");
        assertThat(hook).extracting(Throwable::getMessage).containsExactly("s2");
        parallel.cancel();
        x.send(3);
        assertThat(started).endsWith("s3");
    }

    /* ---- Functions that wait ---- */

    private final List<Resolver<Integer>> calls = new ArrayList<>();

    private Promise<Integer> call() {
        Resolver<Integer> call = Lwt.task();
        calls.add(call);
        return call.promise();
    }

    @Test
    void mapSerial_waitsItsTurn_andDropsWhatFails() {
        watch(LwtEvent.mapSerial(x.event(), v -> call().map(w -> 10 * v + w)));
        x.send(1);
        x.send(2);
        x.send(3);
        assertThat(calls).hasSize(1);
        calls.get(0).wakeup(5);
        calls.get(1).fail(new IllegalStateException());
        calls.get(2).wakeup(7);
        assertThat(seen).containsExactly(15, 37);
        assertThat(hook).isEmpty();
    }

    @Test
    void mapParallel_comesAsItIsReady() {
        watch(LwtEvent.mapParallel(x.event(), v -> call().map(w -> 10 * v + w)));
        x.send(1);
        x.send(2);
        calls.get(1).wakeup(2);
        calls.get(0).wakeup(1);
        assertThat(seen).containsExactly(22, 11);
    }

    @Test
    void map_whoseFunctionThrows_dropsTheOccurrence() {
        ThrowingFunction<Integer, Promise<Integer>> f = v -> {
            if (v == 1) {
                throw new java.io.IOException("one");
            }
            return Lwt.of(v);
        };
        watch(LwtEvent.mapSerial(x.event(), f));
        watch(LwtEvent.mapParallel(x.event(), f));
        x.send(1);
        x.send(2);
        assertThat(seen).containsExactly(2, 2);
    }

    @Test
    void filter_serialAndParallel() {
        watch(LwtEvent.filterSerial(x.event(), v -> Lwt.of(v > 1)));
        watch(LwtEvent.filterParallel(x.event(), v -> Lwt.of(v < 2)));
        x.send(1);
        x.send(2);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void filterMap_serialAndParallel() {
        watch(LwtEvent.filterMapSerial(x.event(), v -> Lwt.of(v > 1 ? Optional.of("s" + v) : Optional.empty())));
        watch(LwtEvent.filterMapParallel(x.event(), v -> Lwt.of(v < 2 ? Optional.of("p" + v) : Optional.empty())));
        x.send(1);
        x.send(2);
        assertThat(seen).containsExactly("p1", "s2");
    }

    @Test
    void apply_serialAndParallel() {
        EventSender<ThrowingFunction<Integer, Promise<Integer>>> functions = Event.create();
        watch(LwtEvent.applySerial(functions.event(), x.event()));
        watch(LwtEvent.applyParallel(functions.event(), x.event()));
        Step step = new Step();
        functions.send(v -> Lwt.of(v + 1), step);
        x.send(1, step);
        step.execute();
        x.send(5);
        assertThat(seen).containsExactly(2, 2);
    }

    @Test
    void diffSerial_beginsWithTheSecond() {
        watch(LwtEvent.diffSerial(x.event(), (newer, older) -> Lwt.of(newer - older)));
        x.send(1);
        x.send(5);
        assertThat(seen).containsExactly(4);
    }

    @Test
    void foldSerial_usesTheLastResult() {
        watch(LwtEvent.foldSerial(x.event(), (sum, v) -> call().map(w -> sum + v + w), 100));
        x.send(1);
        x.send(2);
        calls.get(0).wakeup(10);
        calls.get(1).wakeup(20);
        assertThat(seen).containsExactly(111, 133);
    }

    @Test
    void foldSerial_aCallThatFails_leavesWhatWasAccumulated() {
        watch(LwtEvent.foldSerial(
                x.event(), (sum, v) -> v == 2 ? Lwt.fail(new IllegalStateException()) : Lwt.of(sum + v), 0));
        x.send(1);
        x.send(2);
        x.send(3);
        assertThat(seen).containsExactly(1, 4);
    }

    @Test
    void accumulateSerial_appliesTheFunctions() {
        EventSender<ThrowingFunction<Integer, Promise<Integer>>> functions = Event.create();
        watch(LwtEvent.accumulateSerial(functions.event(), 3));
        functions.send(v -> Lwt.of(v * v));
        functions.send(v -> Lwt.of(v + 1));
        assertThat(seen).containsExactly(9, 10);
    }

    @Test
    void mergeSerial_addsSimultaneousOccurrencesInOrder() {
        Event<Integer> negative = x.event().map(v -> -v);
        watch(LwtEvent.mergeSerial(List.of(x.event(), negative), (text, v) -> Lwt.of(text + v), ">"));
        x.send(1);
        assertThat(seen).containsExactly(">1-1");
    }

    @Test
    void run_serialAndParallel() {
        EventSender<Promise<Integer>> promises = Event.create();
        watch(LwtEvent.runSerial(promises.event()).map(v -> "s" + v));
        watch(LwtEvent.runParallel(promises.event()).map(v -> "p" + v));
        promises.send(call());
        promises.send(call());
        calls.get(1).wakeup(2);
        calls.get(0).wakeup(1);
        assertThat(seen).containsExactly("p2", "p1", "s1", "s2");
    }

    @Test
    void aResultInTheStep_isSentInAStepOfItsOwn() {
        Event<Integer> mapped = LwtEvent.mapParallel(x.event(), v -> Lwt.of(v + 1));
        watch(mapped);
        watch(Event.merge(List.of(x.event(), mapped), (text, v) -> text + " " + v, "at once:"));
        x.send(1);
        assertThat(seen).containsExactlyInAnyOrder(2, "at once: 1 2", "at once: 1");
    }

    @Test
    void cancel_ofNothingElse() {
        Promise<Integer> p = LwtEvent.next(x.event());
        Promise<Integer> q = LwtEvent.next(x.event());
        Promise<Integer> first = Lwt.pick(p, q);
        x.send(1);
        assertThat(value(first)).isEqualTo(1);
        assertThat(List.of(p, q))
                .anySatisfy(loser -> assertThat(loser.state())
                        .isInstanceOfSatisfying(
                                State.Fail.class,
                                fail -> assertThat(fail.cause()).isInstanceOf(CanceledException.class)));
    }
}
