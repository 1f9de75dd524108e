package lwt.text;

import lwt.text.StyledText.Attribute;
import lwt.text.StyledText.Instruction;

/// How one character looks on the screen.
///
/// @param bold bold, or bright
/// @param underlined with a line below
/// @param blink blinking
/// @param inverse foreground and background exchanged
/// @param hidden not to be seen
/// @param foreground its colour
/// @param background the colour behind it
/// @see "Lwt_term.style (Lwt 2.2)"
public record Style(
        boolean bold,
        boolean underlined,
        boolean blink,
        boolean inverse,
        boolean hidden,
        Color foreground,
        Color background) {
    /// As text looks when nobody says how.
    public static final Style PLAIN = new Style(false, false, false, false, false, Color.DEFAULT, Color.DEFAULT);

    /// This style after the instruction, which is itself if that is text.
    public Style after(Instruction instruction) {
        return switch (instruction) {
            case StyledText.Text _ -> this;
            case Attribute attribute -> after(attribute);
            case StyledText.Foreground(Color color) -> withForeground(color);
            case StyledText.Background(Color color) -> withBackground(color);
        };
    }

    private Style after(Attribute attribute) {
        return switch (attribute) {
            case RESET -> PLAIN;
            case BOLD -> new Style(true, underlined, blink, inverse, hidden, foreground, background);
            case UNDERLINED -> new Style(bold, true, blink, inverse, hidden, foreground, background);
            case BLINK -> new Style(bold, underlined, true, inverse, hidden, foreground, background);
            case INVERSE -> new Style(bold, underlined, blink, true, hidden, foreground, background);
            case HIDDEN -> new Style(bold, underlined, blink, inverse, true, foreground, background);
        };
    }

    /// This style with another colour of text.
    public Style withForeground(Color color) {
        return new Style(bold, underlined, blink, inverse, hidden, color, background);
    }

    /// This style with another colour behind the text.
    public Style withBackground(Color color) {
        return new Style(bold, underlined, blink, inverse, hidden, foreground, color);
    }
}
