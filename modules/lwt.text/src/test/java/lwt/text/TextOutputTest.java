package lwt.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.unix.ByteSink;
import lwt.unix.LwtMain;
import lwt.unix.OutputChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextOutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TextOutput to(TextEncoding encoding) {
        ByteSink sink = (source, offset, length) -> {
            bytes.write(source, offset, length);
            return Lwt.of(length);
        };
        return TextOutput.of(OutputChannel.make(sink), encoding);
    }

    private static <T> T run(Promise<T> promise) {
        return LwtMain.run(promise);
    }

    private String written(TextEncoding encoding, String text) {
        bytes.reset();
        TextOutput output = to(encoding);
        run(output.write(text).bind(_ -> output.flush()));
        return bytes.toString(encoding.charset());
    }

    @Test
    void write_everyEncoding_readsBack() {
        for (String name : List.of("UTF-8", "UTF-16", "UTF-16LE", "GB18030", "UTF-32")) {
            TextEncoding encoding = TextEncoding.of(Charset.forName(name));
            assertThat(written(encoding, "aé€😀日\n")).as(name).isEqualTo("aé€😀日\n");
            assertThat(written(encoding.strict(), "aé€😀日\n")).as(name).isEqualTo("aé€😀日\n");
        }
        assertThat(written(TextEncoding.of(ISO_8859_1), "aé¤")).isEqualTo("aé¤");
        assertThat(written(TextEncoding.of(Charset.forName("ISO-8859-15")), "aé€œ"))
                .isEqualTo("aé€œ");
        assertThat(written(TextEncoding.of(Charset.forName("Shift_JIS")), "a日本語ソ"))
                .isEqualTo("a日本語ソ");
        assertThat(written(TextEncoding.of(Charset.forName("ISO-2022-JP")), "a日b本"))
                .isEqualTo("a日b本");
    }

    @Test
    void write_inPieces_isOneText() {
        for (String name : List.of("UTF-16", "ISO-2022-JP", "Shift_JIS")) {
            bytes.reset();
            TextOutput output = to(TextEncoding.of(Charset.forName(name)));
            run(output.write("日")
                    .bind(_ -> output.write("本a"))
                    .bind(_ -> output.writeLine(""))
                    .bind(_ -> output.flush()));
            assertThat(bytes.toString(Charset.forName(name))).as(name).isEqualTo("日本a\n");
        }
        assertThat(bytes.size()).isEqualTo(6);
    }

    @Test
    void utf16_hasOneMarkInTheBeginning() {
        TextOutput output = to(TextEncoding.of(UTF_16));
        run(output.write("a").bind(_ -> output.write("b")).bind(_ -> output.flush()));
        assertThat(bytes.toByteArray()).containsExactly(0xFE, 0xFF, 0, 'a', 0, 'b');
    }

    @Test
    void missingCharacters_lenient_areWhatResemblesThem() {
        assertThat(written(TextEncoding.of(ISO_8859_1), "10 €")).isEqualTo("10 EUR");
        assertThat(written(TextEncoding.of(US_ASCII), "a日b")).isEqualTo("a?b");
        assertThat(written(TextEncoding.of(US_ASCII), "😀")).isEqualTo("?");
        assertThat(written(TextEncoding.of(ISO_8859_1), "“ﬁ”")).isEqualTo("\"fi\"");
        assertThat(written(TextEncoding.of(US_ASCII), "lone \ud83d!")).isEqualTo("lone ?!");
        assertThat(written(TextEncoding.of(UTF_8), "lone \ud83d")).isEqualTo("lone ?");
    }

    @Test
    void missingCharacters_strict_failAndNothingIsWritten() {
        TextOutput output = to(TextEncoding.of(ISO_8859_1).strict());
        assertThatThrownBy(() -> run(output.write("before € after")))
                .isInstanceOf(CharacterCodingException.class)
                .hasMessageContaining("ISO-8859-1")
                .hasMessageContaining("before € after");
        run(output.write("é").bind(_ -> output.flush()));
        assertThat(bytes.toString(ISO_8859_1)).isEqualTo("é");
        assertThatThrownBy(() -> run(to(TextEncoding.of(UTF_8).strict()).write("\ud83d")))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void plainReplacements_withoutTheCLibrary() {
        assertThat(Transliterator.plain('é')).isEqualTo("e");
        assertThat(Transliterator.plain('€')).isEqualTo("EUR");
        assertThat(Transliterator.plain('ﬁ')).isEqualTo("fi");
        assertThat(Transliterator.plain(0x301)).isEqualTo("?");
    }

    @Test
    void writeChar_writesTheFirstCharacter() {
        TextOutput output = to(TextEncoding.of(UTF_8));
        run(output.writeChar("😀x").bind(_ -> output.flush()));
        assertThat(bytes.toString(UTF_8)).isEqualTo("😀");
        assertThatThrownBy(() -> output.writeChar("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void streamsAndFormats() {
        TextOutput output = to(TextEncoding.of(UTF_8));
        run(output.writeChars(LwtStream.of("é", "a"))
                .bind(_ -> output.writeLines(LwtStream.of("1", "2")))
                .bind(_ -> output.printf("<%s>", "x"))
                .bind(_ -> output.printlf("%02d", 7))
                .bind(_ -> output.hexdump(new byte[] {65, 66}))
                .bind(_ -> output.close()));
        assertThat(bytes.toString(UTF_8))
                .startsWith("éa1\n2\n<x>07\n")
                .contains("41 42")
                .contains("|AB|");
    }

    @Test
    void printf_widthsAreColumns() {
        TextOutput output = to(TextEncoding.of(UTF_8));
        run(output.printf("%-6s|%6s|%.3s|%S|%4d|%h|%s", "日本", "e\u0301", "日本", "é", 7, "a", null)
                .bind(_ -> output.flush()));
        assertThat(bytes.toString(UTF_8)).isEqualTo("日本  |     e\u0301|日|É|   7|61|null");
    }

    @Test
    void atomic_keepsOthersOut() {
        TextOutput output = to(TextEncoding.of(UTF_8));
        Promise<?> section =
                output.atomic(out -> out.write("a").bind(_ -> Lwt.pause()).bind(_ -> out.write("b")));
        Promise<?> other = output.write("c");
        run(Lwt.join(section.map(_ -> null), other.map(_ -> null)).bind(_ -> output.flush()));
        assertThat(bytes.toString(UTF_8)).isEqualTo("abc");
    }

    @Test
    void files_writtenAndRead(@TempDir Path folder) {
        Path file = folder.resolve("text");
        TextEncoding encoding = TextEncoding.of(Charset.forName("Shift_JIS"));
        run(LwtText.withOutput(file, encoding, output -> output.writeLine("日本")));
        String read = run(LwtText.withInput(file, encoding, input -> input.read()));
        assertThat(read).isEqualTo("日本\n");
        run(LwtText.linesToFile(file, LwtStream.of("a", "b")));
        assertThat(run(LwtText.linesOfFile(file).toList())).containsExactly("a", "b");
        run(LwtText.charsToFile(file, LwtStream.of("x", "y")));
        assertThat(run(LwtText.charsOfFile(file).toList())).containsExactly("x", "y");
        String opened = run(LwtText.openInput(file, encoding)
                .bind(input -> input.read().bind(text -> input.close().map(_ -> text))));
        assertThat(opened).isEqualTo("xy");
    }

    @Test
    void zeroAndNull() {
        assertThat(run(LwtText.zero().read(3))).isEqualTo("\0\0\0");
        run(LwtText.nullOutput().writeLine("gone"));
    }
}
