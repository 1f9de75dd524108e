package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys: values that follow callbacks.
class KeyTest extends CoreTest {
    private final Key<String> key = new Key<>();

    private void logKey() {
        log(key.get().orElse("none"));
    }

    @Test
    void get_initially() {
        assertThat(key.get()).as("value of a new key").isEmpty();
    }

    @Test
    void withValue_isSetInside_andRestoredAfter() {
        key.withValue("v", () -> {
            logKey();
            return null;
        });
        logKey();
        assertLog("v", "none");
    }

    @Test
    void withValue_returnsWhatTheBodyReturns() {
        assertThat(key.<Integer, RuntimeException>withValue("v", () -> 42)).isEqualTo(42);
    }

    @Test
    void withValue_bodyThrows_passesThrough_andIsRestored() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> key.withValue("v", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(key.get()).as("value after the exception").isEmpty();
    }

    @Test
    void withValue_innerOverwrites() {
        key.withValue("outer", () -> {
            key.withValue("inner", () -> {
                logKey();
                return null;
            });
            logKey();
            return null;
        });
        assertLog("inner", "outer");
    }

    @Test
    void withValue_null_unsets() {
        key.withValue("outer", () -> {
            key.withValue(null, () -> {
                logKey();
                return null;
            });
            logKey();
            return null;
        });
        assertLog("none", "outer");
    }

    @Test
    void withValue_twoKeysAreIndependent() {
        Key<Integer> other = new Key<>();
        key.withValue(
                "v",
                () -> other.withValue(7, () -> {
                    key.withValue("w", () -> {
                        log(key.get() + " " + other.get());
                        return null;
                    });
                    other.withValue(null, () -> {
                        log(key.get() + " " + other.get());
                        return null;
                    });
                    log(key.get() + " " + other.get());
                    return null;
                }));
        assertLog("Optional[w] Optional[7]", "Optional[v] Optional.empty", "Optional[v] Optional[7]");
    }

    @Test
    void withValue_nested_doesNotGrow() {
        Key<Integer> other = new Key<>();
        other.withValue(
                1,
                () -> key.withValue(
                        "v",
                        () -> other.withValue(
                                2,
                                () -> key.withValue("w", () -> {
                                    assertThat(Loop.current().storage.next.next)
                                            .as("bindings beyond those of the two keys")
                                            .isNull();
                                    return null;
                                }))));
    }

    /* ---- Callbacks see the value at registration ---- */

    record Registration(String name, boolean ofAFailure, BiConsumer<Promise<Integer>, ThrowingRunnable> register) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static <T> Promise<T> after(ThrowingRunnable run, Promise<T> p) throws Throwable {
        run.run();
        return p;
    }

