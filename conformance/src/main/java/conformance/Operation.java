package conformance;

import java.util.function.Function;
import lwt.Promise;

/// An operation of the scenario language: how it is written and what it does.
record Operation(Signature signature, Function<Call, Outcome> body) {

    /// What an operation, or a callback, gives back.
    sealed interface Outcome {
        Outcome NOTHING = new Nothing();

        record Nothing() implements Outcome {}

        record Plain(Value value) implements Outcome {}

        record Promised(Promise<Object> promise) implements Outcome {}
    }
}
