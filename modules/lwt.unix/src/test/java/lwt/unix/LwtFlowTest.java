package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the kit of ReactiveStreamsTest does not look at: resources, demand, and both ways together.
@Timeout(60)
class LwtFlowTest {
    private final LoopThread thread = new LoopThread();

    @AfterEach
    void endLoop() {
        thread.close();
    }

    /// A publisher that publishes as much as it is asked for, on the thread that asks, and keeps count.
    private static final class Counting implements Flow.Publisher<Integer> {
        final AtomicLong asked = new AtomicLong();
        final CompletableFuture<Boolean> canceled = new CompletableFuture<>();
        private int next;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    asked.addAndGet(n);
                    for (long i = 0; i < n; i++) {
                        subscriber.onNext(next++);
                    }
                }

                @Override
                public void cancel() {
                    canceled.complete(true);
                }
            });
        }
    }

    /// Keeps what it is told; asks for `ask` elements at the beginning.
    private static class Recording implements Flow.Subscriber<Integer> {
        final List<Integer> elements = new ArrayList<>();
        final CompletableFuture<List<Integer>> end = new CompletableFuture<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final long ask;

        Recording(long ask) {
            this.ask = ask;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            given.request(ask);
            subscription.complete(given);
        }

        @Override
        public void onNext(Integer element) {
            elements.add(element);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(elements);
        }
    }

    /* ---- From a publisher to a stream ---- */

    @Test
    void of_publisherOnOtherThreads_allInOrder() throws Exception {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
        var read = thread.call(() -> LwtFlow.of(publisher, new Switch()).toList());
        numbers.forEach(publisher::submit);
        publisher.close();
        assertThat(read.join()).isEqualTo(numbers);
    }

    @Test
    void of_notRead_asksForNothing() {
        Counting publisher = new Counting();
        thread.call(() -> LwtFlow.of(publisher, new Switch(), 4));
        turn();
        assertThat(publisher.asked).hasValue(0);
    }

    @Test
    void of_read_asksForNoMoreThanFits() throws Exception {
        Counting publisher = new Counting();
        LwtStream<Integer> stream = thread.call(() -> LwtFlow.of(publisher, new Switch(), 4));
        assertThat(thread.await(stream::next)).isZero();
        turn();
        assertThat(publisher.asked).hasValue(4);
        assertThat(thread.await(() -> stream.nget(9))).hasSize(9);
        turn();
        assertThat(publisher.asked.get()).isBetween(10L, 14L);
    }

    @Test
    void of_publisherFails_elementsFirstThenTheFailure() throws Exception {
        IOException failure = new IOException("f");
        Flow.Publisher<Integer> publisher = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscriber.onNext(1);
                subscriber.onError(failure);
            }

            @Override
            public void cancel() {}
        });
        LwtStream<Integer> stream = thread.call(() -> LwtFlow.of(publisher, new Switch()));
        assertThat(thread.await(stream::next)).isEqualTo(1);
        assertThatThrownBy(() -> thread.await(stream::next)).isSameAs(failure);
    }

    @Test
    void of_scopeTurnedOff_cancelsAndEnds() throws Exception {
        Counting publisher = new Counting();
        Switch scope = thread.call(Switch::new);
        LwtStream<Integer> stream = thread.call(() -> LwtFlow.of(publisher, scope, 2));
        assertThat(thread.await(stream::next)).isZero();
        thread.await(scope::turnOff);
        assertThat(LoopThread.within(publisher.canceled)).isTrue();
        assertThat(thread.await(stream::toList)).containsExactly(1, 2); // what had come
    }

    @Test
    void of_streamAbandoned_cancels() {
        Counting publisher = new Counting();
        Switch scope = thread.call(Switch::new);
        WeakReference<Object> stream = thread.call(() -> new WeakReference<>(LwtFlow.of(publisher, scope)));
        while (!publisher.canceled.isDone()) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(stream.get()).isNull();
    }

    @Test
    void of_copyStillRead_doesNotCancel() throws Exception {
        Counting publisher = new Counting();
        LwtStream<Integer> copy = thread.call(
                () -> LwtFlow.of(publisher, new Switch(), 2).map(n -> n + 1).copy());
        for (int i = 0; i < 5; i++) {
            System.gc();
            turn();
        }
        assertThat(thread.await(() -> copy.nget(5))).containsExactly(1, 2, 3, 4, 5);
        assertThat(publisher.canceled).isNotDone();
    }

    @Test
    void of_scopeThatIsOff_refused() {
        assertThatThrownBy(() -> thread.call(() -> {
                    Switch scope = new Switch();
                    scope.turnOff();
                    return LwtFlow.of(new Counting(), scope);
                }))
                .isInstanceOf(Switch.OffException.class);
        assertThatThrownBy(() -> thread.call(() -> LwtFlow.of(new Counting(), new Switch(), 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /* ---- From a stream to a publisher ---- */

    @Test
    void toPublisher_readsWhatIsAskedForOnly() {
        AtomicInteger made = new AtomicInteger();
        Recording subscriber = new Recording(3);
        publisher(made, new AtomicInteger()).subscribe(subscriber);
        LoopThread.within(subscriber.subscription);
        turn();
        assertThat(thread.call(() -> List.copyOf(subscriber.elements))).containsExactly(0, 1, 2);
        assertThat(made).hasValue(3);
    }

    /// Numbers without end; counts how many were made and how often its resource was released.
    private Flow.Publisher<Integer> publisher(AtomicInteger made, AtomicInteger released) {
        return thread.call(() -> LwtFlow.toPublisher(scope -> {
            LwtStream<Integer> numbers = LwtStream.fromDirect(() -> Optional.of(made.getAndIncrement()));
            return numbers.owning(scope, () -> {
                released.incrementAndGet();
                return Lwt.unit();
            });
        }));
    }

    @Test
    void toPublisher_canceledOnAnotherThread_releasesTheSource() {
        AtomicInteger released = new AtomicInteger();
        Recording subscriber = new Recording(Long.MAX_VALUE);
        publisher(new AtomicInteger(), released).subscribe(subscriber);
        LoopThread.within(subscriber.subscription).cancel();
        turn();
        assertThat(released).hasValue(1);
    }

    @Test
    void toPublisher_waitingForTheSource_cancelReleasesIt() {
        AtomicInteger released = new AtomicInteger();
        Flow.Publisher<Integer> publisher = thread.call(() -> LwtFlow.toPublisher(
                scope -> LwtStream.<Integer>push().stream().owning(scope, () -> Lwt.of(released.incrementAndGet()))));
        Recording subscriber = new Recording(1);
        publisher.subscribe(subscriber);
        LoopThread.within(subscriber.subscription).cancel();
        turn();
        assertThat(released).hasValue(1);
    }

    @Test
    void toPublisher_streamEnds_releasedBeforeTheEndIsTold() {
        AtomicInteger released = new AtomicInteger();
        Flow.Publisher<Integer> publisher = thread.call(() -> LwtFlow.toPublisher(scope -> {
            scope.addHook(() -> Lwt.pause().map(_ -> released.incrementAndGet()));
            return LwtStream.of(1, 2);
        }));
        Recording subscriber = new Recording(9);
        CompletableFuture<Integer> seen = subscriber.end.thenApply(_ -> released.get());
        publisher.subscribe(subscriber);
        assertThat(LoopThread.within(seen)).isEqualTo(1);
        assertThat(subscriber.elements).containsExactly(1, 2);
    }

    @Test
    void toPublisher_streamFails_failureIsTold() {
        IOException failure = new IOException("f");
        Flow.Publisher<Integer> publisher =
                thread.call(() -> LwtFlow.toPublisher(_ -> LwtStream.from(() -> Lwt.fail(failure))));
        Recording subscriber = new Recording(1);
        publisher.subscribe(subscriber);
        assertThatThrownBy(() -> LoopThread.within(subscriber.end)).isSameAs(failure);
    }

    @Test
    void toPublisher_subscriberThrows_releasesAndTellsTheHook() {
        AtomicInteger released = new AtomicInteger();
        CompletableFuture<Throwable> hooked = new CompletableFuture<>();
        thread.call(() -> {
            Lwt.setAsyncExceptionHook(hooked::complete);
            return 0;
        });
        publisher(new AtomicInteger(), released).subscribe(new Recording(5) {
            @Override
            public void onNext(Integer element) {
                throw new IllegalStateException("broken");
            }
        });
        assertThat(LoopThread.within(hooked)).hasMessage("broken");
        turn();
        assertThat(released).hasValue(1);
    }

    @Test
    void toPublisher_endlessAndUnbounded_letsTheLoopTurn() {
        Recording subscriber = new Recording(Long.MAX_VALUE);
        publisher(new AtomicInteger(), new AtomicInteger()).subscribe(subscriber);
        LoopThread.within(subscriber.subscription);
        turn(); // the loop still answers
        subscriber.subscription.join().cancel();
    }

    @Test
    void bothWays_throughAProcessorlessRoundTrip() throws Exception {
        Flow.Publisher<Integer> publisher =
                thread.call(() -> LwtFlow.toPublisher(_ -> LwtStream.of(1, 2, 3).map(n -> n * 10)));
        try (LoopThread other = new LoopThread()) {
            assertThat(other.await(() -> LwtFlow.of(publisher, new Switch(), 1).toList()))
                    .containsExactly(10, 20, 30);
        }
    }

    /// Lets the loop do what it was told so far.
    private void turn() {
        for (int i = 0; i < 4; i++) {
            thread.call(() -> 0);
        }
    }
}
