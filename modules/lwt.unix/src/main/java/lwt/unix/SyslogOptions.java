package lwt.unix;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// How a [Logger] sends messages to syslog.
///
/// @param template how a line looks, after the number that syslog wants first
/// @param paths where syslog's socket may be, tried in this order
public record SyslogOptions(LogTemplate template, List<Path> paths) {
    /// [LogTemplate#SYSLOG], and the usual places: `/dev/log`, `/var/run/log`, `/var/run/syslog`.
    public static final SyslogOptions DEFAULT = new SyslogOptions(
            LogTemplate.SYSLOG, List.of(Path.of("/dev/log"), Path.of("/var/run/log"), Path.of("/var/run/syslog")));

    /// Copies the list.
    public SyslogOptions {
        Objects.requireNonNull(template, "template");
        paths = List.copyOf(paths);
    }

    /// The same with another template.
    public SyslogOptions withTemplate(LogTemplate other) {
        return new SyslogOptions(other, paths);
    }

    /// The same with other places.
    public SyslogOptions withPaths(Path... others) {
        return new SyslogOptions(template, List.of(others));
    }
}
