package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A descriptor that is a terminal or a serial line: [FileDescriptor#terminal].
///
/// Workers make the calls, at once and beside whatever else waits for the descriptor: when the order
/// of two calls matters, wait for the first. They fail with [UnixException], with `ENOTTY` if it is
/// no terminal. Canceling one drops its result; a worker that has begun with it goes on. On the
/// portable engine they fail with [UnsupportedOperationException].
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class Terminal {
    /*
     * Each call is made on a duplicate of the descriptor. So the program may close its own meanwhile, whose number then
     * may become another file's; and a call that waits for stopped output does not hold up the one that starts it again.
     */
    private final FileDescriptor file;

    Terminal(FileDescriptor file) {
        this.file = file;
    }

    /// When attributes begin to hold.
    public enum When {
        /// At once.
        NOW,
        /// When what was written has been sent.
        DRAIN,
        /// When what was written has been sent; input that was not read is discarded.
        FLUSH
    }

    /// What has not been read, or not been sent.
    public enum Queue {
        /// What has come but was not read.
        INPUT,
        /// What was written but has not been sent.
        OUTPUT,
        /// Both.
        BOTH
    }

    /// What to do about the flow of bytes.
    public enum Flow {
        /// Send nothing more.
        STOP_OUTPUT,
        /// Send again.
        START_OUTPUT,
        /// Ask the other side to send nothing more.
        STOP_INPUT,
        /// Ask the other side to send again.
        START_INPUT
    }

    /* ---- Calls ---- */

    /// How the terminal behaves.
    public Promise<TerminalAttributes> attributes() {
        return call("tcgetattr", number -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment termios = arena.allocate(TerminalStructs.TERMIOS_SIZE, 4);
                check(TerminalCalls.ofThread().ioctl(number, TerminalStructs.TCGETS2, termios), "tcgetattr");
                return TerminalAttributes.of(termios);
            }
        });
    }

    /// Has the terminal behave so.
    public Promise<@Nullable Void> setAttributes(TerminalAttributes attributes, When when) {
        Objects.requireNonNull(attributes, "attributes");
        int request = switch (when) {
            case NOW -> TerminalStructs.TCSETS2;
            case DRAIN -> TerminalStructs.TCSETSW2;
            case FLUSH -> TerminalStructs.TCSETSF2;
        };
        return this.<@Nullable Void>call("tcsetattr", number -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment termios = arena.allocate(TerminalStructs.TERMIOS_SIZE, 4);
                attributes.put(termios);
                check(TerminalCalls.ofThread().ioctl(number, request, termios), "tcsetattr");
                return null;
            }
        });
    }

    /// Sends a break: zero bits for this time, in tenths of a second rounded up; for zero, for a
    /// quarter to half a second.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public Promise<@Nullable Void> sendBreak(Duration duration) {
        long tenth = 100_000_000;
        long tenths = Math.min(Integer.MAX_VALUE, Math.ceilDiv(Times.toNanos(duration), tenth));
        return tenths == 0
                ? request("tcsendbreak", TerminalStructs.TCSBRK, 0)
                : request("tcsendbreak", TerminalStructs.TCSBRKP, tenths);
    }

    /// Resolves when everything that was written has been sent.
    public Promise<@Nullable Void> drain() {
        return request("tcdrain", TerminalStructs.TCSBRK, 1);
    }

    /// Discards what has not been read, or not been sent.
    public Promise<@Nullable Void> discard(Queue queue) {
        int which = switch (queue) {
            case INPUT -> TerminalStructs.TCIFLUSH;
            case OUTPUT -> TerminalStructs.TCOFLUSH;
            case BOTH -> TerminalStructs.TCIOFLUSH;
        };
        return request("tcflush", TerminalStructs.TCFLSH, which);
    }

    /// Stops the flow of bytes, or starts it again.
    public Promise<@Nullable Void> flow(Flow action) {
        int which = switch (action) {
            case STOP_OUTPUT -> TerminalStructs.TCOOFF;
            case START_OUTPUT -> TerminalStructs.TCOON;
            case STOP_INPUT -> TerminalStructs.TCIOFF;
            case START_INPUT -> TerminalStructs.TCION;
        };
        return request("tcflow", TerminalStructs.TCXONC, which);
    }

    private Promise<@Nullable Void> request(String function, int request, long argument) {
        return this.<@Nullable Void>call(function, number -> {
            check(TerminalCalls.ofThread().ioctl(number, request, argument), function);
            return null;
        });
    }

    private void check(int result, String function) throws UnixException {
        LinuxCalls.check(result, function, file.port().toString());
    }

    /* ---- On a duplicate ---- */

    private interface Call<T extends @Nullable Object> {
        T make(int number) throws UnixException;
    }

    private <T extends @Nullable Object> Promise<T> call(String function, Call<T> call) {
        file.main().checkCaller();
        if (!(file.port() instanceof LinuxPort port)) {
            return Lwt.fail(Unsupported.onPortableEngine(function, "have the program stty do it"));
        }
        if (file.isClosed()) {
            return Lwt.fail(file.closedFailure(function));
        }
        int number = FileCalls.ofThread().fcntl(port.number, FileStructs.F_DUPFD_CLOEXEC, 0);
        if (number < 0) {
            return Lwt.fail(UnixException.of(-number, function, port.toString()));
        }
        return file.main().jobs().run(new Job<T>() {
            private @Nullable T value;

            @Override
            protected void run() throws UnixException {
                value = call.make(number);
            }

            @Override
            @SuppressWarnings("NullAway") // null only if the call returned it
            protected T result() {
                return value;
            }

            @Override
            protected void free() {
                FileCalls.ofThread().close(number);
            }
        });
    }
}
