package lwt;

/// An action that may throw checked exceptions.
///
/// The method may throw anything. Where a promise is expected, what it throws becomes that promise's failure;
/// only a [VirtualMachineError] is never captured.
@FunctionalInterface
public interface ThrowingRunnable {
    /// Runs the action.
    void run() throws Throwable;
}
