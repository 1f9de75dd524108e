package lwt.unix;

import java.io.IOException;

/// The failure of logging to a [Logger] that is closed.
///
/// @see "Lwt_log.Logger_closed (Lwt 2.2)"
public final class LoggerClosedException extends IOException {
    private static final long serialVersionUID = 1;

    LoggerClosedException(String logger) {
        super("the logger is closed: " + logger);
    }
}
