package lwt.text;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Objects;

/// Which bytes the characters of a text channel are, and what to do about those that do not fit.
///
/// Lenient, which encodings are unless [#strict] is asked for: a character that the encoding lacks is
/// written as what resembles it (é as `e`, € as `EUR`), or as `?`; a byte that is not text is
/// read as the character that it is in ISO-8859-15. Strict: both are failures,
/// [java.nio.charset.CharacterCodingException].
///
/// @param charset the encoding
/// @param isStrict whether what does not fit is a failure
/// @see "Lwt manual (December 2010), “Text channels”"
public record TextEncoding(Charset charset, boolean isStrict) {
    private static final TextEncoding SYSTEM = of(systemCharset());

    public TextEncoding {
        Objects.requireNonNull(charset, "charset");
    }

    /// This encoding, lenient.
    public static TextEncoding of(Charset charset) {
        return new TextEncoding(charset, false);
    }

    /// The encoding of the user's locale (`LC_ALL`, `LC_CTYPE` or `LANG`), lenient.
    public static TextEncoding system() {
        return SYSTEM;
    }

    /// The same encoding, strict.
    public TextEncoding strict() {
        return new TextEncoding(charset, true);
    }

    /// Not the default charset, which is UTF-8 wherever the program runs.
    private static Charset systemCharset() {
        try {
            return Charset.forName(System.getProperty("native.encoding", "US-ASCII"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.US_ASCII;
        }
    }
}
