package bench.direct;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/// One way to write the workloads, as its user would. An operation takes the number of operations and
/// returns a checksum; those that a peer does not have are absent.
public interface DirectPeer {
    /// All operations but that of [DirectWorkload#PARKED].
    Map<DirectWorkload, IntUnaryOperator> operations();

    /// Whether [#park] works.
    default boolean parks() {
        return true;
    }

    /// Starts so many threads that wait for one event, and returns when all do.
    ///
    /// @return makes the event happen, and returns when all have ended
    default Runnable park(int count) {
        throw new UnsupportedOperationException("nothing to park");
    }

    /// Whether this peer takes part in a workload.
    default boolean offers(DirectWorkload workload) {
        return workload == DirectWorkload.PARKED ? parks() : operations().containsKey(workload);
    }

    /// The operation of a workload.
    ///
    /// @throws IllegalArgumentException if this peer does not have it
    default IntUnaryOperator operation(DirectWorkload workload) {
        if (workload == DirectWorkload.PARKED) {
            return count -> {
                park(count).run();
                return count;
            };
        }
        IntUnaryOperator operation = operations().get(workload);
        if (operation == null) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " has no " + workload.id());
        }
        return operation;
    }

    /// Fails the measurement when an operation did not do what it should.
    static void check(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("the workload went wrong: " + what);
        }
    }
}
