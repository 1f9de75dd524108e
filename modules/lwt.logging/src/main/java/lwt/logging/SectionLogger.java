package lwt.logging;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import lwt.unix.LogLevel;
import lwt.unix.LwtLog;
import lwt.unix.Section;
import org.jspecify.annotations.Nullable;

/// A logger of the JDK's interface that is a section of Lwt's.
///
/// Lwt itself logs through that interface, rarely, for example while it chooses its engine. That does
/// no harm: posting a message makes no engine and no loop, and logs nothing.
record SectionLogger(Section section) implements System.Logger {
    @Override
    public String getName() {
        return section.name();
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF && section.shows(translated(level));
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable exception) {
        if (isLoggable(level)) {
            String text = localized(bundle, message);
            if (exception == null) {
                LwtLog.post(section, translated(level), text);
            } else {
                LwtLog.post(section, translated(level), text, exception);
            }
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        if (isLoggable(level)) {
            LwtLog.post(section, translated(level), formatted(localized(bundle, format), parameters));
        }
    }

    private static String localized(@Nullable ResourceBundle bundle, @Nullable String key) {
        try {
            return bundle == null || key == null ? String.valueOf(key) : bundle.getString(key);
        } catch (MissingResourceException _) {
            return String.valueOf(key);
        }
    }

    /// A format that is wrong is shown with its parameters: that is better than no message.
    private static String formatted(String format, @Nullable Object @Nullable [] parameters) {
        if (parameters == null || parameters.length == 0) {
            return format;
        }
        try {
            return MessageFormat.format(format, parameters);
        } catch (IllegalArgumentException _) {
            return format + " " + Arrays.toString(parameters);
        }
    }

    private static LogLevel translated(Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> LogLevel.DEBUG;
            case INFO -> LogLevel.INFO;
            case WARNING -> LogLevel.WARNING;
            case ERROR, OFF -> LogLevel.ERROR;
        };
    }
}
