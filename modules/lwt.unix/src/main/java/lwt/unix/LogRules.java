package lwt.unix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which [Section] has which level: the rules in the environment variable `LWT_LOG`, and those that
/// the program adds.
///
/// Rules are separated by `;`. Each is a pattern, `->` and a level, or a level alone, which is that
/// of all sections:
///
/// ```
/// LWT_LOG='access -> warning; db.* -> debug; info'
/// ```
///
/// The first rule that matches the name of a section gives its level; where none does, the level is
/// [LogLevel#NOTICE]. A `*` in a pattern stands for any characters. What cannot be understood in
/// `LWT_LOG` is told on standard error output, once, and left out.
///
/// **Any thread.**
///
/// @apiNote In the original a pattern may contain `;`, so that `a->info;b->info` is one rule; here
/// it is two. And there the first rule that cannot be read ends the list; here it alone is left out.
///
/// @see "Lwt_log.section, Lwt_log_rules (Lwt 2.2)"
public final class LogRules {
    private static final Pattern RULE = Pattern.compile("\\s*(?:(\\S+)\\s*->\\s*)?([A-Za-z]+)\\s*");

    private LogRules() {}

    /// Reads rules written as in `LWT_LOG`.
    ///
    /// @throws IllegalArgumentException if it is not written so; the message names the column
    public static List<LogRule> parse(String text) {
        return parse(text, problem -> {
            throw new IllegalArgumentException(problem + ", in the rules \"" + text + "\"");
        });
    }

    /// Adds a rule before all others. It holds at once for all sections whose level was not set with
    /// [Section#setLevel].
    public static void add(String pattern, LogLevel level) {
        Sections.addRule(new LogRule(pattern, level), true);
    }

    /// Adds a rule after all others, for the sections that these say nothing of. It holds at once.
    public static void append(String pattern, LogLevel level) {
        Sections.addRule(new LogRule(pattern, level), false);
    }

    /// The rules that can be read; the others are told.
    static List<LogRule> parse(String text, Consumer<String> problem) {
        List<LogRule> rules = new ArrayList<>();
        for (int start = 0, end; start <= text.length(); start = end + 1) {
            int separator = text.indexOf(';', start);
            end = separator < 0 ? text.length() : separator;
            read(text.substring(start, end), start, separator < 0, rules, problem);
        }
        return rules;
    }

    /// Reads one rule, which begins at `start` in the whole text.
    private static void read(String piece, int start, boolean isLast, List<LogRule> rules, Consumer<String> problem) {
        Matcher matcher = RULE.matcher(piece);
        if (piece.isBlank()) {
            if (!isLast) {
                problem.accept("column " + (start + 1) + ": there is no rule before this “;”");
            }
        } else if (!matcher.matches()) {
            int first = piece.length() - piece.stripLeading().length();
            problem.accept("column " + (start + first + 1) + ": “" + piece.strip()
                    + "” is not a rule: say PATTERN -> LEVEL, or a level for all sections");
        } else {
            String pattern = matcher.group(1) == null ? "*" : matcher.group(1);
            LogLevel.named(matcher.group(2))
                    .ifPresentOrElse(
                            level -> rules.add(new LogRule(pattern, level)),
                            () -> problem.accept("column " + (start + matcher.start(2) + 1) + ": there is no level “"
                                    + matcher.group(2).toLowerCase(Locale.ROOT) + "”: say one of "
                                    + List.of(LogLevel.values())));
        }
    }
}
