package lwt.unix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.junit.jupiter.api.Test;

final class InputChannelTest {
    private static final int CAPACITY = 16;

    private final ScriptedSource source = new ScriptedSource();
    private final InputChannel channel = new InputChannel(source, CAPACITY);

    /* ---- Lines ---- */

    @Test
    void readLine_lineAtHand() {
        source.send("one\ntwo\r\nthree");
        assertThat(resultOf(channel.readLine())).isEqualTo("one");
        assertThat(resultOf(channel.readLine())).isEqualTo("two");
        assertThat(source.reads).as("both lines came with one read").isEqualTo(1);
    }

    @Test
    void readLine_comesInPieces() {
        Promise<String> line = channel.readLine();
        source.send("a\r");
        source.send("b\r");
        assertThat(line.isSleeping()).isTrue();
        source.send("\nrest");
        assertThat(resultOf(line))
                .as("only a \\r before the \\n belongs to the line end")
                .isEqualTo("a\rb");
        assertThat(channel.buffered()).isEqualTo(4);
    }

    @Test
    void readLine_lastLineWithoutEnd() {
        source.send("last\r").end();
        assertThat(resultOf(channel.readLine())).isEqualTo("last\r");
        assertThat(failureOf(channel.readLine())).isInstanceOf(EOFException.class);
    }

    @Test
    void readLine_emptyLines() {
        source.send("\n\r\n").end();
        assertThat(resultOf(channel.readLine())).isEmpty();
        assertThat(resultOf(channel.readLineOptional())).contains("");
        assertThat(resultOf(channel.readLineOptional())).isEmpty();
    }

    @Test
    void readLine_longerThanTheBuffer() {
        String longLine = "0123456789".repeat(1000);
        Promise<String> line = channel.readLine();
        for (int i = 0; i < longLine.length(); i += 7) {
            source.send(longLine.substring(i, Math.min(i + 7, longLine.length())));
        }
        source.send("\nnext\n");
        assertThat(resultOf(line)).isEqualTo(longLine);
        assertThat(resultOf(channel.readLine())).isEqualTo("next");
    }

    @Test
    void readLine_looksAtEachByteOnce() {
        // A quadratic search would look at 10^12 bytes, that is for a quarter of an hour.
        byte[] piece = new byte[CAPACITY];
        int pieces = 4_000_000 / CAPACITY;
        Promise<String> line = channel.readLine();
        for (int i = 0; i < pieces; i++) {
            source.send(piece);
        }
        source.send("\n");
        assertThat(resultOf(line)).hasSize(pieces * CAPACITY);
    }

    @Test
    void readLineAtMost_longerLine() {
        source.send("12345\n123456\n");
        assertThat(resultOf(channel.readLineAtMost(5))).isEqualTo("12345");
        assertThat(failureOf(channel.readLineAtMost(5)))
                .isInstanceOf(LineTooLongException.class)
                .hasMessage("a line of more than 5 bytes");
        assertThat(resultOf(channel.readLineAtMost(6))).as("it stays readable").isEqualTo("123456");
        Promise<String> endless = channel.readLineAtMost(100);
        source.send("x".repeat(100));
        assertThat(endless.isSleeping()).isTrue();
        source.send("x");
        assertThat(failureOf(endless)).isInstanceOf(LineTooLongException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> channel.readLineAtMost(0));
    }

    @Test
    void readLine_notUtf8() {
        source.send(new byte[] {'a', (byte) 0xff, 'b', '\n'});
        assertThat(resultOf(channel.readLine())).isEqualTo("a\uFFFDb");
    }

    @Test
    void readLine_characterCutByTheBuffer() {
        String text = "äöü€😀".repeat(20);
        source.send(text + "\n");
        assertThat(resultOf(channel.readLine())).isEqualTo(text);
    }

    /* ---- Characters ---- */

    @Test
    void readChar_ascii() {
        source.send("ab").end();
        assertThat(resultOf(channel.readChar())).isEqualTo('a');
        assertThat(resultOf(channel.readCharOptional())).contains('b');
        assertThat(resultOf(channel.readCharOptional())).isEmpty();
        assertThat(failureOf(channel.readChar())).isInstanceOf(EOFException.class);
    }

