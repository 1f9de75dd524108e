package lwt.unix;

/// Waits, on a thread that is not the loop's, until an engine has something to serve.
///
/// The loop's thread meanwhile may do what it likes with the engine, except to close it.
interface Lookout {
    /// **One thread at a time.** Waits until [Engine#iterate] would find something, at most this long; -1 is
    /// without limit. May return early.
    void await(long timeoutNanos);

    /// **Any thread.** Ends the wait, or the next one.
    void wakeUp();

    /// Gives back what it took from the system. Nobody waits any more.
    void close();
}
