package conformance;

import conformance.Operation.Outcome;
import conformance.Scenario.Definition;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A callback of a running scenario, in the shapes that the library takes.
///
/// What the definition throws leaves these methods as it is: capturing it is the library's work.
final class Callback {
    private final Interpreter interpreter;
    private final Definition definition;

    Callback(Interpreter interpreter, Definition definition) {
        this.interpreter = interpreter;
        this.definition = definition;
    }

    private Outcome outcome(Value input) {
        return interpreter.call(definition, input);
    }

    /// A function that gives a promise; a plain result becomes a fulfilled one.
    Promise<Object> apply(@Nullable Object input) {
        return switch (outcome(Value.of(input))) {
            case Outcome.Promised(Promise<Object> promise) -> promise;
            case Outcome.Plain(Value value) -> Lwt.of(value);
            case Outcome.Nothing _ -> Lwt.of(Value.UNIT);
        };
    }

    /// The same without an argument.
    Promise<Object> start() {
        return apply(Value.UNIT);
    }

    /// A function that gives a plain value.
    Value value(@Nullable Object input) {
        return switch (outcome(Value.of(input))) {
            case Outcome.Plain(Value value) -> value;
            case Outcome.Nothing _ -> Value.UNIT;
            case Outcome.Promised _ ->
                throw interpreter.malformed(
                        definition.last().line(),
                        definition.name() + " gives a promise where it is called for a plain value");
        };
    }

    /// The same without an argument.
    Value value() {
        return value(Value.UNIT);
    }

    /// A consumer: whatever the callback gives is dropped.
    void accept(@Nullable Object input) {
        outcome(Value.of(input));
    }

    /// The same without an argument.
    void run() {
        accept(Value.UNIT);
    }

    /// Calls the callback within another one, whose result is then the same.
    Outcome callWithin(Value input) {
        return outcome(input);
    }
}
