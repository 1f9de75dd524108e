package lwt.unix;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A program to be started, and how: its arguments, environment, directory, standard streams and
/// the time it may take. Immutable.
///
/// @see LwtProcess
/// @see "Lwt_process.command (Lwt 2.2)"
public final class Command {
    /*
     * The fields are set in copies that nobody else knows yet (`with`), and never afterwards.
     */
    private final List<String> words;
    private String program;
    private @Nullable Map<String, String> environment;
    private Map<String, String> variables = Map.of();
    private @Nullable Path directory;
    private @Nullable Duration timeout;
    private List<Redirection> streams = List.of(Redirection.KEEP, Redirection.KEEP, Redirection.KEEP);

    private Command(List<String> words) {
        this.words = words;
        program = words.get(0);
    }

    private Command with(Consumer<Command> change) {
        Command copy = new Command(words);
        copy.program = program;
        copy.environment = environment;
        copy.variables = variables;
        copy.directory = directory;
        copy.timeout = timeout;
        copy.streams = streams;
        change.accept(copy);
        return copy;
    }

    /// A program and its arguments. A name without `/` is looked for in the folders of `PATH`.
    ///
    /// @throws IllegalArgumentException if there is no word, or if one contains the character NUL
    public static Command of(String... words) {
        return of(List.of(words));
    }

    /// A program and its arguments; see [#of(String...)].
    public static Command of(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command needs the name of a program");
        }
        words.forEach(word -> checkText(word, "a word of the command"));
        return new Command(List.copyOf(words));
    }

    /// A text for the system's shell: `/bin/sh -c text`, or `cmd.exe /c text` on Windows.
    ///
    /// What comes from outside does not belong into it: use [#of(String...)], which needs no
    /// quoting.
    public static Command shell(String text) {
        return System.getProperty("os.name", "").startsWith("Windows")
                ? of("cmd.exe", "/c", text)
                : of("/bin/sh", "-c", text);
    }

    /* ---- How it is started ---- */

    /// The same, but the file that is started is this one; the first word is then only the name
    /// that the program is told as its own.
    public Command withProgram(String file) {
        checkText(file, "the program");
        return with(copy -> copy.program = file);
    }

    /// The same with exactly these environment variables, instead of this process's own.
    ///
    /// @throws IllegalArgumentException if a name is empty or contains `=`
    public Command withEnvironment(Map<String, String> environment) {
        environment.forEach(Command::checkVariable);
        Map<String, String> all = Map.copyOf(environment);
        return with(copy -> {
            copy.environment = all;
            copy.variables = Map.of();
        });
    }

    /// The same with one more environment variable, or another value for it.
    ///
    /// @throws IllegalArgumentException if the name is empty or contains `=`
    public Command withVariable(String name, String value) {
        checkVariable(name, value);
        Map<String, String> more = new TreeMap<>(variables);
        more.put(name, value);
        return with(copy -> copy.variables = more);
    }

    /// The same in another working directory. A program whose name is a relative path is looked for
    /// from there.
    public Command withDirectory(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return with(copy -> copy.directory = directory);
    }

    /// The same with a limit: the program is killed (`SIGKILL`), and its channels are closed, if it
    /// still runs after this time.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public Command withTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout is negative: " + timeout);
        }
        return with(copy -> copy.timeout = timeout);
    }

    /// The same with another standard input.
    public Command withStdin(Redirection redirection) {
        return withStream(0, redirection);
    }

    /// The same with another standard output.
    public Command withStdout(Redirection redirection) {
        return withStream(1, redirection);
    }

    /// The same with another standard error output.
    public Command withStderr(Redirection redirection) {
        return withStream(2, redirection);
    }

    private Command withStream(int number, Redirection redirection) {
        Objects.requireNonNull(redirection, "redirection");
        Redirection[] redirections = streams.toArray(Redirection[]::new);
        redirections[number] = redirection;
        return with(copy -> copy.streams = List.of(redirections));
    }

    /// The same with a pipe in place of this stream, which must not be redirected elsewhere.
    Command piped(int number) {
        Redirection present = streams.get(number);
        if (present != Redirection.KEEP && present != Redirection.PIPE) {
            throw new IllegalArgumentException("the standard "
                    + List.of("input", "output", "error output").get(number)
                    + " is a pipe to this process here, so it cannot be " + present + ": " + this);
        }
        return withStream(number, Redirection.PIPE);
    }

    /* ---- For those who start it ---- */

    List<String> words() {
        return words;
    }

    /// The file to be started, or its name to be looked for.
    String program() {
        return program;
    }

    /// Its environment, or empty if that is this process's own, unchanged.
    Optional<Map<String, String>> environment() {
        Map<String, String> own = environment;
        if (variables.isEmpty()) {
            return Optional.ofNullable(own);
        }
        Map<String, String> all = new TreeMap<>(own != null ? own : System.getenv());
        all.putAll(variables);
        return Optional.of(all);
    }

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    Redirection stream(int number) {
        return streams.get(number);
    }

    private static void checkVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("not the name of an environment variable: \"" + name + "\"");
        }
        checkText(name, "the name of an environment variable");
        checkText(value, "the environment variable " + name);
    }

    private static void checkText(String text, String what) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains the character NUL: " + text.replace('\0', '?'));
        }
    }

    /// The words, quoted as for a shell.
    @Override
    public String toString() {
        return words.stream().map(Command::quoted).collect(joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
