package conformance;

import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import lwt.CanceledException;
import lwt.EmptyException;
import lwt.LwtStream;
import lwt.Switch;
import org.jspecify.annotations.Nullable;

/// The exceptions of scenarios: from their names in a scenario, and to the names a trace prints.
///
/// The names are those of the original; messages are never compared.
final class Failures {
    private static final Pattern USER_EXCEPTION = Pattern.compile("E[0-9]{1,9}");
    private static final long CANCELED_NUMBER = 100;
    private static final long OTHER_NUMBER = 101;

    private Failures() {}

    /// The exception called `name`, or `null` when there is none of this name.
    static @Nullable RuntimeException parse(String name) {
        return switch (name) {
            case "Canceled" -> new CanceledException();
            case "Not_found" -> new NoSuchElementException(name);
            case "Failure" -> new FailureException();
            default ->
                USER_EXCEPTION.matcher(name).matches() ? new UserException(Integer.parseInt(name.substring(1))) : null;
        };
    }

    static String name(Throwable failure) {
        return switch (failure) {
            case UserException user -> "E" + user.number;
            case FailureException _ -> "Failure";
            // what follows is in the order of the classes: the special before the general
            case CanceledException _ -> "Canceled";
            case Switch.OffException _ -> "Off";
            case LwtStream.ClosedException _ -> "Closed";
            case LwtStream.FullException _ -> "Full";
            case EmptyException _ -> "Empty";
            case NoSuchElementException _ -> "Not_found";
            case IllegalStateException _, IllegalArgumentException _ -> "Invalid_argument";
            default -> failure.toString(); // no trace of the original has this: it will differ, and show what came
        };
    }

    static long number(Throwable failure) {
        return switch (failure) {
            case UserException user -> user.number;
            case CanceledException _ -> CANCELED_NUMBER;
            default -> OTHER_NUMBER;
        };
    }

    /// The exceptions `E1`, `E2`, … of scenarios.
    static final class UserException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int number;

        UserException(int number) {
            super("E" + number, null, false, false);
            this.number = number;
        }
    }

    /// The exception `Failure`, which the original's standard library has and Java's has not.
    private static final class FailureException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FailureException() {
            super("Failure", null, false, false);
        }
    }
}
