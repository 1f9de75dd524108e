package lwt.unix;

/// What a terminal does or not, under the names that the C library's manual (termios(3)) explains.
public enum TerminalFlag {
    /// Ignore a break on input.
    IGNBRK(Word.INPUT, 0x1),
    /// A break on input is a SIGINT.
    BRKINT(Word.INPUT, 0x2),
    /// Ignore what has a parity error.
    IGNPAR(Word.INPUT, 0x4),
    /// Mark what has a parity error.
    PARMRK(Word.INPUT, 0x8),
    /// Check the parity of the input.
    INPCK(Word.INPUT, 0x10),
    /// Strip the eighth bit from the input.
    ISTRIP(Word.INPUT, 0x20),
    /// Read a newline as a carriage return.
    INLCR(Word.INPUT, 0x40),
    /// Ignore carriage returns.
    IGNCR(Word.INPUT, 0x80),
    /// Read a carriage return as a newline.
    ICRNL(Word.INPUT, 0x100),
    /// The characters START and STOP control the output.
    IXON(Word.INPUT, 0x400),
    /// Any character starts the output again.
    IXANY(Word.INPUT, 0x800),
    /// Send START and STOP to control the input.
    IXOFF(Word.INPUT, 0x1000),
    /// Ring the bell when the input's queue is full.
    IMAXBEL(Word.INPUT, 0x2000),
    /// The input is UTF-8, for erasing whole characters.
    IUTF8(Word.INPUT, 0x4000),

    /// Process the output.
    OPOST(Word.OUTPUT, 0x1),
    /// Write a newline as carriage return and newline.
    ONLCR(Word.OUTPUT, 0x4),
    /// Write a carriage return as a newline.
    OCRNL(Word.OUTPUT, 0x8),
    /// Write no carriage return in column 0.
    ONOCR(Word.OUTPUT, 0x10),
    /// Write no carriage returns.
    ONLRET(Word.OUTPUT, 0x20),

    /// Send two stop bits.
    CSTOPB(Word.CONTROL, 0x40),
    /// Receive.
    CREAD(Word.CONTROL, 0x80),
    /// Make and check parity.
    PARENB(Word.CONTROL, 0x100),
    /// Parity is odd.
    PARODD(Word.CONTROL, 0x200),
    /// Hang up when the last process closes the terminal.
    HUPCL(Word.CONTROL, 0x400),
    /// Ignore the modem's control lines.
    CLOCAL(Word.CONTROL, 0x800),
    /// The hardware controls the flow.
    CRTSCTS(Word.CONTROL, 0x8000_0000),

    /// The characters INTR, QUIT and SUSP are signals.
    ISIG(Word.LOCAL, 0x1),
    /// Input comes by lines, which may be edited.
    ICANON(Word.LOCAL, 0x2),
    /// Echo the input.
    ECHO(Word.LOCAL, 0x8),
    /// ERASE erases on the screen.
    ECHOE(Word.LOCAL, 0x10),
    /// KILL begins a new line on the screen.
    ECHOK(Word.LOCAL, 0x20),
    /// Echo newlines even without `ECHO`.
    ECHONL(Word.LOCAL, 0x40),
    /// Signals do not empty the queues.
    NOFLSH(Word.LOCAL, 0x80),
    /// Processes in the background that write get a SIGTTOU.
    TOSTOP(Word.LOCAL, 0x100),
    /// Echo control characters as `^X`.
    ECHOCTL(Word.LOCAL, 0x200),
    /// Characters such as LNEXT have their meanings.
    IEXTEN(Word.LOCAL, 0x8000);

    /// The four words of flags, in the order in which the system has them.
    enum Word {
        INPUT,
        OUTPUT,
        CONTROL,
        LOCAL
    }

    final Word word;
    final int bit;

    TerminalFlag(Word word, int bit) {
        this.word = word;
        this.bit = bit;
    }
}
