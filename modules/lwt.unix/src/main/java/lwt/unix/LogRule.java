package lwt.unix;

import java.util.Objects;

/// The level of the sections whose names match a pattern.
///
/// @param pattern a name, in which `*` stands for any characters, also none
/// @param level the level of the sections that match
/// @see LogRules
public record LogRule(String pattern, LogLevel level) {
    /// Checks that nothing is null.
    public LogRule {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(level, "level");
    }

    /// Whether the pattern matches the whole of this name.
    public boolean matches(String name) {
        // After a mismatch the latest star takes one character more; earlier ones never need to.
        int star = -1;
        int afterStar = 0;
        int p = 0;
        int n = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++afterStar;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    /// The rule as it is written in `LWT_LOG`.
    @Override
    public String toString() {
        return pattern + " -> " + level;
    }
}
