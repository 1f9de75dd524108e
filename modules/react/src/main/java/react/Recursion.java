package react;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Events and signals that are defined by their own past.
 *
 * The definition gets a delayed node: one that has, in each step, what the defined one had in the step before. Its
 * rank is the highest there is: when a step comes to it, all else is up to date, and the delayed node takes over
 * what it delays into a new step, see Step. There its dependents begin at the lowest rank, like those of a
 * primitive node. Delayed nodes of one step cannot depend on each other, so it does not matter which is first.
 *
 * The defined node is its source, which makes a circle of sources, the only kind there is. The search for an
 * unfinished step does not pass through delayed nodes: what they have is of the past.
 */
final class Recursion {
    private Recursion() {}

    static <A extends @Nullable Object, R extends @Nullable Object> R event(
            Function<? super Event<A>, Fixed<Event<A>, R>> f) {
        Event<A> delayed = new Event<>(Node.DELAYED);
        Fixed<Event<A>, R> fixed = f.apply(delayed);
        Event<A> defined = fixed.defined();
        if (!defined.isInert()) {
            checkNotDelayed(defined);
            delayed.setUpdate(next -> delayed.occurDelayed(defined.occurrence(), next));
            delayed.setSources(defined);
            defined.addDependent(delayed);
        }
        return fixed.result();
    }

    static <A extends @Nullable Object, R extends @Nullable Object> R signal(
            A initial, Function<? super Signal<A>, Fixed<Signal<A>, R>> f, Equality<? super A> equality) {
        Signal<A> delayed = Signal.delayed(equality, initial);
        Fixed<Signal<A>, R> fixed = f.apply(delayed);
        Signal<A> defined = fixed.defined();
        checkNotDelayed(defined);
        delayed.setUpdate(next -> delayed.become(defined.present(), next));
        delayed.setSources(defined);
        defined.addDependent(delayed);
        takeFirstValue(delayed, defined);
        return fixed.result();
    }

    private static void checkNotDelayed(Node defined) {
        if (defined.rank == Node.DELAYED) {
            throw new IllegalArgumentException(
                    "a fix defines what another fix, or the same, has given: map it, to have something of its own");
        }
    }

    /// Lets the delayed signal have the value that the defined one has now, an instant from now: after the step
    /// that is running, if that concerns one of them, else at once.
    private static <A extends @Nullable Object> void takeFirstValue(Signal<A> delayed, Signal<A> defined) {
        List<Node> concerned = new ArrayList<>(delayed.dependents());
        concerned.addFirst(defined);
        Step running = Node.unfinishedStep(concerned.toArray(new Node[0]));
        if (running != null) {
            running.schedule(delayed);
            return;
        }
        Step step = new Step();
        step.begin();
        try {
            delayed.runUpdate(step);
        } catch (Throwable failed) {
            step.finish();
            throw failed;
        }
        step.run();
    }
}
