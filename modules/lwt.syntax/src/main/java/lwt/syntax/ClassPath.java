package lwt.syntax;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Folders and jars in which class files are looked up, in their order.
final class ClassPath implements AutoCloseable {
    private final List<Path> folders = new ArrayList<>();
    private final List<ZipFile> jars = new ArrayList<>();

    /// Adds those of a path as the JDK's tools know it; what does not exist is left out.
    void addAll(String path) throws IOException {
        for (String element : path.split(File.pathSeparator, -1)) {
            if (!element.isEmpty()) {
                add(Path.of(element));
            }
        }
    }

    void add(Path element) throws IOException {
        if (Files.isDirectory(element)) {
            folders.add(element);
        } else if (Files.isRegularFile(element)) {
            jars.add(new ZipFile(element.toFile()));
        }
    }

    /// The class file of this name, or null.
    @Nullable
    InputStream find(String name) {
        try {
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return new ByteArrayInputStream(Files.readAllBytes(file));
                }
            }
            for (ZipFile jar : jars) {
                ZipEntry entry = jar.getEntry(name);
                if (entry != null) {
                    return jar.getInputStream(entry);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (ZipFile jar : jars) {
            jar.close();
        }
    }
}
