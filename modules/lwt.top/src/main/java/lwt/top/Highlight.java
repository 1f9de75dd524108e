package lwt.top;

import static lwt.text.LwtTerm.bold;
import static lwt.text.LwtTerm.fg;
import static lwt.text.LwtTerm.reset;
import static lwt.text.LwtTerm.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import lwt.text.Color;
import lwt.text.StyledText;
import org.jspecify.annotations.Nullable;

/// Colours of what is typed: keywords, texts, numbers and comments.
final class Highlight {
    private static final Pattern TOKEN = Pattern.compile("(?s)(?<comment>//[^\n]*|/\\*.*?(?:\\*/|$))"
            + "|(?<text>\"\"\".*?(?:\"\"\"|$)|\"(?:\\\\.|[^\"\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\n])*'?)"
            + "|(?<number>\\b\\d[\\w.]*)"
            + "|(?<word>\\b[a-z]+\\b)");
    private static final Set<String> CONTEXTUAL =
            Set.of("var", "record", "sealed", "permits", "yield", "when", "await");

    private Highlight() {}

    static StyledText of(String code) {
        List<StyledText.Instruction> parts = new ArrayList<>();
        Matcher token = TOKEN.matcher(code);
        int end = 0;
        while (token.find()) {
            StyledText.Instruction style = style(token);
            if (style != null) {
                parts.add(text(code.substring(end, token.start())));
                parts.add(style);
                parts.add(text(token.group()));
                parts.add(reset());
                end = token.end();
            }
        }
        parts.add(text(code.substring(end)));
        return new StyledText(parts);
    }

    private static StyledText.@Nullable Instruction style(Matcher token) {
        if (token.group("comment") != null) {
            return fg(Color.LIGHT_BLACK);
        }
        if (token.group("text") != null) {
            return fg(Color.GREEN);
        }
        if (token.group("number") != null) {
            return fg(Color.MAGENTA);
        }
        String word = token.group("word");
        return SourceVersion.isKeyword(word) || CONTEXTUAL.contains(word) ? bold() : null;
    }
}
