package lwt.react;

import java.util.Optional;
import java.util.function.Consumer;
import lwt.Lwt;
import lwt.Mutex;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.EventSender;

/// Whether computations that occurrences start wait for each other.
///
/// An event whose occurrences come from promises is two events. One starts a promise at each occurrence of its
/// source and never occurs itself; the other is primitive, and its sender is called when a promise has its value.
/// The two are put together only because the result must keep the first one alive. A promise that has its value
/// at once is sent inside the step that made it, in a step of its own.
abstract class Turns {

    /// Each begins when those before it have ended.
    static Turns serial() {
        var mutex = new Mutex();
        return new Turns() {
            @Override
            <T extends @Nullable Object> Promise<T> start(ThrowingSupplier<? extends Promise<T>> f) {
                return mutex.withLock(f);
            }
        };
    }

    /// Each begins at once.
    static Turns parallel() {
        return new Turns() {
            @Override
            <T extends @Nullable Object> Promise<T> start(ThrowingSupplier<? extends Promise<T>> f) {
                return Lwt.apply(ignored -> f.get(), null);
            }
        };
    }

    abstract <T extends @Nullable Object> Promise<T> start(ThrowingSupplier<? extends Promise<T>> f);

    /// Sends what is to be seen of the result that an occurrence has led to.
    @FunctionalInterface
    interface Delivery<A extends @Nullable Object, R extends @Nullable Object, B extends @Nullable Object> {
        void deliver(EventSender<B> sender, A occurrence, R result);

        /// The result.
        static <A extends @Nullable Object, R extends @Nullable Object> Delivery<A, R, R> ofResult() {
            return (sender, occurrence, result) -> sender.send(result);
        }

        /// The occurrence, if the result is that it is wanted.
        static <A extends @Nullable Object> Delivery<A, Boolean, A> ofWanted() {
            return (sender, occurrence, wanted) -> {
                if (wanted) {
                    sender.send(occurrence);
                }
            };
        }

        /// What is in the result, if anything.
        static <A extends @Nullable Object, B> Delivery<A, Optional<B>, B> ofContent() {
            return (sender, occurrence, result) -> result.ifPresent(sender::send);
        }
    }

    /// Occurs when the promises that `f` makes at the occurrences of `event` have values, as `delivery` says.
    /// Promises that fail are dropped.
    final <A extends @Nullable Object, R extends @Nullable Object, B extends @Nullable Object> Event<B> event(
            Event<A> event, ThrowingFunction<? super A, ? extends Promise<R>> f, Delivery<A, R, B> delivery) {
        EventSender<B> sender = Event.create();
        return event(event, sender, f, delivery);
    }

    /// The same for a sender that may send something else too.
    final <A extends @Nullable Object, R extends @Nullable Object, B extends @Nullable Object> Event<B> event(
            Event<A> event,
            EventSender<B> sender,
            ThrowingFunction<? super A, ? extends Promise<R>> f,
            Delivery<A, R, B> delivery) {
        return Event.select(
                silently(
                        event,
                        value -> this.<R>start(() -> f.apply(value))
                                .onSuccess(result -> delivery.deliver(sender, value, result))),
                sender.event());
    }

    /// Calls `action` at each occurrence of `event` and never occurs.
    @SuppressWarnings("unchecked") // it has no occurrences, so they are of any type
    static <A extends @Nullable Object, B extends @Nullable Object> Event<B> silently(
            Event<A> event, Consumer<? super A> action) {
        return (Event<B>) event.filter(value -> {
            action.accept(value);
            return false;
        });
    }
}
