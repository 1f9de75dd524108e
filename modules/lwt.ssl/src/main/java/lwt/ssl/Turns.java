package lwt.ssl;

import java.util.ArrayDeque;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// Those who wait to read, or to write, in the order in which they came.
final class Turns {
    /*
     * What somebody waits for is an attempt that is made again whenever something happened. It takes or gives bytes
     * only when it succeeds, in the same step in which its promise is resolved: so one who is canceled has taken
     * nothing, and there is nothing to give back.
     */
    static final int WAIT = -1;

    /// Results in a number, or WAIT; what it throws is the failure.
    interface Attempt {
        int make() throws Throwable;
    }

    private record Turn(Attempt attempt, Resolver<Integer> resolver) {}

    private final ArrayDeque<Turn> turns = new ArrayDeque<>(2);

    boolean isEmpty() {
        return turns.isEmpty();
    }

    Promise<Integer> add(Attempt attempt) {
        Turn turn = new Turn(attempt, Lwt.task());
        turns.addLast(turn);
        turn.resolver.promise().onCancel(() -> turns.remove(turn));
        return turn.resolver.promise();
    }

    /// Serves who comes first; says whether another try may serve the next one.
    boolean serveOne() {
        Turn turn = turns.peekFirst();
        if (turn == null) {
            return false;
        }
        int result = 0;
        Throwable failure = null;
        try {
            result = turn.attempt.make();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failure = e;
        }
        if (result == WAIT) {
            return false;
        }
        turns.removeFirst();
        resolve(turn, result, failure);
        return true;
    }

    private static void resolve(Turn turn, int result, @Nullable Throwable failure) {
        if (failure != null) {
            turn.resolver.fail(failure);
        } else {
            turn.resolver.wakeup(result);
        }
    }

    void failAll(Throwable failure) {
        List<Turn> all = List.copyOf(turns);
        turns.clear();
        all.forEach(turn -> turn.resolver.fail(failure));
    }
}
