package lwt.react;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import lwt.Both;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Push;
import lwt.Resolver;
import lwt.State;
import lwt.ThrowingBiFunction;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.EventSender;
import react.Subscription;

/// Events with promises and streams.
///
/// Functions whose names end in `Serial` or `Parallel` do what their namesakes of [Event] do, with functions that
/// return promises: the result occurs when a promise has its value. Serial calls begin one after the other, in
/// the order of the occurrences; parallel ones (parallel on one thread, as in `LwtList`) at once, and their
/// results come as they are ready. What a function throws or its promise fails with is dropped: then there is no
/// occurrence.
///
/// Thread rule: the loop's thread.
///
/// @see "Lwt manual (December 2010), “React helpers”"
public final class LwtEvent {
    private LwtEvent() {}

    /* ---- Waiting ---- */

    /// The next occurrence.
    ///
    /// Canceling it ends the wait. While it waits, it is alive as long as a primitive event or signal that the
    /// event follows from.
    ///
    /// {@snippet class=lwt.react.Snippets region=next}
    ///
    /// An event that occurs in an update step that is running counts as one that has yet to come: called in a
    /// callback of this promise, `next` gives the same occurrence again. And a loop that waits for something else
    /// in between misses occurrences. To see each, use [#toStream].
    ///
    /// @see "Lwt manual (December 2010), “React helpers”"
    public static <A extends @Nullable Object> Promise<A> next(Event<A> event) {
        return new Next<>(event).resolver.promise();
    }

    private static final class Next<A extends @Nullable Object> {
        final Resolver<A> resolver = Lwt.task();
        private final Subscription waiting;

        Next(Event<A> event) {
            waiting = event.once().subscribe(this::occurred);
            resolver.promise().onCancel(waiting::cancel);
        }

        private void occurred(A value) {
            waiting.cancel();
            resolver.wakeup(value);
        }
    }

    /// The same event, but after each occurrence it waits for the promise that `wait` makes before it occurs
    /// again, then with the newest value that came meanwhile.
    ///
    /// {@snippet class=lwt.react.Snippets region=limit}
    ///
    /// A wait that fails is over.
    ///
    /// @see "Lwt manual (December 2010), “React helpers”"
    public static <A extends @Nullable Object> Event<A> limit(
            Event<A> event, ThrowingSupplier<? extends Promise<?>> wait) {
        return Limiter.event(event, wait);
    }

    /// The event of a promise: it does not occur before that is resolved, and never if that fails.
    public static <A extends @Nullable Object> Event<A> delay(Promise<Event<A>> promise) {
        if (promise.state() instanceof State.Return<Event<A>>(Event<A> event)) {
            return event;
        }
        EventSender<Event<A>> sender = Event.create();
        promise.onSuccess(event -> {
            sender.send(event);
            sender.event().stop();
        });
        return Event.switching(Event.never(), sender.event());
    }

    /* ---- Keeping ---- */

    /// Keeps an event alive that is there for its effect: as long as a primitive event or signal lives that it
    /// follows from.
    public static void keep(Event<?> event) {
        event.subscribe(value -> {});
    }

    /// The same event; `action` runs on this loop after it was collected. The action must not refer to it.
    public static <A extends @Nullable Object> Event<A> withFinaliser(Event<A> event, Runnable action) {
        Objects.requireNonNull(action, "action");
        Event<A> same = event.map(value -> value);
        if (!same.equals(Event.never())) {
            Collected.then(same, action);
        }
        return same;
    }

    /// Starts the promise of `f` at each occurrence, whether or not those before have ended. A failure goes to
    /// [Lwt#asyncExceptionHook].
    public static <A extends @Nullable Object> Subscription notifyParallel(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<?>> f) {
        return event.subscribe(notifier(Turns.parallel(), f));
    }

    /// Starts the promise of `f` at each occurrence, when those before have ended. A failure goes to
    /// [Lwt#asyncExceptionHook].
    public static <A extends @Nullable Object> Subscription notifySerial(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<?>> f) {
        return event.subscribe(notifier(Turns.serial(), f));
    }

