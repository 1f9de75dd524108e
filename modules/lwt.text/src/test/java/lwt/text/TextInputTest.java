package lwt.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.ByteSource;
import lwt.unix.ChannelPair;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.Test;

class TextInputTest {
    private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");

    private static final Map<Charset, String> TEXTS = Map.of(
            UTF_8,
            "a\u00e9\u20ac\ud83d\ude00\u65e5\r\nx\n",
            ISO_8859_1,
            "a\u00e9\u00a4\r\nx\n",
            LATIN_9,
            "a\u00e9\u20ac\u0153\r\nx\n",
            UTF_16,
            "a\u00e9\u20ac\ud83d\ude00\u65e5\r\nx\n",
            UTF_16LE,
            "a\u00e9\u20ac\ud83d\ude00\u65e5\r\nx\n",
            UTF_16BE,
            "a\u00e9\u20ac\ud83d\ude00\u65e5\r\nx\n",
            Charset.forName("Shift_JIS"),
            "a\u65e5\u672c\u8a9e\u30bd\r\nx\n",
            Charset.forName("ISO-2022-JP"),
            "a\u65e5\u672cb\u8a9e\r\nx\n",
            Charset.forName("GB18030"),
            "a\u00e9\u20ac\ud83d\ude00\u65e5\r\nx\n",
            Charset.forName("EUC-JP"),
            "a\u65e5\u672c\u8a9e\r\nx\n");

    /// Gives the bytes in two pieces, the first of which has `split` bytes; or in single bytes.
    private static TextInput pieces(byte[] bytes, int split, TextEncoding encoding) {
        int[] position = {0};
        ByteSource source = (target, offset, length) -> {
            int end = split < 0 ? position[0] + 1 : position[0] < split ? split : bytes.length;
            int count = Math.min(length, Math.min(end, bytes.length) - position[0]);
            System.arraycopy(bytes, position[0], target, offset, count);
            position[0] += count;
            return Lwt.pause().map(_ -> count);
        };
        return TextInput.of(InputChannel.make(source), encoding);
    }

    private static TextInput of(TextEncoding encoding, int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return TextInput.of(InputChannel.ofBytes(all), encoding);
    }

    private static <T> T run(Promise<T> promise) {
        return LwtMain.run(promise);
    }

    @Test
    void read_everyEncoding_splitAtEveryByte() {
        TEXTS.forEach((charset, text) -> {
            byte[] bytes = text.getBytes(charset);
            for (int split = -1; split <= bytes.length; split++) {
                TextEncoding encoding = TextEncoding.of(charset).strict();
                assertThat(run(pieces(bytes, split, encoding).read()))
                        .as("%s split at %s", charset, split)
                        .isEqualTo(text);
            }
        });
    }

    @Test
    void chars_everyEncoding_splitAtEveryByte() {
        TEXTS.forEach((charset, text) -> {
            byte[] bytes = text.getBytes(charset);
            List<String> expected =
                    text.codePoints().mapToObj(Character::toString).toList();
            for (int split = -1; split <= bytes.length; split++) {
                TextInput input = pieces(bytes, split, TextEncoding.of(charset).strict());
                assertThat(run(input.chars().toList()))
                        .as("%s split at %s", charset, split)
                        .isEqualTo(expected);
            }
        });
    }

    @Test
    void lines_everyEncoding_splitAtEveryByte() {
        TEXTS.forEach((charset, text) -> {
            byte[] bytes = text.getBytes(charset);
            List<String> expected = new ArrayList<>(Arrays.asList(text.split("\r?\n")));
            for (int split = -1; split <= bytes.length; split++) {
                TextInput input = pieces(bytes, split, TextEncoding.of(charset).strict());
                assertThat(run(input.lines().toList()))
                        .as("%s split at %s", charset, split)
                        .isEqualTo(expected);
            }
        });
    }

