package lwt.top;

import java.util.List;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.unix.LwtIo;
import lwt.unix.LwtUnix;
import lwt.unix.SignalHandler;
import lwt.unix.UnixSignal;
import org.jspecify.annotations.Nullable;

/*
 * Reads snippets from lines, and evaluates each as soon as it is complete: so a script may come through a pipe whose
 * writer waits for the answers. Ends at the first error.
 */
final class Script {
    private final Commands commands;
    private final Session session;
    private final String name;
    private final LwtStream<String> lines;
    private final Reporter reporter;

    private final StringBuilder input = new StringBuilder();
    private int firstLine = 1; // of the input
    private int nextLine = 1;

    /// Where the answers go.
    interface Reporter {
        Promise<@Nullable Void> answer(Answer answer);

        Promise<@Nullable Void> error(String place, Answer answer);

        Promise<@Nullable Void> text(String text);
    }

    Script(Session session, Commands commands, String name, LwtStream<String> lines, Reporter reporter) {
        this.session = session;
        this.commands = commands;
        this.name = name;
        this.lines = lines;
        this.reporter = reporter;
    }

    /// On standard output the results, on standard error what is wrong.
    static Reporter standardReporter() {
        return new Reporter() {
            @Override
            public Promise<@Nullable Void> answer(Answer answer) {
                return text(Answers.plain(answer));
            }

            @Override
            public Promise<@Nullable Void> error(String place, Answer answer) {
                return LwtIo.eprintl(place + Answers.plain(answer))
                        .bind(_ -> LwtIo.stderr().flush());
            }

            @Override
            public Promise<@Nullable Void> text(String text) {
                return LwtIo.printl(text).bind(_ -> LwtIo.stdout().flush());
            }
        };
    }

    /// Resolves with whether all went well.
    Promise<Boolean> run() {
        return lines.get().bind(line -> {
            if (line.isEmpty()) {
                return input.toString().isBlank() ? Lwt.of(true) : evaluate(input.toString());
            }
            nextLine++;
            if (input.isEmpty() && Commands.isCommand(line.get())) {
                return command(line.get());
            }
            input.append(line.get()).append('\n');
            return evaluateComplete();
        });
    }

    private Promise<Boolean> command(String line) {
        firstLine = nextLine;
        return commands.run(line, reporter).bind(next -> switch (next) {
            case GO_ON -> run();
            case FAILED -> Lwt.of(false);
            case EXIT -> Lwt.of(true);
        });
    }

    private Promise<Boolean> evaluateComplete() {
        if (input.toString().isBlank()) {
            input.setLength(0);
            firstLine = nextLine;
            return run();
        }
        return session.split(input.toString()).bind(split -> {
            if (!split.isComplete()) {
                return run();
            }
            String whole = input.toString();
            input.setLength(0);
            return evaluate(split.source()).bind(well -> {
                if (!well) {
                    return Lwt.of(false);
                }
                firstLine += lines(whole) - lines(split.rest());
                input.append(split.rest());
                return evaluateComplete();
            });
        });
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private Promise<Boolean> evaluate(String source) {
        SignalHandler interrupt = LwtUnix.onSignal(UnixSignal.INT, _ -> session.interrupt());
        return Lwt.finalizing(() -> session.evaluate(source), () -> {
                    interrupt.disable();
                    return Lwt.unit();
                })
                .bind(answers -> report(source, answers));
    }

    private Promise<Boolean> report(String source, List<Answer> answers) {
        Optional<Answer> error = answers.stream().filter(Answer::isError).findFirst();
        if (error.isPresent()) {
            int line = firstLine + lineOf(error.get(), source) - 1;
            return reporter.error(name + ":" + line + ": ", error.get()).map(_ -> false);
        }
        Promise<@Nullable Void> told = Lwt.unit();
        for (Answer answer : answers) {
            told = told.bind(_ -> reporter.answer(answer));
        }
        return told.map(_ -> true);
    }

    private static int lineOf(Answer error, String source) {
        int leading = lines(
                source.substring(0, source.length() - source.stripLeading().length()));
        return switch (error) {
            case Answer.Rejected rejected -> lines(source.substring(0, rejected.start())) + 1;
            case Answer.Failed failed -> leading + failed.line();
            default -> leading + 1;
        };
    }
}
