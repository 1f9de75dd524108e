package conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the input into scenarios, which are still only words: [ScenarioParser] gives them a meaning.
///
/// One scenario at a time, so that a malformed one does not hide the others.
final class ScenarioReader {
    private static final String HEADER = "scenario";

    private final BufferedReader input;
    private int lineNumber;
    private @Nullable Line header;

    ScenarioReader(BufferedReader input) {
        this.input = input;
    }

    /// A line that is neither empty nor a comment.
    record Line(int number, String text, List<String> words) {}

    /// The lines of one scenario, without its header.
    record Text(Line header, List<Line> lines) {}

    /// The next scenario, or `null` at the end of the input.
    @Nullable
    Text next() throws IOException {
        Line begin = header == null ? nextLine() : header;
        header = null;
        if (begin == null) {
            return null;
        }
        if (!isHeader(begin)) {
            throw new MalformedScenarioException(
                    begin.number, "“" + begin.text + "” stands before the first “scenario NAME” line");
        }
        List<Line> lines = new ArrayList<>();
        for (Line line = nextLine(); line != null; line = nextLine()) {
            if (isHeader(line)) {
                header = line;
                break;
            }
            lines.add(line);
        }
        return new Text(begin, List.copyOf(lines));
    }

    private static boolean isHeader(Line line) {
        return line.words.getFirst().equals(HEADER);
    }

    private @Nullable Line nextLine() throws IOException {
        for (String text = input.readLine(); text != null; text = input.readLine()) {
            lineNumber++;
            List<String> words = words(text);
            if (!words.isEmpty() && !words.getFirst().startsWith("#")) {
                return new Line(lineNumber, text.strip(), words);
            }
        }
        return null;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
