package lwt.unix;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A signal of the system, by its number.
///
/// The names are those of POSIX without `SIG`; the numbers are this platform's.
///
/// @param number its number, 1 to 64
/// @see LwtUnix#onSignal(UnixSignal, java.util.function.Consumer)
/// @see ChildProcess#kill
public record UnixSignal(int number) {
    /// The terminal is gone; for daemons: read the configuration again.
    public static final UnixSignal HUP = named("HUP", 1);
    /// Ctrl-C at the terminal.
    public static final UnixSignal INT = named("INT", 2);
    /// Ctrl-\ at the terminal. The JVM keeps it for itself.
    public static final UnixSignal QUIT = named("QUIT", 3);
    /// The program called `abort`.
    public static final UnixSignal ABRT = named("ABRT", 6);
    /// Ends a process at once; no process can handle it.
    public static final UnixSignal KILL = named("KILL", 9);
    /// For the program's own use.
    public static final UnixSignal USR1 = named("USR1", 10);
    /// A memory access that is not allowed. The JVM keeps it for itself.
    public static final UnixSignal SEGV = named("SEGV", 11);
    /// For the program's own use.
    public static final UnixSignal USR2 = named("USR2", 12);
    /// Written to a pipe without a reader.
    public static final UnixSignal PIPE = named("PIPE", 13);
    /// The system's timer.
    public static final UnixSignal ALRM = named("ALRM", 14);
    /// Asks a process to end.
    public static final UnixSignal TERM = named("TERM", 15);
    /// A child process ended or stopped.
    public static final UnixSignal CHLD = named("CHLD", 17);
    /// A stopped process goes on.
    public static final UnixSignal CONT = named("CONT", 18);
    /// Stops a process; no process can handle it.
    public static final UnixSignal STOP = named("STOP", 19);
    /// Ctrl-Z at the terminal.
    public static final UnixSignal TSTP = named("TSTP", 20);
    /// Read from the terminal in the background.
    public static final UnixSignal TTIN = named("TTIN", 21);
    /// Written to the terminal in the background.
    public static final UnixSignal TTOU = named("TTOU", 22);
    /// The terminal's window has another size.
    public static final UnixSignal WINCH = named("WINCH", 28);

    private static final int GREATEST = 64;

    /// Checks the number.
    public UnixSignal {
        if (number < 1 || number > GREATEST) {
            throw new IllegalArgumentException("a signal's number is between 1 and " + GREATEST + ": " + number);
        }
    }

    /// The signal of this name, with or without `SIG`, in capital letters or not.
    ///
    /// @throws IllegalArgumentException if this platform has none of that name
    public static UnixSignal of(String name) {
        String bare = Objects.requireNonNull(name, "name").toUpperCase(Locale.ROOT);
        bare = bare.startsWith("SIG") ? bare.substring(3) : bare;
        int number = JdkSignals.number(bare);
        if (number == 0) {
            throw new IllegalArgumentException("this platform has no signal named " + name);
        }
        return new UnixSignal(number);
    }

    private static UnixSignal named(String name, int usualNumber) {
        int number = JdkSignals.number(name);
        return new UnixSignal(number == 0 ? usualNumber : number); // Windows has few, and nobody sends the others
    }

    /// Its name without `SIG`, such as `"TERM"`; empty if it has none (real-time signals).
    public Optional<String> name() {
        return Optional.ofNullable(Names.BY_NUMBER[number]);
    }

    /// `SIGTERM`, or `signal 40` if it has no name.
    @Override
    public String toString() {
        return name().map("SIG"::concat).orElse("signal " + number);
    }

    /// The names that this platform knows.
    private static final class Names {
        private static final String ALL = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM"
                + " STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";

        static final @Nullable String[] BY_NUMBER = new String[GREATEST + 1];

        static {
            for (String name : ALL.split(" ")) {
                int number = JdkSignals.number(name);
                if (number > 0 && number <= GREATEST) {
                    BY_NUMBER[number] = name;
                }
            }
        }
    }
}
