package lwt.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process on a real pseudo-terminal, which controls it, and the screen that its user would see.
///
/// A thread reads what the process writes, and feeds it to the [Screen]; tests wait for what they expect to see.
public final class Pty implements AutoCloseable {
    private static final long BOUND_SECONDS = 30;

    private final int master;
    private final String name;
    private final Process process;
    private final Screen screen;
    private final StringBuilder output = new StringBuilder();
    private final Thread reader;
    private @Nullable Throwable failure;

    private Pty(int master, String name, Process process, Screen screen, Charset charset) {
        this.master = master;
        this.name = name;
        this.process = process;
        this.screen = screen;
        this.reader = Thread.ofPlatform().daemon().name("pty").start(() -> readAll(charset));
    }

    /// Starts a command on a new terminal of this size. The environment has TERM=xterm-256color and
    /// LANG=C.UTF-8, and no other variable of the locale, unless it is given here.
    public static Pty start(int lines, int columns, Map<String, String> environment, List<String> command) {
        try {
            int master = PtyCalls.open();
            PtyCalls.resize(master, lines, columns);
            String name = PtyCalls.name(master);
            // A new session, whose terminal is the one that it opens. A signal that the tests were started to ignore
            // (a shell does that to what it starts in the background) would be ignored by the program too.
            List<String> all =
                    new ArrayList<>(List.of("env", "--default-signal=INT,QUIT,HUP,TSTP", "setsid", "--ctty", "--wait"));
            all.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(all)
                    .redirectInput(Path.of(name).toFile())
                    .redirectOutput(Path.of(name).toFile())
                    .redirectError(Path.of(name).toFile());
            Map<String, String> variables = builder.environment();
            variables
                    .keySet()
                    .removeIf(key -> key.equals("LANG")
                            || key.startsWith("LC_")
                            || key.equals("COLORTERM")
                            || key.equals("NO_COLOR")
                            || key.equals("LINES")
                            || key.equals("COLUMNS")
                            || key.equals("JAVA_TOOL_OPTIONS"));
            variables.put("TERM", "xterm-256color");
            variables.put("LANG", "C.UTF-8");
            variables.putAll(environment);
            boolean isUnicode = variables
                    .getOrDefault("LC_ALL", variables.get("LANG"))
                    .toUpperCase(Locale.ROOT)
                    .contains("UTF-8");
            return new Pty(
                    master,
                    name,
                    builder.start(),
                    new Screen(lines, columns),
                    isUnicode ? UTF_8 : Charset.forName("ISO-8859-1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* ---- Commands ---- */

    /// The command that runs a class of the tests in a JVM like this one.
    public static List<String> java(String mainClass, String... arguments) {
        return command(mainClass, arguments);
    }

    /// The command that runs a source file of `examples`. The tests have the modules on the class path, where there are
    /// no modules to import: the packages are imported instead. What two of them have must be imported by name.
    public static List<String> example(String file, String... arguments) {
        try {
            StringBuilder source = new StringBuilder();
            for (String line : Files.readAllLines(root().resolve("examples").resolve(file))) {
                source.append(line.startsWith("import module ") ? packages(line) : line)
                        .append('\n');
            }
            Path copy = Files.createTempDirectory("example").resolve(file);
            Files.writeString(copy, source);
            copy.getParent().toFile().deleteOnExit();
            copy.toFile().deleteOnExit();
            return command(copy.toString(), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packages(String moduleImport) {
        String module = moduleImport.substring("import module ".length(), moduleImport.indexOf(';'));
        List<String> packages = switch (module) {
            case "lwt.text" -> List.of("lwt", "lwt.unix", "react", "lwt.react", "lwt.text", "lwt.text.editor");
            case "lwt.react" -> List.of("lwt", "react", "lwt.react");
            case "lwt.unix", "lwt.direct" -> List.of("lwt", module);
            default -> List.of(module);
        };
        return packages.stream().map(name -> "import " + name + ".*;").collect(Collectors.joining(" "));
    }

    private static List<String> command(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /// Everything that this JVM has on its paths; and the tests, which a test JVM of Maven has inside a module.
    private static String classPath() {
        Stream<String> paths = Stream.of("java.class.path", "jdk.module.path")
                .map(key -> System.getProperty(key, ""))
                .filter(path -> !path.isEmpty());
        Path tests = root().resolve("modules/lwt.text/target/test-classes");
        Stream<String> ours =
                Pty.class.getModule().isNamed() && Files.isDirectory(tests) ? Stream.of(tests.toString()) : Stream.of();
        return Stream.concat(paths, ours).collect(Collectors.joining(":"));
    }

    private static Path root() {
        return Path.of(System.getProperty("lwt.root"));
    }

    /* ---- The process ---- */

    public long pid() {
        // `setsid` forks only if it leads a group already, which a child of ours does not.
        return process.pid();
    }

    public void send(String keys) {
        send(keys.getBytes(UTF_8));
    }

    public void send(byte[] bytes) {
        try {
            PtyCalls.write(master, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void resize(int lines, int columns) {
        synchronized (screen) {
            screen.resize(lines, columns);
        }
        try {
            PtyCalls.resize(master, lines, columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a signal, such as `TERM`, to the process.
    public void signal(String signal) {
        run("kill", "-" + signal, Long.toString(pid()));
    }

    /// The terminal's attributes, as `stty -a` prints them.
    public String stty() {
        return run("stty", "-a", "-F", name);
    }

    /// Waits for the end of the process and of its output.
    public int exitCode() {
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end; the screen:\n" + shown());
            }
            reader.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /* ---- The screen ---- */

    /// Waits until the screen is so. `what` says what is waited for.
    public void await(String what, Predicate<Screen> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        synchronized (screen) {
            while (!condition.test(screen)) {
                long left = end - System.nanoTime();
                if (left <= 0 || failure != null || (!reader.isAlive() && !condition.test(screen))) {
                    throw new AssertionError("not seen: " + what + "; the screen:\n" + shown(), failure);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(screen, Math.min(left, 100_000_000));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /// Waits until this text is on the screen.
    public void awaitText(String text) {
        await(text, shown -> shown.contains(text));
    }

    public Screen screen() {
        return screen;
    }

    public String shown() {
        synchronized (screen) {
            return screen + "\n" + screenOutput();
        }
    }

    /// Everything that the process has written, as it came.
    public String output() {
        synchronized (screen) {
            return output.toString();
        }
    }

    private String screenOutput() {
        String all = KeyNames.escape(output.toString(), '"');
        return "output: \"" + all.substring(Math.max(0, all.length() - 2000)) + '"';
    }

    private void readAll(Charset charset) {
        CharsetDecoder decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
        ByteBuffer left = ByteBuffer.allocate(9000);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(8192);
            for (int count; (count = PtyCalls.read(master, buffer)) > 0; ) {
                left.put(buffer.asSlice(0, count).asByteBuffer()).flip();
                CharBuffer chars = CharBuffer.allocate(9000);
                decoder.decode(left, chars, false);
                left.compact();
                shown(chars.flip().toString());
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void shown(String text) {
        synchronized (screen) {
            output.append(text);
            screen.feed(text);
            screen.notifyAll();
        }
    }

    private void fail(Throwable e) {
        synchronized (screen) {
            failure = e;
            screen.notifyAll();
        }
    }

    /// Ends the process if it has not ended.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
            PtyCalls.close(master);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
