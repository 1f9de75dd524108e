package lwt.testkit;

import org.jspecify.annotations.Nullable;

/// The steps of a test, numbered from 1 in the order in which they must be reached.
///
/// {@snippet class=lwt.testkit.Snippets region=ordered}
///
/// A step that comes too early, too late or again throws an [AssertionError] where it is reached. As
/// that may be inside a callback, where a promise takes the exception and perhaps nobody sees it, the
/// first such error is kept, and [#finish] and [#close] throw it again.
///
/// **Any thread.**
public final class Ordered implements AutoCloseable {
    private int reached;
    private boolean finished;
    private @Nullable AssertionError first;

    /// No step is reached yet.
    public Ordered() {}

    /// Says that this is step `number`.
    ///
    /// @throws AssertionError if it is not its turn, or the test has finished
    public synchronized void expect(int number) {
        if (finished) {
            throw kept("step " + number + " came after the last step, which was " + reached);
        }
        if (number <= reached) {
            throw kept("step " + number + " came too late or again: step " + reached + " was reached before");
        }
        if (number > reached + 1) {
            throw kept("step " + number + " came too early: step " + (reached + 1) + " was not reached before");
        }
        reached = number;
    }

    /// Says that this is step `number`, and the last one.
    ///
    /// @throws AssertionError if it is not its turn, or was not that of another step before, or the test
    ///     has finished
    public synchronized void finish(int number) {
        if (finished) {
            throw kept("finish(" + number + ") came after the last step, which was " + reached);
        }
        expect(number);
        finished = true;
        if (first != null) {
            throw first;
        }
    }

    /// Makes sure that all steps were reached, in their order.
    ///
    /// @throws AssertionError if [#finish] was not called, or a step came out of order
    @Override
    public synchronized void close() {
        if (first != null) {
            throw first;
        }
        if (!finished) {
            throw new AssertionError((reached == 0 ? "no step was reached" : "the last step reached is " + reached)
                    + ", and finish was not called");
        }
    }

    private AssertionError kept(String message) {
        AssertionError error = new AssertionError(message);
        if (first == null) {
            first = error;
        }
        return error;
    }
}
