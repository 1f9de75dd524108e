package lwt.text.editor;

/// Texts between double quotes, in names of commands and in files of key bindings.
final class Quoted {
    private static final String LETTERS = "nrte\\\"";
    private static final String MEANINGS = "\n\r\t\u001b\\\"";

    private Quoted() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int index = MEANINGS.indexOf(c);
            if (index < 0) {
                quoted.append(c);
            } else {
                quoted.append('\\').append(LETTERS.charAt(index));
            }
        }
        return quoted.toString();
    }

    /// @throws IllegalArgumentException if a backslash is followed by something else
    static String unquote(String quoted) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\') {
                int index = i + 1 < quoted.length() ? LETTERS.indexOf(quoted.charAt(i + 1)) : -1;
                if (index < 0) {
                    throw new IllegalArgumentException(
                            "after a backslash comes one of n, r, t, e, \\ and \", not in \"" + quoted + '"');
                }
                c = MEANINGS.charAt(index);
                i++;
            }
            text.append(c);
        }
        return text.toString();
    }
}
