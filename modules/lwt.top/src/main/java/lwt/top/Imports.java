package lwt.top;

import java.util.ArrayList;
import java.util.List;

/// What a session begins with: all that the modules export, the functions of direct style, and the JDK's base.
///
/// Packages are imported and not modules: so their names win over those of `java.base`, such as `Condition`. A name
/// that
/// two packages have is imported by itself.
final class Imports {
    static final List<String> PACKAGES = List.of(
            "lwt",
            "lwt.direct",
            "lwt.unix",
            "react",
            "lwt.react",
            "lwt.text",
            "lwt.text.editor",
            "lwt.preemptive",
            "lwt.extra",
            "lwt.ssl",
            "lwt.glib",
            "lwt.top");
    static final List<String> CLASSES = List.of("lwt.Key", "lwt.unix.Command");

    private Imports() {}

    static List<String> snippets() {
        List<String> snippets = new ArrayList<>();
        snippets.add("import module java.base;");
        PACKAGES.forEach(name -> snippets.add("import " + name + ".*;"));
        CLASSES.forEach(name -> snippets.add("import " + name + ";"));
        snippets.add("import static lwt.direct.Direct.*;");
        return snippets;
    }
}
