package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lwt.LwtRetry.Problem;
import org.junit.jupiter.api.Test;

/// The examples of the Javadoc; each region is shown there.
class Snippets {

    @Test
    void bind() {
        List<String> printed = new ArrayList<>();
        Resolver<String> line = Lwt.waiter();
        // @start region="bind"
        Promise<Integer> length = line.promise().bind(text -> {
            printed.add("You typed " + text);
            return Lwt.of(text.length());
        });
        // @end
        line.wakeup("hello");
        assertThat(printed).containsExactly("You typed hello");
        assertThat(length.state()).isEqualTo(new State.Return<>(5));
    }

    @Test
    void waiter() {
        // @start region="waiter"
        Resolver<Integer> answer = Lwt.waiter();
        Promise<Integer> doubled = answer.promise().map(n -> 2 * n);
        answer.wakeup(21); // doubled is resolved now
        // @end
        assertThat(doubled.state()).isEqualTo(new State.Return<>(42));
    }

    @Test
    void task() {
        // @start region="task"
        Resolver<Integer> request = Lwt.task();
        Promise<Integer> next = request.promise().map(n -> n + 1);
        next.cancel(); // cancels request.promise(), so next fails too
        // @end
        assertThat(next.state())
                .isInstanceOfSatisfying(
                        State.Fail.class, fail -> assertThat(fail.cause()).isInstanceOf(CanceledException.class));
    }

    @Test
    void catching() {
        Promise<Integer> risky = Lwt.fail(new ArithmeticException("too big"));
        // @start region="catching"
        Promise<Integer> safe = Lwt.catching(() -> risky, failure -> Lwt.of(0));
        // @end
        assertThat(safe.state()).isEqualTo(new State.Return<>(0));
    }

    @Test
    void pick() {
        Resolver<String> reply = Lwt.task();
        Resolver<String> timeout = Lwt.task();
        // @start region="pick"
        Promise<String> first = Lwt.pick(reply.promise(), timeout.promise());
        reply.wakeup("done"); // cancels timeout.promise(), then resolves first
        // @end
        assertThat(first.state()).isEqualTo(new State.Return<>("done"));
        assertThat(timeout.promise().isSleeping()).isFalse();
    }

    @Test
    void key() {
        Resolver<Void> go = Lwt.waiter();
        // @start region="key"
        Key<String> request = new Key<>();
        Promise<String> seen = request.withValue(
                "request 7", () -> go.promise().map(ignored -> request.get().orElse("none")));
        go.wakeup(null); // seen is "request 7", although the key is not set here
        // @end
        assertThat(seen.state()).isEqualTo(new State.Return<>("request 7"));
    }

    @Test
    void driver() {
        Promise<Void> program = Lwt.pause().bind(ignored -> Lwt.pause());
        // @start region="driver"
        Loop loop = Loop.current();
        loop.setWaker(() -> LockSupport.unpark(loop.owner()));
        while (program.isSleeping()) {
            loop.turn();
            if (program.isSleeping() && loop.trySleep()) {
                LockSupport.park();
                loop.awake();
            }
        }
        // @end
        assertThat(program.state()).isEqualTo(new State.Return<>(null));
    }

    @Test
    void mutex() {
        List<String> log = new ArrayList<>();
        Resolver<Void> answer = Lwt.waiter();
        Mutex mutex = new Mutex();
        // @start region="mutex"
        Promise<Void> first = mutex.withLock(() -> answer.promise().bind(ignored -> {
            log.add("first");
            return Lwt.unit();
        }));
        Promise<Void> second = mutex.withLock(() -> {
            log.add("second"); // runs when the first has ended
            return Lwt.unit();
        });
        // @end
        answer.wakeup(null);
        assertThat(first.isSleeping() || second.isSleeping()).isFalse();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void mvar() {
        // @start region="mvar"
        Mvar<String> mailbox = new Mvar<>();
        Promise<String> reader = mailbox.take(); // waits
        mailbox.put("hello"); // goes to the reader
        // @end
        assertThat(reader.state()).isEqualTo(new State.Return<>("hello"));
    }

    @Test
    void switching() {
        List<String> log = new ArrayList<>();
        // @start region="switch"
        Promise<String> result = Switch.withSwitch(resources -> {
            resources.addHook(() -> Lwt.wrap(() -> log.add("closed")));
            return Lwt.of("done"); // the hook runs now, and would if this failed
        });
        // @end
        assertThat(result.state()).isEqualTo(new State.Return<>("done"));
        assertThat(log).containsExactly("closed");
    }

    @Test
    void pool() {
        // @start region="pool"
        Pool<StringBuilder> buffers = new Pool<>(4, () -> Lwt.of(new StringBuilder()));
        Promise<Integer> length = buffers.use(buffer -> {
            buffer.setLength(0);
            return Lwt.of(buffer.append("hello").length());
        });
        // @end
        assertThat(length.state()).isEqualTo(new State.Return<>(5));
    }

    @Test
    void stream() {
        // @start region="stream"
        LwtStream.Pushed<Integer> numbers = LwtStream.push();
        Promise<Integer> sum =
                numbers.stream().filter(n -> n % 2 == 0).map(n -> n * n).fold(Integer::sum, 0);
        for (int n = 1; n <= 4; n++) {
            numbers.push().push(n);
        }
        numbers.push().close(); // sum is 2 * 2 + 4 * 4
        // @end
        assertThat(sum.state()).isEqualTo(new State.Return<>(20));
    }

    @Test
    void owning() {
        List<String> log = new ArrayList<>();
        LwtStream<String> lines = LwtStream.of("one", "two", "three");
        // @start region="owning"
        Promise<String> first =
                Switch.withSwitch(scope -> lines.owning(scope, () -> Lwt.wrap(() -> log.add("file closed")))
                        .next());
        // @end
        assertThat(first.state()).isEqualTo(new State.Return<>("one"));
        assertThat(log).containsExactly("file closed");
    }

    @Test
    void retry() {
        int[] tries = {0};
        List<Duration> slept = new ArrayList<>();
        ThrowingFunction<Duration, Promise<?>> sleep = duration -> Lwt.wrap(() -> slept.add(duration));
        ThrowingSupplier<Promise<String>> ask =
                () -> ++tries[0] < 3 ? Lwt.fail(new ConnectException("refused")) : Lwt.of("hello");
        // @start region="retry"
        var attempts = LwtRetry.onError(() -> LwtResult.mapError(
                LwtResult.catching(ask),
                e -> e instanceof ConnectException ? new Problem.Retry<>("refused") : new Problem.Fatal<>(e)));
        var answer = LwtRetry.nTimes(3, LwtRetry.withSleep(attempts, sleep));
        // @end
        assertThat(answer.state()).isEqualTo(new State.Return<>(new Result.Ok<>("hello")));
        assertThat(slept).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(16));
    }
}
