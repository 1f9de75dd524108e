package lwt.testkit;

/// Thrown by a [TestLoop] whose program will not come to its end: it waits for what can never come, or
/// it has used up the real time it was given. The message says which, and what the program waits for.
public final class StuckError extends AssertionError {
    private static final long serialVersionUID = 1L;

    StuckError(String message) {
        super(message);
    }
}
