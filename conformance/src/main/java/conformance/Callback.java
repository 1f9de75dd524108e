package conformance;

import conformance.Operation.Outcome;
import conformance.Scenario.Definition;
import java.util.List;
import java.util.Optional;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A callback of a running scenario, in the shapes that the library takes.
///
/// What the definition throws leaves these methods as it is: capturing it is the library's work.
final class Callback {
    private final Interpreter interpreter;
    private final Definition definition;
    private final boolean isLetOut;

    /// @param isLetOut see [Call#letOutCallback(int)]
    Callback(Interpreter interpreter, Definition definition, boolean isLetOut) {
        this.interpreter = interpreter;
        this.definition = definition;
        this.isLetOut = isLetOut;
    }

    private Outcome outcome(Value input) {
        try {
            return interpreter.call(definition, input);
        } catch (RuntimeException thrown) {
            if (isLetOut) {
                interpreter.letOut(thrown);
            }
            throw thrown;
        }
    }

    /// A function that gives a promise; a plain result becomes a fulfilled one.
    Promise<Object> apply(@Nullable Object input) {
        return switch (outcome(Value.of(input))) {
            case Outcome.Promised(Promise<Object> promise) -> promise;
            case Outcome.Plain(Value value) -> Lwt.of(value);
            case Outcome.Nothing _ -> Lwt.of(Value.unit());
        };
    }

    /// The same without an argument.
    Promise<Object> start() {
        return apply(Value.unit());
    }

    /// A function that gives a plain value.
    Value value(@Nullable Object input) {
        return switch (outcome(Value.of(input))) {
            case Outcome.Plain(Value value) -> value;
            case Outcome.Nothing _ -> Value.unit();
            case Outcome.Promised _ ->
                throw interpreter.malformed(
                        definition.last().line(),
                        definition.name() + " gives a promise where it is called for a plain value");
        };
    }

    /// The same without an argument.
    Value value() {
        return value(Value.unit());
    }

    /// A function that gives a promise of an element, which the library wants not to be null.
    Promise<Object> element(@Nullable Object input) {
        return apply(input).map(Value::of);
    }

    /// A function that gives a promise of an option.
    Promise<Optional<Value>> option(@Nullable Object input) {
        return apply(input).map(result -> Value.of(result).toOptional());
    }

    /// A function that gives an option.
    Optional<Value> optionValue(@Nullable Object input) {
        return value(input).toOptional();
    }

    /// A function that gives a promise of a list.
    Promise<List<Value>> list(@Nullable Object input) {
        return apply(input).map(result -> Value.of(result).toList());
    }

    /// A function that gives a list.
    List<Value> listValue(@Nullable Object input) {
        return value(input).toList();
    }

    /// A predicate that gives a promise.
    Promise<Boolean> test(@Nullable Object input) {
        return apply(input).map(result -> Value.of(result).truth());
    }

    /// A predicate.
    boolean holds(@Nullable Object input) {
        return value(input).truth();
    }

    /// The function of a fold, which gets the element and what was accumulated as a pair.
    Value fold(Value element, Value accumulated) {
        return value(new Value.Pair(element, accumulated));
    }

    /// A consumer: whatever the callback gives is dropped.
    void accept(@Nullable Object input) {
        outcome(Value.of(input));
    }

    /// The same without an argument.
    void run() {
        accept(Value.unit());
    }

    /// Calls the callback within another one, whose result is then the same.
    Outcome callWithin(Value input) {
        return outcome(input);
    }
}
