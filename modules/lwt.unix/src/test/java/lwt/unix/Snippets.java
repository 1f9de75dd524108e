package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Switch;
import org.junit.jupiter.api.Test;

/// The examples of the API pages.
class Snippets {
    @Test
    void future() {
        CompletableFuture<Integer> library = CompletableFuture.supplyAsync(() -> 41);
        // @start region="future"
        Promise<Integer> promise = LwtFuture.of(library).map(n -> n + 1);
        CompletableFuture<Integer> future = LwtFuture.toFuture(promise); // for another library
        // @end
        LwtMain.run(promise);
        assertThat(future.getNow(0)).isEqualTo(42);
    }

    @Test
    void flow() {
        SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
        // @start region="flow"
        Promise<String> first = Switch.withSwitch(scope -> {
            LwtStream<String> stream = LwtFlow.of(publisher, scope);
            return stream.next(); // then the subscription is canceled
        });
        // @end
        publisher.submit("element");
        assertThat(LwtMain.run(first)).isEqualTo("element");
        while (publisher.hasSubscribers()) {
            Thread.onSpinWait(); // the publisher notices it on a thread of its own
        }
        publisher.close();
    }
}
