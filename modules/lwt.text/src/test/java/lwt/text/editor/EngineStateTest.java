package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lwt.text.editor.Mode.Edition;
import lwt.text.editor.Mode.Search;
import lwt.text.editor.Mode.Selection;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EngineStateTest {
    private static final List<String> HISTORY = List.of("older one", "oldest one");

    private final Clipboard clipboard = new Clipboard();

    /* ---- States as text ---- */

    /// `before|after`; with `^` for the mark; `(word) line` of a search, `(word?) line` if it was not found.
    private static String show(EngineState state) {
        return switch (state.mode()) {
            case Edition(String before, String after) -> before + "|" + after;
            case Selection(String text, int mark, int cursor) ->
                mark <= cursor
                        ? text.substring(0, mark) + "^" + text.substring(mark, cursor) + "|" + text.substring(cursor)
                        : text.substring(0, cursor) + "|" + text.substring(cursor, mark) + "^" + text.substring(mark);
            case Search search -> "(" + search.word() + (search.found() ? "" : "?") + ") " + search.input();
        };
    }

    private EngineState state(String shown) {
        int cursor = shown.replace("^", "").indexOf('|');
        int mark = shown.replace("|", "").indexOf('^');
        String text = shown.replace("^", "").replace("|", "");
        EngineState state = run(EngineState.init(HISTORY), new Command.Char(text));
        int start = mark < 0 ? cursor : mark;
        while (state.edition().before().length() > start) {
            state = run(state, Action.BACKWARD_CHAR);
        }
        if (mark >= 0) {
            state = run(state, Action.SET_MARK);
            Action step = mark < cursor ? Action.FORWARD_CHAR : Action.BACKWARD_CHAR;
            while (state.edition().before().length() != cursor) {
                state = run(state, step);
            }
        }
        return state;
    }

    private EngineState run(EngineState state, Command... commands) {
        for (Command command : commands) {
            state = state.update(command, clipboard);
        }
        return state;
    }

    private static Command typed(String text) {
        return new Command.Char(text);
    }

    /* ---- Every command in every mode ---- */

    /// Command, and what it makes of the state at the head of the column.
    private static final String TABLE = """
            command              ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            char "é"             ; foo baré|, baz qux ; foo baré|, baz qux ; (olderé?) older one
            backward-char        ; foo ba|r, baz qux ; foo ^ba|r, baz qux ; older on|e
            forward-char         ; foo bar,| baz qux ; foo ^bar,| baz qux ; older one|
            backward-word        ; foo |bar, baz qux ; foo ^|bar, baz qux ; older |one
            forward-word         ; foo bar, baz| qux ; foo ^bar, baz| qux ; older one|
            beginning-of-line    ; |foo bar, baz qux ; |foo ^bar, baz qux ; |older one
            end-of-line          ; foo bar, baz qux| ; foo ^bar, baz qux| ; older one|
            previous-line        ; older one| ; |foo ^bar, baz qux ; older one|
            next-line            ; foo bar|, baz qux ; foo ^bar, baz qux| ; older one|
            backward-delete-char ; foo ba|, baz qux ; foo ba|, baz qux ; (olde) older one
            forward-delete-char  ; foo bar| baz qux ; foo bar| baz qux ; older one|
            backward-delete-word ; foo |, baz qux ; foo |, baz qux ; older |
            forward-delete-word  ; foo bar| qux ; foo bar| qux ; older one|
            kill-line            ; foo bar| ; foo bar| ; older one|
            backward-kill-line   ; |, baz qux ; |, baz qux ; |
            delete-char-or-list  ; foo bar| baz qux ; foo bar| baz qux ; older one|
            uppercase            ; foo bar, BAZ| qux ; foo bar, BAZ| qux ; older one|
            lowercase            ; foo bar, baz| qux ; foo bar, baz| qux ; older one|
            capitalize           ; foo bar, Baz| qux ; foo bar, Baz| qux ; older one|
            undo                 ; | ; | ; typed|
            set-mark             ; foo bar^|, baz qux ; foo bar^|, baz qux ; older one^|
            copy                 ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            cut                  ; foo |, baz qux ; foo |, baz qux ; older |
            paste                ; foo barCLIP|, baz qux ; foo barCLIP|, baz qux ; older oneCLIP|
            paste-previous       ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            cancel               ; foo bar|, baz qux ; foo bar|, baz qux ; typed|
            history-previous     ; older one| ; older one| ; older one|
            history-next         ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            backward-search      ; () foo bar, baz qux ; () foo bar, baz qux ; (older) older one
            forward-search       ; () foo bar, baz qux ; () foo bar, baz qux ; (older) older one
            complete             ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            meta-complete        ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-left        ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-right       ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-up          ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-down        ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-first       ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            complete-last        ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            accept-line          ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            break                ; foo bar|, baz qux ; foo bar|, baz qux ; older one|
            clear-screen         ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            refresh              ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            suspend              ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            insert               ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            nop                  ; foo bar|, baz qux ; foo ^bar|, baz qux ; (older) older one
            """;

    private static List<String[]> table() {
        return TABLE.lines().map(line -> line.split(" *; ", -1)).toList();
    }

    @TestFactory
    List<DynamicTest> update_everyCommandInEveryMode() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] row : table().subList(1, table().size())) {
            Command command = Command.of(row[0]);
            tests.add(DynamicTest.dynamicTest("edition, " + command, () -> {
                clipboard.set("CLIP");
                assertThat(show(run(state("foo bar|, baz qux"), command))).isEqualTo(row[1]);
            }));
            tests.add(DynamicTest.dynamicTest("selection, " + command, () -> {
                clipboard.set("CLIP");
                assertThat(show(run(state("foo ^bar|, baz qux"), command))).isEqualTo(row[2]);
            }));
            tests.add(DynamicTest.dynamicTest("search, " + command, () -> {
                clipboard.set("CLIP");
                EngineState search = run(state("typed|"), Action.BACKWARD_SEARCH, typed("older"));
                assertThat(show(run(search, command))).isEqualTo(row[3]);
            }));
        }
        return tests;
    }

    @Test
    void update_tableHasAllCommands() {
        List<String> named = table().stream().skip(2).map(row -> row[0]).toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Action.values()).map(Action::toString).toList());
    }

    /* ---- Typing ---- */

    @Test
    void init_isEmpty() {
        assertThat(show(EngineState.init(HISTORY))).isEqualTo("|");
        assertThat(EngineState.init(HISTORY).history().older()).isEqualTo(HISTORY);
    }

    @Test
    void cursor_goesByGraphemes() {
        String family = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";
        EngineState state = state("e\u0301" + family + "日|");
        state = run(state, Action.BACKWARD_CHAR, Action.BACKWARD_CHAR);
        assertThat(show(state)).isEqualTo("e\u0301|" + family + "日");
        assertThat(show(run(state, Action.FORWARD_DELETE_CHAR))).isEqualTo("e\u0301|日");
        assertThat(show(run(state, Action.BACKWARD_DELETE_CHAR))).isEqualTo("|" + family + "日");
    }

    @Test
    void char_joinsTheCharacterBefore() {
        EngineState state = run(state("e|x"), typed("\u0301"));
        assertThat(show(state)).isEqualTo("e\u0301|x");
        assertThat(show(run(state, Action.BACKWARD_DELETE_CHAR))).isEqualTo("|x");
    }

    @Test
    void char_beforeWhatJoinsIt_isJoinedAndPassed() {
        EngineState state = run(state("a|"), typed("\n"), typed("\u0301"), Action.BACKWARD_CHAR, typed("e"));
        assertThat(show(state)).isEqualTo("a\ne\u0301|");
    }

    @Test
    void emptyInput_nothingToDelete() {
        for (Action action : Action.values()) {
            if (action != Action.PASTE && !action.name().contains("HISTORY") && action != Action.PREVIOUS_LINE) {
                EngineState state = run(EngineState.init(HISTORY), action);
                assertThat(state.allInput()).as(action.toString()).isEmpty();
            }
        }
    }

    @Test
    void lines_ofSeveral() {
        EngineState state = state("ab\ncde|fg\nh");
        assertThat(show(run(state, Action.BEGINNING_OF_LINE))).isEqualTo("ab\n|cdefg\nh");
        assertThat(show(run(state, Action.BEGINNING_OF_LINE, Action.BEGINNING_OF_LINE)))
                .isEqualTo("|ab\ncdefg\nh");
        assertThat(show(run(state, Action.END_OF_LINE))).isEqualTo("ab\ncdefg|\nh");
        assertThat(show(run(state, Action.END_OF_LINE, Action.END_OF_LINE))).isEqualTo("ab\ncdefg\nh|");
        assertThat(show(run(state, Action.PREVIOUS_LINE))).isEqualTo("ab|\ncdefg\nh");
        assertThat(show(run(state, Action.NEXT_LINE))).isEqualTo("ab\ncdefg\nh|");
        assertThat(show(run(state, Action.PREVIOUS_LINE, Action.PREVIOUS_LINE))).isEqualTo("older one|");
        assertThat(show(run(state, Action.KILL_LINE))).isEqualTo("ab\ncde|\nh");
        assertThat(show(run(state, Action.KILL_LINE, Action.KILL_LINE))).isEqualTo("ab\ncde|h");
        assertThat(show(run(state, Action.BACKWARD_KILL_LINE))).isEqualTo("ab\n|fg\nh");
        assertThat(show(run(state, Action.BACKWARD_KILL_LINE, Action.BACKWARD_KILL_LINE)))
                .isEqualTo("ab|fg\nh");
    }

    @Test
    void wordCase_changesTheNextWord() {
        assertThat(show(run(state("| fOO-bar"), Action.UPPERCASE))).isEqualTo(" FOO|-bar");
        assertThat(show(run(state("| fOO-bar"), Action.LOWERCASE))).isEqualTo(" foo|-bar");
        assertThat(show(run(state("| fOO-bar"), Action.CAPITALIZE))).isEqualTo(" Foo|-bar");
        assertThat(show(run(state("a|ß"), Action.UPPERCASE))).isEqualTo("aSS|");
    }

    @Test
    void undo_goesBackThroughAllChanges() {
        EngineState state = run(state("foo |bar"), Action.KILL_LINE, typed("x"), Action.BACKWARD_CHAR, Action.PASTE);
        assertThat(show(state)).isEqualTo("foo bar|x");
        state = run(state, Action.UNDO);
        assertThat(show(state)).isEqualTo("foo |x");
        state = run(state, Action.UNDO);
        assertThat(show(state)).isEqualTo("foo |");
        state = run(state, Action.UNDO);
        assertThat(show(state)).isEqualTo("foo |bar");
        state = run(state, Action.UNDO, Action.UNDO, Action.UNDO);
        assertThat(show(state)).isEqualTo("|");
    }

    @Test
    void undo_afterHistory_goesBackThereToo() {
        EngineState state = run(state("typed|"), Action.HISTORY_PREVIOUS, typed("!"));
        assertThat(show(state)).isEqualTo("older one!|");
        state = run(state, Action.UNDO, Action.UNDO);
        assertThat(show(state)).isEqualTo("typed|");
        assertThat(state.history().older()).isEqualTo(HISTORY);
    }

    @Test
    void undo_keepsTheNewestThousand() {
        EngineState state = EngineState.init(List.of());
        for (int i = 0; i < 10_000; i++) {
            state = run(state, typed("x"));
        }
        int undone = 0;
        for (String last = ""; !last.equals(state.allInput()); undone++) {
            last = state.allInput();
            state = run(state, Action.UNDO);
        }
        assertThat(undone).isBetween(1_000, 2_002);
    }

    /* ---- History ---- */

    @Test
    void history_linesKeepWhatWasTypedInThem() {
        EngineState state = run(state("new|"), Action.HISTORY_PREVIOUS, typed("!"), Action.HISTORY_PREVIOUS);
        assertThat(show(state)).isEqualTo("oldest one|");
        assertThat(state.history().older()).isEmpty();
        assertThat(state.history().newer()).containsExactly("older one!", "new");
        assertThat(show(run(state, Action.HISTORY_PREVIOUS))).isEqualTo("oldest one|");
        state = run(state, Action.HISTORY_NEXT);
        assertThat(show(state)).isEqualTo("older one!|");
        assertThat(show(run(state, Action.HISTORY_NEXT, Action.HISTORY_NEXT))).isEqualTo("new|");
    }

    /* ---- Search ---- */

    @Test
    void search_goesOnAndBack() {
        EngineState state = run(EngineState.init(List.of("ab", "abc", "abc", "xabc")), Action.BACKWARD_SEARCH);
        state = run(state, typed("a"), typed("b"));
        assertThat(show(state)).isEqualTo("(ab) ab");
        state = run(state, Action.BACKWARD_SEARCH);
        assertThat(show(state)).isEqualTo("(ab) abc");
        state = run(state, Action.BACKWARD_SEARCH);
        assertThat(show(state)).as("the same line is not shown twice").isEqualTo("(ab) xabc");
        assertThat(show(run(state, Action.BACKWARD_SEARCH)))
                .as("there is no more")
                .isEqualTo("(ab) xabc");
        state = run(state, Action.FORWARD_SEARCH);
        assertThat(show(state)).isEqualTo("(ab) abc");
        state = run(state, Action.BACKWARD_DELETE_CHAR);
        assertThat(show(state)).as("begins again").isEqualTo("(a) ab");
    }

    @Test
    void search_notFound_keepsTheLineAndRecovers() {
        EngineState state = run(state("typed|"), Action.BACKWARD_SEARCH, typed("oldest"), typed("x"));
        assertThat(show(state)).isEqualTo("(oldestx?) oldest one");
        assertThat(((Search) state.mode()).remaining()).isEmpty();
        assertThat(show(run(state, Action.BACKWARD_DELETE_CHAR))).isEqualTo("(oldest) oldest one");
    }

    @Test
    void search_fromAnOldLine_findsNewerOnesToo() {
        EngineState state = run(state("typed|"), Action.HISTORY_PREVIOUS, Action.HISTORY_PREVIOUS);
        state = run(state, Action.BACKWARD_SEARCH, typed("older"));
        assertThat(show(state)).isEqualTo("(older) older one");
    }

    @Test
    void search_accepted_canBeTakenBack() {
        EngineState state = run(state("typed|"), Action.BACKWARD_SEARCH, typed("oldest"), Action.ACCEPT_LINE);
        assertThat(show(state)).isEqualTo("oldest one|");
        assertThat(show(run(state, Action.UNDO))).isEqualTo("typed|");
    }

    /* ---- Clipboard ---- */

    @Test
    void cutAndCopy_fillTheClipboard() {
        run(state("a ^b c| d"), Action.COPY);
        assertThat(clipboard.contents().value()).isEqualTo("b c");
        run(state("a |b c^ d"), Action.CUT);
        assertThat(clipboard.contents().value()).isEqualTo("b c");
        run(state("a| b"), Action.KILL_LINE);
        assertThat(clipboard.contents().value()).isEqualTo(" b");
        run(state("a| b"), Action.BACKWARD_KILL_LINE);
        assertThat(clipboard.contents().value()).isEqualTo("a");
        run(state("a|"), Action.KILL_LINE);
        assertThat(clipboard.contents().value()).as("nothing was cut").isEqualTo("a");
        assertThat(clipboard.ring()).containsExactly("a", " b", "b c", "b c");
    }

    @Test
    void pastePrevious_replacesWhatWasPasted() {
        clipboard.set("one");
        clipboard.set("two");
        EngineState state = run(state("<|>"), Action.PASTE);
        assertThat(show(state)).isEqualTo("<two|>");
        state = run(state, Action.PASTE_PREVIOUS);
        assertThat(show(state)).isEqualTo("<one|>");
        assertThat(show(run(state, Action.PASTE_PREVIOUS))).isEqualTo("<two|>");
        assertThat(show(run(state, typed("x"), Action.PASTE_PREVIOUS)))
                .as("only at once")
                .isEqualTo("<onex|>");
    }

    @Test
    void clipboard_keepsSixty() {
        for (int i = 0; i < 100; i++) {
            clipboard.set("" + i);
        }
        assertThat(clipboard.ring()).hasSize(60).startsWith("99").endsWith("40");
    }

    /* ---- Everything at random ---- */

    @Test
    void update_randomCommands_keepsInvariants() {
        long seed = 20_101_213;
        Random random = new Random(seed);
        List<String> texts = List.of(
                "a",
                "Z",
                "7",
                " ",
                "\n",
                "é",
                "e\u0301",
                "\u0301",
                "日",
                "\ud83d\udc69\u200d\ud83d\udc67",
                "\ud83c\uddeb",
                "\ud83c\uddf7",
                "\u200d",
                "two words",
                "\t",
                "\u0000",
                "\r\n",
                "\ud800",
                "");
        EngineState state = EngineState.init(List.of("older", "", "日本語", "e\u0301x", "two\nlines"));
        Action[] actions = Action.values();
        for (int i = 0; i < 100_000; i++) {
            Command command = random.nextInt(3) == 0
                    ? typed(texts.get(random.nextInt(texts.size())))
                    : actions[random.nextInt(actions.length)];
            String before = state.toString();
            EngineState next = run(state, command);
            String where = "seed " + seed + ", step " + i + ", " + command + " in " + before;
            assertThat(state.toString()).as(where).isEqualTo(before);
            checkInvariants(next, where);
            if (command == Action.UNDO || random.nextInt(500) != 0) {
                state = next.allInput().length() > 300 ? EngineState.init(HISTORY) : next;
            } else {
                checkUndo(next, where);
            }
        }
    }

    private static void checkInvariants(EngineState state, String where) {
        Edition edition = state.edition();
        assertThat(edition.input()).as(where).isEqualTo(state.allInput());
        assertThat(state.reset().mode()).as(where).isInstanceOf(Edition.class);
        assertThat(state.reset().allInput()).as(where).isEqualTo(state.allInput());
        if (state.mode() instanceof Search search && search.found()) {
            assertThat(search.remaining().getFirst()).as(where).contains(search.word());
        }
        int cursor = edition.before().length();
        String text = edition.input();
        assertThat(Edition.of(text, cursor))
                .as(where + ": the cursor is not within a character")
                .isEqualTo(edition);
    }

    /// All changes taken back, there is what there was first; unless there were more than are kept.
    private void checkUndo(EngineState state, String where) {
        EngineState undone = run(state, Action.CANCEL);
        int steps = 0;
        for (String last = null; !undone.allInput().equals(last); steps++) {
            last = undone.allInput();
            undone = run(undone, Action.UNDO);
        }
        if (steps < 1_000) {
            assertThat(undone.allInput()).as(where).isEmpty();
            assertThat(undone.history().newer()).as(where).isEmpty();
        }
    }
}
