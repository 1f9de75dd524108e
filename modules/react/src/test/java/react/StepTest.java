package react;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What happens at the same time, what if a function fails or sends something itself, and who may send.
class StepTest {
    private final EventSender<Integer> x = Event.create();
    private final EventSender<Integer> y = Event.create();
    private final SignalSetter<Integer> s = Signal.create(1);

    /* ---- Simultaneous ---- */

    @Test
    void execute_makesAllSendsSimultaneous() {
        var both = new Occurrences<>(Event.combine(x.event(), y.event(), Integer::sum));
        var sampled = new Occurrences<>(s.signal().sample(x.event(), Integer::sum));
        Step step = new Step();
        x.send(1, step);
        y.send(2, step);
        s.set(10, step);
        assertThat(both.take()).isEmpty();
        step.execute();
        assertThat(both.take()).containsExactly(3);
        assertThat(sampled.take()).containsExactly(11);
    }

    @Test
    void execute_twice_isRefused() {
        Step step = new Step();
        step.execute();
        assertThatIllegalStateException().isThrownBy(step::execute).withMessageContaining("once only");
        assertThatIllegalStateException().isThrownBy(() -> x.send(1, step)).withMessageContaining("make a new one");
        assertThatIllegalStateException().isThrownBy(() -> s.set(2, step)).withMessageContaining("make a new one");
    }

    @Test
    void send_whileAnotherStepIsPending_isRefused() {
        Step step = new Step();
        x.send(1, step);
        s.set(2, step);
        assertThatIllegalStateException().isThrownBy(() -> x.send(2)).withMessageContaining("not been executed");
        assertThatIllegalStateException().isThrownBy(() -> x.send(2, new Step()));
        assertThatIllegalStateException().isThrownBy(() -> s.set(3, new Step()));
        var seen = new Occurrences<>(x.event());
        step.execute();
        assertThat(seen.after(x, 3)).containsExactly(1, 3);
    }

    @Test
    void set_ofTheSameValue_isNoPartOfTheStep() {
        Step step = new Step();
        s.set(1, step);
        s.set(1, new Step());
        step.execute();
        assertThat(s.signal().value()).isEqualTo(1);
    }

    /* ---- Failures ---- */

    @Test
    void aFailure_comesOutOfTheSend_andAllOthersAreUpdated() {
        var before = new Occurrences<>(x.event());
        Event<Integer> failing = x.event().map(v -> {
            if (v == 2) {
                throw new IllegalArgumentException("two");
            }
            return v;
        });
        var after = new Occurrences<>(failing.map(v -> -v));
        Signal<Integer> sum = Signal.fold(x.event(), Integer::sum, 0);
        x.send(1);
        assertThatThrownBy(() -> x.send(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two");
        x.send(3);
        assertThat(before.take()).containsExactly(1, 2, 3);
        assertThat(after.take()).containsExactly(-1, -3);
        assertThat(sum.value()).isEqualTo(6);
    }

    @Test
    void aFailure_leavesASignalWithItsValue() {
        Signal<Integer> inverse = s.signal().map(v -> 100 / v);
        Signal<Integer> twice = inverse.map(v -> 2 * v);
        assertThatThrownBy(() -> s.set(0)).isInstanceOf(ArithmeticException.class);
        assertThat(List.of(s.signal().value(), inverse.value(), twice.value())).containsExactly(0, 100, 200);
        s.set(4);
        assertThat(List.of(inverse.value(), twice.value())).containsExactly(25, 50);
    }

    @Test
    void severalFailures_areSuppressedInTheFirst() {
        RuntimeException same = new IllegalStateException("same");
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            kept.add(x.event().map(v -> {
                throw same;
            }));
        }
        kept.add(x.event().map(v -> v).map(v -> {
            throw new IllegalArgumentException("other");
        }));
        assertThatThrownBy(() -> x.send(1)).isSameAs(same);
        assertThat(same.getSuppressed()).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(kept).hasSize(3);
    }

    @Test
    void aFailureOfAnInstant_comesOutAfterThoseThatFollow() {
        var seen = new ArrayList<Integer>();
        Event<Integer> countdown = Event.fix((Event<Integer> before) -> {
            Event<Integer> e = Event.select(x.event(), before.filter(v -> v > 0).map(v -> v - 1));
            return new Fixed<>(e, e);
        });
        Event<Integer> failing = countdown.map(v -> {
            seen.add(v);
            throw new IllegalArgumentException("at " + v);
        });
        assertThatThrownBy(() -> x.send(2))
                .hasMessage("at 2")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(2));
        assertThat(seen).containsExactly(2, 1, 0);
        assertThat(failing).isNotNull();
    }