    @Test
    void readLine_ends() {
        TextInput input = of(TextEncoding.of(US_ASCII), 'a', '\r', 'b', '\r', '\r', '\n', '\n', 'c', '\r');
        assertThat(run(input.readLine())).isEqualTo("a\rb\r");
        assertThat(run(input.readLine())).isEmpty();
        assertThat(run(input.readLine())).isEqualTo("c\r");
        assertThatThrownBy(() -> run(input.readLine())).isInstanceOf(EOFException.class);
        assertThat(run(input.readLineOptional())).isEmpty();
        assertThatThrownBy(() -> run(input.readChar())).isInstanceOf(EOFException.class);
        assertThat(run(input.read())).isEmpty();
    }

    @Test
    void read_count_isOfCharactersNotOfBytesOrChars() {
        TextInput input = pieces("é😀x".getBytes(UTF_8), -1, TextEncoding.of(UTF_8));
        assertThat(run(input.read(0))).isEmpty();
        assertThat(run(input.read(2))).isEqualTo("é😀");
        assertThat(run(input.read(2))).isEqualTo("x");
        assertThatThrownBy(() -> input.read(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void invalidBytes_lenient_areLatin9() {
        assertThat(run(of(TextEncoding.of(UTF_8), 0xA4, 'x', 0xE9, 0xC3).read()))
                .isEqualTo("€xéÃ");
        assertThat(run(of(TextEncoding.of(UTF_8), 0xE2, 0x82, 'y').read())).isEqualTo("â\u0082y");
        assertThat(run(of(TextEncoding.of(US_ASCII), 'J', 0xE9).read())).isEqualTo("Jé");
    }

    @Test
    void invalidBytes_strict_failAndStayUnread() {
        TextInput input = of(TextEncoding.of(UTF_8).strict(), 'a', 0xFF, '\n');
        assertThatThrownBy(() -> run(input.readLine())).isInstanceOf(CharacterCodingException.class);
        assertThat(run(input.readChar())).isEqualTo("a");
        assertThatThrownBy(() -> run(input.readChar())).isInstanceOf(CharacterCodingException.class);
        assertThat(run(input.byteChannel().readByte())).isEqualTo(0xFF);
        assertThat(run(input.readChar())).isEqualTo("\n");
    }

    @Test
    void unfinishedSequence_strict_fails_lenientIsItsBytes() {
        assertThatThrownBy(() ->
                        run(of(TextEncoding.of(UTF_8).strict(), 0xE2, 0x82).read()))
                .isInstanceOf(CharacterCodingException.class);
        assertThat(run(of(TextEncoding.of(UTF_8), 0xE2, 0x82).read())).isEqualTo("â\u0082");
    }

    @Test
    void byteChannel_goesOnBehindTheLastCharacter() {
        TextInput input = TextInput.of(InputChannel.ofBytes("éa日\nrest".getBytes(UTF_8)), TextEncoding.of(UTF_8));
        assertThat(run(input.readChar())).isEqualTo("é");
        assertThat(run(input.byteChannel().readByte())).isEqualTo((int) 'a');
        assertThat(run(input.readLine())).isEqualTo("日");
        assertThat(run(input.byteChannel().read())).isEqualTo("rest");
    }

    @Test
    void canceledRead_givesItsTextToTheNext() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<String> line = input.readLine();
        run(pipe.output().write("half é").bind(_ -> pipe.output().flush()));
        LwtMain.run(() -> Lwt.pause().bind(_ -> Lwt.pause()));
        line.cancel();
        run(pipe.output().write(" line\n").bind(_ -> pipe.output().flush()));
        assertThat(run(input.readLine())).isEqualTo("half é line");
        run(pipe.close());
    }

    @Test
    void atomic_keepsOthersWaiting() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        TextInput input = TextInput.of(pipe.input(), TextEncoding.of(UTF_8));
        Promise<List<String>> section =
                input.atomic(in -> in.readLine().bind(one -> in.readLine().map(two -> List.of(one, two))));
        Promise<String> other = input.readLine();
        run(pipe.output().write("1\n2\n3\n").bind(_ -> pipe.output().flush()));
        assertThat(run(section)).containsExactly("1", "2");
        assertThat(run(other)).isEqualTo("3");
        run(pipe.close());
    }
}
