package lwt.unix;

import java.util.Locale;
import java.util.Optional;

/// How important a message is, from the least to the most.
///
/// A [Section] shows the messages of its own level and above.
///
/// @see "Lwt_log.level (Lwt 2.2)"
public enum LogLevel {
    /// For whoever looks for an error in the program.
    DEBUG(7),
    /// What happens; for a user who wants to be told more.
    INFO(6),
    /// What happens, and is shown if nobody says otherwise.
    NOTICE(5),
    /// Something strange, after which the program goes on.
    WARNING(4),
    /// Something failed, and the program goes on.
    ERROR(3),
    /// Something failed, and the program will end.
    FATAL(0);

    private static final LogLevel[] ALL = values();

    final int severity; // of syslog
    final String word = name().toLowerCase(Locale.ROOT);

    LogLevel(int severity) {
        this.severity = severity;
    }

    /// The level of this name, in capital letters or not.
    public static Optional<LogLevel> named(String name) {
        for (LogLevel level : ALL) {
            if (level.word.equalsIgnoreCase(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /// The name in small letters, as in rules and templates.
    @Override
    public String toString() {
        return word;
    }
}
