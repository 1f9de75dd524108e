package lwt.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Text and how it is to look: instructions, each of which holds for the text after it until a
/// reset or the end. Made of what [LwtTerm] offers, such as `StyledText.of(fg(Color.BLUE), bold(), text("foo"))`.
///
/// @param instructions in the order in which they hold
/// @see "Lwt manual (December 2010), “Terminal utilities”"
public record StyledText(List<Instruction> instructions) {
    /// No text at all.
    public static final StyledText EMPTY = new StyledText(List.of());

    public StyledText {
        instructions = List.copyOf(instructions);
    }

    /// A piece of text, or a change of style.
    public sealed interface Instruction {}

    /// A piece of text.
    ///
    /// @param text the text
    public record Text(String text) implements Instruction {}

    /// A change of style that has no parameter.
    public enum Attribute implements Instruction {
        /// Ends everything that holds.
        RESET,
        /// Bold, or bright.
        BOLD,
        /// With a line below.
        UNDERLINED,
        /// Blinking.
        BLINK,
        /// Foreground and background exchanged.
        INVERSE,
        /// Not to be seen.
        HIDDEN
    }

    /// The colour of text.
    ///
    /// @param color the colour
    public record Foreground(Color color) implements Instruction {}

    /// The colour behind text.
    ///
    /// @param color the colour
    public record Background(Color color) implements Instruction {}

    /* ---- Making and joining ---- */

    /// These instructions, one after the other.
    public static StyledText of(Instruction... instructions) {
        return new StyledText(Arrays.asList(instructions));
    }

    /// A text without style.
    public static StyledText of(String text) {
        return new StyledText(List.of(new Text(text)));
    }

    /// This and then these instructions.
    public StyledText plus(Instruction... more) {
        return plus(StyledText.of(more));
    }

    /// This and then that; styles that hold at the end of this go on to hold.
    public StyledText plus(StyledText next) {
        List<Instruction> all = new ArrayList<>(instructions);
        all.addAll(next.instructions);
        return new StyledText(all);
    }

    /* ---- Without styles ---- */

    /// The text alone.
    ///
    /// @see "Lwt_term.strip_styles (Lwt 2.2)"
    public String strip() {
        return instructions.stream()
                .map(instruction -> instruction instanceof Text(String text) ? text : "")
                .collect(Collectors.joining());
    }

    /// How many characters the text has, in code points.
    ///
    /// @see "Lwt_term.styled_length (Lwt 2.2)"
    public int length() {
        String text = strip();
        return text.codePointCount(0, text.length());
    }

    /// How many columns of a terminal the text takes: two for a wide character, none for one that
    /// joins another.
    public int width() {
        return Graphemes.width(strip());
    }
}
