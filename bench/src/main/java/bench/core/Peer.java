package bench.core;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One implementation of the workloads, written as a user of its library would write it.
///
/// An operation takes the size of the workload and returns a checksum; a fresh peer gives the same
/// checksums as every other fresh peer. Operations that a library does not have are absent, not
/// emulated.
public abstract class Peer {
    /// Where operations store the promises they make. Public, and written for each promise: so the
    /// promise is an object in the heap and not a few registers.
    public @Nullable Object escaped;

    /// A second place, for the result.
    public @Nullable Object escapedResult;

    /// What callbacks add to that must not capture anything.
    public static int sum;

    /// The failure of every workload that fails.
    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace, and no workload is to pay for making it
    protected static final RuntimeException BOOM = new Boom();

    /// Counts calls; from it come the values and the choice of "one in turn".
    protected int turn;

    private final ArrayDeque<Runnable> paused = new ArrayDeque<>();

    public abstract Map<Workload, IntUnaryOperator> operations();

    /// The operation of a workload.
    ///
    /// @throws IllegalArgumentException if this peer does not have it
    public final IntUnaryOperator operation(Workload workload) {
        IntUnaryOperator operation = operations().get(workload);
        if (operation == null) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " has no " + workload.id());
        }
        return operation;
    }

    /// An entry of [#operations()].
    protected static Map.Entry<Workload, IntUnaryOperator> on(Workload workload, IntUnaryOperator operation) {
        return Map.entry(workload, operation);
    }

    protected static int next(int x) {
        return (x + 1) & 127;
    }

    /// The scheduler of libraries that have none of their own: what `resume` resolves goes on in
    /// the next round.
    protected final void pause(Runnable resume) {
        paused.add(resume);
    }

    /// Runs until nobody pauses any more.
    protected final void runPaused() {
        Runnable resume;
        while ((resume = paused.poll()) != null) {
            resume.run();
        }
    }

    /// Fails the measurement when an operation did not do what it should.
    protected static void check(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the workload went wrong: " + what);
        }
    }

    private static final class Boom extends RuntimeException {
        private static final long serialVersionUID = 1;

        Boom() {
            super("boom", null, false, false);
        }
    }
}
