package lwt.unix;

/// What closing a [Logger] does to the channel that it writes to.
///
/// @see "Lwt_log.channel (Lwt 2.2)"
public enum CloseMode {
    /// The channel is closed.
    CLOSE,
    /// The channel stays open.
    KEEP
}
