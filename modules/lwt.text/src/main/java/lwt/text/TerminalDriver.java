package lwt.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The system's side of the terminal: its mode and its size, by calls that return at once. See man pages ioctl_tty(2),
/// termios(3).
///
/// Attributes are kept as the system has them (a `struct termios2` of Linux), so what is set again is all of what was
/// there. lwt.unix.Terminal makes the same calls in workers, which cannot be had when the process ends.
final class TerminalDriver {
    static final int STANDARD_INPUT = 0;
    static final int STANDARD_OUTPUT = 1;

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private static final long TCGETS2 = 0x802C542AL;
    private static final long TCSETS2 = 0x402C542BL;
    private static final long TIOCGWINSZ = 0x5413;
    private static final int TERMIOS_SIZE = 44;

    private static final int INPUT_FLAGS = 0;
    private static final int CONTROL_FLAGS = 8;
    private static final int LOCAL_FLAGS = 12;
    private static final int CHARACTERS = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    private static final int BRKINT = 0002;
    private static final int INPCK = 0020;
    private static final int ISTRIP = 0040;
    private static final int IXON = 02000;
    private static final int CSIZE = 0060;
    private static final int CS8 = 0060;
    private static final int PARENB = 0400;
    private static final int ISIG = 0001;
    private static final int ICANON = 0002;
    private static final int ECHO = 0010;
    private static final int IEXTEN = 0100000;

    private TerminalDriver() {}

    /// How the terminal of this descriptor behaves, or nothing if it is no terminal.
    static Optional<byte[]> attributes(int descriptor) {
        if (!LINUX) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_SIZE, 4);
            return ioctl(descriptor, TCGETS2, termios) < 0 ? Optional.empty() : Optional.of(termios.toArray(JAVA_BYTE));
        }
    }

    private static int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return Native.ioctl(descriptor, request, argument);
        } catch (LinkageError _) {
            return -1; // the JVM gives no access to native code
        }
    }

    /// Has it behave so from now on; what was typed and not yet read stays. Whether it does.
    static boolean set(int descriptor, byte[] attributes) {
        try (Arena arena = Arena.ofConfined()) {
            return ioctl(descriptor, TCSETS2, arena.allocateFrom(JAVA_BYTE, attributes)) == 0;
        }
    }

    /// Every key at once, none echoed, none a signal. Enter stays `\n`, and `\n` still begins a line.
    static byte[] raw(byte[] attributes) {
        byte[] raw = attributes.clone();
        MemorySegment termios = MemorySegment.ofArray(raw);
        change(termios, INPUT_FLAGS, BRKINT | INPCK | ISTRIP | IXON, 0);
        change(termios, CONTROL_FLAGS, CSIZE | PARENB, CS8);
        change(termios, LOCAL_FLAGS, ISIG | ICANON | ECHO | IEXTEN, 0);
        raw[CHARACTERS + VMIN] = 1;
        raw[CHARACTERS + VTIME] = 0;
        return raw;
    }

    private static void change(MemorySegment termios, int word, int cleared, int set) {
        int flags = termios.get(JAVA_INT_UNALIGNED, word);
        termios.set(JAVA_INT_UNALIGNED, word, (flags & ~cleared) | set);
    }

    /// The size of the terminal of this descriptor, or nothing if it is no terminal or does not know.
    static Optional<Size> size(int descriptor) {
        if (!LINUX) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_SHORT, 4);
            if (ioctl(descriptor, TIOCGWINSZ, size) < 0) {
                return Optional.empty();
            }
            int lines = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 1));
            return lines == 0 || columns == 0 ? Optional.empty() : Optional.of(new Size(lines, columns));
        }
    }
}
