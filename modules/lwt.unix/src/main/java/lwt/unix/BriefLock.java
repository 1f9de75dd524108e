package lwt.unix;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/// A lock for what takes less than a microsecond, which a fiber takes without giving its turn away.
///
/// At a contended monitor the JVM takes a fiber off its stack, and the loop goes on with other work meanwhile. The
/// user's code may expect that of a call that blocks, not of one that returns a promise; and the library's own code,
/// half way through a change of the loop's state, can't bear it. Who holds this lock must not wait for anything.
final class BriefLock {
    private static final int LOOKS = 100;

    private final AtomicBoolean taken = new AtomicBoolean();

    void lock() {
        for (int look = 1; !taken.compareAndSet(false, true); look++) {
            pause(look);
        }
    }

    void unlock() {
        taken.set(false);
    }

    /// The answer to a question that is asked while the lock is held.
    int ask(IntSupplier question) {
        lock();
        try {
            return question.getAsInt();
        } finally {
            unlock();
        }
    }

    /// Waits a moment for another thread, which is about to do something; `look` tells how often the caller has
    /// looked for it. If it takes long, the system has taken the processor away from that thread.
    @SuppressWarnings("ThreadPriorityCheck") // a hint, on which nothing depends
    static void pause(int look) {
        if (look < LOOKS || Thread.currentThread().isVirtual()) {
            Thread.onSpinWait(); // Thread.yield() would take a fiber off its stack
        } else {
            Thread.yield();
        }
    }
}