    static Stream<Registration> registrations() {
        return Stream.of(
                new Registration("bind", false, (p, run) -> p.bind(_ -> after(run, Lwt.unit()))),
                new Registration("map", false, (p, run) -> p.map(_ -> after(run, Lwt.unit()))),
                new Registration("then", false, (p, run) -> p.then(() -> after(run, Lwt.unit()))),
                new Registration("catching", true, (p, run) -> Lwt.catching(() -> p, _ -> after(run, Lwt.of(1)))),
                new Registration(
                        "tryBind, value",
                        false,
                        (p, run) -> Lwt.tryBind(() -> p, _ -> after(run, Lwt.unit()), Lwt::fail)),
                new Registration(
                        "tryBind, failure",
                        true,
                        (p, run) -> Lwt.tryBind(() -> p, _ -> Lwt.unit(), _ -> after(run, Lwt.unit()))),
                new Registration(
                        "finalizing, value", false, (p, run) -> Lwt.finalizing(() -> p, () -> after(run, Lwt.unit()))),
                new Registration(
                        "finalizing, failure", true, (p, run) -> Lwt.finalizing(() -> p, () -> after(run, Lwt.unit()))),
                new Registration("onSuccess", false, (p, run) -> p.onSuccess(_ -> run.run())),
                new Registration("onFailure", true, (p, run) -> p.onFailure(_ -> run.run())),
                new Registration("onTermination, value", false, Promise::onTermination),
                new Registration("onTermination, failure", true, Promise::onTermination),
                new Registration("onAny, value", false, (p, run) -> p.onAny(_ -> run.run(), _ -> {})),
                new Registration("onAny, failure", true, (p, run) -> p.onAny(_ -> {}, _ -> run.run())),
                new Registration("onCancel", true, Promise::onCancel));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void callback_seesTheValueAtRegistration_andTheWakersIsBackAfterwards(Registration registration) {
        Resolver<Integer> r = Lwt.waiter();
        key.withValue("at registration", () -> {
            registration.register.accept(r.promise(), this::logKey);
            return null;
        });
        key.withValue("of the waker", () -> {
            resolve(r, registration.ofAFailure);
            logKey();
            return null;
        });
        assertLog("at registration", "of the waker");
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void callback_registeredWithoutAValue_seesNone(Registration registration) {
        Resolver<Integer> r = Lwt.waiter();
        registration.register.accept(r.promise(), this::logKey);
        key.withValue("of the waker", () -> {
            resolve(r, registration.ofAFailure);
            logKey();
            return null;
        });
        assertLog("none", "of the waker");
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void callback_ofAResolvedPromise_seesTheCallersValue(Registration registration) {
        Resolver<Integer> r = Lwt.waiter();
        resolve(r, registration.ofAFailure);
        key.withValue("of the caller", () -> {
            registration.register.accept(r.promise(), this::logKey);
            logKey();
            return null;
        });
        assertLog("of the caller", "of the caller");
    }

    private static void resolve(Resolver<Integer> r, boolean withAFailure) {
        if (withAFailure) {
            r.fail(new CanceledException());
        } else {
            r.wakeup(1);
        }
    }

    @Test
    void callback_withValueInsideIt_doesNotReachTheNextCallback() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onSuccess(_ -> logKey());
        r.promise()
                .onSuccess(_ -> key.withValue("inner", () -> {
                    logKey();
                    return null;
                }));
        r.wakeup(1);
        assertLog("inner", "none");
    }

    @Test
    void key_followsAChainOfPauses() {
        Promise<Optional<String>> p = key.withValue(
                "request 7",
                () -> Lwt.pause().bind(_ -> Lwt.pause()).bind(_ -> Lwt.pause()).map(_ -> key.get()));
        while (p.isSleeping()) {
            Lwt.wakeupPaused();
        }
        assertReturned(p, Optional.of("request 7"));
    }

    @Test
    void cancelCallback_seesTheValueAtRegistration_andTheCancelersIsBackAfterwards() {
        Resolver<Integer> task = Lwt.task();
        key.withValue("at registration", () -> {
            task.promise().onCancel(this::logKey);
            return null;
        });
        key.withValue("of the canceler", () -> {
            task.promise().cancel();
            logKey();
            return null;
        });
        assertLog("at registration", "of the canceler");
    }

    @Test
    void handlerOfDontWait_setsNoValue_itSeesTheWakers() {
        Resolver<Integer> r = Lwt.waiter();
        key.withValue("at registration", () -> {
            Lwt.dontWait(r::promise, _ -> logKey());
            return null;
        });
        key.withValue("of the waker", () -> {
            r.fail(a);
            return null;
        });
        assertLog("of the waker");
    }

    /* ---- A callback that sets no value sees what the one before it left; nested runs leave nothing ---- */

    private void withKey(String value, Runnable body) {
        key.withValue(value, () -> {
            body.run();
            return null;
        });
    }

    /// Fails `r`; a newer callback than this one ran before, and may have run others nested.
    private void logKeyLeftByNewerCallbacks(Resolver<Integer> r, Runnable registerNewer) {
        r.promise().ignoreResult(_ -> logKey());
        registerNewer.run();
        withKey("of the waker", () -> r.fail(a));
    }

    @Test
    void nestedRun_ofOneCallback_restoresTheValue() {
        Resolver<Integer> r = Lwt.waiter();
        logKeyLeftByNewerCallbacks(
                r,
                () -> withKey("of the handler", () -> {
                    Promise<Integer> handled = Lwt.catching(r::promise, _ -> Lwt.of(1));
                    withKey("nested", () -> handled.onSuccess(_ -> logKey()));
                }));
        assertLog("nested", "of the handler");
    }

    @Test
    void nestedRun_ofSeveralCallbacks_restoresTheValue() {
        Resolver<Integer> r = Lwt.waiter();
        logKeyLeftByNewerCallbacks(
                r,
                () -> withKey("of the handler", () -> {
                    Promise<Integer> handled = Lwt.catching(r::promise, _ -> Lwt.of(1));
                    withKey("nested 1", () -> handled.onSuccess(_ -> logKey()));
                    withKey("nested 2", () -> handled.onSuccess(_ -> logKey()));
                }));
        assertLog("nested 2", "nested 1", "of the handler");
    }

    @Test
    void nestedRun_whoseLastCallbackStartsAnother_restoresTheValueOfTheOuter() {
        Resolver<Integer> r = Lwt.waiter();
        logKeyLeftByNewerCallbacks(
                r,
                () -> withKey("of the handler", () -> {
                    Promise<Integer> handled = Lwt.catching(r::promise, _ -> Lwt.of(1));
                    withKey("last", () -> {
                        Promise<Integer> mapped = handled.map(x -> x);
                        withKey("innermost", () -> mapped.onSuccess(_ -> logKey()));
                    });
                    withKey("nested", () -> handled.onSuccess(_ -> logKey()));
                }));
        assertLog("nested", "innermost", "of the handler");
    }

    @Test
    void nestedRun_whoseFirstCallbackStartsAnother_leavesItsOwnValue() {
        Resolver<Integer> r = Lwt.waiter();
        Resolver<Integer> failing = Lwt.waiter();
        withKey(
                "of the watcher",
                () -> r.promise().onSuccess(_ -> {
                    failing.promise().ignoreResult(_ -> logKey());
                    withKey("of the mapper", () -> {
                        Promise<Integer> handled = Lwt.catching(failing::promise, _ -> Lwt.of(1));
                        withKey("innermost", () -> handled.onSuccess(_ -> logKey()));
                    });
                    failing.fail(a);
                    logKey();
                }));
        withKey("of the waker", () -> {
            r.wakeup(1);
            logKey();
        });
        assertLog("innermost", "of the mapper", "of the watcher", "of the waker");
    }

    @Test
    void both_aSourceThatReturns_setsTheValueAtTheCall() {
        Resolver<Integer> r1 = Lwt.waiter();
        Resolver<Integer> r2 = Lwt.waiter();
        withKey("at both", () -> Lwt.both(r1.promise(), r2.promise()).ignoreResult(_ -> logKey()));
        r1.fail(a);
        withKey("of the waker", () -> r2.wakeup(1));
        assertLog("at both");
    }

    @Test
    void both_aSourceThatFails_setsNoValue() {
        Resolver<Integer> r1 = Lwt.waiter();
        Resolver<Integer> r2 = Lwt.waiter();
        withKey("at both", () -> Lwt.both(r1.promise(), r2.promise()).ignoreResult(_ -> logKey()));
        r1.wakeup(1);
        withKey("of the waker", () -> r2.fail(a));
        assertLog("of the waker");
    }

    @Test
    void postponedBind_seesTheValueAtTheCall() {
        String seen = key.withValue(
                "v", () -> loop(3 * Resolution.MAX_NESTING).state().toString());
        assertThat(seen).contains("Optional[v]");
        assertThat(key.get()).as("value afterwards").isEmpty();
    }

    @Test
    void wrapInCancelable_setsTheValueAtTheCall() {
        Resolver<Integer> r = Lwt.waiter();
        withKey("at the call", () -> r.promise().wrapInCancelable().ignoreResult(_ -> logKey()));
        withKey("of the waker", () -> r.fail(a));
        assertLog("at the call");
    }

    @Test
    void shielded_setsNoValue() {
        Resolver<Integer> r = Lwt.waiter();
        withKey("at the call", () -> r.promise().shielded().ignoreResult(_ -> logKey()));
        withKey("of the waker", () -> r.fail(a));
        assertLog("of the waker");
    }

    private Promise<Integer> roundsWithKeys(int n) {
        return n == 0 ? Lwt.of(0) : key.withValue("round " + n, () -> Lwt.unit().bind(_ -> roundsWithKeys(n - 1)));
    }

    @Test
    void postponedBinds_leaveTheCallersValue() {
        withKey("of the caller", () -> {
            Lwt.unit().bind(_ -> roundsWithKeys(3 * Resolution.MAX_NESTING));
            logKey();
        });
        assertLog("of the caller");
    }

    private Promise<List<Optional<String>>> loop(int n) {
        return n == 0 ? Lwt.of(List.of(key.get())) : Lwt.unit().bind(_ -> loop(n - 1));
    }
}
