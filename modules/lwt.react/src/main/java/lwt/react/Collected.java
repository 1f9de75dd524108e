package lwt.react;

import java.lang.ref.Cleaner;
import lwt.Loop;

/// Has the loop do something when an object was collected.
final class Collected {
    private static final Cleaner CLEANER = Cleaner.create();

    private Collected() {}

    /// Runs `action` on the present loop, in one of its turns, after `object` was found unreachable. The action
    /// must not refer to the object.
    static void then(Object object, Runnable action) {
        Loop loop = Loop.current();
        CLEANER.register(object, () -> loop.execute(action));
    }
}
