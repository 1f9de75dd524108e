package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.testkit.TestLoop;
import lwt.text.Key;
import lwt.text.StyledText;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import react.Signal;
import react.SignalSetter;

class ControlTest {
    private static final TreeSet<String> WORDS = new TreeSet<>(List.of("foo", "foobar", "fox"));

    private final TestLoop loop = new TestLoop();
    private final TestConsole console = new TestConsole(24, 40);
    private final Clipboard clipboard = new Clipboard();
    private LineOptions options = LineOptions.DEFAULT
            .withPrompt(StyledText.of("> "))
            .withMode(CompletionMode.NONE)
            .withClipboard(clipboard);

    @AfterEach
    void close() {
        loop.close();
    }

    /// A completion that takes its time is never idle: it is drawn ten times a second.
    private void settle() {
        loop.advance(Duration.ofMillis(1));
    }

    private Control<String> start() {
        Control<String> control = Control.make(console, options, Lwt::of);
        settle();
        return control;
    }

    private void type(String text) {
        console.type(text);
        settle();
    }

    private void press(Key... keys) {
        console.press(keys);
        settle();
    }

    private String shown() {
        return console.screen.text();
    }

    private static <T> Promise<T> never() {
        return Lwt.<T>task().promise();
    }

    /* ---- The end of the input ---- */

    @Test
    void result_isTheLineThatWasAccepted() {
        Control<String> control = start();
        assertThat(console.raw).isTrue();
        type("foo");
        assertThat(shown()).isEqualTo("> foo");
        type("\n");
        assertThat(control.result().state()).isEqualTo(new State.Return<>("foo"));
        assertThat(console.raw).isFalse();
        assertThat(console.screen.cursorY()).isEqualTo(1);
        assertThat(control.hide().state()).as("over").isEqualTo(Lwt.unit().state());
    }

    @Test
    void result_keysBehindTheLineAreLeft() {
        console.type("foo\nbar\n");
        Control<String> control = start();
        assertThat(control.result().state()).isEqualTo(new State.Return<>("foo"));
        assertThat(console.left()).hasSize(4);
    }

    @Test
    void result_keyThatCameWhenTheProgramAccepted_isGivenBack() {
        Resolver<Command> filtered = Lwt.waiter();
        options = options.withFilter(
                (_, command) -> command == Action.ACCEPT_LINE ? filtered.promise() : Lwt.of(command));
        Control<String> control = start();
        control.accept();
        settle();
        type("x");
        filtered.wakeup(Action.ACCEPT_LINE);
        settle();
        assertThat(control.result().state()).isEqualTo(new State.Return<>(""));
        assertThat(console.left()).containsExactly(Key.of("x"));
    }

    @Test
    void result_controlC_failsAndSoDoesControlDInAnEmptyInput() {
        Control<String> control = start();
        press(Key.of("x"), Key.control('c'));
        assertThatThrownBy(() -> loop.runUntilResolved(control.result()))
                .isInstanceOfSatisfying(
                        Interrupt.class, e -> assertThat(e.isEndOfInput()).isFalse());
        assertThat(shown()).isEqualTo("> x");
        Control<String> second = start();
        press(Key.control('d'));
        assertThatThrownBy(() -> loop.runUntilResolved(second.result()))
                .isInstanceOfSatisfying(
                        Interrupt.class, e -> assertThat(e.isEndOfInput()).isTrue());
        assertThat(console.raw).isFalse();
    }

    @Test
    void result_canceled_leavesTheScreenAndTheModeInOrder() {
        Control<String> control = start();
        type("foo");
        control.result().cancel();
        settle();
        assertThat(control.result().state())
                .isInstanceOfSatisfying(
                        State.Fail.class, fail -> assertThat(fail.cause()).isInstanceOf(CanceledException.class));
        assertThat(shown()).isEqualTo("> foo");
        assertThat(console.screen.cursorY()).isEqualTo(1);
        assertThat(console.raw).isFalse();
        console.type("x");
        assertThat(console.left()).as("nobody reads any more").hasSize(1);
    }

