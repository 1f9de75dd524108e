package lwt.syntax;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The program behind `./lwt weave` and the Maven goal: weaves the log calls of folders of classes and of jars, in
/// place.
///
///     [--class-path PATH] DIR|JAR…
///
/// The class path has what the classes refer to, beside the folders and jars themselves and the JDK. Calls of
/// `LwtLog.debug` are removed, unless the property `lwt.debug` is set (`-Dlwt.debug`).
///
/// Ends with status 0 if all is woven. If a call cannot be, each such is told with its file and line, nothing is
/// written,
/// and the status is 1; it is 2 if the program is called wrongly.
public final class WeaveMain {
    private static final int DONE = 0;
    private static final int PROBLEMS = 1;
    private static final int MISUSED = 2;

    private WeaveMain() {}

    /// Weaves what the arguments say.
    public static void main(String[] arguments) {
        System.exit(run(arguments, keepsDebug(System.getProperty("lwt.debug")), System.out, System.err));
    }

    /// A property that is set without a value counts as true, as usual.
    static boolean keepsDebug(@Nullable String property) {
        return property != null && !property.equals("false");
    }

    static int run(String[] arguments, boolean keepsDebug, PrintStream out, PrintStream errors) {
        String path = "";
        List<Path> places = new ArrayList<>();
        for (Iterator<String> rest = Arrays.asList(arguments).iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (argument.equals("--class-path") && rest.hasNext()) {
                path = rest.next();
            } else if (argument.startsWith("-")) {
                return misused(errors, "there is no option " + argument);
            } else {
                places.add(Path.of(argument));
            }
        }
        if (places.isEmpty()) {
            return misused(errors, "what is to be woven?");
        }
        for (Path place : places) {
            if (!Files.exists(place)) {
                return misused(errors, "there is no folder or jar " + place);
            }
        }
        try {
            return weave(path, places, keepsDebug, out, errors);
        } catch (IOException e) {
            errors.println("lwt weave: " + e);
            return PROBLEMS;
        }
    }

    private static int misused(PrintStream errors, String why) {
        errors.println("lwt weave: " + why + " (weave [--class-path PATH] DIR|JAR…)");
        return MISUSED;
    }

    private static int weave(String path, List<Path> places, boolean keepsDebug, PrintStream out, PrintStream errors)
            throws IOException {
        try (ClassPath classes = new ClassPath()) {
            for (Path place : places) {
                classes.add(place);
            }
            classes.addAll(path);
            Weaving weaving = new Weaving(new LogWeaver(keepsDebug, classes::find));
            for (Path place : places) {
                weaving.add(place);
            }
            if (!weaving.problems().isEmpty()) {
                weaving.problems().forEach(errors::println);
                errors.println("lwt weave: nothing was written");
                return PROBLEMS;
            }
            weaving.write();
            out.println("lwt weave: " + weaving);
            return DONE;
        }
    }
}
