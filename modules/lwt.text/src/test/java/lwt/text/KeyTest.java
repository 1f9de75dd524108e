package lwt.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lwt.text.Key.Modifier;
import lwt.text.Key.Special;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
    /// The table of Lwt 2.2; `^` stands for Escape.
    @ParameterizedTest
    @CsvSource({
        "^[A, Key_up",
        "^[B, Key_down",
        "^[C, Key_right",
        "^[D, Key_left",
        "^A, Key_up",
        "^B, Key_down",
        "^C, Key_right",
        "^D, Key_left",
        "^OA, Key_up",
        "^OB, Key_down",
        "^OC, Key_right",
        "^OD, Key_left",
        "^[2~, Key_insert",
        "^[3~, Key_delete",
        "^[5~, Key_previous_page",
        "^[6~, Key_next_page",
        "^[7~, Key_home",
        "^[8~, Key_end",
        "^[11~, Key_f 1",
        "^[12~, Key_f 2",
        "^[13~, Key_f 3",
        "^[14~, Key_f 4",
        "^[15~, Key_f 5",
        "^[17~, Key_f 6",
        "^[18~, Key_f 7",
        "^[19~, Key_f 8",
        "^[20~, Key_f 9",
        "^[21~, Key_f 10",
        "^[23~, Key_f 11",
        "^[24~, Key_f 12",
        "^OP, Key_f 1",
        "^OQ, Key_f 2",
        "^OR, Key_f 3",
        "^OS, Key_f 4",
        "^[H, Key_home",
        "^[F, Key_end",
        "^OH, Key_home",
        "^OF, Key_end",
        "^H, Key_home",
        "^F, Key_end"
    })
    void decode_tableOfTheOriginal(String sequence, String name) {
        assertThat(Key.decode(sequence.replace('^', '\033'))).hasToString(name);
    }

    @ParameterizedTest
    @CsvSource({
        "^[1~, Key_home",
        "^[4~, Key_end",
        "^[[A, Key_f 1",
        "^[[E, Key_f 5",
        "^[25~, Key_f 13",
        "^[34~, Key_f 20",
        "^[Z, Key_control 'i' with shift",
        "^[1;2A, Key_up with shift",
        "^[1;3B, Key_down with alt",
        "^[1;5C, Key_right with control",
        "^[1;6D, Key_left with shift and control",
        "^[1;9H, Key_home with meta",
        "^[1;5F, Key_end with control",
        "^[3;5~, Key_delete with control",
        "^[15;2~, Key_f 5 with shift",
        "^[1;2P, Key_f 1 with shift",
        "^O5A, Key_up with control",
        "^Oa, Key_up with control",
        "^[a, Key_up with shift",
        "^[3^, Key_delete with control",
        "^[3$, Key_delete with shift",
        "^[3@, Key_delete with shift and control",
        "^x, Key \"x\" with alt",
        "^é, Key \"é\" with alt",
        "^^[A, Key_up with alt",
        "^[27;5;13~, Key_control 'j' with control",
        "^[97;5u, Key_control 'a'",
        "^[233;3u, Key \"é\" with alt",
        "^[9;5u, Key_control 'i' with control",
        "^[1;1A, Key_up"
    })
    void decode_whatTerminalsOfTodaySend(String sequence, String name) {
        String raw = sequence.endsWith("3^") ? "\033[3^" : sequence.replace('^', '\033');
        assertThat(Key.decode(raw)).hasToString(name);
    }

    @Test
    void decode_unknownSequence_isItself() {
        for (String unknown :
                new String[] {"\033[99~", "\033[;A", "\033[1;A", "\033[x", "\033O9", "\033[1;99999999A"}) {
            assertThat(Key.decode(unknown)).isEqualTo(Key.of(unknown));
        }
        assertThat(Key.decode("\033[99~")).hasToString("Key \"\\027[99~\"");
    }

    @Test
    void decode_characters() {
        assertThat(Key.decode("a")).hasToString("Key \"a\"");
        assertThat(Key.decode("é")).hasToString("Key \"é\"");
        assertThat(Key.decode("😀")).hasToString("Key \"😀\"");
        assertThat(Key.decode("\"")).hasToString("Key \"\\\"\"");
        assertThatThrownBy(() -> Key.decode("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_controlCharacters() {
        Map<Integer, String> some =
                Map.of(0, "@", 1, "a", 10, "j", 26, "z", 27, "[", 28, "\\\\", 29, "]", 30, "^", 31, "_", 127, "?");
        some.forEach((code, letter) ->
                assertThat(Key.decode(Character.toString(code))).hasToString("Key_control '" + letter + "'"));
        assertThat(Controls.LETTERS).hasSize(33);
        assertThat(Key.decode("\n")).isEqualTo(Key.ENTER);
        assertThat(Key.decode("\033")).isEqualTo(Key.ESCAPE);
        assertThat(Key.decode("\t")).isEqualTo(Key.TAB);
        assertThat(Key.decode("\177")).isEqualTo(Key.BACKSPACE);
    }

    @Test
    void with_addsModifiersToThoseThatThereAre() {
        Key key = Special.LEFT.with(Modifier.SHIFT);
        assertThat(key.with(Modifier.CONTROL)).isEqualTo(Special.LEFT.with(Modifier.CONTROL, Modifier.SHIFT));
        assertThat(Special.LEFT.with()).isEqualTo(Special.LEFT);
    }

    @Test
    void impossibleKeys_areRefused() {
        assertThatThrownBy(() -> Key.control('A')).hasMessageContaining("'A'");
        assertThatThrownBy(() -> Key.function(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Key.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Key.Paste("x").with(Modifier.ALT)).isInstanceOf(IllegalArgumentException.class);
    }
}
