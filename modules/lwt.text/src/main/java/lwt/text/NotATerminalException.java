package lwt.text;

import java.io.IOException;

/// What was to be done needs a terminal, and the standard input is none.
public final class NotATerminalException extends IOException {
    private static final long serialVersionUID = 1;

    NotATerminalException(String operation) {
        super(operation + " needs a terminal, and the standard input is none: run the program in a terminal, or read"
                + " from LwtText.stdin() instead");
    }
}
