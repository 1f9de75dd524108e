package react;

import org.jspecify.annotations.Nullable;

/// What a function given to [Event#fix] or [Signal#fix] defines: the value that refers to its own past, and
/// whatever else comes out of the definition.
public record Fixed<T, R extends @Nullable Object>(T defined, R result) {}