    @Test
    void result_filterFails_failsWithThat() {
        options = options.withFilter((_, _) -> {
            throw new IllegalStateException("no");
        });
        Control<String> control = start();
        type("x");
        assertThatThrownBy(() -> loop.runUntilResolved(control.result())).hasMessage("no");
        assertThat(console.raw).isFalse();
    }

    /* ---- Commands of the program ---- */

    @Test
    void sendCommand_fakesInput() {
        Control<String> control = start();
        control.sendCommand(Command.insert("foo"));
        control.sendCommand(Action.BACKWARD_CHAR);
        control.sendCommand(Command.insert("x"));
        settle();
        assertThat(shown()).isEqualTo("> foxo");
        control.accept();
        assertThat(loop.<String>runUntilResolved(control.result())).isEqualTo("foxo");
    }

    @Test
    void interrupt_failsTheInput() {
        Control<String> control = start();
        control.interrupt();
        assertThatThrownBy(() -> loop.runUntilResolved(control.result())).isInstanceOf(Interrupt.class);
    }

    @Test
    void filter_seesEachCommandWithTheState() {
        List<String> seen = new ArrayList<>();
        options = options.withFilter((state, command) -> {
            seen.add(command + " in " + state.engine().allInput());
            return Lwt.of(command.equals(Command.insert("b")) ? Action.NOP : command);
        });
        Control<String> control = start();
        type("abc\n");
        assertThat(loop.<String>runUntilResolved(control.result())).isEqualTo("ac");
        assertThat(seen).containsExactly("char \"a\" in ", "char \"b\" in a", "char \"c\" in a", "accept-line in ac");
    }

    @Test
    void acceptance_incompleteInput_beginsAnotherLine() {
        options = options.withAcceptance(input -> Lwt.of(input.endsWith(";"))).withContinuation(StyledText.of(". "));
        Control<String> control = start();
        type("a\nb");
        assertThat(shown()).isEqualTo("> a\n. b");
        type(";\n");
        assertThat(loop.<String>runUntilResolved(control.result())).isEqualTo("a\nb;");
    }

    /* ---- The screen ---- */

    @Test
    void hide_removesEverythingUntilShow() {
        Control<String> control = start();
        type("foo");
        loop.runUntilResolved(control.hide());
        assertThat(shown()).isEmpty();
        loop.runUntilResolved(control.hide());
        type("b");
        assertThat(shown()).isEmpty();
        loop.runUntilResolved(control.show());
        assertThat(shown()).as("hidden twice").isEmpty();
        console.screen.feed("message\r\n");
        loop.runUntilResolved(control.show());
        assertThat(shown()).isEqualTo("message\n> foob");
    }

    @Test
    void prompt_followsItsSignalAndTheState() {
        SignalSetter<String> clock = Signal.create("1s");
        options = options.withPrompt(state -> Signal.combine(
                clock.signal(),
                state,
                (time, engine) -> StyledText.of(time + " " + engine.allInput().length() + "> ")));
        start();
        type("foo");
        assertThat(shown()).isEqualTo("1s 3> foo");
        int writes = console.writes.size();
        clock.set("2s");
        settle();
        assertThat(shown()).isEqualTo("2s 3> foo");
        assertThat(console.writes.subList(writes, console.writes.size())).hasSize(1);
    }

    @Test
    void burstOfKeys_isDrawnOnce() {
        start();
        int writes = console.writes.size();
        type("a long text");
        assertThat(console.writes.size() - writes).isEqualTo(1);
    }

