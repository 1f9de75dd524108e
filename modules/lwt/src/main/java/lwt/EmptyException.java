package lwt;

import java.util.NoSuchElementException;

/// Says that an element was asked for where there is none: of a stream that has ended, or of an empty sequence.
public final class EmptyException extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    EmptyException(String message) {
        super(message);
    }
}
