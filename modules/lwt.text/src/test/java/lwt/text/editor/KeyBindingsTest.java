package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lwt.text.Key;
import org.junit.jupiter.api.Test;

class KeyBindingsTest {
    private static Command command(KeyBindings bindings, Key key) {
        return bindings.command(key);
    }

    @Test
    void command_ofKeysThatAreNotBound() {
        assertThat(command(KeyBindings.DEFAULT, Key.of("é"))).isEqualTo(Command.insert("é"));
        assertThat(command(KeyBindings.DEFAULT, new Key.Paste("a\nb"))).isEqualTo(Command.insert("a\nb"));
        assertThat(command(KeyBindings.DEFAULT, Key.of("\u001b[99~"))).isEqualTo(Action.NOP);
        assertThat(command(KeyBindings.DEFAULT, Key.function(9))).isEqualTo(Action.NOP);
    }

    @Test
    void command_ofWhatTerminalsSend() {
        assertThat(command(KeyBindings.DEFAULT, Key.decode("\u001b[1;5C"))).isEqualTo(Action.FORWARD_WORD);
        assertThat(command(KeyBindings.DEFAULT, Key.decode("\u001b[Z"))).isEqualTo(Action.META_COMPLETE);
        assertThat(command(KeyBindings.DEFAULT, Key.decode("\u001b\n"))).isEqualTo(Command.insert("\n"));
        assertThat(command(KeyBindings.DEFAULT, Key.decode("\u001bw"))).isEqualTo(Action.COPY);
        assertThat(command(KeyBindings.DEFAULT, Key.decode("\u001f"))).isEqualTo(Action.UNDO);
    }

    @Test
    void parse_readsTheFormOfFiles() {
        KeyBindings bindings = KeyBindings.DEFAULT.parse("""
                # mine
                C-x: char "\\n"
                M-left: complete-first
                f5 : refresh
                "\\e[24~": clear-screen
                x: nop
                """, "keys");
        assertThat(command(bindings, Key.control('x'))).isEqualTo(Command.insert("\n"));
        assertThat(command(bindings, Key.Special.LEFT.with(Key.Modifier.ALT))).isEqualTo(Action.COMPLETE_FIRST);
        assertThat(command(bindings, Key.function(5))).isEqualTo(Action.REFRESH);
        assertThat(command(bindings, Key.decode("\u001b[24~"))).isEqualTo(Action.CLEAR_SCREEN);
        assertThat(command(bindings, Key.of("x"))).isEqualTo(Action.NOP);
        assertThat(command(bindings, Key.control('a'))).isEqualTo(Action.BEGINNING_OF_LINE);
    }

    @Test
    void parse_wrongLine_saysWhereAndWhy() {
        assertThatThrownBy(() -> KeyBindings.DEFAULT.parse("\n\nC-x: fly-away\n", "keys"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("keys, line 3: ")
                .hasMessageContaining("fly-away");
        assertThatThrownBy(() -> KeyBindings.DEFAULT.parse("nokey: nop", "keys"))
                .hasMessageContaining("nokey");
        assertThatThrownBy(() -> KeyBindings.DEFAULT.parse("nonsense", "keys")).hasMessageContaining("nonsense");
    }

    @Test
    void names_ofCommands_areReadBack() {
        for (Action action : Action.values()) {
            assertThat(Command.of(action.toString())).isEqualTo(action);
        }
        Command inserted = Command.insert("a\"\\\n\u001b");
        assertThat(Command.of(inserted.toString())).isEqualTo(inserted);
    }
}
