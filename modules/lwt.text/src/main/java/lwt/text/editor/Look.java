package lwt.text.editor;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lwt.text.StyledText;

/// How the input is shown.
///
/// @param mapText what is shown in place of a text: it is given what is before the cursor, what is selected, and what
/// is
///     after it, one by one
/// @param highlight the styles of the whole input; what it returns counts only if that is the same text
/// @param continuation what stands before each line of the input but the first
public record Look(
        UnaryOperator<String> mapText, Function<? super String, StyledText> highlight, StyledText continuation) {
    /// As it is typed.
    public static final Look PLAIN = new Look(UnaryOperator.identity(), StyledText::of, StyledText.EMPTY);

    /// Checks that nothing is null.
    public Look {
        Objects.requireNonNull(mapText, "mapText");
        Objects.requireNonNull(highlight, "highlight");
        Objects.requireNonNull(continuation, "continuation");
    }
}
