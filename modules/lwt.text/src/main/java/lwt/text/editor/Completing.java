package lwt.text.editor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// The completion that is being computed, or was last, and what the box shows of it.
///
/// At most one is being computed: the next one, and [#stop], cancel it. What a canceled one does later is not looked
/// at,
/// so a completion that does not care to be canceled does no harm.
final class Completing {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final String ANIMATION = "─\\│/";

    private final Completion completion;
    private final Runnable changed;

    private Box box = Box.none();
    private @Nullable CompletionResult result;
    private Promise<@Nullable Void> running = Lwt.unit();
    private int turn; // counts those that were begun

    /// @param changed called when the box has changed
    Completing(Completion completion, Runnable changed) {
        this.completion = completion;
        this.changed = changed;
    }

    Box box() {
        return box;
    }

    void show(Box box) {
        this.box = box;
        changed.run();
    }

    /// What was found for the present input, if that is known.
    @Nullable
    CompletionResult result() {
        return result;
    }

    /// Gives up what is being computed, and forgets what was found.
    void stop() {
        turn++;
        result = null;
        running.cancel();
    }

    /// Begins to complete this input; meanwhile, and if it takes a while, the box says so.
    ///
    /// @param found called with what was found
    void start(Mode.Edition input, Found found) {
        stop();
        int mine = turn;
        Promise<CompletionResult> computed = Lwt.apply(completion::complete, input);
        if (computed.isSleeping()) {
            show(Box.none().equals(box) ? box : new Box.Empty());
        }
        Promise<@Nullable Void> animation = computed.isSleeping() ? animate(mine, 0) : Lwt.unit();
        running = Lwt.catching(
                () -> computed.<@Nullable Void>map(words -> {
                    if (mine == turn) {
                        animation.cancel();
                        result = words;
                        found.accept(words);
                    }
                    return null;
                }),
                failure -> {
                    animation.cancel();
                    if (mine == turn && !(failure instanceof CanceledException)) {
                        show(new Box.Message("completion failed: " + failure));
                    }
                    return Lwt.unit();
                });
    }

    /// What to do with a result.
    interface Found {
        void accept(CompletionResult result);
    }

    /// Shows the words of a result.
    void showWords(CompletionResult result) {
        List<String> words = new ArrayList<>(result.words());
        words.removeIf(String::isEmpty);
        show(new Box.Words(words, 0, result.documentation()));
    }

    private Promise<@Nullable Void> animate(int mine, int frame) {
        return LwtUnix.sleep(FRAME).bind(_ -> {
            if (mine != turn || result != null) {
                return Lwt.unit();
            }
            show(new Box.Message("working " + ANIMATION.charAt(frame % ANIMATION.length()) + " " + time(frame / 10)));
            return animate(mine, frame + 1);
        });
    }

    private static String time(int seconds) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
