package lwt.top;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/*
 * A session as the toplevel's own loop sees it: questions to the compiler's thread, which are promises.
 *
 * Three threads: the toplevel's loop (editor, commands, signals), the compiler's (JShell, which blocks), the user's
 * loop. The first never waits for the others but by promises, so it can always interrupt them.
 */
final class Session {
    private static final Duration UNTIL_THREADS_ARE_INTERRUPTED = Duration.ofMillis(300);
    private static final Duration UNTIL_IT_IS_ABANDONED = Duration.ofMillis(700);

    private final UserLoop user;
    private final FiberControl control;
    private final Worker worker = new Worker();
    private final Promise<Shell> shell;

    Session(UserLoop user) {
        this.user = user;
        this.control = new FiberControl(user);
        this.shell = worker.ask(() -> Shell.open(user, control));
    }

    /// Asks the compiler's thread.
    <T extends @Nullable Object> Promise<T> ask(ThrowingQuestion<T> question) {
        return shell.shielded().bind(opened -> worker.ask(() -> question.of(opened)));
    }

    /// A question to the shell.
    @FunctionalInterface
    interface ThrowingQuestion<T extends @Nullable Object> {
        T of(Shell shell) throws Exception;
    }

    /// Ends the user's loop, with its exit hooks; waits for that, but not for ever.
    Promise<@Nullable Void> end() {
        return new Worker().ask(() -> {
            user.stop();
            return null;
        });
    }

    /* ---- Evaluating ---- */

    /// What stands first in the input, and what comes after it.
    record Split(boolean isComplete, String source, String rest) {}

    Promise<Split> split(String input) {
        return ask(opened -> {
            CompletionInfo info = opened.analysis().analyzeCompletion(input);
            Completeness found = info.completeness();
            String source = info.source();
            return new Split(
                    found.isComplete(),
                    source == null ? input : source,
                    info.remaining() == null ? "" : info.remaining());
        });
    }

    Promise<List<Answer>> evaluate(String source) {
        return ask(opened -> opened.evaluate(source));
    }

    /// Ends what is evaluated: cancels what it awaits; if that does not help, interrupts its thread, and stops its
    /// loops if it does not give its turn away; and at last waits for it no more.
    void interrupt() {
        Evaluation running = control.evaluation();
        if (running == null) {
            return;
        }
        running.cancel();
        LwtUnix.sleep(UNTIL_THREADS_ARE_INTERRUPTED).bind(_ -> insist(running)).ignoreResult();
    }

    private Promise<@Nullable Void> insist(Evaluation running) {
        if (running.hasEnded()) {
            return Lwt.unit();
        }
        boolean stuck = !running.hasReachedLoop();
        if (stuck) {
            control.stopLoops(true);
        }
        running.interruptThreads();
        return LwtUnix.sleep(UNTIL_IT_IS_ABANDONED).map(_ -> {
            if (stuck) {
                control.stopLoops(false);
            }
            if (running.hasReachedLoop()) {
                running.abandon();
            }
            return null;
        });
    }

    /* ---- Variables ---- */

    Promise<List<Answer.Value>> variables(Function<@Nullable Object, String> show) {
        return ask(opened -> opened.variables(show));
    }

    Promise<List<String>> sources() {
        return ask(Shell::sources);
    }
}
