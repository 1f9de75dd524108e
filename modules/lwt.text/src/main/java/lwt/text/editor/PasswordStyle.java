package lwt.text.editor;

import java.util.Objects;
import java.util.function.UnaryOperator;
import lwt.text.Graphemes;

/// How a password is shown while it is typed.
///
/// @param mapText what is shown in place of it
/// @see "Lwt manual (December 2010), “Read-line”"
public record PasswordStyle(UnaryOperator<String> mapText) {
    /// Checks that it is not null.
    public PasswordStyle {
        Objects.requireNonNull(mapText, "mapText");
    }

    /// Shows nothing.
    public static PasswordStyle empty() {
        return new PasswordStyle(_ -> "");
    }

    /// Shows it.
    public static PasswordStyle clear() {
        return new PasswordStyle(UnaryOperator.identity());
    }

    /// Shows this for each character.
    public static PasswordStyle text(String replacement) {
        Objects.requireNonNull(replacement, "replacement");
        return new PasswordStyle(password -> replacement.repeat(Graphemes.count(password)));
    }
}
