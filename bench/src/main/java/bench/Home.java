package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The folder `bench` of the project, found from the place of the running classes.
public final class Home {
    private Home() {}

    /// The folder of the sources that are not Java: `ocaml` or `c`.
    public static Path sources(String language) {
        return folder().resolve(language);
    }

    /// A file beside the sources, which is kept with them.
    public static Path kept(String name) {
        return folder().resolve(name);
    }

    /// One of the project's examples.
    public static Path example(String name) {
        return folder().resolveSibling("examples").resolve(name);
    }

    /// The file of that name among the results, in a folder that exists.
    public static Path result(String name) {
        try {
            return Files.createDirectories(folder().resolve("target")).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        Path place = classes();
        while (!Files.exists(place.resolve("ocaml").resolve("build.sh"))) {
            place = place.getParent();
            if (place == null) {
                throw new IllegalStateException("the folder bench was not found above " + classes()
                        + "; run the benchmarks from a checkout, with ./lwt bench");
            }
        }
        return place;
    }

    private static Path classes() {
        try {
            return Path.of(
                    Objects.requireNonNull(Home.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
