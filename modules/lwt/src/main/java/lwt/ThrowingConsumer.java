package lwt;

import org.jspecify.annotations.Nullable;

/// An action on one argument that may throw checked exceptions.
///
/// The method may throw anything. Where a promise is expected, what it throws becomes that promise's failure;
/// only a [VirtualMachineError] is never captured.
@FunctionalInterface
public interface ThrowingConsumer<T extends @Nullable Object> {
    /// Runs the action.
    void accept(T argument) throws Throwable;
}
