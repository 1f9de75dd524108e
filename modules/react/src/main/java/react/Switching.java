package react;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Switches: nodes whose sources change while the graph runs.
 *
 * When a switch takes a new source, that may be anywhere in the graph. Say it is of a lower rank than the switch:
 * then it has been updated in this step, if it had to be, and the switch follows it at once. Else the switch, and
 * all that depends on it, is raised above the new source, and has another turn in this step, after it. The queue
 * holds nodes that were raised, so it is sorted again.
 *
 * A new source that depends on the switch would be a circle. It is noticed while the ranks are raised, as the
 * switch is met again; then the switch is left without a source.
 */
final class Switching {
    private Switching() {}

    /* ---- Events ---- */

    static <A extends @Nullable Object> Event<A> event(Event<A> first, Event<? extends Event<A>> events) {
        Event<A> result = new Event<>(Node.rankAfter(first, events));
        var source = new Last<Event<A>>();
        source.set(first);
        result.follow(
                step -> {
                    if (events.occurs()) {
                        source.value().removeDependent(result);
                        source.set(Event.never());
                        Event<A> next = Objects.requireNonNull(events.occurrence(), "the event to switch to");
                        if (link(next, result, events)) {
                            result.allowReschedule();
                            step.ranksWereRaised();
                            if (next.occurs()) { // of the rank that the switch had, and before it in the queue
                                step.schedule(result);
                            }
                        } else if (next.occurs()) {
                            result.occur(next.occurrence(), step);
                        }
                        source.set(next);
                    } else {
                        result.occur(source.value().occurrence(), step);
                    }
                },
                first,
                events);
        return result;
    }

    /* ---- Signals ---- */

    static <A extends @Nullable Object> Signal<A> signal(
            Signal<? extends Signal<A>> signals, Equality<? super A> equality) {
        var source = new Last<Signal<A>>();
        return Signal.computed(
                equality,
                (result, step) -> {
                    Signal<A> next = Objects.requireNonNull(signals.present(), "the signal to switch to");
                    boolean raised = false;
                    if (source.isMissing() || source.value() != next) {
                        if (!source.isMissing()) {
                            source.value().removeDependent(result);
                            source.forget();
                        }
                        raised = link(next, result, signals);
                        source.set(next);
                    }
                    follow(next, result, raised, step);
                },
                signals);
    }

    private static <A extends @Nullable Object> void follow(
            Signal<A> source, Signal<A> result, boolean raised, Step step) {
        Step running = step == Step.OUTSIDE ? Node.unfinishedStep(source) : null;
        if (running != null) {
            running.schedule(result); // made outside of the step that its first source is in
        } else if (raised && step != Step.OUTSIDE) {
            result.allowReschedule();
            step.ranksWereRaised();
            step.schedule(result);
        } else {
            result.become(source.present(), step);
        }
    }

    /* ---- Both ---- */

    /// Makes `result` depend on `source`, besides on `choice`.
    ///
    /// @return whether its rank was raised
    private static boolean link(Node source, Node result, Node choice) {
        source.link(result);
        result.setSources(source, choice);
        try {
            return result.raiseRank(Node.rankAfter(source, choice));
        } catch (IllegalStateException circle) {
            source.removeDependent(result);
            result.setSources(choice);
            throw circle;
        }
    }
}
