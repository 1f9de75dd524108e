import org.jspecify.annotations.NullMarked;

/// What libraries log with SLF4J goes to Lwt's loggers: it is enough that this module is there.
///
/// Each logger of SLF4J is the [lwt.unix.Section] of its name, so the rules of `LWT_LOG` hold for it.
/// Its messages go to [lwt.unix.LwtLog#defaultLogger] by [lwt.unix.LwtLog#post], from any thread.
///
/// | SLF4J | here |
/// |---|---|
/// | `TRACE`, `DEBUG` | [lwt.unix.LogLevel#DEBUG] |
/// | `INFO` | [lwt.unix.LogLevel#INFO], which is not shown unless a rule says so |
/// | `WARN` | [lwt.unix.LogLevel#WARNING] |
/// | `ERROR` | [lwt.unix.LogLevel#ERROR] |
///
/// The diagnostic context (MDC) is added to the message, as `{request=17}`. Markers are ignored; the
/// fluent interface of SLF4J itself writes them into the message.
@NullMarked
module lwt.slf4j {
    requires lwt.unix;
    requires org.slf4j;
    requires static org.jspecify;

    provides org.slf4j.spi.SLF4JServiceProvider with
            lwt.slf4j.LwtServiceProvider;
}
