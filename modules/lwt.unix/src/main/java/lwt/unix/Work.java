package lwt.unix;

import org.jspecify.annotations.Nullable;

/// A call that a worker makes for a loop.
abstract class Work {
    /// What it threw, or why it could not be made; null if it went well.
    @Nullable
    Throwable thrown;

    /// The loop's, while it is under way.
    @Nullable
    Jobs jobs;

    /// Its neighbours among the loop's works under way; belong to the loop.
    @Nullable
    Work before;

    @Nullable
    Work after;

    /// The next in the list that it is in: of works not yet begun, or of works that ended.
    @Nullable
    Work link;

    /// When it was started: counts the loop's works.
    long number;

    /// Makes the call, on a worker's thread, or on the loop's if the method is [AsyncMethod#NONE].
    abstract void run() throws Exception;

    /// Passes on what came of it, on the loop's thread. Called once for each work that was started.
    abstract void end();

    /// Gives back what it holds, on a worker's thread, instead of [#end] if the loop's thread has ended.
    abstract void endUnseen();

    /// Fails at once who waits for it, if somebody does, on the loop's thread. [#end] comes later all the same.
    abstract void abandon(Throwable cause);

    final void runAndCatch() {
        try {
            run();
        } catch (Throwable e) {
            thrown = e;
        }
    }
}
