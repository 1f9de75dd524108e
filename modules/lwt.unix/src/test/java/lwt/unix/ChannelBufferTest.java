package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The buffer as the program sees it: its size, blocks and direct access, other kinds of buffers.
final class ChannelBufferTest {
    private static final int CAPACITY = 16;

    private final ScriptedSource source = new ScriptedSource();
    private final InputChannel input = new InputChannel(source, CAPACITY);
    private final RecordingSink sink = new RecordingSink();
    private final OutputChannel output = new OutputChannel(sink, CAPACITY);

    private static void runWhatIsReady() {
        for (Loop loop = Loop.current(); !loop.isIdle(); ) {
            loop.turn();
        }
    }

    private static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer).toString();
    }

    /* ---- Size ---- */

    @Test
    void resizeBuffer_input() {
        source.send("0123456789abcdef");
        resultOf(input.readByte());
        assertThat(input.bufferSize()).isEqualTo(CAPACITY);
        resultOf(input.resizeBuffer(64));
        assertThat(input.bufferSize()).isEqualTo(64);
        assertThat(resultOf(input.readExactly(15))).asString(UTF_8).isEqualTo("123456789abcdef");
        source.send("x".repeat(100));
        resultOf(input.readByte());
        assertThat(source.longestRead).isEqualTo(64);
        assertThat(input.buffered()).isEqualTo(63);
        resultOf(input.resizeBuffer(16));
        assertThat(resultOf(input.readExactly(63))).as("nothing is lost").hasSize(63);
        source.longestRead = 0;
        resultOf(input.readByte());
        assertThat(source.longestRead).isEqualTo(16);
    }

    @Test
    void resizeBuffer_output() {
        resultOf(output.write("0123456789"));
        resultOf(output.resizeBuffer(32));
        resultOf(output.write("abcdefghij"));
        assertThat(output.buffered()).isEqualTo(20);
        sink.room = 0;
        Promise<@Nullable Void> smaller = output.resizeBuffer(16);
        assertThat(smaller.isSleeping()).as("it does not fit in").isTrue();
        sink.allow(100);
        resultOf(smaller);
        assertThat(output.bufferSize()).isEqualTo(16);
        resultOf(output.write("!"));
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789abcdefghij!");
    }

    @Test
    void resizeBuffer_tooSmall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> input.resizeBuffer(15))
                .withMessageContaining("15");
        assertThatIllegalArgumentException().isThrownBy(() -> output.resizeBuffer(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LwtIo.setDefaultBufferSize(-1));
    }

    @Test
    void defaultBufferSize_isThatOfNewChannels() {
        int before = LwtIo.defaultBufferSize();
        try {
            LwtIo.setDefaultBufferSize(100);
            assertThat(InputChannel.ofBytes(new byte[0]).bufferSize()).isEqualTo(100);
        } finally {
            LwtIo.setDefaultBufferSize(before);
        }
    }

    /* ---- Blocks ---- */

    @Test
    void block_input() {
        source.send("ab").send("cdef");
        String block = resultOf(input.block(5, bytes -> Lwt.of(text(bytes))));
        assertThat(block).isEqualTo("abcde");
        assertThat(failureOf(input.block(1, _ -> Lwt.fail(new IOException("no")))))
                .as("nothing is read if it fails")
                .hasMessage("no");
        assertThat(resultOf(input.readChar())).isEqualTo('f');
        source.send("g").end();
        assertThat(failureOf(input.block(2, _ -> Lwt.unit()))).isInstanceOf(EOFException.class);
        assertThat(resultOf(input.read())).isEqualTo("g");
    }

    @Test
    void block_output() {
        resultOf(output.write("0123456789"));
        resultOf(output.block(8, bytes -> {
            bytes.put("abcdefgh".getBytes(UTF_8));
            return Lwt.unit();
        }));
        assertThat(failureOf(output.block(1, _ -> Lwt.fail(new IOException("no")))))
                .hasMessage("no");
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789abcdefgh");
    }

    @Test
    void block_tooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> input.block(17, _ -> Lwt.unit()));
        assertThatIllegalArgumentException().isThrownBy(() -> output.block(-1, _ -> Lwt.unit()));
    }

    /* ---- Direct access ---- */

    @Test
    void directAccess_input() {
        source.send("abc").send("def");
        String got = resultOf(input.directAccess(access -> access.perform().bind(count -> {
            assertThat(count).isEqualTo(3);
            assertThat((char) access.buffer().get()).isEqualTo('a');
            return access.perform().bind(_ -> {
                ByteBuffer rest = access.buffer();
                byte[] bytes = new byte[4];
                rest.get(bytes);
                return Lwt.of(new String(bytes, UTF_8));
            });
        })));
        assertThat(got).isEqualTo("bcde");
        assertThat(resultOf(input.readChar())).as("what was left in the buffer").isEqualTo('f');
        assertThat(input.position()).isEqualTo(6);
    }

    @Test
    void directAccess_inputWithoutRoomGrows() {
        source.send("0123456789abcdef").send("more");
        int unread = resultOf(input.directAccess(access ->
                access.perform().then(access::perform).map(_ -> access.buffer().remaining())));
        assertThat(unread).isEqualTo(20);
        assertThat(input.buffered()).isEqualTo(20);
    }

    @Test
    void directAccess_failureKeepsWhatWasMoved() {
        source.send("abc");
        assertThat(failureOf(input.directAccess(access -> access.perform().bind(_ -> {
                    access.buffer().get();
                    return Lwt.fail(new IOException("no"));
                }))))
                .hasMessage("no");
        assertThat(resultOf(input.readChar())).isEqualTo('b');
    }

    @Test
    void directAccess_output() {
        sink.room = 3;
        resultOf(output.write("ab"));
        resultOf(output.directAccess(access -> {
            assertThat(access.buffer().remaining()).isEqualTo(CAPACITY - 2);
            access.buffer().put("cdef".getBytes(UTF_8));
            return access.perform().bind(count -> {
                assertThat(count).isEqualTo(3);
                assertThat(access.buffer().remaining()).isEqualTo(CAPACITY - 3);
                access.buffer().put((byte) 'g');
                return Lwt.unit();
            });
        }));
        assertThat(output.buffered()).isEqualTo(4);
        sink.room = 100;
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("abcdefg");
    }

    @Test
    void directAccess_misuse() {
        List<DirectAccess> kept = new ArrayList<>();
        Promise<@Nullable Void> access = input.directAccess(a -> {
            kept.add(a);
            Promise<Integer> performing = a.perform();
            assertThatIllegalStateException().isThrownBy(a::perform).withMessageContaining("under way");
            assertThatIllegalStateException().isThrownBy(a::buffer);
            return performing.then(Lwt::unit);
        });
        assertThat(input.isBusy()).isTrue();
        source.send("x");
        resultOf(access);
        assertThatIllegalStateException().isThrownBy(kept.getFirst()::buffer).withMessageContaining("ended");
        assertThatIllegalStateException().isThrownBy(kept.getFirst()::perform);
    }

    @Test
    void directAccess_performLeftBehindIsCanceled() {
        resultOf(input.directAccess(access -> {
            access.perform().ignoreResult(_ -> {});
            return Lwt.unit();
        }));
        source.send("x");
        assertThat(resultOf(input.readChar())).as("no byte is lost").isEqualTo('x');
    }

    @Test
    void directAccess_cancel() {
        Promise<Integer> access = input.directAccess(DirectAccess::perform);
        access.cancel();
        assertThat(failureOf(access)).isInstanceOf(CanceledException.class);
        source.send("x");
        assertThat(resultOf(input.readChar())).isEqualTo('x');
    }

    /* ---- Buffers of java.nio ---- */

    @Test
    void readInto_byteBuffer() {
        for (ByteBuffer target : List.of(ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4))) {
            source.send("abcdef");
            assertThat(resultOf(input.readInto(target))).isEqualTo(4);
            assertThat(resultOf(input.readInto(target))).as("no room").isZero();
            assertThat(text(target.flip())).isEqualTo("abcd");
            resultOf(input.readIntoExactly(target.clear().limit(2)));
            assertThat(text(target.flip())).isEqualTo("ef");
        }
        source.end();
        ByteBuffer target = ByteBuffer.allocate(4);
        assertThat(resultOf(input.readInto(target))).isZero();
        assertThat(failureOf(input.readIntoExactly(target))).isInstanceOf(EOFException.class);
        assertThat(target.position()).isZero();
    }

    @Test
    void writeFrom_byteBuffer() {
        sink.room = 0;
        ByteBuffer bytes = ByteBuffer.wrap("0123456789".repeat(5).getBytes(UTF_8));
        assertThat(resultOf(output.writeFrom(bytes))).isEqualTo(CAPACITY);
        assertThat(bytes.position()).isEqualTo(CAPACITY);
        Promise<@Nullable Void> rest = output.writeFromExactly(bytes);
        assertThat(rest.isSleeping()).isTrue();
        sink.allow(100);
        resultOf(rest);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(resultOf(output.writeFrom(bytes))).isZero();
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789".repeat(5));
    }

    /* ---- Transfer ---- */

    @Test
    void transferTo_untilTheEnd() {
        Promise<Long> transfer = input.transferTo(output);
        sink.room = 20;
        source.send("0123456789".repeat(5));
        assertThat(transfer.isSleeping()).isTrue();
        sink.allow(100);
        source.send("end").end();
        assertThat(resultOf(transfer)).isEqualTo(53);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("0123456789".repeat(5) + "end");
        assertThat(sink.events).as("neither closed").isEmpty();
    }

    @Test
    void transferTo_atMost() {
        source.send("abcdef");
        assertThat(resultOf(input.transferTo(output, 4))).isEqualTo(4);
        assertThat(resultOf(input.transferTo(output, 0))).isZero();
        assertThat(resultOf(input.readChar())).isEqualTo('e');
        assertThatIllegalArgumentException().isThrownBy(() -> input.transferTo(output, -1));
    }

    @Test
    void transferTo_canceledOrFailedLosesNothing() {
        sink.room = 0;
        source.send("0123456789".repeat(5)).end();
        Promise<Long> transfer = input.transferTo(output);
        transfer.cancel();
        assertThat(failureOf(transfer)).isInstanceOf(CanceledException.class);
        String rest = resultOf(input.read());
        sink.allow(100);
        runWhatIsReady();
        assertThat(sink.text() + rest).isEqualTo("0123456789".repeat(5));
    }
}
