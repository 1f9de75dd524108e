package lwt.text;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/// A text that cannot be written in a strict encoding.
final class UnencodableTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1;

    private final String message;

    UnencodableTextException(String text, Charset charset, CharacterCodingException cause) {
        this.message =
                charset + " has not all characters of \"" + text + "\": write to a channel whose encoding has them,"
                        + " or which is not strict and writes what resembles them";
        initCause(cause);
    }

    @Override
    public String getMessage() {
        return message;
    }
}