    @Test
    void resize_drawsAnew() {
        Control<String> control = start();
        type("x".repeat(50));
        console.resize(24, 20);
        settle();
        assertThat(shown()).isEqualTo("> " + "x".repeat(18) + "\n" + "x".repeat(20) + "\n" + "x".repeat(12));
        console.resize(24, 60);
        settle();
        assertThat(shown()).isEqualTo("> " + "x".repeat(50));
        control.accept();
        settle();
    }

    @Test
    void suspendAndResume_drawsAnew() {
        start();
        type("foo");
        press(Key.control('z'));
        assertThat(console.suspended).isEqualTo(1);
        console.screen.feed("\r\n$ fg\r\n");
        console.resumed.send(console.size().value());
        settle();
        assertThat(console.screen.line(2)).isEqualTo("> foo");
    }

    @Test
    void clearScreen_beginsAtTheTop() {
        console.screen.feed("before\r\n");
        start();
        press(Key.of("x"), Key.control('l'));
        assertThat(shown()).isEqualTo("> x");
    }

    /* ---- Completion ---- */

    private static Completion of(Promise<? extends NavigableSet<String>> words) {
        return input -> words.map(found -> Completion.complete("", input.before(), input.after(), found));
    }

    @Test
    void completion_realTime_showsWordsWhileTheUserTypes() {
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(of(Lwt.of(WORDS)));
        Control<String> control = start();
        assertThat(console.screen.line(2)).startsWith("│foo│foobar│fox│ ");
        type("fo");
        press(Key.of("o"), Key.TAB);
        assertThat(console.screen.line(2)).startsWith("│foo│foobar│ ");
        press(Key.Special.RIGHT.with(Key.Modifier.ALT), Key.TAB.with(Key.Modifier.ALT));
        assertThat(console.screen.line(0)).isEqualTo("> foobar");
        press(Key.TAB);
        assertThat(loop.<String>runUntilResolved(accepted(control))).isEqualTo("foobar ");
    }

    private static Promise<String> accepted(Control<String> control) {
        control.accept();
        return control.result();
    }

    @Test
    void completion_slow_saysSoAndDelaysNoKey() {
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(_ -> never());
        start();
        loop.advance(Duration.ofMillis(1_250));
        assertThat(console.screen.line(2)).startsWith("│working").contains("00:00:01");
        type("foo");
        assertThat(console.screen.line(0)).isEqualTo("> foo");
    }

