package lwt.text;

import java.util.Locale;

/// How keys are printed: as OCaml prints their constructors.
final class KeyNames {
    private KeyNames() {}

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// As between `quote` in a source of OCaml; what can be printed stays, beyond ASCII too.
    static String escape(String text, char quote) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                case '\b' -> escaped.append("\\b");
                default -> {
                    if (c == quote) {
                        escaped.append('\\').append(c);
                    } else if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                        escaped.append(String.format("\\%03d", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
