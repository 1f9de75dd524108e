package lwt.text.editor;

import static lwt.text.LwtTerm.bold;
import static lwt.text.LwtTerm.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import lwt.Lwt;
import lwt.Promise;
import lwt.testkit.TestLoop;
import lwt.text.StyledText;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import react.Signal;

/// The examples of the API pages.
class Snippets {
    @Test
    void engine() {
        // @start region="engine"
        EngineState state = EngineState.init(List.of());
        state = state.update(Command.insert("foo")).update(Action.BACKWARD_CHAR);
        state.edition(); // "fo" before the cursor, "o" after it
        // @end
        assertThat(state.edition()).isEqualTo(new Mode.Edition("fo", "o"));
    }

    @Test
    void completion() {
        // @start region="completion"
        var words = new TreeSet<>(List.of("exit", "help"));
        Completion completion = input -> Lwt.of(Completion.complete("", input.before(), input.after(), words));
        // @end
        var result = TestLoop.run(() -> completion.complete(new Mode.Edition("he", "")));
        assertThat(result.state()).isEqualTo(new Mode.Edition("help ", ""));
    }

    @Test
    void prompt() {
        // @start region="prompt"
        Prompt prompt = state ->
                state.map(engine -> StyledText.of(text(engine.allInput().length() + " characters> ")));
        // @end
        var state = Signal.constant(EngineState.init(List.of()).update(Command.insert("foo")));
        assertThat(prompt.of(state).value().strip()).isEqualTo("3 characters> ");
    }

    @Test
    void options() {
        List<String> history = List.of("older");
        // @start region="options"
        LineOptions options = LineOptions.DEFAULT
                .withPrompt(StyledText.of(bold(), text("foo> ")))
                .withHistory(history)
                .withMode(CompletionMode.CLASSIC);
        // @end
        assertThat(options.history()).isEqualTo(history);
    }

    // @start region="readLine"
    static Promise<String> ask() {
        return LwtReadLine.readLine(StyledText.of("foo> "));
    }
    // @end

    // @start region="control"
    static Promise<@Nullable Void> remind(Control<String> control) {
        return LwtUnix.sleep(Duration.ofMinutes(1))
                .bind(_ -> control.printAbove(StyledText.of("You have been typing for a minute.")));
    }
    // @end

    @Test
    void control() {
        TestLoop.run(() -> {
            var console = new TestConsole(24, 40);
            Control<String> control = Control.make(console, LineOptions.DEFAULT, Lwt::of);
            return Lwt.pause().bind(_ -> {
                control.accept();
                return control.result();
            });
        });
    }
}
