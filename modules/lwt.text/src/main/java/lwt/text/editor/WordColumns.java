package lwt.text.editor;

import java.util.List;
import lwt.text.Graphemes;

/// Words in columns of the same width, from top to bottom.
final class WordColumns {
    private WordColumns() {}

    /// The lines, each with its end; nothing if there are no words but empty ones.
    static String of(List<String> all, int screenColumns) {
        List<String> words = all.stream()
                .filter(word -> !word.isEmpty())
                .map(word -> word.replace('\n', '⏎'))
                .toList();
        if (words.isEmpty()) {
            return "";
        }
        int widest = words.stream().mapToInt(Graphemes::width).max().orElse(0) + 1;
        int columns = Math.max(1, screenColumns / widest);
        int lines = Math.ceilDiv(words.size(), columns);
        int width = screenColumns / columns;
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            for (int index = line; index < words.size(); index += lines) {
                String word = words.get(index);
                text.append(word);
                if (index + lines < words.size()) {
                    text.append(" ".repeat(Math.max(1, width - Graphemes.width(word))));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}
