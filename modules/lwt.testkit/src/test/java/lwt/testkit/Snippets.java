package lwt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;

/// The examples of the Javadoc; each region is shown there.
class Snippets {

    @Test
    void run() {
        // @start region="run"
        String done = TestLoop.run(() -> LwtUnix.sleep(Duration.ofDays(1)).map(ignored -> "done"));
        assertThat(done).isEqualTo("done"); // at once
        // @end
    }

    @Test
    void advance() {
        // @start region="advance"
        try (TestLoop loop = new TestLoop()) {
            Promise<Void> tea = LwtUnix.sleep(Duration.ofMinutes(4));
            loop.advance(Duration.ofMinutes(3));
            assertThat(tea.isSleeping()).isTrue();
            loop.advance(Duration.ofMinutes(1));
            assertThat(tea.isSleeping()).isFalse();
        }
        // @end
    }

    @Test
    void ordered() {
        // @start region="ordered"
        try (Ordered order = new Ordered()) {
            Resolver<Void> go = Lwt.waiter();
            go.promise().onSuccess(ignored -> order.expect(3));
            go.promise().onSuccess(ignored -> order.expect(2)); // newest first
            order.expect(1);
            go.wakeup(null);
            order.finish(4);
        }
        // @end
    }

    @Test
    void explore() {
        assertThatThrownBy(
                        () ->
                                // @start region="explore"
                                TestLoop.explore(100, () -> {
                                    List<String> log = new ArrayList<>();
                                    Promise<?> a =
                                            LwtUnix.sleep(Duration.ofSeconds(1)).map(ignored -> log.add("a"));
                                    Promise<?> b =
                                            LwtUnix.sleep(Duration.ofSeconds(1)).map(ignored -> log.add("b"));
                                    return Lwt.join(a, b)
                                            .map(ignored -> assertThat(log).containsExactly("a", "b"));
                                })
                        // fails, and says with which seed
                        // @end
                        )
                .isInstanceOf(AssertionError.class)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .anySatisfy(note -> assertThat(note).hasMessageContaining("seed")));
    }
}
