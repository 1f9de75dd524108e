package bench.start;

import bench.Child;
import bench.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The programs, compiled into jars as a user would ship them (the JVM caches no loose class files),
/// and the cache of each: what the JVM remembers of a whole run.
final class Programs {
    /// Those of jvm.options that concern its modules.
    private static final List<String> FLAGS =
            List.of("--add-opens=java.base/java.lang=lwt.direct", "--enable-native-access=lwt.unix");

    private static final int SECONDS = 120;
    private static final int FIRST_OUTPUT_SECONDS = 30;

    private final Path folder;
    private final Path bareSource;

    /// Programs whose files are in that folder, or will be.
    Programs(Path folder) {
        this.folder = folder;
        this.bareSource = folder.resolve("source").resolve("Bare.java");
    }

    /// Compiles, packs, and makes the caches.
    ///
    /// @throws IOException if one of it fails; the message says what
    void build() throws IOException {
        Files.createDirectories(bareSource.getParent());
        Files.writeString(bareSource, "void main() { System.out.println(\"What is your name?\"); }\n");
        build("Hello", Home.example("Hello.java"));
        build("Bare", bareSource);
    }

    private void build(String program, Path source) throws IOException {
        Path classes = folder.resolve(program);
        Files.createDirectories(classes);
        List<String> javac = new ArrayList<>(List.of(tool("javac"), "-nowarn", "-d", classes.toString()));
        javac.addAll(modules());
        javac.add(source.toString());
        require(Child.run(javac, SECONDS), "javac " + source);
        require(
                Child.run(
                        List.of(tool("jar"), "--create", "--file", jar(program), "-C", classes.toString(), "."),
                        SECONDS),
                "jar " + program);
        Files.deleteIfExists(Path.of(cache(program)));
        Child run = runToEnd(command(program, List.of("-XX:AOTCacheOutput=" + cache(program))));
        if (!Files.exists(Path.of(cache(program)))) {
            throw new IOException("the JVM made no cache of " + program + ": " + run.complaint());
        }
    }

    /// From the start of the process to the first byte that it prints.
    ///
    /// @throws IOException if it prints nothing
    double millisToFirstOutput(Starter starter) throws IOException {
        String program = starter.program();
        List<String> command = command(
                program, starter.isCached() ? List.of("-XX:AOTCache=" + cache(program), "-XX:AOTMode=on") : List.of());
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            int first = output.read();
            long end = System.nanoTime();
            if (first < 0) {
                throw new IOException(starter.id() + " printed nothing");
            }
            return (end - begin) / 1e6;
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor(FIRST_OUTPUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Answers the program's question, and waits until it has ended and the JVM has written the cache.
    private static Child runToEnd(List<String> command) throws IOException {
        Path output = Files.createTempFile("lwt-bench", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (OutputStream input = process.getOutputStream()) {
                input.write("Ada\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException ignored) {
                // a program that does not ask has closed it
            }
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return new Child(ended ? process.exitValue() : 1, "", Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private List<String> command(String program, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(flags);
        if (program.equals("Hello")) {
            command.addAll(modules());
            command.addAll(FLAGS);
        }
        command.addAll(List.of("-cp", jar(program), program));
        return command;
    }

    /// The modules that Hello needs, of all that this JVM has.
    private static List<String> modules() {
        List<String> modules = new ArrayList<>(List.of("--add-modules", "lwt.unix,lwt.direct"));
        Child.ownFlags().stream()
                .filter(flag -> flag.startsWith("--module-path"))
                .forEach(modules::add);
        return modules;
    }

    private static void require(Child child, String what) throws IOException {
        if (child.status() != 0) {
            throw new IOException(what + ": " + child.complaint());
        }
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String jar(String program) {
        return folder.resolve(program + ".jar").toString();
    }

    private String cache(String program) {
        return folder.resolve(program + ".aot").toString();
    }
}
