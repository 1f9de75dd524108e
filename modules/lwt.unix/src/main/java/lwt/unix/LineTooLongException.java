package lwt.unix;

import java.io.IOException;

/// The failure of a read of a line that is longer than the reader wants.
///
/// @see InputChannel#readLineAtMost
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1;

    LineTooLongException(int maxBytes) {
        super("a line of more than " + maxBytes + " bytes");
    }
}
