package lwt.text.editor;

import lwt.text.Color;
import lwt.text.StyledText;

/// Text with styles as a terminal gets it.
final class Ansi {
    private Ansi() {}

    static String of(StyledText text) {
        StringBuilder output = new StringBuilder();
        for (StyledText.Instruction instruction : text.instructions()) {
            output.append(
                    switch (instruction) {
                        case StyledText.Text(String piece) -> piece;
                        case StyledText.Attribute attribute -> attribute(attribute);
                        case StyledText.Foreground(Color.Indexed(int number)) when number < 8 -> sgr(30 + number);
                        case StyledText.Background(Color.Indexed(int number)) when number < 8 -> sgr(40 + number);
                        default -> throw new IllegalArgumentException("not in these tests: " + instruction);
                    });
        }
        return output.toString();
    }

    private static String attribute(StyledText.Attribute attribute) {
        return sgr(
                switch (attribute) {
                    case RESET -> 0;
                    case BOLD -> 1;
                    case UNDERLINED -> 4;
                    case BLINK -> 5;
                    case INVERSE -> 7;
                    case HIDDEN -> 8;
                });
    }

    private static String sgr(int number) {
        return "\u001b[" + number + "m";
    }
}
