package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import lwt.Promise;
import lwt.State;

/// What a promise is resolved with, for tests that expect it to be resolved.
final class States {
    private States() {}

    static <T> T resultOf(Promise<T> promise) {
        return switch (promise.state()) {
            case State.Return(var value) -> value;
            case State.Fail(var cause) -> throw new AssertionError("failed", cause);
            case State.Sleep() -> throw new AssertionError("still pending");
        };
    }

    static Throwable failureOf(Promise<?> promise) {
        assertThat(promise.state()).isInstanceOf(State.Fail.class);
        return ((State.Fail<?>) promise.state()).cause();
    }
}
