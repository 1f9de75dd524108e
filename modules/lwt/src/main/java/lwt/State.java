package lwt;

import org.jspecify.annotations.Nullable;

/// What is known of a promise at one moment; read it with a `switch`.
///
/// {@snippet lang=java :
/// switch (promise.state()) {
///     case State.Return(var value) -> System.out.println(value);
///     case State.Fail(var cause) -> cause.printStackTrace();
///     case State.Sleep() -> System.out.println("not yet");
/// }
/// }
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
public sealed interface State<T extends @Nullable Object> {

    /// The promise is resolved with a value, which may be null.
    record Return<T extends @Nullable Object>(T value) implements State<T> {}

    /// The promise is resolved with a failure.
    record Fail<T extends @Nullable Object>(Throwable cause) implements State<T> {}

    /// The promise is pending.
    record Sleep<T extends @Nullable Object>() implements State<T> {}
}
