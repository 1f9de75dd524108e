package dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A distribution as it was built, in a folder of its own, started as on a machine that has little else: the
/// environment
/// is empty, and its PATH leads to bash and the core utilities that the launcher uses, and to nothing else.
final class Distribution {
    /// How a program ended and what it wrote.
    record Result(int status, String output, String errors) {}

    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "cksum",
            "dirname",
            "env",
            "ln",
            "ls",
            "mkdir",
            "mv",
            "nice",
            "readlink",
            "rm",
            "sleep",
            "tail");

    /// How long a program, and the making of a cache, may take on a busy machine.
    static final long SECONDS = 120;

    private final Path root;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Distribution(Path root, Path folder) throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(folder.resolve("work"));
        environment.put("PATH", tools().toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("LWT_NO_CACHE", "1");
    }

    /// The zip, unpacked below `folder`; it gets the JDK of the tests.
    static Distribution zip(Path folder) throws IOException {
        try (var files = FileSystems.newFileSystem(
                        Path.of(System.getProperty("dist.zip")), Map.of("enablePosixFileAttributes", true));
                var entries = Files.walk(files.getPath("/"))) {
            for (var entry : (Iterable<Path>) entries.skip(1)::iterator) {
                Path target = folder.resolve(entry.toString().substring(1));
                Files.copy(entry, target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
            }
        }
        var zip = new Distribution(folder.resolve("lwt-" + System.getProperty("dist.version")), folder);
        return zip.with("JAVA_HOME", System.getProperty("java.home"));
    }

    /// The image, where it was built; nobody tells it of another JDK.
    static Distribution image(Path folder) throws IOException {
        return new Distribution(Path.of(System.getProperty("dist.image")), folder);
    }

    Distribution with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// Lets it make and use caches, in a folder that is empty at first.
    Path withCaches() {
        environment.remove("LWT_NO_CACHE");
        return folder.resolveSibling("home").resolve(".cache/lwt-java");
    }

    /// Where the program `name` of the examples is in it.
    String example(String name) {
        return root.resolve("examples").resolve(name).toString();
    }

    /// Writes a program into the folder where programs are started.
    void program(String name, String source) throws IOException {
        Files.writeString(folder.resolve(name), source);
    }

    Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(root.resolve("bin/lwt").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Runs it to its end. It writes little, so that pipes hold it.
    Result run(String input, String... arguments) throws IOException, InterruptedException {
        return end(start(arguments), input);
    }

    static Result end(Process process, String input) throws IOException, InterruptedException {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("Still running after " + SECONDS + " s: " + process.info());
        }
        return new Result(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Path tools() throws IOException {
        Path folder =
                Files.createDirectories(Path.of(System.getProperty("dist.zip")).resolveSibling("tools"));
        for (var tool : TOOLS) {
            if (!Files.exists(folder.resolve(tool))) {
                Files.createSymbolicLink(folder.resolve(tool), find(tool));
            }
        }
        return folder;
    }

    private static Path find(String tool) {
        return List.of("/usr/bin/", "/bin/").stream()
                .map(place -> Path.of(place + tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("This machine has no " + tool));
    }
}
