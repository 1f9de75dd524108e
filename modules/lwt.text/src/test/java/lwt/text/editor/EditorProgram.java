package lwt.text.editor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.text.LwtText;
import lwt.text.StyledText;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// What the tests of the editor run in a process of its own; the first argument says what to do.
final class EditorProgram {
    private static final StyledText PROMPT = StyledText.of("> ");

    private EditorProgram() {}

    public static void main(String[] arguments) {
        LwtMain.run(() -> run(arguments));
    }

    private static Promise<@Nullable Void> run(String[] arguments) throws Exception {
        return switch (arguments[0]) {
            case "failure" ->
                // The input is not canceled: the hook of the loop finds the terminal as it is.
                Lwt.choose(List.of(edited(), whenEdited(() -> Lwt.fail(new IOException("as wanted")))));
            case "canceled" -> Lwt.pick(List.of(edited(), whenEdited(() -> Lwt.fail(new IOException("as wanted")))));
            case "async" -> {
                Lwt.async(() -> whenEdited(() -> Lwt.fail(new IOException("as wanted"))));
                yield edited();
            }
            case "exit" -> {
                Lwt.async(() -> whenEdited(() -> {
                    System.exit(3);
                    return Lwt.unit();
                }));
                yield edited();
            }
            case "password" -> password(style(arguments[1])).bind(word -> LwtText.printl("read " + word));
            case "keyword" ->
                LwtReadLine.readKeyword(
                                LineOptions.DEFAULT.withPrompt(PROMPT), new Keywords<>(Map.of("one", 1, "two", 2)))
                        .bind(number -> LwtText.printl("read " + number));
            case "yesNo" -> LwtReadLine.readYesNo(PROMPT).bind(yes -> LwtText.printl("read " + yes));
            case "history" -> history(Path.of(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        };
    }

    /* ---- Ends ---- */

    private static @Nullable Control<String> control;

    private static Promise<@Nullable Void> edited() {
        return Control.readLine(LineOptions.DEFAULT.withPrompt(PROMPT)).bind(made -> {
            control = made;
            return made.result().bind(line -> LwtText.printl("read " + line));
        });
    }

    /// Runs the body by a timer, when the user has typed `x`.
    private static Promise<@Nullable Void> whenEdited(ThrowingSupplier<Promise<@Nullable Void>> body) {
        return LwtUnix.sleep(Duration.ofMillis(20)).bind(_ -> {
            Control<String> running = control;
            return running != null && running.engineState().value().allInput().equals("x")
                    ? body.get()
                    : whenEdited(body);
        });
    }

    /* ---- Passwords ---- */

    private static Promise<String> password(PasswordStyle style) {
        return LwtReadLine.readPassword(LineOptions.DEFAULT.withPrompt(PROMPT), style);
    }

    private static PasswordStyle style(String name) {
        return switch (name) {
            case "empty" -> PasswordStyle.empty();
            case "clear" -> PasswordStyle.clear();
            default -> PasswordStyle.text(name);
        };
    }

    /* ---- Histories ---- */

    /// Adds lines to a history, and saves it when the process is told to end.
    private static Promise<@Nullable Void> history(Path file, String name, int count) {
        return History.load(file).bind(begin -> {
            List<String> lines = IntStream.range(0, count)
                    .mapToObj(i -> name + " " + (count - i))
                    .toList();
            List<String> all = java.util.stream.Stream.concat(lines.stream(), begin.stream())
                    .toList();
            LwtMain.atExit(() -> History.save(file, all));
            return LwtText.printl("ready")
                    .bind(_ -> LwtText.stdout().flush())
                    .bind(_ -> Lwt.<@Nullable Void>task().promise());
        });
    }
}
