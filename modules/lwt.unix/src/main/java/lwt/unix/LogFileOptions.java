package lwt.unix;

import java.util.Objects;

/// How a [Logger] opens and writes a file.
///
/// @param template how a line looks
/// @param append whether messages are added to what is in the file, which else is lost
/// @param permissions what the file permits if it is made, less the process's umask, such as `0640`
public record LogFileOptions(LogTemplate template, boolean append, int permissions) {
    /// [LogTemplate#FILE], append, `0640`.
    public static final LogFileOptions DEFAULT = new LogFileOptions(LogTemplate.FILE, true, 0640);

    /// Checks that there is a template.
    public LogFileOptions {
        Objects.requireNonNull(template, "template");
    }

    /// The same with another template.
    public LogFileOptions withTemplate(LogTemplate other) {
        return new LogFileOptions(other, append, permissions);
    }

    /// The same with messages added, or not, to what is in the file.
    public LogFileOptions withAppend(boolean added) {
        return new LogFileOptions(template, added, permissions);
    }

    /// The same with other permissions.
    public LogFileOptions withPermissions(int others) {
        return new LogFileOptions(template, append, others);
    }
}
