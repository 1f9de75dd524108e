package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import lwt.text.Color;
import lwt.text.Graphemes;
import lwt.text.LwtTerm;
import lwt.text.Screen;
import lwt.text.Size;
import lwt.text.StyledText;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final StyledText PROMPT = StyledText.of("> ");

    private Screen screen = new Screen(24, 20);
    private Size size = new Size(24, 20);
    private Rendering rendering = Rendering.init();

    private static EngineState edition(String before, String after) {
        return EngineState.init(List.of()).replace(new Mode.Edition(before, after));
    }

    private static Rendering.View view(StyledText prompt, EngineState engine, Box box) {
        return new Rendering.View(prompt, engine, box, Look.PLAIN);
    }

    private String draw(Rendering.View view) {
        Rendering.Drawn drawn = rendering.draw(size, view);
        rendering = drawn.rendering();
        String output = Ansi.of(drawn.output());
        screen.feed(output);
        return output;
    }

    private String draw(String before, String after) {
        return draw(view(PROMPT, edition(before, after), Box.none()));
    }

    private void assertCursor(int x, int y) {
        assertThat(List.of(screen.cursorX(), screen.cursorY()))
                .as(screen.toString())
                .isEqualTo(List.of(x, y));
    }

    /* ---- One drawing ---- */

    @Test
    void draw_promptAndText() {
        draw("foo", "bar");
        assertThat(screen.text()).isEqualTo("> foobar");
        assertCursor(5, 0);
    }

    @Test
    void draw_rowIsFull_cursorOnTheNextRow() {
        draw("123456789012345678", "");
        assertThat(screen.text()).isEqualTo("> 123456789012345678");
        assertCursor(0, 1);
    }

    @Test
    void draw_rowIsFullBeforeEndOfLine_cursorHasARowOfItsOwn() {
        draw("123456789012345678", "\nx");
        assertThat(screen.text()).isEqualTo("> 123456789012345678\n\nx");
        assertCursor(0, 1);
        draw("123456789012345678\n", "x");
        assertThat(screen.text()).isEqualTo("> 123456789012345678\nx");
        assertCursor(0, 1);
    }

    @Test
    void draw_wideCharacterAtTheMargin_goesToTheNextRow() {
        draw("12345678901234567", "日本");
        assertThat(screen.text()).isEqualTo("> 12345678901234567\n日本");
        assertCursor(0, 1);
    }

    @Test
    void draw_promptOfSeveralLinesWithStyles() {
        StyledText prompt = StyledText.of(
                LwtTerm.fg(Color.BLUE), LwtTerm.text("12345678901234567890\n"), LwtTerm.bold(), LwtTerm.text("> "));
        draw(view(prompt, edition("x", ""), Box.none()));
        assertThat(screen.text()).isEqualTo("12345678901234567890\n> x");
        assertThat(screen.sgr(0, 0)).isEqualTo("34");
        assertThat(screen.sgr(0, 1)).isEqualTo("1;34");
        assertThat(screen.sgr(2, 1)).isEmpty();
        assertCursor(3, 1);
    }

    @Test
    void draw_controlCharacters_areShown() {
        draw("a\u0001\tb\u0007\ud800", "");
        assertThat(screen.text()).isEqualTo("> a^A   b^G\ufffd");
    }

    @Test
    void draw_selection_isInverse() {
        EngineState state = edition("ab", "cd").update(Action.SET_MARK).update(Action.BACKWARD_CHAR);
        draw(view(PROMPT, state, Box.none()));
        assertThat(screen.text()).isEqualTo("> abcd");
        assertThat(screen.sgr(2, 0)).isEmpty();
        assertThat(screen.sgr(3, 0)).isEqualTo("7");
        assertThat(screen.sgr(4, 0)).isEmpty();
        assertCursor(3, 0);
    }

    @Test
    void draw_search_showsWordLineAndMatches() {
        screen = new Screen(24, 60);
        size = new Size(24, 60);
        EngineState state = EngineState.init(List.of("echo one", "echo two", "ls"))
                .update(Action.BACKWARD_SEARCH)
                .update(Command.insert("echo"));
        draw(view(PROMPT, state, Box.none()));
        assertThat(screen.line(0)).isEqualTo("> (reverse-i-search)'echo': echo one");
        assertThat(screen.sgr(28, 0)).isEqualTo("4");
        assertThat(screen.line(2)).startsWith("│echo one│echo two│");
        assertThat(screen.sgr(1, 2)).as("the one that is shown").isEqualTo("7");
        assertCursor(25, 0);
        draw(view(PROMPT, state.update(Command.insert("?")), Box.none()));
        assertThat(screen.text()).isEqualTo("> (failed reverse-i-search)'echo?': echo one");
    }

    @Test
    void draw_passwords_areNotShown() {
        Look look = new Look(PasswordStyle.text("*").mapText(), StyledText::of, StyledText.EMPTY);
        draw(new Rendering.View(PROMPT, edition("日e\u0301", "x"), Box.none(), look));
        assertThat(screen.text()).isEqualTo("> ***");
        assertCursor(4, 0);
        look = new Look(PasswordStyle.empty().mapText(), StyledText::of, StyledText.EMPTY);
        draw(new Rendering.View(PROMPT, edition("secret", ""), Box.none(), look));
        assertThat(screen.text()).isEqualTo(">");
        assertCursor(2, 0);
    }

    @Test
    void draw_highlightAndContinuation() {
        Look look = new Look(
                Look.PLAIN.mapText(),
                text -> StyledText.of(
                        LwtTerm.fg(Color.RED),
                        LwtTerm.text(text.substring(0, 3)),
                        LwtTerm.reset(),
                        LwtTerm.text(text.substring(3))),
                StyledText.of(". "));
        draw(new Rendering.View(PROMPT, edition("if\nx", "\ny"), Box.none(), look));
        assertThat(screen.text()).isEqualTo("> if\n. x\n. y");
        assertThat(screen.sgr(2, 0)).isEqualTo("31");
        assertThat(screen.sgr(2, 1)).isEmpty();
        assertCursor(3, 1);
    }

    @Test
    void draw_highlightOfAnotherText_doesNotCount() {
        Look look = new Look(Look.PLAIN.mapText(), _ -> StyledText.of("something else"), StyledText.EMPTY);
        draw(new Rendering.View(PROMPT, edition("foo", ""), Box.none(), look));
        assertThat(screen.text()).isEqualTo("> foo");
    }

    /* ---- The box ---- */

    @Test
    void draw_boxOfWords() {
        draw(view(PROMPT, edition("x", ""), new Box.Words(List.of("one", "日本", "six"), 1)));
        assertThat(screen.text()).isEqualTo("""
                        > x
                        ┌───┬────┬───┬─────┐
                        │one│日本│six│     │
                        └───┴────┴───┴─────┘""");
        assertThat(screen.sgr(5, 2)).isEqualTo("7");
        assertCursor(3, 0);
        draw("x", "");
        assertThat(screen.text()).isEqualTo("> x");
        assertCursor(3, 0);
    }

    @Test
    void draw_boxOfManyWords_showsTheRowsAroundTheSelected() {
        List<String> words = java.util.stream.IntStream.range(10, 50)
                .mapToObj(i -> "word" + i)
                .toList();
        draw(view(PROMPT, edition("", ""), new Box.Words(words, 0)));
        assertThat(screen.line(2)).isEqualTo("│word10│word11│    │");
        assertThat(screen.line(4)).isEqualTo("│word14│word15│    │");
        draw(view(PROMPT, edition("", ""), new Box.Words(words, 7)));
        assertThat(screen.line(2)).isEqualTo("│word12│word13│    │");
        assertThat(screen.line(4)).isEqualTo("│word16│word17│    │");
        draw(view(PROMPT, edition("", ""), new Box.Words(words, 39)));
        assertThat(screen.line(4)).isEqualTo("│word48│word49│    │");
    }

    @Test
    void draw_messageThatIsTooLong_isCut() {
        draw(view(PROMPT, edition("", ""), new Box.Message("a message that is too long for it")));
        assertThat(screen.line(2)).isEqualTo("│a message that is │");
    }

    @Test
    void draw_documentation() {
        Box box = new Box.Words(List.of("a"), 0, StyledText.of("what a\ndoes"));
        draw(view(PROMPT, edition("", ""), box));
        assertThat(screen.line(3)).isEqualTo("│what a            │");
        assertThat(screen.line(4)).isEqualTo("│does              │");
        assertThat(screen.line(5)).isEqualTo("└──────────────────┘");
    }

    /* ---- Over what was drawn ---- */

    @Test
    void draw_again_writesOnlyWhatDiffers() {
        draw("foo", "");
        assertThat(draw("foob", "")).isEqualTo("b");
        assertThat(draw("foob", "")).isEmpty();
        assertThat(draw("foo", "b")).isEqualTo("\u001b[1D");
    }

    @Test
    void draw_atTheBottom_scrolls() {
        screen = new Screen(4, 20);
        size = new Size(4, 20);
        screen.feed("a\r\nb\r\nc\r\n");
        draw(view(PROMPT, edition("x", ""), new Box.Message("m")));
        assertThat(screen.line(0)).isEqualTo("> x");
        assertCursor(3, 0);
        draw("x", "");
        assertThat(screen.text()).isEqualTo("> x");
    }

    @Test
    void draw_moreLinesThanTheScreen_showsThoseAroundTheCursor() {
        screen = new Screen(5, 20);
        size = new Size(5, 20);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        draw(text.toString(), "");
        assertThat(screen.text()).isEqualTo("line 9996\nline 9997\nline 9998\nline 9999");
        assertCursor(0, 4);
        int middle = text.indexOf("line 500\n");
        draw(text.substring(0, middle), text.substring(middle));
        assertThat(screen.text()).isEqualTo("line 498\nline 499\nline 500\nline 501\nline 502");
        assertCursor(0, 2);
        draw("", text.toString());
        assertThat(screen.text()).isEqualTo("> line 0\nline 1\nline 2\nline 3\nline 4");
        assertCursor(2, 0);
    }

    @Test
    void erase_leavesTheCursorWhereItBegan() {
        screen.feed("before\r\n");
        draw(view(PROMPT, edition("12345678901234567890", "\nx"), new Box.Message("m")));
        screen.feed(Ansi.of(rendering.erase(size)));
        assertThat(screen.text()).isEqualTo("before");
        assertCursor(0, 1);
    }

    @Test
    void lastDraw_leavesAllOfTheInputAndTheCursorBelow() {
        draw(view(PROMPT, edition("1234567890", "12345678901\nx"), new Box.Message("m")));
        screen.feed(
                Ansi.of(rendering.lastDraw(size, view(PROMPT, edition("1234567890", "12345678901\nx"), Box.none()))));
        assertThat(screen.text()).isEqualTo("> 123456789012345678\n901\nx");
        assertCursor(0, 3);
    }

    /* ---- Other sizes ---- */

    private void resize(int lines, int columns, boolean reflows) {
        size = new Size(lines, columns);
        if (reflows) {
            reflow(columns);
        } else {
            screen.resize(lines, columns);
        }
    }

    /// As most terminals do: rows that are too long are broken.
    private void reflow(int columns) {
        Screen next = new Screen(screen.lines(), columns);
        int x = 0;
        int y = 0;
        long last = Math.max((long) screen.cursorY(), screen.text().lines().count() - 1);
        for (int line = 0; line <= last; line++) {
            if (line == screen.cursorY()) {
                y = next.cursorY() + screen.cursorX() / columns;
                x = screen.cursorX() % columns;
            }
            next.feed(screen.line(line));
            if (line < last) {
                next.feed("\r\n");
            }
        }
        next.feed("\u001b[" + (y + 1) + ";" + (x + 1) + "H");
        screen = next;
    }

    @Test
    void draw_afterResize_onTerminalsThatCutOrBreakRows() {
        for (boolean reflows : List.of(false, true)) {
            screen = new Screen(24, 80);
            size = new Size(24, 80);
            rendering = Rendering.init().onTerminalThatReflows(reflows);
            screen.feed("before\r\n");
            StyledText prompt = StyledText.of("-".repeat(60) + "\n> ");
            String text = "x".repeat(100);
            draw(view(prompt, edition(text, "y"), Box.none()));
            for (int columns : List.of(40, 120, 33, 80)) {
                resize(24, columns, reflows);
                draw(view(prompt, edition(text, "y"), new Box.Message("m")));
                Screen fresh = new Screen(24, columns);
                fresh.feed("before\r\n"
                        + Ansi.of(Rendering.init()
                                .draw(size, view(prompt, edition(text, "y"), new Box.Message("m")))
                                .output()));
                assertThat(screen.text())
                        .as("reflows: " + reflows + ", " + columns)
                        .isEqualTo(fresh.text());
                assertCursor(fresh.cursorX(), fresh.cursorY());
            }
        }
    }

    @Test
    void draw_screenBecomesLower() {
        screen = new Screen(10, 20);
        size = new Size(10, 20);
        draw("a\nb\nc\nd\ne\nf", "\ng");
        screen.resize(3, 20);
        size = new Size(3, 20);
        draw("a\nb\nc\nd\ne\nf", "\ng");
        assertThat(screen.text()).isEqualTo("e\nf\ng");
        assertCursor(1, 1);
    }

    /* ---- At random ---- */

    private static final List<String> PIECES = List.of(
            "a", "b", " ", "word ", "日", "本語", "e\u0301", "\ud83d\udc69\u200d\ud83d\udc67", "\n", "ü", "한", "\u00a0");

    private static String text(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /// What a terminal shows that is simply sent the text, with the cursor after `before`.
    private static Screen reference(Size size, String prompt, Mode.Edition edition) {
        Screen screen = new Screen(size.lines(), size.columns());
        print(screen, prompt + edition.before());
        String after = edition.after();
        int width = after.isEmpty() || after.startsWith("\n")
                ? 1
                : Graphemes.width(after.substring(0, Graphemes.next(after, 0)));
        if (screen.pendingWrap() || screen.cursorX() + width > size.columns()) {
            screen.feed("\r\n");
        }
        int x = screen.cursorX();
        int y = screen.cursorY();
        print(screen, after);
        screen.feed("\u001b[" + (y + 1) + ";" + (x + 1) + "H");
        return screen;
    }

    /// A terminal breaks characters of several parts at its margin, the editor does not.
    private static void print(Screen screen, String text) {
        for (String character : Graphemes.of(text)) {
            if (!screen.pendingWrap() && screen.cursorX() + Graphemes.width(character) > screen.columns()) {
                screen.feed("\r\n");
            }
            screen.feed(character.replace("\n", "\r\n"));
        }
    }

    @Test
    void draw_randomTextsWidthsAndPrompts() {
        long seed = 5_3;
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            size = new Size(60, 6 + random.nextInt(40));
            screen = new Screen(60, size.columns());
            rendering = Rendering.init().onTerminalThatReflows(false);
            for (int step = 0; step < 20; step++) {
                if (random.nextInt(10) == 0) {
                    size = new Size(60, 6 + random.nextInt(40));
                    screen.resize(60, size.columns());
                }
                String prompt = text(random, 6);
                String text = text(random, 25);
                Mode.Edition edition = Mode.Edition.of(text, random.nextInt(text.length() + 1));
                String where = "seed " + seed + ", run " + run + ", step " + step + ": " + prompt + edition;
                EngineState state = EngineState.init(List.of()).replace(edition);
                boolean box = random.nextBoolean();
                draw(view(StyledText.of(prompt), state, box ? new Box.Words(List.of("w"), 0) : Box.none()));
                Screen reference = reference(size, prompt, edition);
                assertThat(List.of(screen.cursorX(), screen.cursorY()))
                        .as(where + "\n" + screen + "\n" + reference)
                        .isEqualTo(List.of(reference.cursorX(), reference.cursorY()));
                assertThat(withoutBox(screen)).as(where).isEqualTo(reference.text());
            }
        }
    }

    private static String withoutBox(Screen screen) {
        String text = screen.text();
        int box = text.lastIndexOf("\n┌");
        return (box < 0 ? text : text.substring(0, box)).replaceAll("\n*\\z", "");
    }
}
