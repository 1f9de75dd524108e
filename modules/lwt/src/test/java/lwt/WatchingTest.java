package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// onSuccess, onFailure, onTermination, onAny: which runs when, and where their exceptions go.
class WatchingTest extends CoreTest {
    /// One of the four, with its callback for a value and its callback for a failure.
    interface Watch {
        void on(Promise<Integer> p, ThrowingConsumer<Integer> value, ThrowingConsumer<Throwable> failure);
    }

    record Named(String name, boolean onValue, boolean onFailure, Watch watch) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> watches() {
        return Stream.of(
                new Named("onSuccess", true, false, (p, f, _) -> p.onSuccess(f)),
                new Named("onFailure", false, true, (p, _, g) -> p.onFailure(g)),
                new Named(
                        "onTermination",
                        true,
                        true,
                        (p, f, g) -> p.onTermination(() -> {
                            switch (p.state()) {
                                case State.Return<Integer>(Integer v) -> f.accept(v);
                                case State.Fail<Integer>(Throwable e) -> g.accept(e);
                                case State.Sleep<Integer>() -> throw new IllegalStateException("not terminated");
                            }
                        })),
                new Named("onAny", true, true, Promise::onAny));
    }

    private void watch(Named watch, Promise<Integer> p) {
        watch.watch.on(p, v -> log("value " + v), e -> log("failure " + e.getMessage()));
    }

    private void assertRan(boolean ran, String entry) {
        if (ran) {
            assertLog(entry);
        } else {
            assertLog();
        }
    }

    @ParameterizedTest
    @MethodSource("watches")
    void returned(Named watch) {
        watch(watch, Lwt.of(1));
        assertRan(watch.onValue, "value 1");
    }

    @ParameterizedTest
    @MethodSource("watches")
    void failed(Named watch) {
        watch(watch, Lwt.fail(a));
        assertRan(watch.onFailure, "failure a");
    }

    @ParameterizedTest
    @MethodSource("watches")
    void pending(Named watch) {
        watch(watch, Lwt.<Integer>waiter().promise());
        assertLog();
    }

    @ParameterizedTest
    @MethodSource("watches")
    void pendingThenReturned(Named watch) {
        Resolver<Integer> r = Lwt.waiter();
        watch(watch, r.promise());
        r.wakeup(1);
        assertRan(watch.onValue, "value 1");
    }

    @ParameterizedTest
    @MethodSource("watches")
    void pendingThenFailed(Named watch) {
        Resolver<Integer> r = Lwt.waiter();
        watch(watch, r.promise());
        r.fail(a);
        assertRan(watch.onFailure, "failure a");
    }

    @ParameterizedTest
    @MethodSource("watches")
    void pendingThenCanceled(Named watch) {
        Resolver<Integer> r = Lwt.task();
        watch(watch, r.promise());
        r.promise().cancel();
        assertRan(watch.onFailure, "failure the promise was canceled");
    }

    @ParameterizedTest
    @MethodSource("watches")
    void ofAProxy(Named watch) {
        Proxied<Integer> proxied = proxied(Lwt.waiter());
        watch(watch, proxied.resolver().promise());
        proxied.resolver().wakeup(1);
        assertRan(watch.onValue, "value 1");
    }

    /* ---- Exceptions of callbacks ---- */

    static Stream<Arguments> throwing() {
        return watches()
                .flatMap(watch -> Stream.of(true, false)
                        .filter(value -> value ? watch.onValue : watch.onFailure)
                        .flatMap(value ->
                                Stream.of(Arguments.of(watch, value, true), Arguments.of(watch, value, false))));
    }

    @ParameterizedTest(name = "{0}, value: {1}, resolved at once: {2}")
    @MethodSource("throwing")
    void exceptionOfTheCallback_goesToTheHook(Named watch, boolean value, boolean atOnce) {
        Resolver<Integer> r = Lwt.waiter();
        Runnable resolve = () -> {
            if (value) {
                r.wakeup(1);
            } else {
                r.fail(b);
            }
        };
        if (atOnce) {
            resolve.run();
        }
        watch.watch.on(
                r.promise(),
                _ -> {
                    throw a;
                },
                _ -> {
                    throw a;
                });
        if (!atOnce) {
            assertHooked();
            resolve.run();
        }
        assertHooked(a);
    }

