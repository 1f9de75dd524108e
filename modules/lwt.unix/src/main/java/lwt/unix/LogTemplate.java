package lwt.unix;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The layout of log messages: a text with variables such as `$(message)`.
///
/// | variable | what it stands for |
/// |---|---|
/// | `$(date)` | the local time, as `Jan  2 15:04:05` |
/// | `$(milliseconds)` | the four digits behind the second |
/// | `$(name)` | the name of the program |
/// | `$(pid)` | the number of its process |
/// | `$(message)` | the message, or one line of it |
/// | `$(level)` | the level, in small letters |
/// | `$(section)` | the name of the section |
/// | `$(loc-file)`, `$(loc-line)` | where in the source the message was logged |
/// | `$(loc-column)` | -1: Java does not know it |
///
/// Write `\$` where a `$` would begin a variable. For example:
/// `$(date).$(milliseconds) $(name)[$(pid)]: $(message)`.
///
/// With a location, each message costs a look at the stack. **Any thread.**
///
/// @see "Lwt_log.template (Lwt 2.2)"
public final class LogTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\\\\\$|\\$\\(([^)]*)\\)");

    /// What loggers to channels use if the program does not say otherwise:
    /// `$(name): $(section): $(message)`.
    public static final LogTemplate CHANNEL = of("$(name): $(section): $(message)");

    /// What loggers to files use if the program does not say otherwise:
    /// `$(date): $(section): $(message)`.
    public static final LogTemplate FILE = of("$(date): $(section): $(message)");

    /// What loggers to syslog use if the program does not say otherwise:
    /// `$(date) $(name)[$(pid)]: $(section): $(message)`.
    public static final LogTemplate SYSLOG = of("$(date) $(name)[$(pid)]: $(section): $(message)");

    private final String text;
    private final List<Piece> pieces;

    private LogTemplate(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /// The template with this text.
    ///
    /// @throws IllegalArgumentException if it names a variable that does not exist
    public static LogTemplate of(String text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(literal, "");
            String name = matcher.group(1);
            if (name == null) {
                literal.append('$');
            } else {
                pieces.add(literal(literal));
                pieces.add(Variables.named(name, text));
            }
        }
        matcher.appendTail(literal);
        pieces.add(literal(literal));
        return new LogTemplate(text, pieces);
    }

    private static Piece literal(StringBuilder collected) {
        String text = collected.toString();
        collected.setLength(0);
        return (out, _, _, _) -> out.append(text);
    }

    /// One line of a message in this layout.
    ///
    /// @see "Lwt_log.render (Lwt 2.2)"
    public String render(Section section, LogLevel level, String message) {
        LogLocation location = LogLocation.KEY.get().orElse(null);
        StringBuilder out = new StringBuilder();
        append(out, new LogMessage(section, level, List.of(message), location), message, now());
        return out.toString();
    }

    /// All lines of a message, each followed by a newline.
    String render(LogMessage message) {
        StringBuilder out = new StringBuilder();
        ZonedDateTime now = now();
        for (String line : message.lines()) {
            append(out, message, line, now);
            out.append('\n');
        }
        return out.toString();
    }

    void append(StringBuilder out, LogMessage message, String line, ZonedDateTime time) {
        for (Piece piece : pieces) {
            piece.append(out, message, line, time);
        }
    }

    /// The time to be shown: the local one.
    static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneId.systemDefault());
    }

    /// The text of the template.
    @Override
    public String toString() {
        return text;
    }

    /// What a template is made of: literal text and variables.
    @FunctionalInterface
    private interface Piece {
        void append(StringBuilder out, LogMessage message, String line, ZonedDateTime time);
    }

    private static final class Variables {
        private static final String[] MONTHS = {
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
        };
        private static final LogLocation UNKNOWN = new LogLocation("<unknown>", -1);

        private static final Map<String, Piece> BY_NAME = Map.of(
                "date", (out, _, _, time) -> date(out, time),
                "milliseconds", (out, _, _, time) -> tenthsOfMilliseconds(out, time.getNano() / 100_000),
                "name", (out, _, _, _) -> out.append(ProgramName.NAME),
                "pid", (out, _, _, _) -> out.append(ProgramName.PID),
                "message", (out, _, line, _) -> out.append(line),
                "level", (out, message, _, _) -> out.append(message.level()),
                "section", (out, message, _, _) -> out.append(message.section().name()),
                "loc-file", (out, message, _, _) -> out.append(location(message).file()),
                "loc-line", (out, message, _, _) -> out.append(location(message).line()),
                "loc-column", (out, _, _, _) -> out.append(-1));

        static Piece named(String name, String template) {
            Piece variable = BY_NAME.get(name);
            if (variable == null) {
                throw new IllegalArgumentException("there is no variable $(" + name + ") for log templates, in \""
                        + template + "\"; there are " + new TreeSet<>(BY_NAME.keySet()));
            }
            if (name.startsWith("loc-")) {
                LogLocation.want();
            }
            return variable;
        }

        private static void date(StringBuilder out, ZonedDateTime time) {
            out.append(MONTHS[time.getMonthValue() - 1]).append(' ');
            twoDigits(out, ' ', time.getDayOfMonth());
            twoDigits(out.append(' '), '0', time.getHour());
            twoDigits(out.append(':'), '0', time.getMinute());
            twoDigits(out.append(':'), '0', time.getSecond());
        }

        private static void tenthsOfMilliseconds(StringBuilder out, int number) {
            twoDigits(out, '0', number / 100);
            twoDigits(out, '0', number % 100);
        }

        private static void twoDigits(StringBuilder out, char filler, int number) {
            if (number < 10) {
                out.append(filler);
            }
            out.append(number);
        }

        private static LogLocation location(LogMessage message) {
            return Objects.requireNonNullElse(message.location(), UNKNOWN);
        }
    }
}
