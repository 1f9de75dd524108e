package lwt.unix;

import java.util.Objects;
import java.util.function.Supplier;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Log messages.
///
/// A message has a [Section], [Section#MAIN] if it names none, and a [LogLevel]; it is dropped if
/// that is below the section's level. What is not dropped goes to the default [Logger], at first
/// the standard error output.
///
/// Each level has a function with these forms, each with a section first or without one:
///
/// * a text, which is logged as it is;
/// * a text and an exception: its description follows the text, its trace is below;
/// * a format and arguments for [String#format(String, Object...)]. If the last argument is an
///   exception that the format does not use, it is logged as an exception. If format and arguments
///   do not fit together, they are logged as they are;
/// * a supplier of the text.
///
/// A message that is dropped costs next to nothing: no text is formatted, no supplier called.
///
/// The promise resolves when the message is written, at once if it is dropped. It fails with
/// [LoggerClosedException], or as what the logger writes to fails. Wait for it where messages may
/// come faster than they can be written. Canceling it only stops the waiting.
///
/// **Any thread**; see [Logger].
///
/// @see "Lwt manual (December 2010), “The logging facility”"
public final class LwtLog {
    private static volatile Logger defaultLogger = Logger.standardError();

    private LwtLog() {}

    /* ---- The default logger ---- */

    /// The logger of messages that name none: at first the standard error output.
    ///
    /// @see "Lwt_log.default (Lwt 2.2)"
    public static Logger defaultLogger() {
        return defaultLogger;
    }

    /// Sends the messages of the whole process that name no logger to this one.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public static void setDefaultLogger(Logger logger) {
        defaultLogger = Objects.requireNonNull(logger, "logger");
    }

    /* ---- Messages that nobody waits for ---- */

    /// Has a message logged by the default logger, in one of the next turns of its loop; what one
    /// thread posts keeps its order. For bridges from other libraries, which cannot wait for a
    /// promise; `lwt.slf4j` and `lwt.logging` use it.
    ///
    /// Nothing is lost and nobody waits: if the loop does not run, or 8192 messages wait for it
    /// already, or the logger fails, the message is written to the standard error output.
    public static void post(Section section, LogLevel level, String message) {
        if (section.shows(level)) {
            defaultLogger.post(LogMessage.of(section, level, message));
        }
    }

    /// Has a message and an exception logged, as [#post(Section, LogLevel, String)].
    public static void post(Section section, LogLevel level, String message, Throwable exception) {
        if (section.shows(level)) {
            defaultLogger.post(LogMessage.of(section, level, message, exception));
        }
    }

    /* ---- Any level ---- */

    /// Logs a text.
    ///
    /// @see "Lwt_log.log (Lwt 2.2)"
    public static Promise<@Nullable Void> log(Section section, LogLevel level, String message) {
        return defaultLogger.log(section, level, message);
    }

    /// Logs a text and an exception.
    public static Promise<@Nullable Void> log(Section section, LogLevel level, String message, Throwable exception) {
        return defaultLogger.log(section, level, message, exception);
    }

    /// Logs a formatted text.
    ///
    /// @see "Lwt_log.log_f (Lwt 2.2)"
    public static Promise<@Nullable Void> log(
            Section section, LogLevel level, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, level, format, arguments);
    }

    /// Logs what `message` gives.
    public static Promise<@Nullable Void> log(Section section, LogLevel level, Supplier<String> message) {
        return defaultLogger.log(section, level, message);
    }

    /* ---- Debug ---- */

    /// Logs a text at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.DEBUG, message);
    }

    /// Logs a text and an exception at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.DEBUG, message, exception);
    }

    /// Logs a formatted text at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.DEBUG, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.DEBUG, message);
    }

    /// Logs a text of this section at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(Section section, String message) {
        return defaultLogger.log(section, LogLevel.DEBUG, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.DEBUG, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.DEBUG, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#DEBUG].
    public static Promise<@Nullable Void> debug(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.DEBUG, message);
    }

    /* ---- Info ---- */

    /// Logs a text at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.INFO, message);
    }

    /// Logs a text and an exception at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.INFO, message, exception);
    }

    /// Logs a formatted text at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.INFO, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.INFO, message);
    }

    /// Logs a text of this section at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(Section section, String message) {
        return defaultLogger.log(section, LogLevel.INFO, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.INFO, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.INFO, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#INFO].
    public static Promise<@Nullable Void> info(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.INFO, message);
    }

    /* ---- Notice ---- */

    /// Logs a text at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.NOTICE, message);
    }

    /// Logs a text and an exception at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.NOTICE, message, exception);
    }

    /// Logs a formatted text at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.NOTICE, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.NOTICE, message);
    }

    /// Logs a text of this section at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(Section section, String message) {
        return defaultLogger.log(section, LogLevel.NOTICE, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.NOTICE, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.NOTICE, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#NOTICE].
    public static Promise<@Nullable Void> notice(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.NOTICE, message);
    }

    /* ---- Warning ---- */

    /// Logs a text at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.WARNING, message);
    }

    /// Logs a text and an exception at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.WARNING, message, exception);
    }

    /// Logs a formatted text at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.WARNING, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.WARNING, message);
    }

    /// Logs a text of this section at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(Section section, String message) {
        return defaultLogger.log(section, LogLevel.WARNING, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.WARNING, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.WARNING, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#WARNING].
    public static Promise<@Nullable Void> warning(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.WARNING, message);
    }

    /* ---- Error ---- */

    /// Logs a text at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.ERROR, message);
    }

    /// Logs a text and an exception at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.ERROR, message, exception);
    }

    /// Logs a formatted text at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.ERROR, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.ERROR, message);
    }

    /// Logs a text of this section at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(Section section, String message) {
        return defaultLogger.log(section, LogLevel.ERROR, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.ERROR, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.ERROR, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#ERROR].
    public static Promise<@Nullable Void> error(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.ERROR, message);
    }

    /* ---- Fatal ---- */

    /// Logs a text at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(String message) {
        return defaultLogger.log(Section.MAIN, LogLevel.FATAL, message);
    }

    /// Logs a text and an exception at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(String message, Throwable exception) {
        return defaultLogger.log(Section.MAIN, LogLevel.FATAL, message, exception);
    }

    /// Logs a formatted text at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(String format, @Nullable Object... arguments) {
        return defaultLogger.log(Section.MAIN, LogLevel.FATAL, format, arguments);
    }

    /// Logs what `message` gives at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(Supplier<String> message) {
        return defaultLogger.log(Section.MAIN, LogLevel.FATAL, message);
    }

    /// Logs a text of this section at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(Section section, String message) {
        return defaultLogger.log(section, LogLevel.FATAL, message);
    }

    /// Logs a text and an exception of this section at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(Section section, String message, Throwable exception) {
        return defaultLogger.log(section, LogLevel.FATAL, message, exception);
    }

    /// Logs a formatted text of this section at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(Section section, String format, @Nullable Object... arguments) {
        return defaultLogger.log(section, LogLevel.FATAL, format, arguments);
    }

    /// Logs what `message` gives, of this section at [LogLevel#FATAL].
    public static Promise<@Nullable Void> fatal(Section section, Supplier<String> message) {
        return defaultLogger.log(section, LogLevel.FATAL, message);
    }
}
