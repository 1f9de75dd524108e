package lwt.unix;

import java.util.Set;
import lwt.Key;
import org.jspecify.annotations.Nullable;

/// Where in the source a message was logged.
record LogLocation(String file, int line) {
    /// The location of the message that a [LogOutput] is given.
    static final Key<LogLocation> KEY = new Key<>();

    /// What logging functions are made of; who calls them is none of these.
    private static final Set<String> LOGGING =
            Set.of("lwt.unix.LwtLog", "lwt.unix.Logger", "lwt.unix.LogMessage", "lwt.unix.LogLocation");

    private static final String[] BRIDGES = {"lwt.slf4j.", "org.slf4j.", "lwt.logging.", "java.lang.System"};

    private static volatile boolean wanted;

    /// Called when there is a template that shows locations: only then is the stack looked at.
    static void want() {
        wanted = true;
    }

    /// Of the code that called a logging function.
    static @Nullable LogLocation ofCaller() {
        return wanted ? Walk.caller() : null;
    }

    private static boolean isLogging(String name) {
        int nested = name.indexOf('$');
        if (LOGGING.contains(nested < 0 ? name : name.substring(0, nested))) {
            return true;
        }
        for (String bridge : BRIDGES) {
            if (name.startsWith(bridge)) {
                return true;
            }
        }
        return false;
    }

    private static final class Walk {
        private static final StackWalker WALKER = StackWalker.getInstance();

        static @Nullable LogLocation caller() {
            return WALKER.walk(frames -> frames.filter(frame -> !isLogging(frame.getClassName()))
                    .findFirst()
                    .map(frame -> new LogLocation(
                            frame.getFileName() == null ? "<unknown>" : frame.getFileName(), frame.getLineNumber()))
                    .orElse(null));
        }
    }
}
