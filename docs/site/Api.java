import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the API page of each class and member is: what javadoc's search knows.
final class Api {
    private static final Pattern NAME = Pattern.compile(
            "((?:[a-z0-9]+\\.)*[A-Z]\\w*(?:\\.[A-Z][a-z]\\w*)*)(?:\\.([a-z]\\w*|[A-Z][A-Z_0-9]*)(?:\\(.*\\))?)?");
    private static final Pattern FIELD = Pattern.compile("\"([a-z]+)\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String AMBIGUOUS = "";

    private final Map<String, String> modules = new HashMap<>();

    /// Pages by names: of a class, and of a class and a member; each with its package and without.
    private final Map<String, String> pages = new HashMap<>();

    Api(Path folder) throws IOException {
        for (Map<String, String> entry : entries(folder, "package-search-index.js")) {
            modules.put(entry.get("l"), entry.get("m"));
        }
        for (Map<String, String> type : entries(folder, "type-search-index.js")) {
            if (type.containsKey("p")) {
                String page = page(type, type.get("l"));
                pages.put(type.get("p") + "." + type.get("l"), page);
                pages.merge(type.get("l"), page, (_, _) -> AMBIGUOUS);
            }
        }
        for (Map<String, String> member : entries(folder, "member-search-index.js")) {
            String name = member.get("c") + "." + member.get("l").replaceFirst("\\(.*", "");
            String page = page(member, member.get("c")) + "#"
                    + member.getOrDefault("u", member.get("l").replace(" ", ""));
            pages.putIfAbsent(member.get("p") + "." + name, page); // of several with one name, the first
            pages.putIfAbsent(name, page);
        }
    }

    private String page(Map<String, String> entry, String type) {
        String inPackage = entry.get("p");
        return modules.get(inPackage) + "/" + inPackage.replace('.', '/') + "/" + type + ".html";
    }

    private static List<Map<String, String>> entries(Path folder, String file) throws IOException {
        return Arrays.stream(Files.readString(folder.resolve(file)).split("\\},\\{"))
                .map(Api::fields)
                .toList();
    }

    private static Map<String, String> fields(String entry) {
        Map<String, String> fields = new HashMap<>();
        for (Matcher field = FIELD.matcher(entry); field.find(); ) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }

    /// The class that `code` names, or that has the member which it names; empty if it is no class of ours.
    private Optional<String> type(Matcher parts) {
        return parts.matches() && !pages.getOrDefault(parts.group(1), AMBIGUOUS).equals(AMBIGUOUS)
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }

    /// The page, in the folder of the API, of what `code` names; empty if that is nothing of ours.
    Optional<String> page(String code) {
        Matcher parts = NAME.matcher(code);
        return type(parts)
                .map(type -> parts.group(2) == null ? pages.get(type) : pages.get(type + "." + parts.group(2)));
    }

    /// Whether `code` names a member of a class of ours, and that has none of this name.
    boolean isUnknown(String code) {
        Matcher parts = NAME.matcher(code);
        return type(parts).isPresent() && page(code).isEmpty();
    }
}
