package lwt.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.unix.ChannelPair;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
    private static TextInput of(String text) {
        return TextInput.of(InputChannel.ofBytes(text.getBytes(UTF_8)), TextEncoding.of(UTF_8));
    }

    private static List<String> keys(String text) {
        TextInput input = of(text);
        List<String> keys = new ArrayList<>();
        while (true) {
            try {
                keys.add(LwtMain.run(() -> KeyReader.read(input)).toString());
            } catch (Exception e) {
                assertThat(e).isInstanceOf(EOFException.class);
                return keys;
            }
        }
    }

    @Test
    void read_takesOneKeyAtATime() {
        assertThat(keys("aé\033[A\033[15~\033OH\n\033x日"))
                .containsExactly(
                        "Key \"a\"",
                        "Key \"é\"",
                        "Key_up",
                        "Key_f 5",
                        "Key_home",
                        "Key_control 'j'",
                        "Key \"x\" with alt",
                        "Key \"日\"");
    }

    @Test
    void read_escapeWithNothingBehind_isEscape() {
        assertThat(keys("\033")).containsExactly("Key_control '['");
    }

    @Test
    void read_sequenceThatDoesNotEnd_isEscapeAndTheRest() {
        assertThat(keys("\033[12")).containsExactly("Key_control '['", "Key \"[\"", "Key \"1\"", "Key \"2\"");
        assertThat(keys("\033\033")).containsExactly("Key_control '['", "Key_control '['");
    }

    @Test
    void read_severalEscapesAndASequence_areOneKey() {
        assertThat(keys("\033\033[A")).containsExactly("Key_up with alt");
    }

    @Test
    void read_functionKeysOfTheLinuxConsole() {
        assertThat(keys("\033[[Ab")).containsExactly("Key_f 1", "Key \"b\"");
    }

    @Test
    void read_paste_isOneKey() {
        assertThat(keys("a\033[200~b\rc\033[Ad\033[201~e"))
                .containsExactly("Key \"a\"", "Paste \"b\\nc\\027[Ad\"", "Key \"e\"");
    }

    @Test
    void read_escapeAlone_doesNotWait() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<Key> key = LwtMain.run(() ->
                pipe.output().write("\033").bind(_ -> pipe.output().flush()).map(_ -> KeyReader.read(input)));
        assertThat(LwtMain.run(key)).isEqualTo(Key.ESCAPE);
        Promise<Key> next = KeyReader.read(input);
        LwtMain.run(() -> pipe.output().write("[A").bind(_ -> pipe.output().flush()));
        assertThat(LwtMain.run(next)).isEqualTo(Key.of("["));
        LwtMain.run(pipe::close);
    }

    @Test
    void read_canceled_losesNothingAndLeavesTheChannelFree() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<Key> key = KeyReader.read(input);
        key.cancel();
        LwtMain.run(
                () -> pipe.output().write("x\nline\n").bind(_ -> pipe.output().flush()));
        assertThat(LwtMain.run(() -> KeyReader.read(input))).isEqualTo(Key.of("x"));
        assertThat(LwtMain.run(() -> KeyReader.read(input))).isEqualTo(Key.ENTER);
        assertThat(LwtMain.run(() -> pipe.input().readLine())).isEqualTo("line");
        LwtMain.run(pipe::close);
    }

    @Test
    void read_canceledInAPaste_losesNothing() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<Key> key = KeyReader.read(input);
        LwtMain.run(() ->
                pipe.output().write("\033[200~half").bind(_ -> pipe.output().flush()));
        LwtMain.run(() -> Lwt.pause().bind(_ -> Lwt.pause()));
        assertThat(key.isSleeping()).isTrue();
        key.cancel();
        LwtMain.run(() ->
                pipe.output().write(" whole\033[201~").bind(_ -> pipe.output().flush()));
        assertThat(LwtMain.run(() -> KeyReader.read(input))).isEqualTo(new Key.Paste("half whole"));
        LwtMain.run(pipe::close);
    }

    @Test
    void read_two_eachGetsAWholeKey() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<Key> first = KeyReader.read(input);
        Promise<Key> second = KeyReader.read(input);
        LwtMain.run(() ->
                pipe.output().write("\033[A\033[B").bind(_ -> pipe.output().flush()));
        assertThat(LwtMain.run(first)).isEqualTo(Key.Special.UP);
        assertThat(LwtMain.run(second)).isEqualTo(Key.Special.DOWN);
        LwtMain.run(pipe::close);
    }

    /* ---- From a stream ---- */

    @Test
    void readRaw_takesWhatIsThere() {
        LwtStream<String> characters = LwtStream.of(List.of("a", "\033", "[", "A", "\033", "é", "\033"));
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(characters))).isEqualTo("a");
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(characters))).isEqualTo("\033[A");
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(characters))).isEqualTo("\033é");
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(characters))).isEqualTo("\033");
        assertThatThrownBy(() -> LwtMain.run(() -> LwtTerm.parseKeyRaw(characters)));
    }

    @Test
    void readRaw_restNotThere_isEscape() {
        LwtStream.Pushed<String> source = LwtStream.push();
        source.push().push("\033");
        source.push().push("[");
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(source.stream()))).isEqualTo("\033");
        assertThat(LwtMain.run(() -> LwtTerm.parseKeyRaw(source.stream()))).isEqualTo("[");
    }
}
