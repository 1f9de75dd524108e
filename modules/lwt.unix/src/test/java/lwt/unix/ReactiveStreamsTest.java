package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/// The technology compatibility kit of Reactive Streams, which wants to be run by TestNG.
class ReactiveStreamsTest {
    private static final int TIMEOUT_MILLIS = 2_000; // for what must come
    private static final int SILENCE_MILLIS = 50; // for what must not come

    private static TestEnvironment environment() {
        return new TestEnvironment(TIMEOUT_MILLIS, SILENCE_MILLIS, SILENCE_MILLIS);
    }

    /// A stream that becomes a publisher; every other element is there only after a pause.
    public static final class Publisher extends FlowPublisherVerification<Long> {
        private LoopThread thread;

        public Publisher() {
            super(environment());
        }

        @BeforeClass
        public void startLoop() {
            thread = new LoopThread();
        }

        @AfterClass
        public void endLoop() {
            thread.close();
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return thread.call(() -> LwtFlow.toPublisher(_ -> numbers(elements)));
        }

        private static LwtStream<Long> numbers(long elements) {
            AtomicLong next = new AtomicLong();
            return LwtStream.from(() -> {
                long number = next.getAndIncrement();
                Optional<Long> element = number < elements ? Optional.of(number) : Optional.empty();
                return number % 2 == 0 ? Lwt.of(element) : Lwt.pause().map(_ -> element);
            });
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            return thread.call(() -> LwtFlow.toPublisher(_ -> {
                throw new IllegalStateException("this source cannot be opened");
            }));
        }
    }

    /// A publisher that becomes a stream.
    public static final class Subscriber extends FlowSubscriberBlackboxVerification<Long> {
        private LoopThread thread;
        private LwtStream<Long> stream;

        public Subscriber() {
            super(environment());
        }

        @BeforeClass
        public void startLoop() {
            thread = new LoopThread();
        }

        @AfterClass
        public void endLoop() {
            thread.close();
        }

        @Override
        public Flow.Subscriber<Long> createFlowSubscriber() {
            return thread.call(() -> {
                PublishedStream<Long> source = new PublishedStream<>(4);
                stream = source.open();
                return source;
            });
        }

        @Override
        public void triggerFlowRequest(Flow.Subscriber<? super Long> subscriber) {
            thread.loop().execute(() -> stream.get().ignoreResult(_ -> {}));
        }

        @Override
        public Long createElement(int element) {
            return (long) element;
        }
    }

    /// The same, with the kit told of each signal that the subscriber has taken, and asking for elements and for the
    /// end.
    public static final class Probed extends FlowSubscriberWhiteboxVerification<Long> {
        private LoopThread thread;

        public Probed() {
            super(environment());
        }

        @BeforeClass
        public void startLoop() {
            thread = new LoopThread();
        }

        @AfterClass
        public void endLoop() {
            thread.close();
        }

        @Override
        protected Flow.Subscriber<Long> createFlowSubscriber(WhiteboxSubscriberProbe<Long> probe) {
            return thread.call(() -> new Watched(thread.loop(), probe));
        }

        @Override
        public Long createElement(int element) {
            return (long) element;
        }
    }

    /// A stream's source whose signals and reads go through a probe of the kit's.
    private static final class Watched implements Flow.Subscriber<Long>, SubscriberPuppet {
        private final Loop loop;
        private final WhiteboxSubscriberProbe<Long> probe;
        private final PublishedStream<Long> source = new PublishedStream<>(4);
        private final LwtStream<Long> stream = source.open();

        Watched(Loop loop, WhiteboxSubscriberProbe<Long> probe) {
            this.loop = loop;
            this.probe = probe;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source.onSubscribe(subscription);
            probe.registerOnSubscribe(this);
        }

        @Override
        public void onNext(Long element) {
            source.onNext(element);
            probe.registerOnNext(element);
        }

        @Override
        public void onError(Throwable thrown) {
            source.onError(thrown);
            probe.registerOnError(thrown);
        }

        @Override
        public void onComplete() {
            source.onComplete();
            probe.registerOnComplete();
        }

        @Override
        public void triggerRequest(long elements) {
            loop.execute(() -> stream.nget((int) elements).ignoreResult(_ -> {}));
        }

        @Override
        public void signalCancel() {
            loop.execute(source::abandon);
        }
    }

    @Test
    void toPublisher_passesTheKit() {
        run(Publisher.class, 25);
    }

    @Test
    void of_passesTheKit() {
        run(Subscriber.class, 11);
    }

    @Test
    void of_watchedFromInside_passesTheKit() {
        run(Probed.class, 14);
    }

    private static void run(Class<?> verification, int least) {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setTestClasses(new Class<?>[] {verification});
        kit.addListener(results);
        kit.run();
        assertThat(results.getFailedTests()).map(ReactiveStreamsTest::words).isEmpty();
        assertThat(results.getConfigurationFailures())
                .map(ReactiveStreamsTest::words)
                .isEmpty();
        assertThat(results.getSkippedTests())
                .map(ITestResult::getName)
                .allMatch(name -> name.startsWith("optional_") || name.startsWith("untested_"));
        assertThat(results.getPassedTests()).hasSizeGreaterThanOrEqualTo(least);
    }

    private static String words(ITestResult result) {
        return result.getName() + ": " + result.getThrowable();
    }
}
