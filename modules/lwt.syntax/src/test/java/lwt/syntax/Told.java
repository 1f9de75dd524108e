package lwt.syntax;

import java.util.ArrayList;
import java.util.List;
import lwt.unix.LogLevel;
import lwt.unix.Section;

/// What compiled samples do, so that tests see what was evaluated.
public final class Told {
    public static final List<String> EVALUATED = new ArrayList<>();
    public static final Section SECTION = Section.make("woven");

    private Told() {}

    public static <T> T told(T value) {
        EVALUATED.add(String.valueOf(value));
        return value;
    }

    public static Section section() {
        return told(SECTION);
    }

    public static LogLevel level(LogLevel level) {
        return told(level);
    }

    public static boolean test(boolean result) {
        return told(result);
    }

    public static <T> T pass(T value) {
        return value;
    }
}
