package lwt.react;

import java.util.ArrayList;
import java.util.List;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A loop of its own for each test, and what its hook was told.
abstract class LwtReactTest {
    private final Loop loop = Loop.nested();
    final List<Throwable> hook = new ArrayList<>();

    @BeforeEach
    void setHook() {
        Lwt.setAsyncExceptionHook(hook::add);
    }

    @AfterEach
    void endLoop() {
        loop.endNested();
    }

    /// Lets the loop run its next round.
    static void turn() {
        Loop.current().turn();
    }

    /// The value of a promise that has returned.
    static <T> T value(Promise<T> promise) {
        if (promise.state() instanceof State.Return<T>(T value)) {
            return value;
        }
        throw new AssertionError("not a value: " + promise);
    }
}
