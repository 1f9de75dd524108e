package lwt.text.editor;

import java.io.IOException;

/// The user gave the input up: with Ctrl-C, or with Ctrl-D where there was nothing to delete.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class Interrupt extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean endOfInput;

    Interrupt(boolean endOfInput) {
        super(endOfInput ? "the user has ended the input" : "the user has interrupted the input");
        this.endOfInput = endOfInput;
    }

    /// Whether it was Ctrl-D in an empty input, which says that there is no more.
    public boolean isEndOfInput() {
        return endOfInput;
    }
}
