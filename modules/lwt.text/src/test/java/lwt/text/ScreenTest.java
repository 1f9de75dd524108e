package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// The model of the screen is itself what an xterm is, in what the other tests rely on.
class ScreenTest {
    private final Screen screen = new Screen(3, 5);

    @Test
    void lastColumn_wrapWaitsForTheNextCharacter() {
        screen.feed("abcde");
        assertThat(screen.pendingWrap()).isTrue();
        assertThat(screen.cursorX()).isEqualTo(4);
        screen.feed("\r\nx");
        assertThat(screen.text()).isEqualTo("abcde\nx");
        screen.feed("\033[1;5HEf");
        assertThat(screen.text()).isEqualTo("abcdE\nf");
    }

    @Test
    void lastLine_scrolls() {
        screen.feed("1\r\n2\r\n3\r\n4");
        assertThat(screen.text()).isEqualTo("2\n3\n4");
    }

    @Test
    void wideCharacter_atTheLastColumn_wraps_andIsHalvedByWritingOverIt() {
        screen.feed("abcd日");
        assertThat(screen.text()).isEqualTo("abcd\n日");
        screen.feed("\033[2;2Hx");
        assertThat(screen.line(1)).isEqualTo(" x");
        screen.feed("\033[3;1H日\033[3;1Hy");
        assertThat(screen.line(2)).isEqualTo("y");
    }

    @Test
    void combiningMark_joinsTheLastCharacter_alsoAtTheEdge() {
        screen.feed("e\u0301bcde\u0301");
        assertThat(screen.cell(0, 0)).isEqualTo("e\u0301");
        assertThat(screen.cell(4, 0)).isEqualTo("e\u0301");
        assertThat(screen.cursorY()).isZero();
    }

    @Test
    void erasing() {
        screen.feed("abcde\033[1;3H\033[K\r\nfghij\033[2;3H\033[1K\033[3;1Hklm\033[2;4H\033[J");
        assertThat(screen.text()).isEqualTo("ab");
        assertThat(screen.line(0)).isEqualTo("ab");
        screen.feed("\033[2J");
        assertThat(screen.text()).isEmpty();
    }

    @Test
    void styles_areThoseThatHold() {
        screen.feed("\033[34;1ma\033[31mb\033[22mc\033[38;5;200;4md\033[me");
        assertThat(screen.sgr(0, 0)).isEqualTo("1;34");
        assertThat(screen.sgr(1, 0)).isEqualTo("1;31");
        assertThat(screen.sgr(2, 0)).isEqualTo("31");
        assertThat(screen.sgr(3, 0)).isEqualTo("4;38;5;200");
        assertThat(screen.sgr(4, 0)).isEmpty();
    }

    @Test
    void alternateScreen_bringsTheFirstOneBack() {
        screen.feed("ab\033[?1049hzz\033[?25l");
        assertThat(screen.text()).isNotEqualTo("ab").contains("zz");
        assertThat(screen.cursorVisible()).isFalse();
        screen.feed("\033[?1049l\033[?25hc");
        assertThat(screen.text()).isEqualTo("abc");
    }

    @Test
    void resize_keepsTheLineOfTheCursor() {
        screen.feed("1\r\n2\r\n3");
        screen.resize(2, 3);
        assertThat(screen.text()).isEqualTo("2\n3");
        assertThat(screen.cursorY()).isEqualTo(1);
    }

    @Test
    void unknownSequence_isAnError() {
        assertThatThrownBy(() -> screen.feed("\033[5y")).hasMessageContaining("\\027[5y");
    }
}
