package lwt.slf4j;

import java.util.Map;
import java.util.TreeMap;
import lwt.unix.LogLevel;
import lwt.unix.LwtLog;
import lwt.unix.Section;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// A logger of SLF4J that is a section of Lwt's.
final class SectionLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final transient Section section; // SLF4J replaces what is read back by the logger of its name

    SectionLogger(String name) {
        this.name = name;
        this.section = Section.make(name);
    }

    @Override
    public boolean isTraceEnabled() {
        return section.shows(LogLevel.DEBUG);
    }

    @Override
    public boolean isDebugEnabled() {
        return section.shows(LogLevel.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return section.shows(LogLevel.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return section.shows(LogLevel.WARNING);
    }

    @Override
    public boolean isErrorEnabled() {
        return section.shows(LogLevel.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null; // for providers that look at the stack themselves
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable exception) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments) + context();
        if (exception == null) {
            LwtLog.post(section, translated(level), message);
        } else {
            LwtLog.post(section, translated(level), message, exception);
        }
    }

    private static LogLevel translated(Level level) {
        return switch (level) {
            case TRACE, DEBUG -> LogLevel.DEBUG;
            case INFO -> LogLevel.INFO;
            case WARN -> LogLevel.WARNING;
            case ERROR -> LogLevel.ERROR;
        };
    }

    private static String context() {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null || context.isEmpty() ? "" : " " + new TreeMap<>(context);
    }
}
