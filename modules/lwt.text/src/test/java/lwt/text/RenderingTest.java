package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final Palette PALETTE = Palette.INDEXED;

    private static Screen shown(Point[][] points, int lines, int columns) {
        Screen screen = new Screen(lines, columns);
        screen.feed(Rendering.of(points, PALETTE));
        return screen;
    }

    /* ---- Zones ---- */

    @Test
    void text_wideAndCombinedCharacters_takeTheirColumns() {
        Zone zone = Zone.make(10, 1);
        zone.text(0, 0, "日e\u0301a");
        assertThat(zone.get(0, 0).character()).isEqualTo("日");
        assertThat(zone.get(1, 0)).isEqualTo(Point.COVERED);
        assertThat(zone.get(2, 0).character()).isEqualTo("e\u0301");
        assertThat(zone.get(3, 0).character()).isEqualTo("a");
        Screen screen = shown(zone.points(), 1, 10);
        assertThat(screen.line(0)).isEqualTo("日e\u0301a");
        assertThat(screen.cell(3, 0)).isEqualTo("a");
    }

    @Test
    void set_overHalfOfAWideCharacter_blanksTheOther() {
        Zone zone = Zone.make(6, 1);
        zone.text(0, 0, "日本語");
        zone.text(1, 0, "a");
        zone.text(4, 0, "b");
        assertThat(shown(zone.points(), 1, 6).line(0)).isEqualTo(" a本b");
        zone.text(1, 0, "日");
        assertThat(shown(zone.points(), 1, 6).line(0)).isEqualTo(" 日 b");
    }

    @Test
    void text_atTheEdges_isCut() {
        Zone zone = Zone.make(4, 2);
        zone.text(-1, 0, "日a");
        zone.text(3, 0, "本");
        zone.text(2, 1, "xyz");
        zone.text(0, 2, "below");
        zone.text(0, -1, "above");
        assertThat(shown(zone.points(), 2, 4).text()).isEqualTo(" a\n  xy");
    }

    @Test
    void subAndInner_drawInTheSameMatrix() {
        Zone zone = Zone.make(6, 4);
        Zone inner = zone.inner();
        assertThat(new int[] {inner.x(), inner.y(), inner.width(), inner.height()})
                .containsExactly(1, 1, 4, 2);
        inner.sub(1, 1, 2, 1).textf(0, 0, "%d", 1234);
        assertThat(shown(zone.points(), 4, 6).text()).isEqualTo("\n\n  12");
        zone.map(2, 2, point -> new Point("9", point.style()));
        assertThat(inner.get(1, 1).character()).isEqualTo("9");
        assertThat(Zone.make(1, 1).inner().width()).isEqualTo(1);
        assertThatThrownBy(() -> zone.sub(3, 0, 4, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> zone.get(6, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Zone.make(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textc_styles() {
        Zone zone = Zone.make(6, 1);
        zone.textc(
                0,
                0,
                StyledText.of(
                        LwtTerm.fg(Color.RED), LwtTerm.bold(), LwtTerm.text("ab"), LwtTerm.reset(), LwtTerm.text("c")));
        Screen screen = shown(zone.points(), 1, 6);
        assertThat(screen.sgr(1, 0)).isEqualTo("1;31");
        assertThat(screen.sgr(2, 0)).isEmpty();
    }

    /* ---- Drawing ---- */

    @Test
    void render_fullScreen_doesNotScroll() {
        Zone zone = Zone.make(3, 2);
        zone.text(0, 0, "abc");
        zone.text(0, 1, "def");
        assertThat(shown(zone.points(), 2, 3).text()).isEqualTo("abc\ndef");
    }

    @Test
    void renderUpdate_sendsOnlyWhatDiffers() {
        Zone old = Zone.make(20, 3);
        old.text(0, 0, "the same line");
        old.text(0, 1, "one letter");
        Zone now = Zone.make(20, 3);
        now.text(0, 0, "the same line");
        now.text(0, 1, "one better");
        assertThat(Rendering.ofUpdate(old.points(), now.points(), PALETTE)).isEqualTo("\033[2;5Hb");
        assertThat(Rendering.ofUpdate(now.points(), now.points(), PALETTE)).isEmpty();
    }

    @Test
    void renderUpdate_otherShape_drawsAllOnAnEmptyScreen() {
        Screen screen = new Screen(3, 5);
        screen.feed("xxxxx\r\nxxxxx");
        Zone now = Zone.make(4, 1);
        now.text(0, 0, "ab");
        screen.feed(Rendering.ofUpdate(Zone.make(5, 2).points(), now.points(), PALETTE));
        assertThat(screen.text()).isEqualTo("ab");
    }

    @Test
    void render_whatCannotBeShown_isASpace() {
        Zone zone = Zone.make(4, 1);
        zone.points()[0][0] = new Point("\033", Style.PLAIN);
        zone.points()[0][1] = new Point("\u0301", Style.PLAIN);
        zone.points()[0][2] = new Point("x", Style.PLAIN);
        zone.points()[0][3] = new Point("日", Style.PLAIN);
        assertThat(shown(zone.points(), 1, 4).line(0)).isEqualTo("  x");
    }

    @Test
    void renderUpdate_atRandom_showsWhatRenderShows() {
        Random random = new Random(42);
        String[] characters = {"a", "b", " ", "日", "本", "e\u0301", "é"};
        Color[] colors = {Color.DEFAULT, Color.RED, Color.indexed(200)};
        for (int round = 0; round < 200; round++) {
            Zone displayed = Zone.make(7, 3);
            Screen screen = new Screen(3, 7);
            screen.feed(Rendering.of(displayed.points(), PALETTE));
            for (int step = 0; step < 10; step++) {
                Zone next = copy(displayed);
                for (int change = 0; change < 3; change++) {
                    Style style = Style.PLAIN.withForeground(colors[random.nextInt(colors.length)]);
                    next.text(
                            random.nextInt(9) - 1,
                            random.nextInt(3),
                            characters[random.nextInt(characters.length)],
                            style);
                }
                screen.feed(Rendering.ofUpdate(displayed.points(), next.points(), PALETTE));
                Screen whole = shown(next.points(), 3, 7);
                assertThat(screen.text()).as("round %s step %s", round, step).isEqualTo(whole.text());
                for (int y = 0; y < 3; y++) {
                    for (int x = 0; x < 7; x++) {
                        assertThat(screen.sgr(x, y)).isEqualTo(whole.sgr(x, y));
                    }
                }
                displayed = next;
            }
        }
    }

    private static Zone copy(Zone zone) {
        Zone copy = Zone.make(zone.width(), zone.height());
        for (int y = 0; y < zone.height(); y++) {
            System.arraycopy(zone.points()[y], 0, copy.points()[y], 0, zone.width());
        }
        return copy;
    }

    /* ---- Styles as escape sequences ---- */

    @Test
    void styledText_asTheOriginalWritesIt() {
        StyledText text = StyledText.of(
                LwtTerm.fg(Color.BLUE),
                LwtTerm.bold(),
                LwtTerm.text("foo"),
                LwtTerm.reset(),
                LwtTerm.bg(Color.LIGHT_RED));
        assertThat(Escapes.of(text, Palette.INDEXED)).isEqualTo("\033[34;1mfoo\033[0;48;5;9m");
        assertThat(Escapes.of(StyledText.of(LwtTerm.fg(Color.DEFAULT)), Palette.INDEXED))
                .isEqualTo("\033[39m");
        assertThat(text.strip()).isEqualTo("foo");
        assertThat(text.length()).isEqualTo(3);
        assertThat(StyledText.of("日e\u0301").width()).isEqualTo(3);
        assertThat(StyledText.of("a")
                        .plus(StyledText.of("b"))
                        .plus(LwtTerm.textf("%d", 1))
                        .strip())
                .isEqualTo("ab1");
    }

    @Test
    void colors_degradeToWhatTheTerminalHas() {
        Color orange = Color.rgb(255, 135, 0);
        assertThat(Palette.TRUE_COLOR.parameters(orange, 30)).isEqualTo(";38;2;255;135;0");
        assertThat(Palette.INDEXED.parameters(orange, 30)).isEqualTo(";38;5;208");
        assertThat(Palette.EIGHT.parameters(Color.rgb(250, 5, 5), 40)).isEqualTo(";41");
        assertThat(Palette.EIGHT.parameters(Color.LIGHT_BLUE, 30)).isEqualTo(";1;34");
        assertThat(Palette.EIGHT.parameters(Color.LIGHT_BLUE, 40)).isEqualTo(";44");
        assertThat(Palette.NONE.parameters(orange, 30)).isEmpty();
        assertThat(Escapes.of(StyledText.of(LwtTerm.fg(orange), LwtTerm.text("x")), Palette.NONE))
                .isEqualTo("x");
    }

    @Test
    void palette_fromTheEnvironment() {
        assertThat(Palette.of(Map.of("TERM", "xterm-256color"))).isEqualTo(Palette.INDEXED);
        assertThat(Palette.of(Map.of("TERM", "xterm", "COLORTERM", "truecolor")))
                .isEqualTo(Palette.TRUE_COLOR);
        assertThat(Palette.of(Map.of("TERM", "linux"))).isEqualTo(Palette.EIGHT);
        assertThat(Palette.of(Map.of("TERM", "vt100"))).isEqualTo(Palette.NONE);
        assertThat(Palette.of(Map.of("TERM", "xterm-256color", "NO_COLOR", "1")))
                .isEqualTo(Palette.NONE);
        assertThat(Palette.of(Map.of())).isEqualTo(Palette.NONE);
    }
}
