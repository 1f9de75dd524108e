package lwt.unix;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.MissingFormatArgumentException;
import org.jspecify.annotations.Nullable;

/// A message that is to be written: its section shows its level.
///
/// @param location where the program logged it; null unless a template asks for it
record LogMessage(
        Section section,
        LogLevel level,
        List<String> lines,
        @Nullable LogLocation location) {
    static LogMessage of(Section section, LogLevel level, String text) {
        return new LogMessage(section, level, lines(text), LogLocation.ofCaller());
    }

    /// With the description of `exception` behind the text, and its trace below.
    static LogMessage of(Section section, LogLevel level, String text, Throwable exception) {
        String description = exception.toString();
        String trace = trace(exception);
        String rest = trace.startsWith(description) ? trace.substring(description.length()) : "\n" + trace;
        String backtrace = rest.isBlank() ? "" : "\nbacktrace:" + rest;
        return of(section, level, text + ": " + description + backtrace);
    }

    /// With a text made by [String#format(String, Object...)]. An exception at the end that the
    /// format does not use is logged as an exception.
    ///
    /// An error in a format is an error in a message, nothing more: it shows only when the message
    /// does, which is mostly when there is something else to worry about. So the message is logged as
    /// well as it can be.
    static LogMessage format(Section section, LogLevel level, String format, @Nullable Object[] arguments) {
        try {
            if (arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable exception) {
                try {
                    Object[] others = Arrays.copyOf(arguments, arguments.length - 1);
                    return of(section, level, String.format(format, others), exception);
                } catch (MissingFormatArgumentException _) {
                    // The format uses it.
                }
            }
            return of(section, level, String.format(format, arguments));
        } catch (IllegalFormatException e) {
            return of(section, level, format + " " + Arrays.toString(arguments) + " (this format is wrong: " + e + ")");
        }
    }

    /// As the original counts them: a newline ends a line, so that an empty text has none.
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(1);
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }

    private static String trace(Throwable exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