    static <A extends @Nullable Object> Consumer<A> notifier(
            Turns turns, ThrowingFunction<? super A, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        return value -> Lwt.async(() -> turns.start(() -> f.apply(value).map(ignored -> value)));
    }

    /* ---- Streams ---- */

    /// A stream of the occurrences from now on. It does not end.
    public static <A> LwtStream<A> toStream(Event<A> event) {
        LwtStream.Pushed<A> made = LwtStream.push();
        Push<A> push = made.push();
        Subscription feeding = event.subscribe(push::push);
        push.setReference(feeding); // for copies of the stream, when the stream itself is gone
        Collected.then(made.stream(), feeding::release);
        return made.stream();
    }

    /// An event that occurs with the elements of a stream, as soon as they are there; the first in the loop's next
    /// round.
    ///
    /// It reads until the event is collected. What a function of the graph throws goes to
    /// [Lwt#asyncExceptionHook]; a failure of the stream ends it.
    public static <A> Event<A> ofStream(LwtStream<A> stream) {
        Objects.requireNonNull(stream, "stream");
        EventSender<A> sender = Event.create();
        Promise<?> reading = Lwt.pause().bind(ignored -> stream.iter(element -> sendOrReport(sender, element)));
        return withFinaliser(sender.event(), reading::cancel);
    }

    /// An event that occurs with what the promises of `f` give: the first is made in the loop's next round,
    /// another one whenever the one before has its value.
    ///
    /// It goes on until the event is collected, or a promise fails.
    public static <A extends @Nullable Object> Event<A> from(ThrowingSupplier<? extends Promise<A>> f) {
        Objects.requireNonNull(f, "f");
        EventSender<A> sender = Event.create();
        Promise<?> rounds = Lwt.pause().bind(ignored -> round(f, sender));
        return withFinaliser(sender.event(), rounds::cancel);
    }

    private static <A extends @Nullable Object> Promise<@Nullable Void> round(
            ThrowingSupplier<? extends Promise<A>> f, EventSender<A> sender) throws Throwable {
        return f.get().bind(value -> {
            sendOrReport(sender, value);
            return round(f, sender);
        });
    }

    private static <A extends @Nullable Object> void sendOrReport(EventSender<A> sender, A value) {
        Lwt.async(() -> {
            sender.send(value);
            return Lwt.unit();
        });
    }

    /* ---- Promises ---- */

    /// The values of the promises with which `event` occurs, in its order.
    public static <A extends @Nullable Object> Event<A> runSerial(Event<? extends Promise<A>> event) {
        return run(Turns.serial(), event);
    }

    /// The values of the promises with which `event` occurs, as they come.
    public static <A extends @Nullable Object> Event<A> runParallel(Event<? extends Promise<A>> event) {
        return run(Turns.parallel(), event);
    }

    private static <A extends @Nullable Object> Event<A> run(Turns turns, Event<? extends Promise<A>> event) {
        return turns.event(event, promise -> promise, Turns.Delivery.ofResult());
    }

    /* ---- Transforming and filtering ---- */

