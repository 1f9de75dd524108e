package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `Promise.join`, on threads that are not the loop's.
@Timeout(30)
class JoinPromiseTest {
    @Test
    void join_pendingOnAForeignThread_waitsForTheValue() throws Exception {
        try (LoopThread thread = new LoopThread()) {
            Promise<String> promise =
                    thread.call(() -> LwtUnix.sleep(Duration.ofMillis(20)).map(_ -> "value"));
            assertThat(promise.join()).isEqualTo("value");
            assertThat(promise.join()).isEqualTo("value");
        }
    }

    @Test
    void join_failure_thrownItself() throws Exception {
        IOException failure = new IOException("a checked one");
        try (LoopThread thread = new LoopThread()) {
            Promise<String> promise = thread.call(() -> Lwt.pause().bind(_ -> Lwt.fail(failure)));
            assertThatThrownBy(promise::join).isSameAs(failure);
        }
    }

    @Test
    void join_madeResolved_anyThread() throws Exception {
        assertThat(Lwt.of(7).join()).isEqualTo(7);
        Promise<Integer> seven = Lwt.of(7);
        CompletableFuture<Integer> other = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                other.complete(seven.join());
            } catch (Throwable e) {
                other.completeExceptionally(e);
            }
        });
        assertThat(LoopThread.within(other)).isEqualTo(7);
    }

    @Test
    void join_pendingOnTheLoopItself_namesTheDeadlock() throws Exception {
        try (LoopThread thread = new LoopThread()) {
            assertThatThrownBy(() -> thread.call(() -> Lwt.pause().join()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("deadlock")
                    .hasMessageContaining("loop of a test");
        }
    }

    @Test
    void join_resolvedOnTheLoopItself_value() throws Exception {
        try (LoopThread thread = new LoopThread()) {
            int value = thread.call(() -> {
                Resolver<Integer> resolver = Lwt.waiter();
                resolver.wakeup(7);
                return resolver.promise().join();
            });
            assertThat(value).isEqualTo(7);
        }
    }

    @Test
    void join_loopHasEnded_saysSo() throws Exception {
        Promise<Integer> orphan;
        try (LoopThread thread = new LoopThread()) {
            orphan = thread.call(() -> Lwt.<Integer>waiter().promise());
        }
        assertThatThrownBy(orphan::join)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in vain");
    }

    @Test
    void join_interrupted_givesUpAndLeavesThePromiseAlone() throws Exception {
        try (LoopThread thread = new LoopThread()) {
            Resolver<Integer> resolver = thread.call(Lwt::task);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread joiner = Thread.ofVirtual().start(() -> {
                try {
                    resolver.promise().join();
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            while (joiner.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            joiner.interrupt();
            joiner.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            thread.call(() -> {
                assertThat(resolver.promise().isSleeping()).isTrue();
                resolver.wakeup(3);
                return 0;
            });
            assertThat(resolver.promise().join()).isEqualTo(3);
        }
    }
}
