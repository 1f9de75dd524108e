package conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The recorded scenarios of one profile and their traces, both by the name of the scenario.
record Corpus(Map<String, String> scenarios, Map<String, String> traces) {

    static Corpus load(String profile) {
        return new Corpus(byScenario(read(profile + ".txt")), byScenario(read(profile + ".trace")));
    }

    /// Cuts scenarios or traces at their header lines. A comment above a header belongs to it.
    static Map<String, String> byScenario(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        String name = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                comments.add(line);
                continue;
            }
            if (line.startsWith("scenario ")) {
                name = line.split(" ", -1)[1];
            }
            comments.add(line);
            parts.merge(name, String.join("\n", comments) + "\n", String::concat);
            comments.clear();
        }
        return parts;
    }

    private static String read(String file) {
        try (InputStream resource = Corpus.class.getResourceAsStream("/corpus/" + file)) {
            return new String(Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
