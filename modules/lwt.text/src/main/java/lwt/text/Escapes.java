package lwt.text;

import java.util.Map;
import lwt.text.StyledText.Attribute;
import lwt.text.StyledText.Instruction;

/// Writes styles as escape sequences (SGR of ECMA-48).
final class Escapes {
    static final String RESET = "\033[0m";

    private static final Map<String, String> ENVIRONMENT = System.getenv();
    private static final Palette PALETTE = Palette.of(ENVIRONMENT);

    private Escapes() {}

    static Palette palette() {
        return PALETTE;
    }

    /// Whether the user's terminal understands escape sequences at all.
    static boolean areUnderstood() {
        return !ENVIRONMENT.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /// The text with its styles; those that follow each other are one sequence.
    static String of(StyledText text, Palette palette) {
        StringBuilder out = new StringBuilder();
        StringBuilder pending = new StringBuilder();
        for (Instruction instruction : text.instructions()) {
            switch (instruction) {
                case StyledText.Text(String piece) -> {
                    flush(pending, out);
                    out.append(piece);
                }
                case Attribute attribute -> pending.append(';').append(code(attribute));
                case StyledText.Foreground(Color color) -> pending.append(palette.parameters(color, 30));
                case StyledText.Background(Color color) -> pending.append(palette.parameters(color, 40));
            }
        }
        flush(pending, out);
        return out.toString();
    }

    private static void flush(StringBuilder pending, StringBuilder out) {
        if (!pending.isEmpty()) {
            out.append("\033[").append(pending, 1, pending.length()).append('m');
            pending.setLength(0);
        }
    }

    private static int code(Attribute attribute) {
        return switch (attribute) {
            case RESET -> 0;
            case BOLD -> 1;
            case UNDERLINED -> 4;
            case BLINK -> 5;
            case INVERSE -> 7;
            case HIDDEN -> 8;
        };
    }

    /// What makes text look so, whatever held before.
    static String of(Style style, Palette palette) {
        StringBuilder codes = new StringBuilder("\033[0");
        append(codes, style.bold(), Attribute.BOLD);
        append(codes, style.underlined(), Attribute.UNDERLINED);
        append(codes, style.blink(), Attribute.BLINK);
        append(codes, style.inverse(), Attribute.INVERSE);
        append(codes, style.hidden(), Attribute.HIDDEN);
        if (!style.foreground().equals(Color.DEFAULT)) {
            codes.append(palette.parameters(style.foreground(), 30));
        }
        if (!style.background().equals(Color.DEFAULT)) {
            codes.append(palette.parameters(style.background(), 40));
        }
        return codes.append('m').toString();
    }

    private static void append(StringBuilder codes, boolean holds, Attribute attribute) {
        if (holds) {
            codes.append(';').append(code(attribute));
        }
    }
}