    @Test
    void exceptionOfACallback_theOtherCallbacksGoOn() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("oldest"));
        r.promise().onSuccess(_ -> {
            throw a;
        });
        r.promise().onSuccess(_ -> log("newest"));
        r.wakeup(1);
        assertLog("newest", "oldest");
        assertHooked(a);
    }

    @Test
    void ofAResolvedPromise_runInOrderOfTheCalls() {
        Promise<Integer> p = Lwt.of(1);
        p.onSuccess(_ -> log("1"));
        p.onTermination(() -> log("2"));
        p.onAny(_ -> log("3"), _ -> mustNotRun());
        assertLog("1", "2", "3");
    }

    @Test
    void registeredByACallbackOfTheSamePromise_runsAtOnce() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> log("older"));
        r.promise().onSuccess(_ -> {
            r.promise().onSuccess(_ -> log("inner"));
            log("after inner");
        });
        r.wakeup(1);
        assertLog("inner", "after inner", "older");
    }

    @Test
    void thousandCallbacks_allRunNewestFirst() {
        Resolver<Integer> r = Lwt.waiter();
        String[] expected = new String[1000];
        for (int i = 0; i < expected.length; i++) {
            String entry = String.valueOf(i);
            r.promise().onSuccess(_ -> log(entry));
            expected[expected.length - 1 - i] = entry;
        }
        r.wakeup(0);
        assertLog(expected);
    }

    /* ---- The hook ---- */

    @Test
    void hook_itsOwnException_goesToTheThreadsHandler_withTheFirstOneSuppressed() {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler former = thread.getUncaughtExceptionHandler();
        Throwable[] told = new Throwable[1];
        RuntimeException second = new RuntimeException("from the hook");
        thread.setUncaughtExceptionHandler((_, e) -> told[0] = e);
        try {
            Lwt.setAsyncExceptionHook(_ -> {
                throw second;
            });
            Resolver<Integer> r = Lwt.waiter();
            r.promise().onSuccess(_ -> log("goes on"));
            r.promise().onSuccess(_ -> {
                throw a;
            });
            r.wakeup(1);
        } finally {
            thread.setUncaughtExceptionHandler(former);
        }
        assertThat(told[0]).as("what the thread's handler was told").isSameAs(second);
        assertThat(second.getSuppressed()).as("the first failure").containsExactly(a);
        assertLog("goes on");
    }

    @Test
    void hook_atFirst_isTheThreadsHandler() throws InterruptedException {
        Throwable[] told = new Throwable[1];
        Thread thread = new Thread(() -> Lwt.async(() -> Lwt.fail(a)), "with a loop of its own");
        thread.setUncaughtExceptionHandler((_, e) -> told[0] = e);
        thread.start();
        thread.join();
        assertThat(told[0]).as("what the thread's handler was told").isSameAs(a);
    }

    @Test
    void setAsyncExceptionHook_null_isRefused() {
        assertThatThrownBy(() -> Lwt.setAsyncExceptionHook(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("hook");
    }

    @Test
    void nullFunctions_areRefused() {
        for (Promise<Integer> p :
                java.util.List.of(Lwt.of(1), Lwt.<Integer>waiter().promise())) {
            assertRefused("f", () -> p.onSuccess(null));
            assertRefused("f", () -> p.onFailure(null));
            assertRefused("f", () -> p.onTermination(null));
            assertRefused("f", () -> p.onAny(null, _ -> {}));
            assertRefused("g", () -> p.onAny(_ -> {}, null));
            assertRefused("f", () -> p.onCancel(null));
            assertRefused("handler", () -> p.ignoreResult(null));
        }
    }

    private static void assertRefused(String name, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }
}
