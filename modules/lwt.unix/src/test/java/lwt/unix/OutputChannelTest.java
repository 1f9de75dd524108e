package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.IllegalFormatException;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutputChannelTest {
    private static final int CAPACITY = 16;

    private final RecordingSink sink = new RecordingSink();
    private final OutputChannel channel = new OutputChannel(sink, CAPACITY);

    /// Runs the loop until nothing is ready.
    private static void runWhatIsReady() {
        for (Loop loop = Loop.current(); !loop.isIdle(); ) {
            loop.turn();
        }
    }

    /* ---- Text ---- */

    @Test
    void write_utf8() {
        resultOf(channel.write("äö"));
        resultOf(channel.writeChar('ü'));
        resultOf(channel.writeChar("😀".codePointAt(0)));
        resultOf(channel.writeLine("."));
        resultOf(channel.printf("%d|", 1));
        resultOf(channel.printlf("%s", (Object) null));
        resultOf(channel.flush());
        assertThat(sink.text()).isEqualTo("äöü😀.\n1|null\n");
    }

    @Test
    void writeLines_waitsWhereTheChannelWaits() {
        sink.room = 0;
        Promise<@Nullable Void> lines = channel.writeLines(LwtStream.of("0123456789", "abcdef", "end"));
        assertThat(lines.isSleeping()).isTrue();
        sink.allow(100);
        resultOf(lines);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789\nabcdef\nend\n");
    }

    @Test
    void writeChar_notACodePoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channel.writeChar(-1))
                .withMessageContaining("-1");
    }

    @Test
    void printf_badFormat() {
        assertThatThrownBy(() -> channel.printf("%d", "x")).isInstanceOf(IllegalFormatException.class);
    }

    /* ---- Flush ---- */

    @Test
    void autoFlush_twoWritesAreSentAsOnePieceWhenIdle() {
        resultOf(channel.write("foo"));
        resultOf(channel.write("bar"));
        assertThat(sink.pieces).as("not sent at once").isEmpty();
        runWhatIsReady();
        assertThat(sink.pieces).containsExactly("foobar");
        resultOf(channel.write("again"));
        runWhatIsReady();
        assertThat(sink.pieces).containsExactly("foobar", "again");
    }

    @Test
    void autoFlush_manyChannels() {
        RecordingSink otherSink = new RecordingSink();
        OutputChannel other = new OutputChannel(otherSink, CAPACITY);
        resultOf(channel.write("a"));
        resultOf(other.write("b"));
        runWhatIsReady();
        assertThat(sink.text() + otherSink.text()).isEqualTo("ab");
    }

    @Test
    void autoFlush_afterAnOperationThatWaited() {
        sink.room = 0;
        resultOf(channel.write("0123456789"));
        Promise<@Nullable Void> second = channel.write("abcdefghij");
        runWhatIsReady();
        assertThat(sink.isWaiting()).isTrue();
        sink.allow(Integer.MAX_VALUE);
        resultOf(second);
        assertThat(sink.text()).isEqualTo("0123456789");
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789abcdefghij");
    }

    @Test
    void flush_resolvesWhenTheSinkHasAll() {
        sink.room = 2;
        resultOf(channel.write("abcdef"));
        Promise<@Nullable Void> flush = channel.flush();
        assertThat(sink.text()).isEqualTo("ab");
        sink.allow(3);
        assertThat(flush.isSleeping()).isTrue();
        sink.allow(1);
        resultOf(flush);
        assertThat(sink.text()).isEqualTo("abcdef");
        assertThat(channel.buffered()).isZero();
    }

    @Test
    void flush_nothingToWrite() {
        resultOf(channel.flush());
        assertThat(sink.pieces).isEmpty();
    }

    /* ---- A full buffer ---- */

    private void fillBuffer() {
        resultOf(channel.write("x".repeat(CAPACITY - 1)));
        resultOf(channel.write("x"));
    }

    @Test
    void write_asLongAsTheBufferDoesNotPassThroughIt() {
        resultOf(channel.write("y".repeat(CAPACITY)));
        assertThat(sink.pieces).containsExactly("y".repeat(CAPACITY));
    }

    @Test
    void write_waitsForRoom() {
        sink.room = 0;
        fillBuffer();
        Promise<@Nullable Void> more = channel.write("y");
        Promise<@Nullable Void> evenMore = channel.write("z");
        assertThat(more.isSleeping()).isTrue();
        sink.allow(CAPACITY);
        resultOf(more);
        resultOf(evenMore);
        assertThat(channel.buffered()).isEqualTo(2);
    }

    @Test
    void write_longTextsDoNotPassThroughTheBuffer() {
        sink.room = 30;
        resultOf(channel.write("short "));
        Promise<@Nullable Void> write = channel.write("0123456789".repeat(10));
        assertThat(sink.text()).isEqualTo("short " + "0123456789".repeat(2) + "0123");
        assertThat(channel.buffered()).isZero();
        sink.allow(100);
        resultOf(write);
        assertThat(sink.text()).isEqualTo("short " + "0123456789".repeat(10));
    }

    @Test
    void writeFrom_asMuchAsThereIsRoomFor() {
        sink.room = 0;
        byte[] bytes = "0123456789abcdef".getBytes(UTF_8);
        assertThat(resultOf(channel.writeFrom(bytes, 0, 10))).isEqualTo(10);
        assertThat(resultOf(channel.writeFrom(bytes, 0, 10))).isEqualTo(6);
        Promise<Integer> third = channel.writeFrom(bytes, 10, 6);
        assertThat(third.isSleeping()).isTrue();
        sink.allow(16);
        assertThat(resultOf(third)).isEqualTo(6);
        assertThat(resultOf(channel.writeFrom(bytes, 0, 0))).isZero();
    }

    @Test
    void write_rangeOutsideTheArray() {
        assertThatThrownBy(() -> channel.writeFrom(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> channel.writeFromExactly(new byte[4], -1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void write_manyInARowNeedNoStack() {
        Promise<@Nullable Void> all = writeMany(1_000_000);
        runWhatIsReady();
        resultOf(all);
        assertThat(sink.bytes.size()).isEqualTo(1_000_000);
    }

    private Promise<@Nullable Void> writeMany(int count) {
        return count == 0 ? Lwt.unit() : channel.writeChar('x').then(() -> writeMany(count - 1));
    }

    /* ---- Cancel ---- */

    @Test
    void cancel_flushKeepsTheBytes() {
        sink.room = 1;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> flush = channel.flush();
        flush.cancel();
        assertThat(failureOf(flush)).isInstanceOf(CanceledException.class);
        sink.room = 10;
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("abc");
    }

    @Test
    void cancel_writeThatWaitsForItsTurn() {
        sink.room = 0;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> flush = channel.flush();
        Promise<@Nullable Void> write = channel.write("lost");
        assertThat(write.isSleeping()).isTrue();
        write.cancel();
        assertThat(failureOf(write)).isInstanceOf(CanceledException.class);
        sink.allow(10);
        resultOf(flush);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("abc");
    }

    /* ---- Failures ---- */

    @Test
    void fail_explicitFlush() {
        sink.broken = new IOException("broken pipe");
        resultOf(channel.write("abc"));
        assertThat(failureOf(channel.flush())).hasMessage("broken pipe");
        assertThat(failureOf(channel.flush()))
                .as("the bytes are still not written")
                .hasMessage("broken pipe");
    }

    @Test
    void fail_autoFlushIsToldByTheNextOperation() {
        sink.broken = new IOException("broken pipe");
        resultOf(channel.write("abc"));
        runWhatIsReady();
        assertThat(Loop.current().isIdle())
                .as("it does not try again and again")
                .isTrue();
        assertThat(failureOf(channel.write("d"))).hasMessage("broken pipe");
        assertThat(failureOf(channel.writeFrom(new byte[1], 0, 1))).hasMessage("broken pipe");
        assertThat(failureOf(channel.close())).hasMessage("broken pipe");
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void fail_sinkRecovers() {
        sink.broken = new IOException("no space");
        resultOf(channel.write("abc"));
        runWhatIsReady();
        sink.broken = null;
        resultOf(channel.write("d"));
        runWhatIsReady();
        assertThat(sink.text()).as("nothing was lost, so nothing is told").isEqualTo("abcd");
    }

    /* ---- Closing ---- */

    @Test
    void close_flushesFirst() {
        sink.room = 0;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> close = channel.close();
        assertThat(sink.events).isEmpty();
        Promise<@Nullable Void> tooLate = channel.write("d");
        sink.allow(10);
        resultOf(close);
        assertThat(sink.text()).isEqualTo("abc");
        assertThat(sink.events).containsExactly("close");
        assertThat(failureOf(tooLate))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessage("the output channel of a test is closed");
        assertThat(failureOf(channel.write("e"))).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(channel.flush())).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.close()).isSameAs(close);
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void close_afterTheOperationsUnderWay() {
        sink.room = 0;
        fillBuffer();
        Promise<@Nullable Void> write = channel.write("y");
        Promise<@Nullable Void> close = channel.close();
        sink.allow(100);
        resultOf(write);
        resultOf(close);
        assertThat(sink.text()).isEqualTo("x".repeat(CAPACITY) + "y");
    }

    @Test
    void close_bothFlushAndCloseFail() {
        sink.broken = new IOException("broken pipe");
        sink.closeFailure = new IOException("close");
        resultOf(channel.write("abc"));
        assertThat(failureOf(channel.close())).hasMessage("broken pipe").hasSuppressedException(sink.closeFailure);
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void close_canceledClosesAtOnce() {
        sink.room = 0;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> close = channel.close();
        close.cancel();
        assertThat(failureOf(close)).isInstanceOf(CanceledException.class);
        assertThat(sink.events).containsExactly("close");
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void abort_dropsWhatIsInTheBuffer() {
        sink.room = 0;
        fillBuffer();
        Promise<@Nullable Void> write = channel.write("y");
        resultOf(channel.abort());
        assertThat(failureOf(write)).isInstanceOf(ChannelClosedException.class);
        runWhatIsReady();
        assertThat(sink.pieces).isEmpty();
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void abort_duringClose() {
        sink.room = 0;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> close = channel.close();
        resultOf(channel.abort());
        assertThat(failureOf(close)).isInstanceOf(ChannelClosedException.class);
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void shutdownSend_flushesFirst() {
        sink.room = 0;
        resultOf(channel.write("abc"));
        Promise<@Nullable Void> shutdown = channel.shutdownSend();
        assertThat(sink.events).isEmpty();
        sink.allow(10);
        resultOf(shutdown);
        assertThat(sink.text()).isEqualTo("abc");
        assertThat(failureOf(channel.write("d"))).isInstanceOf(ChannelClosedException.class);
        resultOf(channel.close());
        assertThat(sink.events).containsExactly("shutdownSend", "close");
    }

    @Test
    void unused_hasNoBuffer() {
        assertThat(channel.buffered()).isZero();
        resultOf(channel.close());
        assertThat(sink.pieces).isEmpty();
    }
}
