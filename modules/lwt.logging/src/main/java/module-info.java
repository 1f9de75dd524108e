import org.jspecify.annotations.NullMarked;

/// What the JDK and libraries log with `System.Logger` goes to Lwt's loggers: it is enough that this
/// module is there.
///
/// Each such logger is the [lwt.unix.Section] of its name, so the rules of `LWT_LOG` hold for it. Its
/// messages go to [lwt.unix.LwtLog#defaultLogger] by [lwt.unix.LwtLog#post], from any thread.
///
/// | `System.Logger` | here |
/// |---|---|
/// | `TRACE`, `DEBUG` | [lwt.unix.LogLevel#DEBUG] |
/// | `INFO` | [lwt.unix.LogLevel#INFO], which is not shown unless a rule says so |
/// | `WARNING` | [lwt.unix.LogLevel#WARNING] |
/// | `ERROR` | [lwt.unix.LogLevel#ERROR] |
@NullMarked
module lwt.logging {
    requires lwt.unix;
    requires static org.jspecify;

    provides System.LoggerFinder with
            lwt.logging.LwtLoggerFinder;
}
