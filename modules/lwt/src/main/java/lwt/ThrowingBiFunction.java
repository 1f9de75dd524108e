package lwt;

import org.jspecify.annotations.Nullable;

/// A function of two arguments that may throw checked exceptions.
///
/// The method may throw anything. Where a promise is expected, what it throws becomes that promise's failure;
/// only a [VirtualMachineError] is never captured.
@FunctionalInterface
public interface ThrowingBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {
    /// Applies the function.
    R apply(A first, B second) throws Throwable;
}