    /// As [Event#map].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> mapSerial(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<B>> f) {
        Objects.requireNonNull(f, "f");
        return Turns.serial().event(event, f, Turns.Delivery.ofResult());
    }

    /// As [Event#map].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> mapParallel(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<B>> f) {
        Objects.requireNonNull(f, "f");
        return Turns.parallel().event(event, f, Turns.Delivery.ofResult());
    }

    /// As [Event#apply].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> applySerial(
            Event<? extends ThrowingFunction<? super A, ? extends Promise<B>>> functions, Event<A> values) {
        return apply(Turns.serial(), functions, values);
    }

    /// As [Event#apply].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> applyParallel(
            Event<? extends ThrowingFunction<? super A, ? extends Promise<B>>> functions, Event<A> values) {
        return apply(Turns.parallel(), functions, values);
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> Event<B> apply(
            Turns turns,
            Event<? extends ThrowingFunction<? super A, ? extends Promise<B>>> functions,
            Event<A> values) {
        Event<Both<ThrowingFunction<? super A, ? extends Promise<B>>, A>> both =
                Event.combine(functions, values, Both::new);
        return turns.event(both, pair -> pair.first().apply(pair.second()), Turns.Delivery.ofResult());
    }

    /// As [Event#filter].
    public static <A extends @Nullable Object> Event<A> filterSerial(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return Turns.serial().event(event, test, Turns.Delivery.<A>ofWanted());
    }

    /// As [Event#filter].
    public static <A extends @Nullable Object> Event<A> filterParallel(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return Turns.parallel().event(event, test, Turns.Delivery.<A>ofWanted());
    }

    /// As [Event#filterMap].
    public static <A extends @Nullable Object, B> Event<B> filterMapSerial(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<Optional<B>>> f) {
        Objects.requireNonNull(f, "f");
        return Turns.serial().event(event, f, Turns.Delivery.<A, B>ofContent());
    }

    /// As [Event#filterMap].
    public static <A extends @Nullable Object, B> Event<B> filterMapParallel(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<Optional<B>>> f) {
        Objects.requireNonNull(f, "f");
        return Turns.parallel().event(event, f, Turns.Delivery.<A, B>ofContent());
    }

    /// As [Event#diff].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> diffSerial(
            Event<A> event, ThrowingBiFunction<? super A, ? super A, ? extends Promise<B>> f) {
        Objects.requireNonNull(f, "f");
        Event<Both<A, A>> pairs = event.diff(Both::new);
        return mapSerial(pairs, pair -> f.apply(pair.first(), pair.second()));
    }

    /* ---- Accumulating ---- */

    /// As [Event#accumulate].
    public static <A extends @Nullable Object> Event<A> accumulateSerial(
            Event<? extends ThrowingFunction<? super A, ? extends Promise<A>>> functions, A initial) {
        return accumulating(
                functions,
                (A accumulated, ThrowingFunction<? super A, ? extends Promise<A>> f) -> f.apply(accumulated),
                initial);
    }

    /// As [Event#fold].
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> foldSerial(
            Event<A> event, ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f, B initial) {
        Objects.requireNonNull(f, "f");
        return accumulating(event, f, initial);
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> Event<B> accumulating(
            Event<A> event, ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f, B initial) {
        var accumulated = new Object() {
            B value = initial;
        };
        return Turns.serial()
                .<A, B, B>event(event, value -> f.apply(accumulated.value, value), (sender, occurrence, result) -> {
                    accumulated.value = result;
                    sender.send(result);
                });
    }

    /* ---- Putting together ---- */

    /// As [Event#merge]: simultaneous occurrences are added to `initial` by `f`, in the order of the list.
    public static <A extends @Nullable Object, B extends @Nullable Object> Event<B> mergeSerial(
            List<? extends Event<? extends A>> events,
            ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f,
            B initial) {
        Objects.requireNonNull(f, "f");
        Event<List<A>> simultaneous = Event.merge(events, LwtEvent::<A>with, List.of());
        return mapSerial(simultaneous, values -> foldLeft(values, 0, f, initial));
    }

    /// The list with one more value at its end.
    static <A extends @Nullable Object> List<A> with(List<A> values, A value) {
        List<A> more = new ArrayList<>(values);
        more.add(value);
        return more;
    }

    static <A extends @Nullable Object, B extends @Nullable Object> Promise<B> foldLeft(
            List<A> values, int index, ThrowingBiFunction<? super B, ? super A, ? extends Promise<B>> f, B accumulated)
            throws Throwable {
        return index == values.size()
                ? Lwt.of(accumulated)
                : f.apply(accumulated, values.get(index)).bind(next -> foldLeft(values, index + 1, f, next));
    }
}
