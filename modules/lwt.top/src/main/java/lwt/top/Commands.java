package lwt.top;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import lwt.text.editor.CompletionMode;
import lwt.unix.LwtIo;
import org.jspecify.annotations.Nullable;

/// What is not Java: lines that begin with a slash and a letter.
final class Commands {
    private static final Pattern COMMAND = Pattern.compile("\\s*/[a-z]+(\\s.*)?");

    private static final Pattern WRITTEN_HERE = Pattern.compile(" in REPL\\.[\\w$.]+");

    /// The commands, in alphabetical order.
    static final List<String> NAMES =
            List.of("/completion", "/doc", "/exit", "/help", "/open", "/save", "/threads", "/vars");

    private static final String HELP = """
            Type Java: expressions, statements, declarations. An expression that is a promise is awaited,
            `var t = …` is not, and `await(p)` works everywhere. Everything of Lwt is imported.

              /vars             the variables and their values
              /threads          the variables whose promises are pending, and what they wait for
              /doc NAME         the signatures of a method, or what there is to say about a name
              /open FILE        evaluates a file
              /save FILE        saves what was evaluated without an error
              /completion MODE  when words are shown: real_time, classic (after Tab), none
              /help             this
              /exit             ends the session, as Ctrl-D does

            Tab completes, and again shows documentation; Ctrl-C cancels what is awaited, or the input;
            Ctrl-R searches the history.""";

    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    /// What comes after a command.
    enum Next {
        GO_ON,
        FAILED,
        EXIT
    }

    static boolean isCommand(String input) {
        return COMMAND.matcher(input).matches();
    }

    Promise<Next> run(String line, Script.Reporter reporter) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        return Lwt.catching(
                () -> switch (words[0]) {
                    case "/help" -> reporter.text(HELP).map(_ -> Next.GO_ON);
                    case "/exit" -> Lwt.of(Next.EXIT);
                    case "/vars" -> variables(reporter);
                    case "/threads" -> threads(reporter);
                    case "/doc" -> documentation(argument, reporter);
                    case "/open" -> needed(argument, "/open FILE", reporter, () -> open(argument, reporter));
                    case "/save" -> needed(argument, "/save FILE", reporter, () -> save(argument));
                    case "/completion" -> completion(argument, reporter);
                    default -> wrong("there is no command " + words[0] + "; /help tells which there are", reporter);
                },
                failure -> wrong(words[0] + ": " + failure, reporter));
    }

    private interface Body {
        Promise<Next> run() throws Exception;
    }

    private static Promise<Next> needed(String argument, String usage, Script.Reporter reporter, Body body)
            throws Exception {
        return argument.isEmpty() ? wrong("what file? (" + usage + ")", reporter) : body.run();
    }

    private static Promise<Next> wrong(String message, Script.Reporter reporter) {
        return reporter.error("", new Answer.Rejected(message, 0, 0)).map(_ -> Next.FAILED);
    }

    /* ---- Each of them ---- */

    private Promise<Next> variables(Script.Reporter reporter) {
        return session.variables(Values::show)
                .bind(variables ->
                        LwtStream.of(variables).iterSerial(reporter::answer).map(_ -> Next.GO_ON));
    }

    private Promise<Next> threads(Script.Reporter reporter) {
        return session.variables(Commands::waiting).bind(variables -> {
            List<String> pending = variables.stream()
                    .filter(variable -> !variable.text().isEmpty())
                    .map(variable -> variable.name() + " waits for " + variable.text())
                    .toList();
            return reporter.text(
                            pending.isEmpty()
                                    ? "no variable has a promise that is pending"
                                    : String.join("\n", pending))
                    .map(_ -> Next.GO_ON);
        });
    }

    private static String waiting(@Nullable Object value) {
        return WRITTEN_HERE.matcher(explained(value)).replaceAll("");
    }

    private static String explained(@Nullable Object value) {
        return switch (value) {
            case Promise<?> promise when promise.isSleeping() -> Lwt.explain(promise);
            case Resolver<?> resolver when resolver.promise().isSleeping() -> Lwt.explain(resolver.promise());
            case null, default -> "";
        };
    }

    private Promise<Next> documentation(String name, Script.Reporter reporter) {
        return session.ask(shell -> Documentation.of(shell.analysis(), name, name.length(), true))
                .bind(text -> text.isEmpty()
                        ? wrong("nothing is known about " + name, reporter)
                        : reporter.text(text).map(_ -> Next.GO_ON));
    }

    private Promise<Next> open(String file, Script.Reporter reporter) {
        LwtStream<String> lines = LwtIo.linesOfFile(Path.of(file));
        return new Script(session, this, file, lines, reporter).run().map(well -> well ? Next.GO_ON : Next.FAILED);
    }

    private Promise<Next> save(String file) {
        return session.sources()
                .bind(sources -> LwtIo.linesToFile(Path.of(file), LwtStream.of(sources)))
                .map(_ -> Next.GO_ON);
    }

    private static Promise<Next> completion(String mode, Script.Reporter reporter) {
        if (mode.isEmpty()) {
            return reporter.text(LwtTop.completionMode().name().toLowerCase(Locale.ROOT))
                    .map(_ -> Next.GO_ON);
        }
        for (CompletionMode each : CompletionMode.values()) {
            if (each.name().equalsIgnoreCase(mode)) {
                LwtTop.setCompletionMode(each);
                return Lwt.of(Next.GO_ON);
            }
        }
        return wrong("the modes are real_time, classic and none, not " + mode, reporter);
    }
}
