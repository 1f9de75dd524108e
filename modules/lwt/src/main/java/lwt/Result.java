package lwt;

import org.jspecify.annotations.Nullable;

/// The outcome of something that may fail, as a value: [LwtResult] composes promises of such outcomes.
///
/// @see "OCaml's `result`"
public sealed interface Result<T extends @Nullable Object, E extends @Nullable Object> {

    /// It went well.
    record Ok<T extends @Nullable Object, E extends @Nullable Object>(T value) implements Result<T, E> {}

    /// It did not.
    @SuppressWarnings("AvoidCommonTypeNames") // the constructor's name in OCaml; always written Result.Error
    record Error<T extends @Nullable Object, E extends @Nullable Object>(E error) implements Result<T, E> {}
}
