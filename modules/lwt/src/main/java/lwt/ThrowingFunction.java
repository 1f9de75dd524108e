package lwt;

import org.jspecify.annotations.Nullable;

/// A function of one argument that may throw checked exceptions.
///
/// The method may throw anything. Where a promise is expected, what it throws becomes that promise's failure;
/// only a [VirtualMachineError] is never captured.
@FunctionalInterface
public interface ThrowingFunction<T extends @Nullable Object, R extends @Nullable Object> {
    /// Applies the function.
    R apply(T argument) throws Throwable;
}
