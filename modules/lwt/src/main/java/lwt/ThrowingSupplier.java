package lwt;

import org.jspecify.annotations.Nullable;

/// A function without argument that may throw checked exceptions.
///
/// The method may throw anything. Where a promise is expected, what it throws becomes that promise's failure;
/// only a [VirtualMachineError] is never captured.
@FunctionalInterface
public interface ThrowingSupplier<R extends @Nullable Object> {
    /// Computes the result.
    R get() throws Throwable;
}
