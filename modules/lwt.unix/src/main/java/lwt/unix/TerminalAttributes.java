package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;

/// How a terminal behaves: flags, characters, sizes and speeds. A value that does not change; the
/// methods `with…` make others, in which everything else stays, also what has no name here.
///
/// Most programs take a terminal's attributes, make [#raw] ones of them, set those, and set the old
/// ones again in the end.
///
/// @see Terminal
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class TerminalAttributes {
    private final byte[] bytes; // as the system has them

    private TerminalAttributes(byte[] bytes) {
        this.bytes = bytes;
    }

    static TerminalAttributes of(MemorySegment termios) {
        return new TerminalAttributes(termios.toArray(JAVA_BYTE));
    }

    void put(MemorySegment termios) {
        MemorySegment.copy(bytes, 0, termios, JAVA_BYTE, 0, bytes.length);
    }

    private int word(int offset) {
        return MemorySegment.ofArray(bytes).get(JAVA_INT.withByteAlignment(1), offset);
    }

    private TerminalAttributes withWord(int offset, int value) {
        byte[] changed = bytes.clone();
        MemorySegment.ofArray(changed).set(JAVA_INT.withByteAlignment(1), offset, value);
        return new TerminalAttributes(changed);
    }

    /* ---- Flags ---- */

    /// Whether this flag is set.
    public boolean has(TerminalFlag flag) {
        return (word(offset(flag)) & flag.bit) != 0;
    }

    /// With these flags set.
    public TerminalAttributes with(TerminalFlag... flags) {
        TerminalAttributes changed = this;
        for (TerminalFlag flag : flags) {
            changed = changed.withWord(offset(flag), changed.word(offset(flag)) | flag.bit);
        }
        return changed;
    }

    /// With these flags not set.
    public TerminalAttributes without(TerminalFlag... flags) {
        TerminalAttributes changed = this;
        for (TerminalFlag flag : flags) {
            changed = changed.withWord(offset(flag), changed.word(offset(flag)) & ~flag.bit);
        }
        return changed;
    }

    private static int offset(TerminalFlag flag) {
        return switch (flag.word) {
            case INPUT -> TerminalStructs.TERMIOS_IFLAG;
            case OUTPUT -> TerminalStructs.TERMIOS_OFLAG;
            case CONTROL -> TerminalStructs.TERMIOS_CFLAG;
            case LOCAL -> TerminalStructs.TERMIOS_LFLAG;
        };
    }

    /// Every byte comes at once and as it is, nothing is echoed, and no key is a signal; as the C
    /// library's `cfmakeraw` does it.
    public TerminalAttributes raw() {
        return without(
                        TerminalFlag.IGNBRK,
                        TerminalFlag.BRKINT,
                        TerminalFlag.PARMRK,
                        TerminalFlag.ISTRIP,
                        TerminalFlag.INLCR,
                        TerminalFlag.IGNCR,
                        TerminalFlag.ICRNL,
                        TerminalFlag.IXON,
                        TerminalFlag.OPOST,
                        TerminalFlag.ECHO,
                        TerminalFlag.ECHONL,
                        TerminalFlag.ICANON,
                        TerminalFlag.ISIG,
                        TerminalFlag.IEXTEN,
                        TerminalFlag.PARENB)
                .withCharacterSize(8)
                .with(TerminalCharacter.VMIN, 1)
                .with(TerminalCharacter.VTIME, 0);
    }

    /* ---- Characters ---- */

    /// The character of this meaning, from 0 to 255; 0 if there is none.
    public int character(TerminalCharacter meaning) {
        return Byte.toUnsignedInt(bytes[TerminalStructs.TERMIOS_CC + meaning.index]);
    }

    /// With this character for this meaning; 0 if there is to be none.
    ///
    /// @throws IllegalArgumentException if it is not from 0 to 255
    public TerminalAttributes with(TerminalCharacter meaning, int character) {
        if (character < 0 || character > 255) {
            throw new IllegalArgumentException(meaning + " must be from 0 to 255, not " + character);
        }
        byte[] changed = bytes.clone();
        changed[TerminalStructs.TERMIOS_CC + meaning.index] = (byte) character;
        return new TerminalAttributes(changed);
    }

    /* ---- Sizes and speeds ---- */

    /// How many bits a character has: 5 to 8.
    public int characterSize() {
        return 5 + ((word(TerminalStructs.TERMIOS_CFLAG) & TerminalStructs.CSIZE) >> 4);
    }

    /// With characters of so many bits.
    ///
    /// @throws IllegalArgumentException if it is not from 5 to 8
    public TerminalAttributes withCharacterSize(int bits) {
        if (bits < 5 || bits > 8) {
            throw new IllegalArgumentException("a character has 5 to 8 bits, not " + bits);
        }
        int others = word(TerminalStructs.TERMIOS_CFLAG) & ~TerminalStructs.CSIZE;
        return withWord(TerminalStructs.TERMIOS_CFLAG, others | (bits - 5) << 4);
    }

    /// Bits per second of the input.
    public int inputSpeed() {
        return word(TerminalStructs.TERMIOS_ISPEED);
    }

    /// Bits per second of the output.
    public int outputSpeed() {
        return word(TerminalStructs.TERMIOS_OSPEED);
    }

    /// With these speeds, in bits per second; 0 for the output hangs up. What the line cannot do, it
    /// does as well as it can.
    ///
    /// @throws IllegalArgumentException if one is negative
    public TerminalAttributes withSpeeds(int input, int output) {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException("speeds must not be negative: " + input + ", " + output);
        }
        // The system takes plain numbers only where no code is.
        int codes = TerminalStructs.CBAUD | TerminalStructs.CBAUD << TerminalStructs.IBSHIFT;
        int outputCode = output == 0 ? 0 : TerminalStructs.BOTHER;
        int inputCode = TerminalStructs.BOTHER << TerminalStructs.IBSHIFT;
        int others = word(TerminalStructs.TERMIOS_CFLAG) & ~codes;
        return withWord(TerminalStructs.TERMIOS_CFLAG, others | outputCode | inputCode)
                .withWord(TerminalStructs.TERMIOS_ISPEED, input)
                .withWord(TerminalStructs.TERMIOS_OSPEED, output);
    }

    /* ---- As a value ---- */

    @Override
    public boolean equals(Object other) {
        return other instanceof TerminalAttributes attributes && Arrays.equals(bytes, attributes.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The flags that are set, and the speeds.
    @Override
    public String toString() {
        EnumSet<TerminalFlag> flags = EnumSet.noneOf(TerminalFlag.class);
        for (TerminalFlag flag : TerminalFlag.values()) {
            if (has(flag)) {
                flags.add(flag);
            }
        }
        return flags + ", " + characterSize() + " bits, " + inputSpeed() + " and " + outputSpeed() + " bit/s";
    }
}
