package lwt.syntax;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The weaving of folders and jars, all or nothing: no file is written if there is a problem in any of them.
final class Weaving {
    private static final String SIGNATURE = "META-INF/.+\\.(SF|RSA|DSA|EC)";

    private final LogWeaver weaver;
    private final Map<Path, byte[]> results = new LinkedHashMap<>(); // folder files and jars, with their new bytes
    private final List<String> problems = new ArrayList<>();
    private int guarded;
    private int removed;
    private int classes;

    Weaving(LogWeaver weaver) {
        this.weaver = weaver;
    }

    /// Weaves all classes of a folder, or of a jar.
    void add(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            addFolder(place);
        } else {
            addJar(place);
        }
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> isClass(file.toString())).sorted().toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] woven = weave(file.toString(), bytes);
            if (woven != bytes) {
                results.put(file, woven);
            }
        }
    }

    private void addJar(Path jar) throws IOException {
        boolean changed = false;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(Files.newInputStream(jar));
                var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                if (entry.getName().matches(SIGNATURE)) {
                    problems.add(jar + ": it is signed, and what is woven would not fit its signature");
                    return;
                }
                byte[] content = in.readAllBytes();
                byte[] woven = isClass(entry.getName()) ? weave(jar + "!" + entry.getName(), content) : content;
                changed |= woven != content;
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(woven);
                out.closeEntry();
            }
        }
        if (changed) {
            results.put(jar, bytes.toByteArray());
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private byte[] weave(String where, byte[] bytes) {
        LogWeaver.Woven woven;
        try {
            woven = weaver.weave(bytes);
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
            return bytes;
        }
        problems.addAll(woven.problems());
        if (woven.guarded() + woven.removed() == 0) {
            return bytes;
        }
        guarded += woven.guarded();
        removed += woven.removed();
        classes++;
        return woven.bytes();
    }

    List<String> problems() {
        return problems;
    }

    /// Writes what was woven; each file is the old or the new one at any time.
    void write() throws IOException {
        for (Map.Entry<Path, byte[]> result : results.entrySet()) {
            Path file = result.getKey();
            Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "woven", null);
            try (OutputStream out = Files.newOutputStream(written)) {
                out.write(result.getValue());
            }
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(file));
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public String toString() {
        return guarded + " log calls behind a test, " + removed + " debug calls removed, in " + classes + " classes";
    }
}
