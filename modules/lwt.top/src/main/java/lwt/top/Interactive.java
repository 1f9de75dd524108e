package lwt.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.text.LwtTerm.bold;
import static lwt.text.LwtTerm.fg;
import static lwt.text.LwtTerm.reset;
import static lwt.text.LwtTerm.text;

import java.nio.file.Path;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.text.Color;
import lwt.text.StyledText;
import lwt.text.editor.Action;
import lwt.text.editor.Command;
import lwt.text.editor.Control;
import lwt.text.editor.History;
import lwt.text.editor.Interrupt;
import lwt.text.editor.LineOptions;
import lwt.text.editor.Mode;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.SignalHandler;
import lwt.unix.UnixSignal;
import org.jspecify.annotations.Nullable;

/// A session with somebody at a terminal: reads, evaluates and prints, until the end of the input.
final class Interactive {
    private static final StyledText PROMPT = StyledText.of(fg(Color.BLUE), bold(), text("# "), reset());
    private static final StyledText CONTINUATION = StyledText.of(text("  "));

    private final Session session;
    private final Above above;
    private final Commands commands;
    private final Path historyFile;
    private List<String> history = List.of();
    private Mode.@Nullable Edition completed; // where Tab was pressed last

    Interactive(Session session, Above above, Path historyFile) {
        this.session = session;
        this.above = above;
        this.commands = new Commands(session);
        this.historyFile = historyFile;
    }

    /// Resolves at the end of the session.
    Promise<@Nullable Void> run() {
        LwtMain.atExit(() -> Lwt.catching(() -> History.save(historyFile, history), _ -> Lwt.unit()));
        return above.printLine(welcome())
                .bind(_ -> Lwt.catching(() -> History.load(historyFile), _ -> Lwt.of(List.of())))
                .bind(loaded -> {
                    history = loaded;
                    return loop();
                });
    }

    private static StyledText welcome() {
        return StyledText.of(
                bold(),
                text("Lwt for Java"),
                reset(),
                text(" on JDK " + Runtime.version().feature() + "; /help tells more, Ctrl-D leaves."));
    }

    private Promise<@Nullable Void> loop() {
        return Lwt.tryBind(
                this::read,
                input -> input.isBlank() ? loop() : answer(input).bind(next -> next ? loop() : Lwt.unit()),
                failure -> {
                    if (failure instanceof Interrupt interrupt) {
                        return interrupt.isEndOfInput() ? Lwt.unit() : loop();
                    }
                    return Lwt.fail(failure);
                });
    }

    /* ---- Reading ---- */

    private Promise<String> read() {
        completed = null;
        return above.freshLine().bind(_ -> Control.readLine(options())).bind(control -> {
            above.begin(control);
            return Lwt.finalizing(control::result, above::endEdition);
        });
    }

    private LineOptions options() {
        return LineOptions.DEFAULT
                .withPrompt(PROMPT)
                .withContinuation(CONTINUATION)
                .withHistory(history)
                .withCompletion(new Completer(session))
                .withMode(LwtTop.completionMode())
                .withHighlight(Highlight::of)
                .withAcceptance(this::isComplete)
                .withFilter(this::documentOnSecondTab);
    }

    private Promise<Boolean> isComplete(String input) {
        if (input.isBlank() || Commands.isCommand(input)) {
            return Lwt.of(true);
        }
        return session.split(input).bind(split -> {
            if (!split.isComplete()) {
                return Lwt.of(false);
            }
            return split.rest().isBlank() ? Lwt.of(true) : isComplete(split.rest());
        });
    }

    private Promise<Command> documentOnSecondTab(Control.State state, Command command) {
        if (command != Action.COMPLETE) {
            return Lwt.of(command);
        }
        Mode.Edition edition = state.engine().edition();
        if (!edition.equals(completed) || edition.before().isBlank()) {
            completed = edition;
            return Lwt.of(command);
        }
        session.ask(shell -> Documentation.of(
                        shell.analysis(), edition.input(), edition.before().length(), true))
                .bind(text -> text.isEmpty() ? Lwt.unit() : above.print((text + "\n").getBytes(UTF_8)))
                .ignoreResult();
        return Lwt.of(Action.NOP);
    }

    /* ---- Answering ---- */

    /// Whether the session goes on.
    private Promise<Boolean> answer(String input) {
        history = History.add(input, history);
        if (Commands.isCommand(input)) {
            return commands.run(input, reporter("")).map(next -> next != Commands.Next.EXIT);
        }
        return whileInterruptible(() -> evaluate(input)).map(_ -> true);
    }

    private <T extends @Nullable Object> Promise<T> whileInterruptible(ThrowingSupplier<Promise<T>> body) {
        SignalHandler interrupt = LwtUnix.onSignal(UnixSignal.INT, _ -> session.interrupt());
        return Lwt.finalizing(body, () -> {
            interrupt.disable();
            return Lwt.unit();
        });
    }

    private Promise<@Nullable Void> evaluate(String input) {
        return session.split(input)
                .bind(split -> session.evaluate(split.source())
                        .bind(answers -> print(answers, split.source()))
                        .bind(well -> well && !split.rest().isBlank() ? evaluate(split.rest()) : Lwt.unit()));
    }

    private Promise<Boolean> print(List<Answer> answers, String source) {
        Promise<@Nullable Void> printed = Lwt.unit();
        for (Answer answer : answers) {
            printed = printed.bind(_ -> above.printLine(Answers.styled(answer, source)));
        }
        return printed.map(_ -> answers.stream().noneMatch(Answer::isError));
    }

    private Script.Reporter reporter(String source) {
        return new Script.Reporter() {
            @Override
            public Promise<@Nullable Void> answer(Answer answer) {
                return above.printLine(Answers.styled(answer));
            }

            @Override
            public Promise<@Nullable Void> error(String place, Answer answer) {
                return above.printLine(StyledText.of(place).plus(Answers.styled(answer, source)));
            }

            @Override
            public Promise<@Nullable Void> text(String text) {
                return above.printLine(StyledText.of(text));
            }
        };
    }
}