    @Test
    void completion_takesSecondsAndCannotBeCanceled_delaysNoKey() {
        options = options.withMode(CompletionMode.REAL_TIME)
                .withCompletion(input -> LwtUnix.sleep(Duration.ofSeconds(5))
                        .map(_ -> Completion.complete("", input.before(), input.after(), WORDS))
                        .noCancel());
        Control<String> control = start();
        String typed = "";
        for (String key : List.of("f", "o", "x", "e", "s")) {
            type(key);
            typed += key;
            assertThat(console.screen.line(0)).isEqualTo("> " + typed);
        }
        press(Key.BACKSPACE, Key.BACKSPACE, Key.TAB);
        loop.advance(Duration.ofMillis(4_998));
        assertThat(console.screen.line(0))
                .as("what is found for earlier inputs is not taken")
                .isEqualTo("> fox");
        assertThat(console.screen.line(2)).contains("working");
        loop.advance(Duration.ofMillis(2));
        assertThat(console.screen.line(0)).isEqualTo("> fox");
        assertThat(control.engineState().value().allInput()).isEqualTo("fox ");
        type("y\n");
        assertThat(control.result().state()).as("at once").isEqualTo(new State.Return<>("fox y"));
        assertThat(loop.now()).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void completion_userTypesOn_isCanceled() {
        List<String> canceled = new ArrayList<>();
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(input -> {
            Promise<CompletionResult> slow = never();
            slow.onCancel(() -> canceled.add(input.before()));
            return slow;
        });
        Control<String> control = start();
        type("a");
        type("b");
        assertThat(canceled).containsExactly("", "a");
        control.accept();
        settle();
        assertThat(canceled).as("and when the input ends").containsExactly("", "a", "ab");
    }

    @Test
    void completion_askedForWhileComputed_isTakenWhenItIsThere() {
        Resolver<TreeSet<String>> words = Lwt.waiter();
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(of(words.promise()));
        start();
        type("f");
        press(Key.TAB);
        assertThat(console.screen.line(0)).isEqualTo("> f");
        words.wakeup(WORDS);
        settle();
        assertThat(console.screen.line(0)).isEqualTo("> fo");
    }

    @Test
    void completion_fails_isShownAndTheInputGoesOn() {
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(_ -> {
            throw new IllegalStateException("broken");
        });
        start();
        type("x");
        assertThat(console.screen.line(0)).isEqualTo("> x");
        assertThat(console.screen.line(2)).contains("completion failed");
    }

    @Test
    void completion_classic_printsTheWords() {
        options = options.withMode(CompletionMode.CLASSIC).withCompletion(of(Lwt.of(WORDS)));
        Control<String> control = start();
        press(Key.of("f"), Key.TAB);
        assertThat(shown()).isEqualTo("> fo\nfoo     foobar  fox\n> fo");
        press(Key.of("x"), Key.control('d'));
        assertThat(console.screen.line(2)).isEqualTo("> fox");
        assertThat(loop.<String>runUntilResolved(accepted(control))).isEqualTo("fox ");
    }

    @Test
    void completion_none_doesNothing() {
        options = options.withCompletion(_ -> {
            throw new AssertionError("asked");
        });
        start();
        press(Key.of("f"), Key.TAB);
        assertThat(shown()).isEqualTo("> f");
    }

    @Test
    void selection_saysSoInTheBox() {
        options = options.withMode(CompletionMode.REAL_TIME).withCompletion(of(Lwt.of(WORDS)));
        start();
        press(Key.of("f"), Key.control('@'), Key.Special.LEFT);
        assertThat(console.screen.line(2)).contains("<selection>");
        press(Key.control('w'));
        assertThat(clipboard.contents().value()).isEqualTo("f");
        assertThat(console.screen.line(2)).startsWith("│foo│");
    }

    @Test
    void paste_isOneChange() {
        Control<String> control = start();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        press(Key.of("x"), new Key.Paste(text.toString()));
        assertThat(control.engineState().value().allInput()).isEqualTo("x" + text);
        assertThat(console.screen.line(22)).isEqualTo("line 9999");
        press(Key.control('_'));
        assertThat(shown()).isEqualTo("> x");
    }

    /* ---- Predefined instances ---- */

    @Test
    void password_isNotInOthersClipboard() {
        options = Reading.password(LineOptions.DEFAULT, PasswordStyle.text("*"));
        Control<String> control = start();
        String before = Clipboard.global().contents().value();
        type("secret");
        press(Key.control('r'));
        assertThat(shown()).isEqualTo("# ******");
        press(Key.control('u'), Key.control('y'));
        assertThat(Clipboard.global().contents().value()).isEqualTo(before);
        assertThat(loop.<String>runUntilResolved(accepted(control))).isEqualTo("secret");
    }

    @Test
    void keyword_onlyOneEndsTheInput() {
        Keywords<Integer> keywords = new Keywords<>(Map.of("one", 1, "two", 2));
        options = Reading.keyword(options.withMode(CompletionMode.REAL_TIME), keywords);
        Control<String> control = start();
        type("T\n");
        assertThat(control.result().isSleeping()).isTrue();
        press(Key.TAB, Key.ENTER);
        assertThat(control.result().state()).isEqualTo(new State.Return<>("two"));
    }

    @Test
    void slowDrawing_keysAreNotLost() {
        options = options.withFilter(
                (_, command) -> LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> command));
        Control<String> control = start();
        type("abc\n");
        assertThat(loop.<String>runUntilResolved(control.result())).isEqualTo("abc");
    }
}
