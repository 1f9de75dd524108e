package conformance;

import java.util.function.Function;
import lwt.Promise;
import lwt.State;

/// An operation of the scenario language: how it is written and what it does.
record Operation(Signature signature, Function<Call, Outcome> body) {

    /// What an operation, or a callback, gives back.
    sealed interface Outcome {
        /// Whether this is a promise that is rejected with this very exception.
        default boolean isFailure(Throwable failure) {
            return this instanceof Promised(Promise<Object> promise)
                    && promise.state() instanceof State.Fail<Object>(Throwable cause)
                    && cause == failure;
        }

        record Nothing() implements Outcome {}

        record Plain(Value value) implements Outcome {}

        record Promised(Promise<Object> promise) implements Outcome {}
    }
}
