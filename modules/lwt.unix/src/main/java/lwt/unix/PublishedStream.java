package lwt.unix;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// A stream's source that is fed by a publisher.
final class PublishedStream<T> implements Flow.Subscriber<T> {
    /*
     * All fields belong to the loop; signals come on any thread and go through its door.
     *
     * `owed` counts what was asked for and has not come. Invariant: owed + elements.size() <= prefetch. More is asked
     * for when half of the prefetch has been read, so that a fast publisher is not asked for each element by itself.
     *
     * The publisher keeps this object alive. The stream and its copies refer to it, through the function that they read
     * from, and nothing here refers to that function unless somebody reads: so the collector can tell that all of them
     * were abandoned.
     */
    private final Loop loop = Loop.current();
    private final int prefetch;
    private final ArrayDeque<T> elements = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Resolver<@Nullable Void> reader; // not null: somebody waits for a signal
    private int owed;
    private boolean wanted; // somebody has read
    private boolean ended;
    private @Nullable Throwable failure;

    PublishedStream(int prefetch) {
        this.prefetch = prefetch;
    }

    /// The stream that reads from here.
    LwtStream<T> open() {
        ThrowingSupplier<Promise<Optional<T>>> reading = this::next;
        LwtGc.finalise(reading, this::abandon);
        return LwtStream.from(reading);
    }

    /* ---- Signals, on any thread ---- */

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        loop.execute(() -> {
            if (subscription != null || ended) {
                given.cancel();
                return;
            }
            subscription = given;
            ask();
        });
    }

    @Override
    public void onNext(T element) {
        Objects.requireNonNull(element, "element");
        loop.execute(() -> {
            if (!ended) {
                owed--;
                elements.add(element);
                signal();
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        Objects.requireNonNull(thrown, "failure");
        loop.execute(() -> {
            if (!ended) {
                ended = true;
                failure = thrown;
                signal();
            }
        });
    }

    @Override
    public void onComplete() {
        loop.execute(() -> {
            ended = true;
            signal();
        });
    }

    /* ---- On the loop ---- */

    private Promise<Optional<T>> next() {
        wanted = true;
        T element = elements.poll();
        if (element != null) {
            ask();
            return Lwt.of(Optional.of(element));
        }
        if (failure != null) {
            return Lwt.fail(failure);
        }
        if (ended) {
            return Lwt.of(Optional.empty());
        }
        ask();
        return signalled().bind(_ -> next());
    }

    private void ask() {
        int room = prefetch - owed - elements.size();
        Flow.Subscription from = subscription;
        if (wanted && from != null && !ended && room * 2 >= prefetch) {
            owed += room;
            from.request(room);
        }
    }

    private Promise<@Nullable Void> signalled() {
        Resolver<@Nullable Void> waiting = reader;
        if (waiting == null) {
            waiting = Lwt.waiter();
            reader = waiting;
            loop.retain();
        }
        return waiting.promise();
    }

    private void signal() {
        Resolver<@Nullable Void> waiting = reader;
        if (waiting != null) {
            reader = null;
            loop.release();
            waiting.wakeupLater(null);
        }
    }

    /// Nobody will read, or nobody is to: what has come can still be read.
    Promise<@Nullable Void> abandon() {
        if (!ended) {
            ended = true;
            if (subscription != null) {
                subscription.cancel();
            }
            signal();
        }
        return Lwt.unit();
    }
}
