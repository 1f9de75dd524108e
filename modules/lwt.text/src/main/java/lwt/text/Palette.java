package lwt.text;

import java.util.Locale;
import java.util.Map;
import org.jline.utils.Colors;

/// How many colours the terminal has, and how colours are said to it.
enum Palette {
    /// None, or the user wants none.
    NONE,
    /// The eight first ones; a light one is a bold one.
    EIGHT,
    /// Those of a palette of 256.
    INDEXED,
    /// All.
    TRUE_COLOR;

    /// What the variables TERM, COLORTERM and NO_COLOR say.
    static Palette of(Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return NONE;
        }
        String term = environment.getOrDefault("TERM", "dumb").toLowerCase(Locale.ROOT);
        String colors = environment.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
        if (term.equals("dumb") || term.startsWith("vt1") || term.startsWith("vt2") || term.endsWith("-m")) {
            return NONE;
        }
        if (colors.equals("truecolor") || colors.equals("24bit") || term.contains("direct")) {
            return TRUE_COLOR;
        }
        return term.contains("256") || term.contains("kitty") || term.contains("alacritty") || term.contains("ghostty")
                ? INDEXED
                : EIGHT;
    }

    /// Parameters of a SGR sequence, each after a `;`. `base` is 30 for the colour of text, 40 for what is behind it.
    String parameters(Color color, int base) {
        return switch (color) {
            case Color.Default _ -> this == NONE ? "" : ";" + (base + 9);
            case Color.Indexed(int number) -> indexed(number, base);
            case Color.Rgb(int red, int green, int blue) -> rgb(red, green, blue, base);
        };
    }

    private String indexed(int number, int base) {
        return switch (this) {
            case NONE -> "";
            case EIGHT -> eight(number < 16 ? number : Colors.roundColor(number, 16), base);
            case INDEXED, TRUE_COLOR -> number < 8 ? ";" + (base + number) : ";" + (base + 8) + ";5;" + number;
        };
    }

    private String rgb(int red, int green, int blue, int base) {
        return switch (this) {
            case NONE -> "";
            case EIGHT -> eight(Colors.roundRgbColor(red, green, blue, 16), base);
            case INDEXED -> indexed(Colors.roundRgbColor(red, green, blue, 256), base);
            case TRUE_COLOR -> ";" + (base + 8) + ";2;" + red + ";" + green + ";" + blue;
        };
    }

    private static String eight(int number, int base) {
        return number < 8
                ? ";" + (base + number)
                : base == 30 ? ";1;" + (base + number - 8) : ";" + (base + number - 8);
    }
}