    @Test
    void aVirtualMachineError_endsTheStepAtOnce_andTheGraphCanBeUsed() {
        Event<Integer> failing = x.event().map(v -> {
            if (v == 1) {
                throw new InternalError("broken");
            }
            return v;
        });
        var seen = new Occurrences<>(failing.map(v -> v));
        assertThatThrownBy(() -> x.send(1)).isInstanceOf(InternalError.class);
        assertThat(seen.after(x, 2)).containsExactly(2);
    }

    @Test
    void anEqualityThatFails_isAFailure() {
        SignalSetter<Integer> strict = Signal.create(1, (a, b) -> {
            throw new IllegalArgumentException("incomparable");
        });
        assertThatThrownBy(() -> strict.set(2)).hasMessage("incomparable");
        assertThat(strict.signal().value()).isEqualTo(1);
    }

    /* ---- Sending inside a step ---- */

    @Test
    void aSendInAStep_runsAtOnce() {
        var order = new ArrayList<String>();
        y.event().subscribe(v -> order.add("y " + v));
        x.event().subscribe(v -> {
            y.send(v * 10);
            order.add("x " + v);
        });
        x.send(1);
        x.send(2);
        assertThat(order).containsExactly("y 10", "x 1", "y 20", "x 2");
    }

    @Test
    void aSendInAStep_thatMeetsWhatTheOuterStepUpdates_updatesItInBoth() {
        Signal<Integer> derived = s.signal().map(v -> v);
        x.event().subscribe(s::set);
        var sampled = new Occurrences<>(derived.sample(x.event().map(v -> v).map(v -> v), (v, now) -> v + "/" + now));
        x.send(5);
        assertThat(sampled.take()).containsExactly("5/5");
    }

    @Test
    void aSendOfTheSameEvent_isAStepOfItsOwn_andTheRestOfTheOuterOneFails() {
        var seen = new ArrayList<Integer>();
        x.event().subscribe(v -> {
            if (v > 0) {
                x.send(v - 1);
            }
        });
        x.event().subscribe(seen::add);
        assertThatIllegalStateException().isThrownBy(() -> x.send(1)).withMessageContaining("Sending inside a step");
        assertThat(seen).containsExactly(0);
        x.send(0);
        assertThat(seen).containsExactly(0, 0);
    }

    @Test
    void aFailureInAnInnerStep_comesOutOfBoth() {
        y.event().subscribe(v -> {
            throw new IllegalArgumentException("inner");
        });
        x.event().subscribe(y::send);
        assertThatThrownBy(() -> x.send(1)).hasMessage("inner");
        assertThatThrownBy(() -> x.send(1)).hasMessage("inner");
    }

    /* ---- Threads ---- */

    private static void onAnotherThread(Runnable action) {
        var failure = new AtomicReference<Throwable>();
        Thread thread = new Thread(action, "another");
        thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        if (failure.get() instanceof RuntimeException thrown) {
            throw thrown;
        }
    }

    @Test
    void send_ofAnotherThread_betweenTwoSteps() {
        var seen = new Occurrences<>(x.event().map(v -> v + 1));
        x.send(1);
        onAnotherThread(() -> x.send(2));
        assertThat(seen.after(x, 3)).containsExactly(2, 3, 4);
    }

    @Test
    void send_ofAnotherThread_duringAStep_isRefused() {
        var refused = new AtomicReference<Throwable>();
        var seen = new ArrayList<Integer>();
        x.event().subscribe(v -> {
            try {
                onAnotherThread(() -> x.send(v + 1));
            } catch (IllegalStateException expected) {
                refused.set(expected);
            }
        });
        x.event().map(v -> v).subscribe(seen::add);
        x.send(1);
        assertThat(refused.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("one thread or fiber at a time");
        x.send(5);
        assertThat(seen).containsExactly(1, 5);
    }

    @Test
    void set_ofAnotherThread_thatMeetsAStep_isRefused_andHasNotBrokenIt() throws InterruptedException {
        Signal<Integer> other = s.signal().map(v -> v);
        SignalSetter<Integer> theirs = Signal.create(0);
        Signal<Integer> sum = Signal.combine(other, theirs.signal(), Integer::sum);
        var inStep = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var kept = s.signal().map(v -> {
            if (v == 2) {
                inStep.countDown();
                await(done);
            }
            return v;
        });
        var low = sum.map(v -> v).map(v -> v);
        Thread thread = new Thread(() -> s.set(2));
        thread.start();
        inStep.await();
        assertThatIllegalStateException().isThrownBy(() -> s.set(7)).withMessageContaining("has not finished");
        done.countDown();
        thread.join();
        assertThat(kept.value()).isEqualTo(2);
        assertThat(low.value()).isEqualTo(2);
        theirs.set(3);
        assertThat(low.value()).isEqualTo(5);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
