package lwt.top;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;

/// What the compiler knows about a name: signatures, and the JDK's own documentation where its sources are installed.
/// On the compiler's thread.
final class Documentation {
    private static final int MOST_SIGNATURES = 8;

    private Documentation() {}

    /// About what stands at the cursor: the method whose arguments are typed there, or the name. Empty if nothing is
    /// known.
    static String of(SourceCodeAnalysis analysis, String code, int cursor, boolean whole) {
        List<SourceCodeAnalysis.Documentation> found = analysis.documentation(code, cursor, whole);
        if (found.isEmpty() && whole && cursor == code.length() && !code.isBlank()) {
            found = analysis.documentation(code + "(", cursor + 1, true);
        }
        List<String> texts = new ArrayList<>();
        for (SourceCodeAnalysis.Documentation each : found) {
            String javadoc = each.javadoc();
            String shown = Shell.shortened(each.signature());
            if (texts.size() == MOST_SIGNATURES && !whole) {
                texts.add("… " + (found.size() - MOST_SIGNATURES) + " more");
                break;
            }
            texts.add(javadoc == null || javadoc.isBlank() ? shown : shown + "\n" + plain(javadoc));
        }
        return String.join("\n", texts);
    }

    /// Javadoc without its markup, indented.
    private static String plain(String javadoc) {
        return javadoc.replaceAll("(?s)\\{@\\w+\\s+([^{}]*)\\}", "$1")
                .replaceAll("(?i)</?[a-z][^<>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\n\\s*\n+", "\n")
                .strip()
                .indent(4)
                .stripTrailing();
    }
}
