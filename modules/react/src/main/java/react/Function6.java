package react;

import org.jspecify.annotations.Nullable;

/// A function of six arguments.
@FunctionalInterface
public interface Function6<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        E extends @Nullable Object,
        F extends @Nullable Object,
        R extends @Nullable Object> {
    /// Applies the function.
    R apply(A first, B second, C third, D fourth, E fifth, F sixth);
}
