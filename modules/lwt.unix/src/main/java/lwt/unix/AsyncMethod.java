package lwt.unix;

/// Where a call that may block is made.
///
/// @see LwtUnix#asyncMethod
public enum AsyncMethod {
    /// Where it is asked for: the loop waits for it. The fastest, if the call does not block.
    NONE,
    /// On a worker's thread, while the loop goes on.
    DETACH
}
