package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the tests of the core share: words for the states of a promise, a log, and the hook's catch.
///
/// After each test the loop must be at rest, whatever the test did to it.
abstract class CoreTest {
    /// A failure without a trace, known by its name.
    static final class Boom extends Exception {
        private static final long serialVersionUID = 1L;

        Boom(String name) {
            super(name, null, false, false);
        }
    }

    final Boom a = new Boom("a");
    final Boom b = new Boom("b");

    private final List<String> log = new ArrayList<>();
    private final List<Throwable> hooked = new ArrayList<>();
    private Consumer<? super Throwable> formerHook;

    @BeforeEach
    void catchFailuresOfTheHook() {
        formerHook = Lwt.asyncExceptionHook();
        Lwt.setAsyncExceptionHook(hooked::add);
    }

    @AfterEach
    void loopIsAtRest() {
        Lwt.setAsyncExceptionHook(formerHook);
        Lwt.abandonPaused();
        Loop loop = Loop.current();
        assertThat(hooked).as("failures that went to the hook unnoticed").isEmpty();
        assertThat(loop.depth).as("depth of the resolution after the test").isZero();
        assertThat(loop.nesting).as("nesting of bind after the test").isZero();
        assertThat(loop.storage).as("values of keys after the test").isNull();
        assertThat(loop.deferred.isEmpty())
                .as("no wakeups put off after the test")
                .isTrue();
        assertThat(loop.postponed).as("binds put off after the test").isEmpty();
        assertThat(loop.detached).as("callbacks left detached after the test").isNull();
        assertThat(loop.strand()).as("strand that runs after the test").isNull();
    }

    /* ---- What happened ---- */

    final void log(Object entry) {
        log.add(String.valueOf(entry));
    }

    /// What was logged since the last call.
    final void assertLog(String... entries) {
        assertThat(log).as("what ran, in order").containsExactly(entries);
        log.clear();
    }

    /// What went to the hook since the last call.
    final void assertHooked(Throwable... failures) {
        assertThat(hooked).as("failures given to the hook, in order").containsExactly(failures);
        hooked.clear();
    }

    /// A callback that is not expected to run.
    @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns, so it fits every callback
    final <R> R mustNotRun() {
        log("must not run");
        throw new IllegalStateException("a callback ran that must not run");
    }

    /// Runs `body` on a thread of its own, to its end; what it throws is thrown here.
    static void onAnotherThread(ThrowingRunnable body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try {
                body.run();
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return null;
        });
        Thread thread = new Thread(task, "stranger");
        thread.start();
        task.get();
        thread.join();
    }

    /* ---- States in words ---- */

    static <T> void assertReturned(Promise<? extends T> p, T value) {
        assertThat((Object) p.state())
                .as("the promise should have returned %s", value)
                .isEqualTo(new State.Return<>(value));
    }

    static void assertFailed(Promise<?> p, Throwable failure) {
        assertThat((Object) p.state())
                .as("the promise should have failed with %s", failure)
                .isEqualTo(new State.Fail<>(failure));
    }

    static void assertCanceled(Promise<?> p) {
        assertThat(failureOf(p)).as("the promise should be canceled").isInstanceOf(CanceledException.class);
    }

    static void assertSleeping(Promise<?> p) {
        assertThat((Object) p.state()).as("the promise should sleep").isEqualTo(new State.Sleep<>());
    }

    static Throwable failureOf(Promise<?> p) {
        return switch (p.state()) {
            case State.Fail<?>(Throwable cause) -> cause;
            case State<?> other -> throw new AssertionError("the promise should have failed, but it is " + other);
        };
    }

    /// A promise that became a proxy of another pending one, with the resolver of that one.
    record Proxied<T>(Promise<T> promise, Resolver<T> resolver) {}

    static <T> Proxied<T> proxied(Resolver<T> inner) {
        Resolver<Void> start = Lwt.waiter();
        Promise<T> outer = start.promise().bind(_ -> inner.promise());
        start.wakeup(null);
        assertThat(inner.promise().state).as("the inner promise is a proxy").isEqualTo(Promise.PROXY);
        return new Proxied<>(outer, inner);
    }
}
