package react;

import org.jspecify.annotations.Nullable;

/// A function of three arguments.
@FunctionalInterface
public interface Function3<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        R extends @Nullable Object> {
    /// Applies the function.
    R apply(A first, B second, C third);
}