    @Test
    void readChar_bytesOfACharacterComeOneByOne() {
        Promise<Character> euro = channel.readChar();
        for (byte b : "€".getBytes(UTF_8)) {
            assertThat(euro.isSleeping()).isTrue();
            source.send(new byte[] {b});
        }
        assertThat(resultOf(euro)).isEqualTo('€');
    }

    @Test
    void readChar_supplementaryComesAsTwoSurrogates() {
        source.send("😀!");
        assertThat(resultOf(channel.readChar())).isEqualTo("😀".charAt(0));
        assertThat(resultOf(channel.readChar())).isEqualTo("😀".charAt(1));
        assertThat(resultOf(channel.readChar())).isEqualTo('!');
    }

    @Test
    void readChar_halfACharacterLeavesItWholeForOthers() {
        source.send("😀\n😀");
        assertThat(resultOf(channel.readChar())).isEqualTo("😀".charAt(0));
        assertThat(resultOf(channel.readLine())).isEqualTo("😀");
        assertThat(resultOf(channel.readChar())).isEqualTo("😀".charAt(0));
    }

    @Test
    void readChar_readsWhatStringDecodes() {
        byte[][] samples = {
            {(byte) 0x80, 'x'},
            {(byte) 0xc3, 'x'},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xe2, (byte) 0x82, 'x'},
            {(byte) 0xf0, (byte) 0x9f, (byte) 0x98},
            {(byte) 0xf5, (byte) 0x80},
            {(byte) 0xe0, (byte) 0x80, 'x'},
            {(byte) 0xf4, (byte) 0x90, 'x'},
            {(byte) 0xf0, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x8f, (byte) 0xbf, (byte) 0xbf},
        };
        for (byte[] sample : samples) {
            ScriptedSource bytes = new ScriptedSource();
            for (byte b : sample) {
                bytes.send(new byte[] {b});
            }
            bytes.end();
            InputChannel input = new InputChannel(bytes, CAPACITY);
            assertThat(readAllChars(input)).isEqualTo(new String(sample, UTF_8));
        }
    }

    private static String readAllChars(InputChannel input) {
        StringBuilder text = new StringBuilder();
        Optional<Character> next = resultOf(input.readCharOptional());
        while (next.isPresent()) {
            text.append(next.get());
            next = resultOf(input.readCharOptional());
        }
        return text.toString();
    }

    /* ---- Texts ---- */

    @Test
    void read_toTheEnd() {
        Promise<String> text = channel.read();
        source.send("0123456789".repeat(5)).send("äöü").end();
        assertThat(resultOf(text)).isEqualTo("0123456789".repeat(5) + "äöü");
        assertThat(resultOf(channel.read())).isEmpty();
    }

    @Test
    void read_atMost() {
        source.send("aä€😀");
        assertThat(resultOf(channel.read(2)))
                .as("ä takes two bytes, so it waits")
                .isEqualTo("a");
        assertThat(resultOf(channel.read(1))).as("one character at least").isEqualTo("ä");
        assertThat(resultOf(channel.read(100))).isEqualTo("€😀");
        Promise<String> rest = channel.read(100);
        source.send(new byte[] {(byte) 0xe2});
        assertThat(rest.isSleeping()).isTrue();
        source.end();
        assertThat(resultOf(rest)).isEqualTo("\uFFFD");
        assertThat(resultOf(channel.read(100))).isEmpty();
    }

    @Test
    void read_notPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> channel.read(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> channel.readBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> channel.readExactly(-1));
    }

    /* ---- Streams ---- */

    @Test
    void lines_untilTheEnd() {
        Promise<List<String>> lines = channel.lines().toList();
        source.send("one\ntwo\n");
        source.send("three").end();
        assertThat(resultOf(lines)).containsExactly("one", "two", "three");
    }

    @Test
    void lines_areReadWhenAskedFor() {
        LwtStream<String> lines = channel.lines();
        assertThat(source.reads).isZero();
        Promise<String> first = lines.next();
        first.cancel();
        source.send("one\ntwo\n");
        assertThat(resultOf(lines.next())).as("no line is lost").isEqualTo("one");
        assertThat(resultOf(channel.readLine())).isEqualTo("two");
    }

    @Test
    void chars_untilTheEnd() {
        source.send("aß").end();
        assertThat(resultOf(channel.chars().toList())).containsExactly('a', 'ß');
    }

    /* ---- Bytes ---- */

    @Test
    void readByte_unsigned() {
        source.send(new byte[] {(byte) 200}).end();
        assertThat(resultOf(channel.readByte())).isEqualTo(200);
        assertThat(failureOf(channel.readByte())).isInstanceOf(EOFException.class);
    }

    @Test
    void readBytes_whatIsThere() {
        source.send("abc").end();
        assertThat(resultOf(channel.readBytes(2))).asString(ISO_8859_1).isEqualTo("ab");
        assertThat(resultOf(channel.readBytes(2))).asString(ISO_8859_1).isEqualTo("c");
        assertThat(resultOf(channel.readBytes(2))).isEmpty();
        assertThat(resultOf(channel.readAllBytes())).isEmpty();
    }

    @Test
    void readInto_longRangeDoesNotPassThroughTheBuffer() {
        source.send("0123456789".repeat(3));
        byte[] target = new byte[40];
        assertThat(resultOf(channel.readInto(target, 5, 35))).isEqualTo(30);
        assertThat(source.longestRead).isEqualTo(35);
        assertThat(channel.buffered()).isZero();
        assertThat(new String(target, 5, 30, ISO_8859_1)).isEqualTo("0123456789".repeat(3));
    }

    @Test
    void readInto_shortRangeTakesFromTheBuffer() {
        source.send("abcdef").end();
        byte[] target = new byte[4];
        assertThat(resultOf(channel.readInto(target, 0, 4))).isEqualTo(4);
        assertThat(resultOf(channel.readInto(target, 1, 3))).isEqualTo(2);
        assertThat(new String(target, ISO_8859_1)).isEqualTo("aefd");
        assertThat(resultOf(channel.readInto(target, 0, 4))).isZero();
        assertThat(resultOf(channel.readInto(target, 0, 0))).isZero();
    }

    @Test
    void readInto_rangeOutsideTheArray() {
        assertThatThrownBy(() -> channel.readInto(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> channel.readIntoExactly(new byte[4], -1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readExactly_acrossPieces() {
        Promise<byte[]> bytes = channel.readExactly(50);
        source.send("x".repeat(10)).send("y".repeat(30)).send("z".repeat(13));
        assertThat(resultOf(bytes)).asString(ISO_8859_1).isEqualTo("x".repeat(10) + "y".repeat(30) + "z".repeat(10));
        assertThat(resultOf(channel.readBytes(9))).asString(ISO_8859_1).isEqualTo("zzz");
    }

    @Test
    void readExactly_inputTooShort() {
        source.send("x".repeat(40)).send("yz").end();
        assertThat(failureOf(channel.readExactly(43))).isInstanceOf(EOFException.class);
        assertThat(resultOf(channel.read())).as("what there was stays readable").isEqualTo("x".repeat(40) + "yz");
    }

    /* ---- Cancel ---- */

    @Test
    void cancel_readLineLosesNoByte() {
        Promise<String> line = channel.readLine();
        source.send("first ".repeat(10));
        line.cancel();
        assertThat(failureOf(line)).isInstanceOf(CanceledException.class);
        assertThat(source.isWaiting()).as("the read below was canceled too").isFalse();
        source.send("half\n");
        assertThat(resultOf(channel.readLine())).isEqualTo("first ".repeat(10) + "half");
    }

    @Test
    void cancel_readExactlyLosesNoByte() {
        source.send("ab");
        resultOf(channel.readChar());
        Promise<byte[]> bytes = channel.readExactly(100);
        source.send("c".repeat(50)).send("d".repeat(47));
        assertThat(bytes.isSleeping()).isTrue();
        bytes.cancel();
        assertThat(failureOf(bytes)).isInstanceOf(CanceledException.class);
        source.send("\n");
        assertThat(resultOf(channel.readLine())).isEqualTo("b" + "c".repeat(50) + "d".repeat(47));
    }

    @Test
    void cancel_readToTheEndLosesNoByte() {
        Promise<String> text = channel.read();
        source.send("€".repeat(30));
        text.cancel();
        source.end();
        assertThat(resultOf(channel.read())).isEqualTo("€".repeat(30));
    }

    @Test
    void cancel_inTheQueue() {
        Promise<String> first = channel.readLine();
        Promise<String> second = channel.readLine();
        Promise<String> third = channel.readLine();
        second.cancel();
        source.send("1\n2\n");
        assertThat(resultOf(first)).isEqualTo("1");
        assertThat(failureOf(second)).isInstanceOf(CanceledException.class);
        assertThat(resultOf(third)).isEqualTo("2");
    }

    @Test
    void fail_readLosesNoByte() {
        Promise<String> line = channel.readLine();
        source.send("half ");
        source.fail(new IOException("cable"));
        assertThat(failureOf(line)).hasMessage("cable");
        source.send("line\n");
        assertThat(resultOf(channel.readLine())).isEqualTo("half line");
    }

    /* ---- One at a time ---- */

    @Test
    void operations_areServedInOrder() {
        List<String> got = new ArrayList<>();
        channel.readLine().onSuccess(got::add);
        channel.readExactly(3).onSuccess(bytes -> got.add(new String(bytes, UTF_8)));
        channel.readChar().onSuccess(c -> got.add(c.toString()));
        source.send("line\nabc");
        assertThat(got).containsExactly("line", "abc");
        source.send("d");
        assertThat(got).containsExactly("line", "abc", "d");
    }

    @Test
    void operations_doNotOvertakeOneThatWaits() {
        Promise<String> line = channel.readLine();
        source.send("half"); // is in the buffer now, but belongs to the line
        List<Promise<?>> others = List.of(
                channel.readChar(),
                channel.readByte(),
                channel.readInto(new byte[1], 0, 1),
                channel.readIntoExactly(new byte[1], 0, 1),
                channel.readLineOptional());
        assertThat(others).allMatch(Promise::isSleeping);
        source.send(" a line\nabcde\n");
        assertThat(resultOf(line)).isEqualTo("half a line");
        assertThat(others).noneMatch(Promise::isSleeping);
    }

    @Test
    void operations_startedByACallbackComeAfterThoseThatWait() {
        List<String> got = new ArrayList<>();
        channel.readLine().onSuccess(line -> {
            got.add(line);
            channel.readLine().onSuccess(got::add);
        });
        channel.readLine().onSuccess(line -> got.add("queued " + line));
        source.send("1\n2\n3\n");
        assertThat(got).containsExactly("1", "queued 2", "3");
    }

    @Test
    void operations_aMillionInARowNeedNoStack() {
        int pieces = 1_000_000 / CAPACITY;
        for (int i = 0; i < pieces; i++) {
            source.send(new byte[CAPACITY]);
        }
        source.end();
        assertThat(resultOf(count(0))).isEqualTo(pieces * CAPACITY);
    }

    private Promise<Integer> count(int so) {
        return channel.readCharOptional().bind(next -> next.isPresent() ? count(so + 1) : Lwt.of(so));
    }

    @Test
    void operations_fromAnotherThread() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                channel.readLine();
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        other.join();
        assertThat(thrown)
                .singleElement()
                .satisfies(e -> assertThat(e)
                        .hasMessageContaining("input channel of a test")
                        .hasMessageContaining(Loop.current().owner().toString())
                        .hasMessageContaining(other.getName()));
    }

    /* ---- Closing ---- */

    @Test
    void close_operationsThatWaitFail() {
        Promise<String> inside = channel.readLine();
        Promise<String> queued = channel.readLine();
        assertThat(resultOf(channel.close())).isNull();
        assertThat(failureOf(inside))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessage("the input channel of a test is closed");
        assertThat(failureOf(queued)).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(channel.readByte())).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void close_theOperationInsideCannotBeCanceled() {
        InputChannel stubborn =
                new InputChannel((_, _, _) -> Lwt.<Integer>waiter().promise(), CAPACITY);
        Promise<String> inside = stubborn.readLine();
        Promise<String> queued = stubborn.readLine();
        resultOf(stubborn.close());
        assertThat(inside.isSleeping()).isTrue();
        assertThat(failureOf(queued)).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void close_twice() {
        assertThat(channel.close()).isSameAs(channel.close());
        assertThat(source.closed).isEqualTo(1);
    }

    @Test
    void close_withBytesInTheBuffer() {
        source.send("abc");
        resultOf(channel.readChar());
        resultOf(channel.close());
        assertThat(failureOf(channel.readChar())).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(channel.readLine())).isInstanceOf(ChannelClosedException.class);
    }
}
