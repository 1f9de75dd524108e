package lwt.unix;

/// Numbers of Linux for terminals, under their C names. They are the kernel's own (ioctl_tty(2),
/// asm/termbits.h), in which speeds are plain numbers.
final class TerminalStructs {
    // Requests
    static final int TCGETS2 = 0x802c542a;
    static final int TCSETS2 = 0x402c542b;
    static final int TCSETSW2 = 0x402c542c;
    static final int TCSETSF2 = 0x402c542d;
    static final int TCSBRK = 0x5409;
    static final int TCXONC = 0x540a;
    static final int TCFLSH = 0x540b;
    static final int TCSBRKP = 0x5425;

    // Their arguments
    static final int TCOOFF = 0;
    static final int TCOON = 1;
    static final int TCIOFF = 2;
    static final int TCION = 3;
    static final int TCIFLUSH = 0;
    static final int TCOFLUSH = 1;
    static final int TCIOFLUSH = 2;

    static final int TERMIOS_SIZE = 44;
    static final int TERMIOS_IFLAG = 0;
    static final int TERMIOS_OFLAG = 4;
    static final int TERMIOS_CFLAG = 8;
    static final int TERMIOS_LFLAG = 12;
    static final int TERMIOS_CC = 17;
    static final int TERMIOS_ISPEED = 36;
    static final int TERMIOS_OSPEED = 40;

    static final int CSIZE = 0x30;
    static final int CS8 = 0x30;
    static final int CBAUD = 0x100f;
    static final int BOTHER = 0x1000;
    static final int IBSHIFT = 16;

    private TerminalStructs() {}
}
