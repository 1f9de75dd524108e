package lwt.unix;

import java.util.Objects;
import java.util.concurrent.Flow;
import lwt.Loop;
import lwt.LwtStream;
import lwt.Switch;
import lwt.ThrowingFunction;

/// Streams and the publishers of the JDK ([Flow]), which other reactive libraries understand: each can stand for the
/// other, with the reader's demand travelling to the source, and the end, a failure or a cancel to the reader.
///
/// Both follow the rules of Reactive Streams and pass its technology compatibility kit.
///
/// {@snippet class=lwt.unix.Snippets region=flow}
///
/// @see LwtFuture
public final class LwtFlow {
    private static final int PREFETCH = 32;

    private LwtFlow() {}

    /// A stream of what a publisher publishes; asks for up to 32 elements before they are read.
    ///
    /// @see #of(Flow.Publisher, Switch, int)
    public static <T> LwtStream<T> of(Flow.Publisher<T> publisher, Switch scope) {
        return of(publisher, scope, PREFETCH);
    }

    /// A stream of what a publisher publishes, on whichever thread.
    ///
    /// The publisher is subscribed to now. It is asked for elements when the stream is first read, and again as
    /// they are read: never more than `prefetch` of them are on their way or wait in the stream. When the
    /// publisher fails, the elements before the failure are read first; then the readings fail with it.
    ///
    /// The subscription is canceled when `scope` is turned off, and when nothing refers to the stream any more;
    /// the stream then ends after the elements that have come.
    ///
    /// @param prefetch at least 1
    /// @throws IllegalArgumentException if `prefetch` is not positive
    /// @throws Switch.OffException if the scope is off already
    public static <T> LwtStream<T> of(Flow.Publisher<T> publisher, Switch scope, int prefetch) {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(scope, "scope");
        if (prefetch < 1) {
            throw new IllegalArgumentException("the elements asked for must be at least 1: " + prefetch);
        }
        scope.check();
        PublishedStream<T> source = new PublishedStream<>(prefetch);
        scope.addHook(source::abandon);
        LwtStream<T> stream = source.open();
        publisher.subscribe(source);
        return stream;
    }

    /// A publisher of the elements of a stream that `source` opens anew, on this loop, for each subscriber.
    ///
    /// The switch that `source` is given is turned off when the subscriber cancels, when the stream has ended or
    /// failed, and when the subscriber throws, against the rules: what the stream needs is released by its hooks,
    /// as [LwtStream#owning] adds one. An element is read from the stream when the subscriber has asked for it.
    ///
    /// The subscriber is called on the loop's thread, which it must not block. **Any thread** may subscribe, ask
    /// and cancel. The end is told when the switch's hooks have ended; a failure among them is told instead.
    public static <T> Flow.Publisher<T> toPublisher(ThrowingFunction<? super Switch, ? extends LwtStream<T>> source) {
        Objects.requireNonNull(source, "source");
        Loop loop = Loop.current();
        return subscriber -> StreamSubscription.begin(loop, source, Objects.requireNonNull(subscriber, "subscriber"));
    }
}
