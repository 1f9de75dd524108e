package lwt.unix;

import org.jspecify.annotations.Nullable;

/// A call that blocks, made by a worker thread while the loop goes on: [LwtUnix#runJob].
///
/// It is made on the loop's thread, [#run] is called on a worker, then [#result] and [#free] on the
/// loop's thread again. What one phase writes into the job's fields the next one sees.
///
/// Canceling the promise does not stop a job whose [#run] has begun: its result is dropped. `free`
/// is called exactly once in any case: after a failure, after a cancel, and if `run` was never
/// called. When a worker is done and the loop is not running, it comes when the loop runs again; if
/// the loop's thread has ended, the worker calls it.
///
/// @param <T> what it results in
/// @see "Lwt manual (December 2010), “Writing stubs using Lwt”"
public abstract class Job<T extends @Nullable Object> {
    /// For subclasses.
    protected Job() {}

    /// **A worker's thread.** Makes the call. What it throws is the promise's failure.
    protected abstract void run() throws Exception;

    /// What the promise resolves with, after [#run] has returned. What it throws is the promise's
    /// failure. Not called if `run` failed or the promise was canceled.
    protected abstract T result() throws Exception;

    /// Gives back what the job holds. What it throws goes to the hook for asynchronous exceptions.
    protected void free() {}
}
