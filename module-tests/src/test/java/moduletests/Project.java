package moduletests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the files of the project are.
final class Project {
    /// The folder of README, launcher and root POM; Surefire tells it, an editor that runs a test starts in a module.
    static final Path ROOT =
            Path.of(System.getProperty("lwt.root", "..")).toAbsolutePath().normalize();

    private Project() {}

    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + " of the project", e);
        }
    }
}
