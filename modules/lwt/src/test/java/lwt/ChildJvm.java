package lwt;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs a class of the tests in a JVM of its own, the same kind as this one.
final class ChildJvm {
    private static final long SECONDS = 120; // far more than any needs: a child that hangs is ended

    /// How it ended, and what it printed on both outputs.
    record Result(int status, String output) {}

    private ChildJvm() {}

    static Result run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        File output = File.createTempFile("lwt-child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Result(-1, "it did not end within " + SECONDS + " seconds");
            }
            return new Result(process.exitValue(), java.nio.file.Files.readString(output.toPath()));
        } finally {
            java.nio.file.Files.delete(output.toPath());
        }
    }

    /// Everything that this JVM has, on the class path: the child knows no modules.
    private static String classPath() {
        Stream<String> folders = Stream.of(Promise.class, ChildJvm.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location ->
                        Path.of(java.net.URI.create(location.toString())).toString());
        Stream<String> paths = Stream.of("java.class.path", "jdk.module.path").map(System::getProperty);
        return Stream.concat(folders, paths)
                .filter(path -> path != null && !path.isEmpty())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
