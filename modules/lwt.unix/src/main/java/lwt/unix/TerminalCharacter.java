package lwt.unix;

/// The characters, and two numbers, that a terminal is told to obey, under the names that the C
/// library's manual (termios(3)) explains.
public enum TerminalCharacter {
    /// Interrupts: SIGINT, usually for control-C.
    VINTR(0),
    /// Quits: SIGQUIT, usually for control-backslash.
    VQUIT(1),
    /// Erases the character before.
    VERASE(2),
    /// Erases the line.
    VKILL(3),
    /// Ends the input, usually control-D.
    VEOF(4),
    /// How many tenths of a second a read waits without `ICANON`. Reads of this library wait in the
    /// loop, so that this means little for them.
    VTIME(5),
    /// How many bytes a read without `ICANON` waits for.
    VMIN(6),
    /// Starts the output again, usually control-Q.
    VSTART(8),
    /// Stops the output, usually control-S.
    VSTOP(9),
    /// Suspends: SIGTSTP, usually for control-Z.
    VSUSP(10),
    /// One more character that ends a line.
    VEOL(11),
    /// Prints the line again.
    VREPRINT(12),
    /// Erases the word before.
    VWERASE(14),
    /// Takes the meaning from the next character.
    VLNEXT(15),
    /// One more character that ends a line.
    VEOL2(16);

    final int index;

    TerminalCharacter(int index) {
        this.index = index;
    }
}
